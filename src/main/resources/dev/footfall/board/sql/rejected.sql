-- What was no event, by reason: the latest, up to a bound.
select reason, count(*) as events, max(seen_at) as last_seen
from (select reason, seen_at from rejected_events order by seen_at desc limit ?) as latest
group by reason
order by events desc, reason
