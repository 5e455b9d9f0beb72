#!/bin/bash
# Run once by the PostgreSQL container on an empty data folder: a role and a database per service,
# so that no service can read another one's rows.
set -euo pipefail

for service in ingestion scoring deliberation; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --no-psqlrc --quiet \
    -v role="plenum_$service" -v password="$(cat "/run/secrets/${service}_password")" <<'SQL'
create role :"role" login password :'password';
create database :"role" owner :"role";
revoke all on database :"role" from public;
SQL
done
