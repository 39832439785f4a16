-- The reports on paths that have counted anything, each in the version that was written last, and where its newest
-- window ends; answered from the index report_figures_visits.
with versions as (
  select report, version, max(updated_at) as last_write, max(window_end) as window_end
  from report_figures
  where kind = 'paths' and part = 'visit' and value = ''
  group by report, version
)
select distinct on (report) report, version, window_end
from versions
order by report, last_write desc, version
limit ?
