-- The tables that the job writes and the board reads.
--
-- All times are UTC without a zone: Flink's JDBC connector knows no timestamptz. JSON is kept as
-- text for the same reason. A key has no nulls, so total rows bear breakdown '' and value ''.
-- Rows are updated in place while cohorts are open: room is left on every page, so that most
-- updates touch no index.

create table funnel_steps (
  funnel               text         not null,
  cohort_start         timestamp(3) not null,
  cohort_end           timestamp(3) not null,
  breakdown            text         not null,
  value                text         not null,
  step                 int          not null check (step >= 1),
  step_name            text         not null,
  reached              bigint       not null,
  dropped              bigint       not null,
  in_progress          bigint       not null,
  excluded             bigint       not null,
  median_ms            bigint,
  p90_ms               bigint,
  median_from_entry_ms bigint,
  p90_from_entry_ms    bigint,
  final                boolean      not null,
  truncated            boolean      not null,
  watermark            timestamp(3) not null,
  updated_at           timestamp(3) not null,
  primary key (funnel, cohort_start, breakdown, value, step)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

comment on table funnel_steps is
  'One row per funnel, cohort, breakdown value and step. Readers pass over rows whose step 1 reached 0.';

-- One breakdown over a range of cohorts.
create index funnel_steps_by_breakdown on funnel_steps (funnel, breakdown, cohort_start);

-- "When was anything last written?" is asked every few seconds; one row in many answers it.
create index funnel_steps_last_write on funnel_steps (updated_at desc)
  where breakdown = '' and step = 1;

create table funnel_times (
  funnel       text         not null,
  cohort_start timestamp(3) not null,
  breakdown    text         not null,
  value        text         not null,
  step         int          not null check (step >= 1),
  measure      text         not null check (measure in ('previous', 'entry')),
  from_ms      bigint       not null,
  to_ms        bigint       not null check (to_ms > from_ms),
  units        bigint       not null,
  final        boolean      not null,
  watermark    timestamp(3) not null,
  updated_at   timestamp(3) not null,
  primary key (funnel, cohort_start, breakdown, value, step, measure, from_ms)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

comment on table funnel_times is
  'Units by the time a step took them, more than from_ms up to to_ms: buckets add up over cohorts, medians do not.';

create index funnel_times_by_breakdown on funnel_times (funnel, breakdown, cohort_start);

create table journeys (
  funnel           text         not null,
  unit             text         not null,
  cohort_start     timestamp(3) not null,
  cohort_end       timestamp(3) not null,
  entry            timestamp(3) not null,
  furthest         int          not null check (furthest >= 1),
  outcome          text         not null
    check (outcome in ('converted', 'in_progress', 'excluded', 'dropped')),
  step_times       text         not null,
  breakdown_values text         not null,
  watermark        timestamp(3) not null,
  updated_at       timestamp(3) not null,
  primary key (funnel, cohort_start, unit)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

comment on table journeys is 'One row per funnel, cohort and unit: how far it got, and what became of it.';

-- The list behind a number on the board, newest cohort first, page after page.
create index journeys_by_outcome on journeys (funnel, furthest, outcome, cohort_start, unit);

create table rejected_events (
  place   text         primary key,
  reason  text         not null,
  detail  text,
  raw     bytea,
  size    bigint       not null,
  seen_at timestamp(3) not null
);

comment on table rejected_events is 'What arrived and was no event, by where it was read, cut at 8 KB.';

create index rejected_events_by_time on rejected_events (seen_at);

-- The column is user_id because Flink's JDBC connector writes names without quotes, and user is
-- a word of SQL.
create table late_events (
  event_key  text         primary key,
  event_id   text,
  event      text         not null,
  user_id    text         not null,
  time       timestamp(3) not null,
  properties text         not null,
  watermark  timestamp(3) not null,
  seen_at    timestamp(3) not null
);

comment on table late_events is 'Events that came behind the watermark and take part in no funnel.';

create index late_events_by_time on late_events (seen_at);
