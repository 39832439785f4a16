-- What people are told at once: each alert is a record.
-- The key makes a repeat after a restart the same row.
CREATE TABLE `alerts` (
  `alert`            STRING NOT NULL,
  `version`          STRING NOT NULL,
  `unit`             STRING NOT NULL,
  `at`               TIMESTAMP(3) NOT NULL,
  `title`            STRING,
  `began`            TIMESTAMP(3),
  `ended`            TIMESTAMP(3),
  `events`           STRING,
  `funnel`           STRING,
  `entered`          BIGINT,
  `converted`        BIGINT,
  `rate`             DOUBLE,
  `usual_low`        DOUBLE,
  `usual_high`       DOUBLE,
  `cohorts_before`   INT,
  `entered_before`   BIGINT,
  `converted_before` BIGINT,
  `updated_at`       TIMESTAMP(3),
  PRIMARY KEY (`alert`, `version`, `unit`, `at`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-alerts',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
