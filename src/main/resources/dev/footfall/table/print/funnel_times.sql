-- Units by the time a step took them, in buckets that add up over cohorts.
-- Without a primary key a table takes only what never changes again: final rows.
CREATE TABLE `funnel_times` (
  `funnel`       STRING,
  `version`      STRING,
  `cohort_start` TIMESTAMP(3),
  `breakdown`    STRING,
  `value`        STRING,
  `step`         INT,
  `measure`      STRING,
  `from_ms`      BIGINT,
  `to_ms`        BIGINT,
  `units`        BIGINT,
  `final`        BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  `sum_ms`       BIGINT
) WITH (
  'connector' = 'print',
  'print-identifier' = 'funnel_times'
)
