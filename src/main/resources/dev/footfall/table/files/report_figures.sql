-- What reports beside funnels have counted: each part of a report, per window, name and value.
-- Without a primary key a table takes only what never changes again: final rows.
CREATE TABLE `report_figures` (
  `report`       STRING,
  `version`      STRING,
  `kind`         STRING,
  `window_start` TIMESTAMP(3),
  `window_end`   TIMESTAMP(3),
  `part`         STRING,
  `position`     INT,
  `from_name`    STRING,
  `to_name`      STRING,
  `breakdown`    STRING,
  `value`        STRING,
  `amount`       BIGINT,
  `of_them`      BIGINT,
  `sum_ms`       BIGINT,
  `final`        BOOLEAN,
  `truncated`    BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/report_figures',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
