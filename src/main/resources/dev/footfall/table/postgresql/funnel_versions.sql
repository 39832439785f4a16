-- What each funnel is and was: a funnel that changes while the job runs gets another version.
-- The primary key lets a row be written again when its version is superseded.
CREATE TABLE `funnel_versions` (
  `funnel`     STRING NOT NULL,
  `version`    STRING NOT NULL,
  `state`      STRING,
  `title`      STRING,
  `definition` STRING,
  `updated_at` TIMESTAMP(3),
  PRIMARY KEY (`funnel`, `version`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'funnel_versions',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
