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
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-funnel-versions',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
