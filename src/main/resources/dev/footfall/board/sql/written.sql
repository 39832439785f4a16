-- How many row sets were written lately.
select count(*) filter (where updated_at > ?::timestamp - interval '1 minute') as last_minute,
       count(*) as last_quarter
from funnel_steps
where breakdown = '' and step = 1 and updated_at > ?::timestamp - interval '15 minutes'
