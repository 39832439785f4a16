-- Which reports have rows, found by leaping through the key from one to the next.
with recursive ids (report) as (
  (select report from report_figures order by report limit 1)
  union all
  select next.report
  from ids
  cross join lateral (
    select report from report_figures f where f.report > ids.report order by f.report limit 1
  ) as next
)
select report from ids limit ?
