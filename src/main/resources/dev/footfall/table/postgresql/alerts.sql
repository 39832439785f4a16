-- What people are told at once: each alert once.
-- The key makes a repeat after a restart the same row.
CREATE TABLE `alerts` (
  `alert`            STRING NOT NULL,
  `version`          STRING NOT NULL,
  `unit`             STRING NOT NULL,
  `at`               TIMESTAMP(3) NOT NULL,
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
  `updated_at`       TIMESTAMP(3),
  PRIMARY KEY (`alert`, `version`, `unit`, `at`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'alerts',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
