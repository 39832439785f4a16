-- The windows of a report in a period, the newest first: one row of each, found by leaping.
with recursive windows as (
  (select window_start, window_end, final, truncated, since, watermark from report_figures f
   where f.report = ? and f.version = ? and f.value = ''
     and f.window_start >= ? and f.window_start < ?
   order by f.window_start desc limit 1)
  union all
  select next.*
  from windows
  cross join lateral (
    select window_start, window_end, final, truncated, since, watermark from report_figures f
    where f.report = ? and f.version = ? and f.value = ''
      and f.window_start >= ? and f.window_start < windows.window_start
    order by f.window_start desc limit 1
  ) as next
)
select * from windows limit ?
