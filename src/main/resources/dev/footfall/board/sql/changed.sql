-- Which funnels the last strokes of the job wrote, answered from the index
-- funnel_steps_last_write. Rows of one stroke may come into sight one after the other, so the
-- strokes of a while are looked at, and how many rows each funnel has of them.
select funnel, max(updated_at) as last_write, count(*) as rows
from funnel_steps
where breakdown = '' and step = 1
  and updated_at > (
    select max(updated_at) from funnel_steps where breakdown = '' and step = 1
  ) - interval '30 seconds'
group by funnel
