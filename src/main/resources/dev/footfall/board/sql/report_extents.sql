-- What there is of each report that has rows, in the version whose newest window is the latest. Each
-- part leaps through an index; how new it is, a sample of the newest window tells. A backfill has
-- seen everything, and says so by a watermark of the year 9999: its windows end where they do.
select asked.report, latest.*
from unnest(?::text[]) as asked (report)
cross join lateral (
  with recursive versions (version) as (
    (select version from report_figures f
     where f.report = asked.report order by version limit 1)
    union all
    select next.version
    from versions
    cross join lateral (
      select version from report_figures f
      where f.report = asked.report and f.version > versions.version order by f.version limit 1
    ) as next
  )
  select versions.version, newest.kind, newest.breakdown,
         oldest.window_start as first_window, newest.window_end as last_end,
         written.watermark, written.last_write, written.rows
  from versions
  cross join lateral (
    select kind, breakdown, window_start, window_end from report_figures f
    where f.report = asked.report and f.version = versions.version and f.value = ''
    order by f.window_start desc limit 1
  ) as newest
  cross join lateral (
    select window_start from report_figures f
    where f.report = asked.report and f.version = versions.version and f.value = ''
    order by f.window_start limit 1
  ) as oldest
  cross join lateral (
    with sample as (
      select watermark, updated_at from report_figures f
      where f.report = asked.report and f.version = versions.version and f.value = ''
        and f.window_start = newest.window_start
      limit 2000
    )
    select coalesce(max(watermark) filter (where watermark < '9999-01-01'), newest.window_end) as watermark,
           max(updated_at) as last_write,
           count(*) filter (
             where updated_at > (select max(updated_at) from sample) - interval '30 seconds'
           ) as rows
    from sample
  ) as written
  order by newest.window_start desc, written.last_write desc
  limit 1
) as latest
