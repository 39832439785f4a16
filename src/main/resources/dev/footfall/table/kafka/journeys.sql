-- How far each unit got in each cohort, and what became of it.
-- Live: the last record of a key is the row. Let the topic be compacted.
CREATE TABLE `journeys` (
  `funnel`           STRING NOT NULL,
  `version`          STRING NOT NULL,
  `unit`             STRING NOT NULL,
  `cohort_start`     TIMESTAMP(3) NOT NULL,
  `cohort_end`       TIMESTAMP(3),
  `entry`            TIMESTAMP(3),
  `furthest`         INT,
  `outcome`          STRING,
  `step_times`       STRING,
  `breakdown_values` STRING,
  `since`            TIMESTAMP(3),
  `watermark`        TIMESTAMP(3),
  `updated_at`       TIMESTAMP(3),
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `unit`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-journeys',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
