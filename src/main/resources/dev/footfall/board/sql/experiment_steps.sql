-- What the units of one version of an experiment have done.
select variant, step, step_name, exposed, matured, reached, matured_reached, multi_exposed
from experiment_steps
where experiment = ? and version = ?
order by step, variant
