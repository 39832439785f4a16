-- The version of each funnel that goes on being counted: the one that is said to, or, where nothing
-- is said, the one its newest cohort was last written by. While one takes the other's place, both
-- may be said to for a moment.
select asked.funnel, coalesce(said.version, written.version) as version
from unnest(?::text[]) as asked (funnel)
left join lateral (
  select version from funnel_versions
  where funnel = asked.funnel and state = 'active'
  order by updated_at desc limit 1
) as said on true
left join lateral (
  select version from funnel_steps
  where funnel = asked.funnel and breakdown = '' and step = 1
  order by cohort_start desc, updated_at desc limit 1
) as written on true
where coalesce(said.version, written.version) is not null
