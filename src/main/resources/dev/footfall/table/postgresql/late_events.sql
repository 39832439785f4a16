-- Events that came behind the watermark.
-- The primary key makes a repeat after a restart overwrite itself.
CREATE TABLE `late_events` (
  `event_key`  STRING NOT NULL,
  `event_id`   STRING,
  `event`      STRING,
  `user_id`    STRING,
  `time`       TIMESTAMP(3),
  `properties` STRING,
  `watermark`  TIMESTAMP(3),
  `seen_at`    TIMESTAMP(3),
  `place`      STRING,
  PRIMARY KEY (`event_key`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'late_events',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
