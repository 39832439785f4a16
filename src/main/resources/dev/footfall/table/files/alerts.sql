-- What people are told at once: each alert once.
CREATE TABLE `alerts` (
  `alert`            STRING,
  `version`          STRING,
  `unit`             STRING,
  `at`               TIMESTAMP(3),
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
  `updated_at`       TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/alerts',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
