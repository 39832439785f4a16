-- Which alerts were told in the last 30 days before the newest of all, and how often.
with newest as (
  select max(at) as at from alerts
)
select alert, max(title) as title, count(*) as told,
       count(*) filter (where alerts.at > newest.at - interval '1 day') as last_day,
       max(alerts.at) as at
from alerts, newest
where alerts.at > newest.at - interval '30 days'
group by alert
order by alert
limit ?
