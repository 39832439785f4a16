-- The looks at one version of an experiment's metric: the last, and of the others so many at most,
-- evenly taken.
select variant, watermark, difference, difference_lower, difference_upper
from (
  select *,
         row_number() over (partition by variant order by watermark desc) - 1 as back,
         count(*) over (partition by variant) as looks
  from experiment_verdicts
  where experiment = ? and version = ? and role = 'metric'
) as numbered
where back % greatest(1, looks / ?) = 0
order by variant, watermark
