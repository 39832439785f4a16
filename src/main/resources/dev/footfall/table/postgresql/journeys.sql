-- How far each unit got in each cohort, and what became of it.
-- Live: the primary key lets a row be written again as its cohort grows.
CREATE TABLE `journeys` (
  `funnel`           STRING NOT NULL,
  `version`          STRING NOT NULL,
  `unit`             STRING NOT NULL,
  `cohort_start`     TIMESTAMP(3) NOT NULL,
  `cohort_end`       TIMESTAMP(3),
  `entry`            TIMESTAMP(3),
  `furthest`         INT,
  `outcome`          STRING,
  `step_times`       STRING,
  `breakdown_values` STRING,
  `since`            TIMESTAMP(3),
  `watermark`        TIMESTAMP(3),
  `updated_at`       TIMESTAMP(3),
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `unit`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'journeys',
  'sink.since-column' = 'since',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
