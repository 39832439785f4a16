-- How many of them there are, counted up to a bound.
select count(*) from (select from chosen limit ?) as counted
