-- Events that came behind the watermark.
-- The key makes a repeat after a restart the same row. Let the topic be compacted.
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
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-late-events',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
