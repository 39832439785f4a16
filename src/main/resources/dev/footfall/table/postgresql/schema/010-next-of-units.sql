-- What each unit of a funnel did next, where a report of the kind next tells it.

create table unit_next (
  funnel         text         not null,
  version        text         not null,
  cohort_start   timestamp(3) not null,
  unit           text         not null,
  report         text         not null,
  cohort_end     timestamp(3) not null,
  report_version text         not null,
  furthest       int          not null check (furthest >= 1),
  outcome        text         not null,
  next_event     text         not null,
  next_time      timestamp(3),
  last_values    text         not null,
  since          timestamp(3) not null,
  watermark      timestamp(3) not null,
  updated_at     timestamp(3) not null,
  primary key (funnel, version, cohort_start, unit, report)
);

comment on table unit_next is
  'One row per unit, cohort and report, once the cohort is final. It belongs to the row of journeys with the same funnel, version, cohort_start and unit.';

comment on column unit_next.next_event is
  'The first event after the furthest step; (nothing), without a next_time, if there was none.';
