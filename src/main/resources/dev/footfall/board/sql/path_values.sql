-- The values of a report's breakdown, those with most visits first.
select breakdown, value
from report_figures
where report = ? and version = ? and window_start >= ? and kind = 'paths' and part = 'visit' and value <> ''
group by breakdown, value
order by sum(amount) desc, value
limit ?
