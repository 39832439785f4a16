-- The totals of many funnels, each over a range of cohorts of its own, set by set.
select s.funnel, s.cohort_start, s.cohort_end, s.value, s.step, s.step_name,
       s.reached, s.dropped, s.in_progress, s.excluded,
       s.median_ms, s.p90_ms, s.median_from_entry_ms, s.p90_from_entry_ms,
       s.final, s.truncated, s.since > s.cohort_start as partial, s.watermark, s.updated_at
from unnest(?::text[], ?::text[], ?::timestamp[], ?::timestamp[])
  as asked (funnel, version, since, until)
join funnel_steps s
  on s.funnel = asked.funnel and s.version = asked.version and s.breakdown = ''
     and s.cohort_start >= asked.since and s.cohort_start < asked.until
order by s.funnel collate "C", s.cohort_start, s.step
