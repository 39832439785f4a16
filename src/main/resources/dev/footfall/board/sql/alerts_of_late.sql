-- What was told in the last day before a moment of event time, or before the newest of all: of each alert how often,
-- and the newest with its figures. Funnels first.
with told as (
  select alert, count(*) as times
  from alerts
  where at > coalesce(?::timestamp, (select max(at) from alerts)) - interval '1 day'
  group by alert
)
select newest.alert, told.times, newest.title, newest.at, newest.began, newest.ended, newest.funnel,
       newest.entered, newest.converted, newest.rate, newest.usual_low, newest.usual_high,
       newest.cohorts_before, newest.entered_before, newest.converted_before
from told
cross join lateral (
  select * from alerts
  where alert = told.alert
  order by at desc, unit limit 1
) as newest
order by newest.funnel is null, newest.at desc, newest.alert
limit ?
