-- Units by when they were exposed (to_ms 0), and of them those who converted, by the time it took.
-- The primary key lets rows be live: written again at each look.
CREATE TABLE `experiment_times` (
  `experiment`   STRING NOT NULL,
  `version`      STRING NOT NULL,
  `variant`      STRING NOT NULL,
  `exposed_from` TIMESTAMP(3) NOT NULL,
  `to_ms`        BIGINT NOT NULL,
  `from_ms`      BIGINT,
  `units`        BIGINT,
  `final`        BOOLEAN,
  `since`        TIMESTAMP(3),
  `watermark`    TIMESTAMP(3),
  `updated_at`   TIMESTAMP(3),
  PRIMARY KEY (`experiment`, `version`, `variant`, `exposed_from`, `to_ms`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'experiment_times',
  'sink.final-column' = 'final',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
