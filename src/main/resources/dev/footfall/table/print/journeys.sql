-- How far each unit got in each cohort, and what became of it.
-- Without a primary key a table takes only what never changes again: final rows.
CREATE TABLE `journeys` (
  `funnel`           STRING,
  `version`          STRING,
  `unit`             STRING,
  `cohort_start`     TIMESTAMP(3),
  `cohort_end`       TIMESTAMP(3),
  `entry`            TIMESTAMP(3),
  `furthest`         INT,
  `outcome`          STRING,
  `step_times`       STRING,
  `breakdown_values` STRING,
  `since`            TIMESTAMP(3),
  `watermark`        TIMESTAMP(3),
  `updated_at`       TIMESTAMP(3)
) WITH (
  'connector' = 'print',
  'print-identifier' = 'journeys'
)
