-- A funnel that is changed while the job runs is counted afresh, under another version; what was
-- counted before stays.
--
-- Rows of earlier releases bear version '' and are complete.

alter table funnel_steps
  add column version text not null default '',
  add column since timestamp(3) not null default '1970-01-01',
  drop constraint funnel_steps_pkey,
  add primary key (funnel, version, cohort_start, breakdown, value, step);

comment on column funnel_steps.since is
  'After this event time every event was seen; a cohort that began before lacks some. 1970: all were seen.';

alter table funnel_times
  add column version text not null default '',
  add column since timestamp(3) not null default '1970-01-01',
  drop constraint funnel_times_pkey,
  add primary key (funnel, version, cohort_start, breakdown, value, step, measure, from_ms);

alter table journeys
  add column version text not null default '',
  add column since timestamp(3) not null default '1970-01-01',
  drop constraint journeys_pkey,
  add primary key (funnel, version, cohort_start, unit);

drop index journeys_by_outcome;
create index journeys_by_outcome on journeys (funnel, version, furthest, outcome, cohort_start, unit);

create table funnel_versions (
  funnel     text         not null,
  version    text         not null,
  state      text         not null check (state in ('active', 'superseded', 'removed')),
  title      text         not null,
  definition text         not null,
  updated_at timestamp(3) not null,
  primary key (funnel, version)
);

comment on table funnel_versions is
  'What each funnel is and was. Only rows of the active version go on; those of others stay as they were last written.';
