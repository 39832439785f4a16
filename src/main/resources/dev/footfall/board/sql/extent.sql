-- What there is of each funnel, and how far it is closed. Each part reads a few entries of the index
-- funnel_steps_totals; what was written last is newer than the last closed cohort.
select asked.funnel,
       oldest.cohort_start as first_cohort,
       newest.cohort_end as last_end,
       closed.cohort_end as closed_until,
       written.watermark,
       written.last_write
from unnest(?::text[], ?::text[]) as asked (funnel, version)
cross join lateral (
  select cohort_start from funnel_steps
  where funnel = asked.funnel and version = asked.version and breakdown = '' and step = 1
  order by cohort_start limit 1
) as oldest
cross join lateral (
  select cohort_end from funnel_steps
  where funnel = asked.funnel and version = asked.version and breakdown = '' and step = 1
  order by cohort_start desc limit 1
) as newest
left join lateral (
  select cohort_start, cohort_end from funnel_steps
  where funnel = asked.funnel and version = asked.version and breakdown = '' and step = 1 and final
  order by cohort_start desc limit 1
) as closed on true
cross join lateral (
  select max(watermark) as watermark, max(updated_at) as last_write from funnel_steps
  where funnel = asked.funnel and version = asked.version and breakdown = '' and step = 1
    and cohort_start >= coalesce(closed.cohort_start, oldest.cohort_start)
) as written
