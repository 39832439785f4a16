-- The end of the newest window of a report that is final, going back from window to window.
with recursive back as (
  (select window_start, window_end, final from report_figures f
   where f.report = ? and f.version = ? and f.value = ''
   order by f.window_start desc limit 1)
  union all
  select next.window_start, next.window_end, next.final
  from back
  cross join lateral (
    select window_start, window_end, final from report_figures f
    where not back.final and f.report = ? and f.version = ? and f.value = ''
      and f.window_start < back.window_start
    order by f.window_start desc limit 1
  ) as next
)
select window_end from back where final limit 1
