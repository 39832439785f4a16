-- The result tables that there are, without the views on them, and about how many rows each has: as it was analyzed last, or as
-- counted since, for a fresh table has not been analyzed.
select c.relname as name,
       greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint as about_rows
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (current_schemas(false)) and c.relkind in ('r', 'p')
  and c.relname <> 'schema_migrations'
order by c.relname
