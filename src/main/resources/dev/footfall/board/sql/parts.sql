-- How the job is doing at each part of its way in.
select stage, part, events, rejected, late, duplicates, latest, read_to, since, watermark, updated_at
from job_progress
order by stage desc, updated_at < (select max(updated_at) from job_progress) - interval '30 seconds', part
limit ?
