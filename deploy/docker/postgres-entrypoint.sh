#!/bin/bash
# Starts PostgreSQL. On an empty volume makes the cluster first and runs the scripts of
# /docker-entrypoint-initdb.d against it, listening on its socket only. The cluster gets its final
# name when all that has succeeded: a container killed half-way starts over.
set -euo pipefail

volume=/var/lib/postgresql/data
cluster=$volume/cluster

if [[ ! -d $cluster ]]; then
  export PGDATA=$volume/unfinished POSTGRES_USER=postgres POSTGRES_DB=postgres
  rm -rf "$PGDATA"
  initdb --username=postgres --pwfile="${POSTGRES_PASSWORD_FILE:?}" --encoding=UTF8 \
    --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 --data-checksums
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  pg_ctl --wait start -o "-c listen_addresses=''"
  for script in /docker-entrypoint-initdb.d/*.sh; do
    bash "$script"
  done
  pg_ctl --wait --mode=fast stop
  mv "$PGDATA" "$cluster"
fi
export PGDATA=$cluster
exec "$@" -c listen_addresses='*'
