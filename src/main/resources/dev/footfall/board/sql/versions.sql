-- The version of each funnel that goes on being counted. While one takes the other's place, both may
-- say so for a moment.
select distinct on (funnel) funnel, version
from funnel_versions
where state = 'active'
order by funnel, updated_at desc
