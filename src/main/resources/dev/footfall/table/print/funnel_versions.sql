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
  'connector' = 'print',
  'print-identifier' = 'funnel_versions'
)
