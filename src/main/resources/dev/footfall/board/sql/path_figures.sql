-- Visits, stops and flows of a report on paths, added up over a range of windows.
select part, position, from_name, to_name,
       sum(amount)::bigint as amount, sum(of_them)::bigint as of_them, sum(sum_ms)::float8 as sum_ms,
       bool_and(final) as final, bool_or(truncated) as truncated,
       min(window_start) as first_start, max(window_end) as last_end
from report_figures
where report = ? and version = ? and window_start >= ? and kind = 'paths'
  and part in ('visit', 'stop', 'flow') and value = ?
group by part, position, from_name, to_name
order by part, position, from_name, to_name
limit ?
