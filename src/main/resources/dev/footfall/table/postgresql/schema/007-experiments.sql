-- Experiments: how many units of each variant did what, and what may be said of it.

create table experiment_verdicts (
  experiment          text not null,
  version             text not null,
  funnel              text not null,
  variant             text not null,
  metric              text not null,
  role                text not null check (role in ('metric', 'guardrail')),
  watermark           timestamp(3) not null,
  verdict             text not null,
  final               boolean not null,
  control             text not null,
  exposed_control     bigint not null,
  exposed             bigint not null,
  matured_control     bigint not null,
  matured             bigint not null,
  conversions_control bigint not null,
  conversions         bigint not null,
  multi_exposed       bigint not null,
  rate_control        double precision,
  rate_control_lower  double precision,
  rate_control_upper  double precision,
  rate                double precision,
  rate_lower          double precision,
  rate_upper          double precision,
  difference          double precision,
  standard_error      double precision,
  difference_lower    double precision,
  difference_upper    double precision,
  p                   double precision,
  adjusted_p          double precision,
  lift                double precision,
  lift_lower          double precision,
  lift_upper          double precision,
  chance_to_win       double precision,
  loss                double precision,
  loss_of_control     double precision,
  margin              double precision,
  exposed_ratio_p     double precision not null,
  matured_ratio_p     double precision not null,
  needs_units         bigint,
  needs_ms            bigint,
  alpha               double precision not null,
  planned             bigint not null,
  least_effect        double precision not null,
  method              integer not null,
  since               timestamp(3) not null,
  updated_at          timestamp(3) not null,
  primary key (experiment, version, variant, metric, watermark)
);

comment on table experiment_verdicts is
  'A row a look, and variant, and step that is asked about. Rates and differences are shares: 0.01 is a point.';

create table experiment_steps (
  experiment      text not null,
  version         text not null,
  funnel          text not null,
  variant         text not null,
  step            integer not null,
  step_name       text not null,
  exposed         bigint not null,
  matured         bigint not null,
  reached         bigint not null,
  matured_reached bigint not null,
  multi_exposed   bigint not null,
  final           boolean not null,
  since           timestamp(3) not null,
  watermark       timestamp(3) not null,
  updated_at      timestamp(3) not null,
  primary key (experiment, version, variant, step)
);

comment on table experiment_steps is
  'What all exposed units have done up to the watermark; matured are those who have had their time.';

create table experiment_times (
  experiment   text not null,
  version      text not null,
  variant      text not null,
  exposed_from timestamp(3) not null,
  to_ms        bigint not null,
  from_ms      bigint not null,
  units        bigint not null,
  final        boolean not null,
  since        timestamp(3) not null,
  watermark    timestamp(3) not null,
  updated_at   timestamp(3) not null,
  primary key (experiment, version, variant, exposed_from, to_ms)
);

comment on table experiment_times is
  'Counts that can be added up: units by exposure (to_ms 0), and of them conversions by age.';
