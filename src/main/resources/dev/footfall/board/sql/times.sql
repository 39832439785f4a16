-- Time-to-convert buckets of one breakdown, added up over a range of cohorts; the values that are
-- not shown on their own are put together.
select case when value = any (?) then value else ? end as shown, step, measure, from_ms, to_ms,
       final, sum(units)::bigint as units
from funnel_times
where funnel = ? and breakdown = ? and cohort_start >= ? and cohort_start < ? and units > 0
group by 1, 2, 3, 4, 5, 6
