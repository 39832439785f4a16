-- The newest alerts; of one, if it is named.
select alert, version, title, unit, at, began, ended, events, funnel, entered, converted, rate,
       usual_low, usual_high, cohorts_before, entered_before, converted_before
from alerts
where (?::text is null or alert = ?)
order by at desc, alert, unit
limit ?
