-- The latest write; answered by the index funnel_steps_last_write alone.
select updated_at, watermark
from funnel_steps
where breakdown = '' and step = 1
order by updated_at desc
limit 1
