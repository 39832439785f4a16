-- When each version of a funnel came into force while the job ran: of each a row says it, found by the index
-- funnel_steps_totals. Those that were there from the beginning say 1970.
select said.version, written.since
from funnel_versions as said
cross join lateral (
  select since from funnel_steps
  where funnel = said.funnel and version = said.version and breakdown = '' and step = 1
  order by cohort_start limit 1
) as written
where said.funnel = ? and written.since > '1970-01-01'
order by written.since desc
limit ?
