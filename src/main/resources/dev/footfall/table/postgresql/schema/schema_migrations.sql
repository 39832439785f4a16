-- Which of the numbered files this database has had.
create table if not exists schema_migrations (
  name       text        primary key,
  digest     text        not null,
  applied_at timestamptz not null default now()
);
