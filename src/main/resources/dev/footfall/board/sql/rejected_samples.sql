-- Some of the latest of each reason, with their beginning.
select reason, place, detail, substring(raw from 1 for 400) as raw, size, seen_at
from (
  select *, row_number() over (partition by reason order by seen_at desc, place) as nth
  from (select * from rejected_events order by seen_at desc limit ?) as latest
) as numbered
where nth <= ?
order by reason, nth
