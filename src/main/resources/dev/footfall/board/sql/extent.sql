-- What there is of a funnel, and how far it is closed.
select min(cohort_start) as first_cohort,
       max(cohort_end) as last_end,
       max(cohort_end) filter (where final) as closed_until,
       max(watermark) as watermark,
       max(updated_at) as last_write
from funnel_steps
where funnel = ? and breakdown = '' and step = 1
