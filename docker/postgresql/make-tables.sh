#!/usr/bin/env bash
# Makes Footfall's tables in a PostgreSQL database, and the role by which the board reads them and nothing
# else. Does what is missing, so it may be run again, and after an upgrade it must be.
#
# psql's own variables say where: PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD; the user must own the
# database. BOARD_PASSWORD is the new role's password, for which the user must be allowed to make roles;
# without it no role is made. Docker's postgres image runs this file by itself on an empty volume.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
schema="${FOOTFALL_SCHEMA:-$home/../../target/dist/tables/postgresql/schema}"
export PGUSER="${POSTGRES_USER:-${PGUSER:-$(id -un)}}"
export PGOPTIONS="--client-min-messages=warning"
export PGDATABASE="${POSTGRES_DB:-${PGDATABASE:-$PGUSER}}"

sql() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"
}

sql --file="$schema/schema_migrations.sql"
for file in "$schema"/[0-9]*.sql; do
  name="$(basename "$file")"
  if [ -n "$(sql --command="select 1 from schema_migrations where name = '$name'")" ]; then
    echo "$name: done before"
    continue
  fi
  digest="$(sha256sum "$file" | cut -d' ' -f1)"
  # Both or neither: a table without its line here would be made again.
  sql --single-transaction --file="$file" \
    --command="insert into schema_migrations (name, digest) values ('$name', '$digest')"
  echo "$name: done"
done

if [ -n "${BOARD_PASSWORD:-}" ]; then
  if [ -z "$(sql --command="select 1 from pg_roles where rolname = 'footfall_board'")" ]; then
    sql <<'SQL'
\set password `printenv BOARD_PASSWORD`
create role footfall_board login password :'password';
SQL
    echo "role footfall_board: made"
  fi
  sql --file="$schema/reader.sql"
fi
