-- Counts and times of each step, per cohort and breakdown value.
-- Live: the last record of a key is the row. Let the topic be compacted.
CREATE TABLE `funnel_steps` (
  `funnel`               STRING NOT NULL,
  `version`              STRING NOT NULL,
  `cohort_start`         TIMESTAMP(3) NOT NULL,
  `cohort_end`           TIMESTAMP(3),
  `breakdown`            STRING NOT NULL,
  `value`                STRING NOT NULL,
  `step`                 INT NOT NULL,
  `step_name`            STRING,
  `reached`              BIGINT,
  `dropped`              BIGINT,
  `in_progress`          BIGINT,
  `excluded`             BIGINT,
  `median_ms`            BIGINT,
  `p90_ms`               BIGINT,
  `median_from_entry_ms` BIGINT,
  `p90_from_entry_ms`    BIGINT,
  `final`                BOOLEAN,
  `truncated`            BOOLEAN,
  `since`                TIMESTAMP(3),
  `watermark`            TIMESTAMP(3),
  `updated_at`           TIMESTAMP(3),
  PRIMARY KEY (`funnel`, `version`, `cohort_start`, `breakdown`, `value`, `step`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'properties.bootstrap.servers' = '${KAFKA_SERVERS}',
  'topic' = 'footfall-funnel-steps',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601',
  'sink.delivery-guarantee' = 'at-least-once'
)
