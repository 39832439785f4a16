-- What each unit of a funnel did next, where a report tells it: one row a unit and cohort, final when written.
CREATE TABLE `unit_next` (
  `funnel`         STRING,
  `version`        STRING,
  `cohort_start`   TIMESTAMP(3),
  `unit`           STRING,
  `report`         STRING,
  `cohort_end`     TIMESTAMP(3),
  `report_version` STRING,
  `furthest`       INT,
  `outcome`        STRING,
  `next_event`     STRING,
  `next_time`      TIMESTAMP(3),
  `last_values`    STRING,
  `since`          TIMESTAMP(3),
  `watermark`      TIMESTAMP(3),
  `updated_at`     TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/unit_next',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
