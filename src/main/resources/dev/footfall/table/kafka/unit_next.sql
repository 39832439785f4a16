-- What each unit of a funnel did next, where a report tells it: one row a unit and cohort, final when written.
-- The key makes a repeat after a restart the same row.
CREATE TABLE `unit_next` (
  `funnel`         STRING NOT NULL,
  `version`        STRING NOT NULL,
  `cohort_start`   TIMESTAMP(3) NOT NULL,
  `unit`           STRING NOT NULL,
  `report`         STRING NOT NULL,
  `cohort_end`     TIMESTAMP(3),
  `report_version` STRING,
  `furthest`       INT,
  `outcome`        STRING,
  `next_event`     STRING,
  `next_time`      TIMESTAMP(3),
  `last_values`    STRING,
  `since`          TIMESTAMP(3),
  `watermark`      TIMESTAMP(3),
  `updated_at`     TIMESTAMP(3),
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `unit`, `report`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-unit-next',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
