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

create view channel_users as
  select report, version, window_start, window_end, breakdown, value,
    from_name as channel,
    amount as users,
    of_them as converted,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'channels' and part = 'acquired';

create view channel_conversions as
  select report, version, window_start, window_end, breakdown, value,
    part as credited,
    from_name as channel,
    case part when 'linear' then amount / 1000000.0 else amount end as conversions,
    case part when 'conversion' then of_them end as without_touch,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'channels' and part in ('conversion', 'first', 'last', 'linear');

create view next_units as
  select report, version, window_start, window_end, breakdown, value,
    part,
    position as step,
    to_name as outcome,
    from_name as name,
    amount as units,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'next' and part in ('unit', 'next', 'last', 'seen');

create view retention_users as
  select report, version, window_start, window_end, breakdown, value,
    amount as users,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'retention' and part = 'entered';

create view retention_days as
  select report, version, window_start, window_end, breakdown, value,
    position as day,
    amount as returned,
    of_them as returned_or_later,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'retention' and part = 'day';

create view path_visits as
  select report, version, window_start, window_end, breakdown, value,
    from_name as entry, amount as visits, of_them as bounces, sum_ms as length_ms,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'paths' and part = 'visit';

create view path_stops as
  select report, version, window_start, window_end, breakdown, value,
    from_name as stop, amount as times, of_them as exits, sum_ms as dwell_ms,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'paths' and part = 'stop';

create view path_flows as
  select report, version, window_start, window_end, breakdown, value,
    position, from_name, to_name, amount as paths,
    final, truncated, since, watermark, updated_at
  from report_figures
  where kind = 'paths' and part = 'flow';

-- Which reports on paths there are, and the windows of each.
create index report_figures_visits on report_figures (report, window_start)
  where kind = 'paths' and part = 'visit';

-- Lengths and dwell times lie in buckets; their bounds grow by a fiftieth, and by 1 ms at least.
create view time_buckets as
  with recursive buckets (bucket, above_ms, up_to_ms) as (
    select 0, -1::bigint, 0::bigint
    union all
    select bucket + 1, up_to_ms, up_to_ms + greatest(1, up_to_ms / 50)
    from buckets
    where up_to_ms < 31708800000
  )
  select bucket, above_ms, up_to_ms from buckets;

create view path_times as
  select report, version, window_start, window_end, breakdown, value,
    case part when 'length' then 'visit' else 'stop' end as of_what, from_name as stop,
    above_ms, up_to_ms, amount as times, sum_ms,
    final, truncated, since, watermark, updated_at
  from report_figures
  join time_buckets on bucket = position
  where kind = 'paths' and part in ('length', 'dwell');
