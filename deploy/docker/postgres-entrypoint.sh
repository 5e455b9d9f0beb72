#!/bin/bash
# Starts PostgreSQL; on an empty data folder makes the cluster first and runs the scripts of
# /docker-entrypoint-initdb.d against it, listening on the socket only.
set -euo pipefail

fresh=0
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  fresh=1
  initdb --username=postgres --pwfile="${POSTGRES_PASSWORD_FILE:?}" --encoding=UTF8 \
    --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 --data-checksums
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
fi
if ((fresh)); then
  export POSTGRES_USER=postgres POSTGRES_DB=postgres
  pg_ctl --wait start -o "-c listen_addresses=''"
  for script in /docker-entrypoint-initdb.d/*.sh; do
    bash "$script"
  done
  pg_ctl --wait --mode=fast stop
fi
exec "$@" -c listen_addresses='*'
