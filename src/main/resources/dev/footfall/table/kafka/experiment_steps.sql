-- How many of the units exposed to each variant reached each step.
-- Live: the last record of a key is the row. Let the topic be compacted.
CREATE TABLE `experiment_steps` (
  `experiment`      STRING NOT NULL,
  `version`         STRING NOT NULL,
  `funnel`          STRING,
  `variant`         STRING NOT NULL,
  `step`            INT NOT NULL,
  `step_name`       STRING,
  `exposed`         BIGINT,
  `matured`         BIGINT,
  `reached`         BIGINT,
  `matured_reached` BIGINT,
  `multi_exposed`   BIGINT,
  `final`           BOOLEAN,
  `since`           TIMESTAMP(3),
  `watermark`       TIMESTAMP(3),
  `updated_at`      TIMESTAMP(3),
  PRIMARY KEY (`experiment`, `version`, `variant`, `step`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-experiment-steps',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
