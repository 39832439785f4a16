-- One page of them, newest cohort first. The page before ended at (cohort, unit). What the unit did
-- next is told where the table has a column for it.
select unit, cohort_start, cohort_end, entry, furthest, outcome, step_times, breakdown_values,
       to_jsonb(chosen) ->> 'next_event' as next_event
from chosen
where (?::timestamp is null or (cohort_start, unit) < (?::timestamp, ?::text))
order by cohort_start desc, unit desc
limit ?
