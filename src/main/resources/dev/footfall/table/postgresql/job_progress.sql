-- How the job is doing on its way in: a row for each partition or file, and for each task that puts
-- events in order, written again every few seconds as long as the job runs. Counts begin anew when
-- the job does. It is no result; leave it out where nobody asks.
CREATE TABLE `job_progress` (
  `stage`      STRING NOT NULL,
  `part`       STRING NOT NULL,
  `events`     BIGINT,
  `rejected`   BIGINT,
  `late`       BIGINT,
  `duplicates` BIGINT,
  `latest`     TIMESTAMP(3),
  `read_to`    BIGINT,
  `since`      TIMESTAMP(3),
  `watermark`  TIMESTAMP(3),
  `updated_at` TIMESTAMP(3),
  PRIMARY KEY (`stage`, `part`) NOT ENFORCED
) WITH (
  'connector' = 'footfall-postgresql',
  'url' = '${DATABASE_URL}',
  'username' = '${DATABASE_USER}',
  'password' = '${DATABASE_PASSWORD}',
  'table-name' = 'job_progress',
  'sink.flush-interval' = '1s',
  'sink.patience' = '5min'
)
