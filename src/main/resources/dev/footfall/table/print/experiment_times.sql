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
  'connector' = 'print',
  'print-identifier' = 'experiment_times'
)
