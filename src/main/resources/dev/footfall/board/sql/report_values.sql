-- The values of a report's breakdown, found by leaping from one to the next.
with recursive found (value) as (
  select ''
  union all
  select next.value
  from found
  cross join lateral (
    select value from report_figures f
    where f.report = ? and f.version = ? and f.value > found.value order by f.value limit 1
  ) as next
)
select value from found where value <> '' limit ?
