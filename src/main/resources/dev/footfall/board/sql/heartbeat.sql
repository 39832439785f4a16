-- When the job last told that it runs, how far event time has come in all its tasks, and the latest
-- event of all. A task that is no more, after a change of parallelism, tells nothing any more.
select newest.updated_at,
       (select min(watermark) from job_progress
        where stage = 'admission' and updated_at > newest.updated_at - interval '30 seconds') as watermark,
       (select max(latest) from job_progress where stage = 'source') as latest
from (select max(updated_at) as updated_at from job_progress) as newest
where newest.updated_at is not null
