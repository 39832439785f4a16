-- Units by when they were exposed (to_ms 0), and of them those who converted, by the time it took.
-- Live: the last record of a key is the row. Let the topic be compacted.
CREATE TABLE `experiment_times` (
  `experiment`   STRING NOT NULL,
  `version`      STRING NOT NULL,
  `variant`      STRING NOT NULL,
  `exposed_from` TIMESTAMP(3) NOT NULL,
  `to_ms`        BIGINT NOT NULL,
  `from_ms`      BIGINT,
  `units`        BIGINT,
  `final`        BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  PRIMARY KEY (`experiment`, `version`, `variant`, `exposed_from`, `to_ms`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-experiment-times',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
