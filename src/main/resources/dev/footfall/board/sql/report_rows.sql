-- The figures of some windows of a report, window by window.
select window_start, window_end, part, position, from_name, to_name, amount, of_them, sum_ms, final
from report_figures
where report = ? and version = ? and value = ? and window_start = any (?)
order by window_start, part, position, from_name collate "C", to_name collate "C"
limit ?
