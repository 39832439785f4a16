-- The last look at each experiment, in the version that was looked at last. Of each line of looks the index of the
-- primary key gives the last: however long an experiment runs, no look before is read.
with recursive lines as (
  (select experiment, version, variant, metric
   from experiment_verdicts
   order by experiment, version, variant, metric limit 1)
  union all
  select following.*
  from lines
  cross join lateral (
    select experiment, version, variant, metric
    from experiment_verdicts
    where (experiment, version, variant, metric) > (lines.experiment, lines.version, lines.variant, lines.metric)
    order by experiment, version, variant, metric limit 1
  ) as following
), looks as (
  select last.*
  from lines
  cross join lateral (
    select * from experiment_verdicts
    where experiment = lines.experiment and version = lines.version and variant = lines.variant
      and metric = lines.metric
    order by watermark desc limit 1
  ) as last
), newest as (
  select distinct on (experiment) experiment, version, watermark
  from looks
  order by experiment, watermark desc, updated_at desc
)
select looks.*
from looks
join newest using (experiment, version, watermark)
order by experiment, role desc, variant, metric
limit ?
