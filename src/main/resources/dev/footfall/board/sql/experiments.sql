-- The last look at each experiment, in the version that was looked at last.
with newest as (
  select distinct on (experiment) experiment, version, watermark
  from experiment_verdicts
  order by experiment, watermark desc, updated_at desc
)
select verdicts.*
from experiment_verdicts as verdicts
join newest using (experiment, version, watermark)
order by experiment, role desc, variant, metric
limit ?
