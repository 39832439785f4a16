-- Units by the time a step took them, in buckets that add up over cohorts.
-- Live: the last record of a key is the row. Let the topic be compacted.
CREATE TABLE `funnel_times` (
  `funnel`       STRING NOT NULL,
  `version`      STRING NOT NULL,
  `cohort_start` TIMESTAMP(3) NOT NULL,
  `breakdown`    STRING NOT NULL,
  `value`        STRING NOT NULL,
  `step`         INT NOT NULL,
  `measure`      STRING NOT NULL,
  `from_ms`      BIGINT NOT NULL,
  `to_ms`        BIGINT,
  `units`        BIGINT,
  `final`        BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  `sum_ms`       BIGINT,
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `breakdown`, `value`, `step`, `measure`, `from_ms`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-funnel-times',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
