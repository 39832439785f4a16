-- What reports beside funnels have counted: each part of a report, per window, name and value.
-- Live: the last record of a key is the row. Let the topic be compacted.
CREATE TABLE `report_figures` (
  `report`       STRING NOT NULL,
  `version`      STRING NOT NULL,
  `kind`         STRING,
  `window_start` TIMESTAMP(3) NOT NULL,
  `window_end`   TIMESTAMP(3),
  `part`         STRING NOT NULL,
  `position`     INT NOT NULL,
  `from_name`    STRING NOT NULL,
  `to_name`      STRING NOT NULL,
  `breakdown`    STRING,
  `value`        STRING NOT NULL,
  `amount`       BIGINT,
  `of_them`      BIGINT,
  `sum_ms`       BIGINT,
  `final`        BOOLEAN,
  `truncated`    BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  PRIMARY KEY (`report`, `version`, `window_start`, `part`, `position`, `from_name`, `to_name`, `value`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-report-figures',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
