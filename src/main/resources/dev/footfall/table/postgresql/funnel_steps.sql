-- Counts and times of each step, per cohort and breakdown value.
-- Live: the primary key lets a row be written again as its cohort grows.
CREATE TABLE `funnel_steps` (
  `funnel`               STRING NOT NULL,
  `version`              STRING NOT NULL,
  `cohort_start`         TIMESTAMP(3) NOT NULL,
  `cohort_end`           TIMESTAMP(3),
  `breakdown`            STRING NOT NULL,
  `value`                STRING NOT NULL,
  `step`                 INT NOT NULL,
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
  `updated_at`           TIMESTAMP(3),
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `breakdown`, `value`, `step`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'funnel_steps',
  'sink.since-column' = 'since',
  'sink.begin-column' = 'cohort_start',
  'sink.final-column' = 'final',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
