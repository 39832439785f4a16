-- The figures of some windows of a report, added up.
select part, position, from_name, to_name,
       sum(amount)::bigint as amount, sum(of_them)::bigint as of_them, sum(sum_ms)::bigint as sum_ms
from report_figures
where report = ? and version = ? and value = ? and window_start = any (?)
group by part, position, from_name, to_name
order by part, position, from_name collate "C", to_name collate "C"
limit ?
