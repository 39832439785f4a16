-- One page of them, newest cohort first. The page before ended at (cohort, unit). What the unit did
-- next is told where a report tells it; its table is asked by its key, once a row that is shown.
, page as (
  select * from chosen
  where (?::timestamp is null or (cohort_start, unit) < (?::timestamp, ?::text))
  order by cohort_start desc, unit desc
  limit ?
)
select page.unit, page.cohort_start, page.cohort_end, page.entry, page.furthest, page.outcome,
       page.step_times, page.breakdown_values, told.next_event, told.next_time, told.last_values
from page
left join lateral (
  select next_event, next_time, last_values from unit_next
  where funnel = page.funnel and version = page.version and cohort_start = page.cohort_start
    and unit = page.unit and report = ?
  limit 1
) as told on true
order by page.cohort_start desc, page.unit desc
