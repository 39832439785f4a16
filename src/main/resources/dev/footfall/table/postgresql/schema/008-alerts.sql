-- Alerts: what people are told at once.

create table alerts (
  alert            text not null,
  version          text not null,
  unit             text not null,
  at               timestamp(3) not null,
  title            text not null,
  began            timestamp(3) not null,
  ended            timestamp(3) not null,
  events           text not null,
  funnel           text,
  entered          bigint,
  converted        bigint,
  rate             double precision,
  usual_low        double precision,
  usual_high       double precision,
  cohorts_before   integer,
  entered_before   bigint,
  converted_before bigint,
  updated_at       timestamp(3) not null,
  primary key (alert, version, unit, at)
);

-- The newest first.
create index alerts_by_time on alerts (at desc, alert, unit);
create index alerts_of_one_by_time on alerts (alert, at desc, unit);

comment on table alerts is
  'A row an alert, final when written. Of a pattern: its unit and events. Of a funnel: unit is empty, and the figures of the cohort.';
