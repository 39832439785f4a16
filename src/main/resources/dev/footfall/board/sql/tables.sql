-- The result tables that there are, and about how many rows each has.
select c.relname as name, greatest(c.reltuples, 0)::bigint as about_rows
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (current_schemas(false)) and c.relkind in ('r', 'p', 'v', 'm')
  and c.relname <> 'schema_migrations'
order by c.relname
