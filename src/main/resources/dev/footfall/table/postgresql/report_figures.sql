-- What reports beside funnels have counted: each part of a report, per window, name and value.
-- The primary key lets rows be live: written again at each look.
CREATE TABLE `report_figures` (
  `report`       STRING NOT NULL,
  `version`      STRING NOT NULL,
  `kind`         STRING,
  `window_start` TIMESTAMP(3) NOT NULL,
  `window_end`   TIMESTAMP(3),
  `part`         STRING NOT NULL,
  `position`     INT NOT NULL,
  `from_name`    STRING NOT NULL,
  `to_name`      STRING NOT NULL,
  `breakdown`    STRING,
  `value`        STRING NOT NULL,
  `amount`       BIGINT,
  `of_them`      BIGINT,
  `sum_ms`       BIGINT,
  `final`        BOOLEAN,
  `truncated`    BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  PRIMARY KEY (`report`, `version`, `window_start`, `part`, `position`, `from_name`, `to_name`, `value`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'report_figures',
  'sink.since-column' = 'since',
  'sink.begin-column' = 'window_start',
  'sink.final-column' = 'final',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
