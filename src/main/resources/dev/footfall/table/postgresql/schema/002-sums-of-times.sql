-- With the sum of its times a bucket of equal times tells that time, and not the middle of its bounds.
--
-- Null in rows that an earlier version wrote; the board takes the middle for those.
alter table funnel_times add column sum_ms bigint;

comment on column funnel_times.sum_ms is 'The times of these units, added up: sum_ms / units is their mean.';
