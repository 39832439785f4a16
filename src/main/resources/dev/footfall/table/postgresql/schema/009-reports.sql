-- Reports beside funnels: one table for what all of them count, and a view of each part with columns
-- that say what the numbers are.

create table report_figures (
  report       text not null,
  version      text not null,
  kind         text not null,
  window_start timestamp(3) not null,
  window_end   timestamp(3) not null,
  part         text not null,
  position     integer not null,
  from_name    text not null,
  to_name      text not null,
  breakdown    text not null,
  value        text not null,
  amount       bigint not null,
  of_them      bigint not null,
  sum_ms       bigint not null,
  final        boolean not null,
  truncated    boolean not null,
  since        timestamp(3) not null,
  watermark    timestamp(3) not null,
  updated_at   timestamp(3) not null,
  primary key (report, version, window_start, part, position, from_name, to_name, value)
);

comment on table report_figures is
  'Counts of reports per window; what amount, of_them, sum_ms and the names are, the views say.';

-- The windows of one value, for readers of the total and of one value alike.
create index report_figures_by_value on report_figures (report, version, value, window_start);

create view rhythm_hours as
  select report, version, window_start, window_end, breakdown, value,
    position as hour_of_week, amount as events, of_them as users,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'rhythm' and part = 'hour';
