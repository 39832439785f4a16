-- Exposures by when, and conversions by that and by age, of one version of an experiment.
select variant, exposed_from, from_ms, to_ms, units
from experiment_times
where experiment = ? and version = ? and units <> 0
limit ?
