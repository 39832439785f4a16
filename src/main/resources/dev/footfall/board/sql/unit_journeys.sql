-- All journeys of one unit, newest first. Journeys are kept by cohort, so each funnel is asked cohort
-- by cohort, from its newest on, by the key of the table: an index of units would cost the job more.
select asked.funnel, journey.unit, journey.cohort_start, journey.cohort_end, journey.entry,
       journey.furthest, journey.outcome, journey.step_times, journey.breakdown_values,
       told.next_event, told.next_time, told.last_values
from unnest(?::text[], ?::text[], ?::text[], ?::int[]) as asked (funnel, version, report, cohorts)
cross join lateral (
  select cohort_start from funnel_steps
  where funnel = asked.funnel and version = asked.version and breakdown = '' and step = 1
  order by cohort_start desc limit asked.cohorts
) as cohort
cross join lateral (
  select * from journeys
  where funnel = asked.funnel and version = asked.version
    and cohort_start = cohort.cohort_start and unit = ?
  limit 1
) as journey
left join lateral (
  select next_event, next_time, last_values from unit_next
  where funnel = asked.funnel and version = asked.version
    and cohort_start = journey.cohort_start and unit = journey.unit and report = asked.report
  limit 1
) as told on true
order by journey.entry desc, asked.funnel
limit ?
