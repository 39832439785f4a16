-- How many of the units exposed to each variant reached each step.
-- Without a primary key a table takes only what never changes again: final rows.
CREATE TABLE `experiment_steps` (
  `experiment`      STRING,
  `version`         STRING,
  `funnel`          STRING,
  `variant`         STRING,
  `step`            INT,
  `step_name`       STRING,
  `exposed`         BIGINT,
  `matured`         BIGINT,
  `reached`         BIGINT,
  `matured_reached` BIGINT,
  `multi_exposed`   BIGINT,
  `final`           BOOLEAN,
  `since`           TIMESTAMP(3),
  `watermark`       TIMESTAMP(3),
  `updated_at`      TIMESTAMP(3)
) WITH (
  'connector' = 'print',
  'print-identifier' = 'experiment_steps'
)
