-- Where looking back for a unit ended: the oldest cohort of so many; none where there are not so many.
select asked.funnel, cohort.cohort_start
from unnest(?::text[], ?::text[], ?::int[]) as asked (funnel, version, cohorts)
cross join lateral (
  select cohort_start from funnel_steps
  where funnel = asked.funnel and version = asked.version and breakdown = '' and step = 1
  order by cohort_start desc offset asked.cohorts - 1 limit 1
) as cohort
