-- What each funnel is and was: a funnel that changes while the job runs gets another version.
-- Without a primary key each change of a state is a row of its own: the last counts.
CREATE TABLE `funnel_versions` (
  `funnel`     STRING,
  `version`    STRING,
  `state`      STRING,
  `title`      STRING,
  `definition` STRING,
  `updated_at` TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/funnel_versions',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
