-- The totals of many funnels, each over a range of cohorts of its own, funnel by funnel and set by
-- set. No more than these is read: "offset 0" has the database go to the index once a funnel.
select asked.funnel, s.*
from unnest(?::text[], ?::text[], ?::timestamp[], ?::timestamp[]) with ordinality
  as asked (funnel, version, since, until, place)
cross join lateral (
  select cohort_start, cohort_end, value, step, step_name,
         reached, dropped, in_progress, excluded,
         median_ms, p90_ms, median_from_entry_ms, p90_from_entry_ms,
         final, truncated, f.since > cohort_start as partial, watermark, updated_at
  from funnel_steps f
  where f.funnel = asked.funnel and f.version = asked.version and f.breakdown = ''
    and f.cohort_start >= asked.since and f.cohort_start < asked.until
  offset 0
) as s
order by asked.place, s.cohort_start, s.step
