-- Which alerts were told in the 30 days before a moment, and how often. Alerts are kept for ever: a
-- moment that is known lets the database choose the index alerts_by_time.
select alert, max(title) as title, count(*) as told,
       count(*) filter (where at > ?::timestamp - interval '1 day') as last_day,
       max(at) as at
from alerts
where at > ?::timestamp - interval '30 days'
group by alert
order by alert
limit ?
