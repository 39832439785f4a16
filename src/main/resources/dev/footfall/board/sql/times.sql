-- Time-to-convert buckets of one breakdown, added up over a range of cohorts; the values that are
-- not shown on their own are put together. A bucket's end tells its start.
--
-- Where an earlier version wrote no sum, the middle of the bucket stands for its times. Adding up is
-- in float8, which is exact for counts like these, and many times as fast as numeric.
select case when value = any (?) then value else ? end as shown, step, measure,
       min(from_ms) as from_ms, to_ms, final, sum(units::float8)::bigint as units,
       sum(coalesce(sum_ms::float8, units * (from_ms + 1 + to_ms) / 2::float8)) as sum_ms
from funnel_times
where funnel = ? and version = ? and breakdown = ? and cohort_start >= ? and cohort_start < ? and units > 0
group by shown, step, measure, to_ms, final
