-- A page of alerts, the newest first; of one, if it is named. It begins after the last row of the page before.
select alert, version, title, unit, at, began, ended, events, funnel, entered, converted, rate,
       usual_low, usual_high, cohorts_before, entered_before, converted_before
from alerts
where (?::text is null or alert = ?)
  and at <= coalesce(?::timestamp, 'infinity')
  and (?::timestamp is null or at < ? or (alert, unit, version) > (?, ?, ?))
order by at desc, alert, unit, version
limit ?
