-- Cohorts that are not final though they lie before the last that is: none, but for a moment.
select cohort_start
from funnel_steps
where funnel = ? and version = ? and breakdown = '' and step = 1
  and cohort_start >= ? and cohort_start < ? and not final
