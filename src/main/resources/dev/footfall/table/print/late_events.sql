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
  'connector' = 'print',
  'print-identifier' = 'late_events'
)
