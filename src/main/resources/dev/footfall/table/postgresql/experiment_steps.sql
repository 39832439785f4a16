-- How many of the units exposed to each variant reached each step.
-- The primary key lets rows be live: written again at each look.
CREATE TABLE `experiment_steps` (
  `experiment`      STRING NOT NULL,
  `version`         STRING NOT NULL,
  `funnel`          STRING,
  `variant`         STRING NOT NULL,
  `step`            INT NOT NULL,
  `step_name`       STRING,
  `exposed`         BIGINT,
  `matured`         BIGINT,
  `reached`         BIGINT,
  `matured_reached` BIGINT,
  `multi_exposed`   BIGINT,
  `final`           BOOLEAN,
  `since`           TIMESTAMP(3),
  `watermark`       TIMESTAMP(3),
  `updated_at`      TIMESTAMP(3),
  PRIMARY KEY (`experiment`, `version`, `variant`, `step`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'experiment_steps',
  'sink.final-column' = 'final',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
