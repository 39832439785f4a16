-- Units by the time a step took them, in buckets that add up over cohorts.
-- Live: the primary key lets a row be written again as its cohort grows.
CREATE TABLE `funnel_times` (
  `funnel`       STRING NOT NULL,
  `version`      STRING NOT NULL,
  `cohort_start` TIMESTAMP(3) NOT NULL,
  `breakdown`    STRING NOT NULL,
  `value`        STRING NOT NULL,
  `step`         INT NOT NULL,
  `measure`      STRING NOT NULL,
  `from_ms`      BIGINT NOT NULL,
  `to_ms`        BIGINT,
  `units`        BIGINT,
  `final`        BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  `sum_ms`       BIGINT,
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `breakdown`, `value`, `step`, `measure`, `from_ms`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'funnel_times',
  'sink.since-column' = 'since',
  'sink.begin-column' = 'cohort_start',
  'sink.final-column' = 'final',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
