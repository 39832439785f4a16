-- The statement that makes the board's role with this password; no row where the role is there.
select format('create role footfall_board login password %L', ?::text)
where not exists (select from pg_roles where rolname = 'footfall_board')
