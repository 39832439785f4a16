-- What arrived and was no event.
-- The primary key makes a repeat after a restart overwrite itself.
CREATE TABLE `rejected_events` (
  `place`   STRING NOT NULL,
  `reason`  STRING,
  `detail`  STRING,
  `raw`     BYTES,
  `size`    BIGINT,
  `seen_at` TIMESTAMP(3),
  PRIMARY KEY (`place`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'rejected_events',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
