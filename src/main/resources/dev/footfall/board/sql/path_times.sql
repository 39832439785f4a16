-- How long visits last, and how long it is from a stop to the next, in buckets, over a range of windows.
-- They are added up before their bounds are looked up: there are few of them then.
with times as materialized (
  select part, from_name, position, sum(amount)::bigint as amount, sum(sum_ms)::float8 as sum_ms
  from report_figures
  where report = ? and version = ? and window_start >= ? and kind = 'paths'
    and part in ('length', 'dwell') and value = ?
  group by part, from_name, position
)
select part, from_name, above_ms, up_to_ms, amount, sum_ms
from times
join time_buckets on bucket = position
order by part, from_name, up_to_ms
limit ?
