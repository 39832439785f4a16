-- What arrived and was no event.
CREATE TABLE `rejected_events` (
  `place`   STRING,
  `reason`  STRING,
  `detail`  STRING,
  `raw`     BYTES,
  `size`    BIGINT,
  `seen_at` TIMESTAMP(3)
) WITH (
  'connector' = 'print',
  'print-identifier' = 'rejected_events'
)
