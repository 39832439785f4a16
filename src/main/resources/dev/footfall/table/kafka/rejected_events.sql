-- What arrived and was no event.
-- The key makes a repeat after a restart the same row. Let the topic be compacted.
CREATE TABLE `rejected_events` (
  `place`   STRING NOT NULL,
  `reason`  STRING,
  `detail`  STRING,
  `raw`     BYTES,
  `size`    BIGINT,
  `seen_at` TIMESTAMP(3),
  PRIMARY KEY (`place`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-rejected-events',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
