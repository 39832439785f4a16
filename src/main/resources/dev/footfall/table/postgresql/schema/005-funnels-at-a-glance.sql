-- Which cohorts a funnel has, and how far they are closed, without a look at any of its other rows.
create index funnel_steps_totals on funnel_steps (funnel, cohort_start, version)
  where breakdown = '' and step = 1;

-- Those that are still open: few, and most of them the newest.
create index funnel_steps_open on funnel_steps (funnel, cohort_start, version)
  where breakdown = '' and step = 1 and not final;
