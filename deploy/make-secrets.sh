#!/usr/bin/env bash
# Makes the secrets that deploy/compose.yaml hands to its containers, one file each:
#
#   deploy/make-secrets.sh [FOLDER]       (default: deploy/secrets, which git ignores)
#
# What exists is kept, so it can be run again. A service refuses a signing key that others can
# read: the files of the services belong to the containers' user, 10001 when this is run by root,
# else the caller (then start compose with PLENUM_USER=UID:GID, as this script says at its end).
set -euo pipefail

folder=${1:-$(dirname "${BASH_SOURCE[0]}")/secrets}
umask 077
mkdir -p "$folder"
cd "$folder"

if ((EUID == 0)); then owner=10001:10001; else owner=$(id -u):$(id -g); fi

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# only_owner FILE: readable by the services' user alone.
only_owner() { chmod 0400 "$1"; chown "$owner" "$1"; }

# Read by PostgreSQL, whose user is another one: the folder (0700) is what protects these.
for name in postgres ingestion scoring deliberation; do
  [[ -s ${name}_password ]] || random >"${name}_password"
  chmod 0444 "${name}_password"
done

for service in ingestion scoring deliberation; do
  [[ -s $service.conf ]] ||
    printf 'database = "postgresql://plenum_%s:%s@postgres:5432/plenum_%s"\n' \
      "$service" "$(cat "${service}_password")" "$service" >"$service.conf"
  only_owner "$service.conf"
done

# Whoever knows this may create deliberations.
[[ -s creation_secret ]] || random >creation_secret
only_owner creation_secret

# Signs the members' tokens (Ed25519, PKCS#8 PEM); the same for all replicas.
[[ -s signing_key.pem ]] || openssl genpkey -algorithm ed25519 -out signing_key.pem
only_owner signing_key.pem

echo "secrets are in $PWD"
((EUID == 0)) || echo "start compose with PLENUM_USER=$owner in its environment"
