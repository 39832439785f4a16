-- Units by when they were exposed (to_ms 0), and of them those who converted, by the time it took.
-- Without a primary key a table takes only what never changes again: final rows.
CREATE TABLE `experiment_times` (
  `experiment`   STRING,
  `version`      STRING,
  `variant`      STRING,
  `exposed_from` TIMESTAMP(3),
  `to_ms`        BIGINT,
  `from_ms`      BIGINT,
  `units`        BIGINT,
  `final`        BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/experiment_times',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
