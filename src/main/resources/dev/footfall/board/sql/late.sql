-- Events behind the watermark, by name: the latest, up to a bound, and how far behind at most.
select event, count(*) as events, max(seen_at) as last_seen,
       (extract(epoch from max(watermark - time)) * 1000)::bigint as behind_ms
from (
  select event, time, watermark, seen_at from late_events order by seen_at desc limit ?
) as latest
group by event
order by events desc, event
limit ?
