-- What arrived and was no event.
CREATE TABLE `rejected_events` (
  `place`   STRING,
  `reason`  STRING,
  `detail`  STRING,
  `raw`     BYTES,
  `size`    BIGINT,
  `seen_at` TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/rejected_events',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
