-- One page of a funnel's journeys, newest cohort first. Every condition may be null, which asks
-- nothing. The page before ended at (cohort, unit).
select unit, cohort_start, cohort_end, entry, furthest, outcome, step_times, breakdown_values
from journeys
where funnel = ?
  and cohort_start >= ? and cohort_start < ?
  and (?::int is null or furthest = ?::int)
  and (?::text is null or outcome = ?::text)
  and (?::text is null or breakdown_values::jsonb ->> ?::text = ?::text)
  and (?::timestamp is null or (cohort_start, unit) < (?::timestamp, ?::text))
order by cohort_start desc, unit desc
limit ?
