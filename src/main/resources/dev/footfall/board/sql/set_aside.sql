-- Events that take part in no funnel, counted up to a bound: these tables may be long.
select (select count(*) from (select 1 from late_events limit ?) as late) as late,
       (select count(*) from (select 1 from rejected_events limit ?) as rejected) as rejected
