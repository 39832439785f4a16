-- Events that came behind the watermark.
CREATE TABLE `late_events` (
  `event_key`  STRING,
  `event_id`   STRING,
  `event`      STRING,
  `user_id`    STRING,
  `time`       TIMESTAMP(3),
  `properties` STRING,
  `watermark`  TIMESTAMP(3),
  `seen_at`    TIMESTAMP(3),
  `place`      STRING
) WITH (
  'connector' = 'filesystem',
  'path' = '${FILES_DIR}/late_events',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'sink.rolling-policy.rollover-interval' = '1 min',
  'sink.rolling-policy.check-interval' = '10 s'
)
