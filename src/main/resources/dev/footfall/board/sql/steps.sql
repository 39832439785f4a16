-- One breakdown of a funnel ('' for the totals) over a range of cohorts, set by set.
select cohort_start, cohort_end, value, step, step_name,
       reached, dropped, in_progress, excluded,
       median_ms, p90_ms, median_from_entry_ms, p90_from_entry_ms,
       final, truncated, since > cohort_start as partial, watermark, updated_at
from funnel_steps
where funnel = ? and version = ? and breakdown = ? and cohort_start >= ? and cohort_start < ?
order by cohort_start, value collate "C", step
