-- The journeys behind a number. A condition may be null, which asks nothing.
with chosen as (
  select * from journeys
  where funnel = ? and version = ?
    and cohort_start >= ? and cohort_start < ?
    and (?::int is null or furthest = ?::int)
    and (?::int is null or furthest >= ?::int)
    and (?::int is null or step_times::jsonb ->> (?::int - 1) is not null)
    and (?::text is null or outcome = ?::text)
    and (?::text[] is null
         or coalesce(breakdown_values::jsonb ->> ?::text, '(none)') = any (?::text[]))
    and (?::text[] is null
         or coalesce(breakdown_values::jsonb ->> ?::text, '(none)') <> all (?::text[]))
    and cohort_start <> all (?::timestamp[])
)
