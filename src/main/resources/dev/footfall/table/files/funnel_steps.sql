-- Counts and times of each step, per cohort and breakdown value.
-- Without a primary key a table takes only what never changes again: final rows.
CREATE TABLE `funnel_steps` (
  `funnel`               STRING,
  `version`              STRING,
  `cohort_start`         TIMESTAMP(3),
  `cohort_end`           TIMESTAMP(3),
  `breakdown`            STRING,
  `value`                STRING,
  `step`                 INT,
  `step_name`            STRING,
  `reached`              BIGINT,
  `dropped`              BIGINT,
  `in_progress`          BIGINT,
  `excluded`             BIGINT,
  `median_ms`            BIGINT,
  `p90_ms`               BIGINT,
  `median_from_entry_ms` BIGINT,
  `p90_from_entry_ms`    BIGINT,
  `final`                BOOLEAN,
  `truncated`            BOOLEAN,
  `since`                TIMESTAMP(3),
  `watermark`            TIMESTAMP(3),
  `updated_at`           TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/funnel_steps',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
