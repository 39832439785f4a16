-- The journeys behind a number. Every condition may be null, which asks nothing. A unit counts as
-- closed when its cohort's totals are final.
with chosen as (
  select * from journeys j
  where funnel = ?
    and cohort_start >= ? and cohort_start < ?
    and (?::int is null or furthest = ?::int)
    and (?::int is null or furthest >= ?::int)
    and (?::int is null or step_times::jsonb ->> (?::int - 1) is not null)
    and (?::text is null or outcome = ?::text)
    and (?::text[] is null
         or coalesce(breakdown_values::jsonb ->> ?::text, '(none)') = any (?::text[]))
    and (?::text[] is null
         or coalesce(breakdown_values::jsonb ->> ?::text, '(none)') <> all (?::text[]))
    and (not ?::boolean
         or exists (
           select from funnel_steps s
           where s.funnel = j.funnel and s.cohort_start = j.cohort_start
             and s.breakdown = '' and s.value = '' and s.step = 1 and s.final))
)
