#!/usr/bin/env bash
# Builds the images, brings deploy/compose.yaml up on free ports, plays the CLI scenario of
# tests/e2e against it, and takes everything down. Called by `./dev containers`.
#
# Uses the Docker engine that answers; when none does, starts one of its own (as root) whose data
# is kept in build/containers, so that a second run finds its layers. Where no registry can be
# reached, the base image is made by debootstrap and PostgreSQL's from Debian's package.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
STATE=$ROOT/build/containers
PROJECT=plenum-check
mkdir -p "$STATE"
RUN=$(mktemp -d "${TMPDIR:-/tmp}/plenum-containers.XXXXXX")
ENGINE_PID=
COMPOSE_UP=0

say() { printf '==> %s\n' "$*" >&2; }
die() { printf 'containers: %s\n' "$*" >&2; exit 1; }

# Compose, whichever of the two is installed.
compose() {
  local program=(docker-compose)
  if docker compose version >/dev/null 2>&1; then program=(docker compose); fi
  "${program[@]}" -p "$PROJECT" -f deploy/compose.yaml "$@"
}

# shellcheck disable=SC2317  # called by the trap
finish() {
  local status=$?
  if ((COMPOSE_UP)); then
    if ((status)); then compose logs --tail=40 >&2 || true; fi
    compose down --volumes --remove-orphans >"$STATE/down.log" 2>&1 || true
  fi
  if [[ -n $ENGINE_PID ]]; then
    kill "$ENGINE_PID" 2>/dev/null || true
    wait "$ENGINE_PID" 2>/dev/null || true
  fi
  rm -rf "$RUN" 2>/dev/null || true
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

start_engine() {
  if docker info >/dev/null 2>&1; then return; fi
  ((EUID == 0)) || die "no Docker engine answers, and only root can start one: start it, or use sudo."
  command -v dockerd >/dev/null || die "no Docker engine answers and dockerd is not installed."
  say "starting a Docker engine of our own"
  dockerd --data-root "$STATE/docker" --exec-root "$RUN/exec" --pidfile "$RUN/docker.pid" \
    --host "unix://$RUN/docker.sock" >"$STATE/dockerd.log" 2>&1 &
  ENGINE_PID=$!
  export DOCKER_HOST=unix://$RUN/docker.sock
  local deadline=$((SECONDS + 60))
  until docker info >/dev/null 2>&1; do
    if ! kill -0 "$ENGINE_PID" 2>/dev/null || ((SECONDS >= deadline)); then
      tail -n 20 "$STATE/dockerd.log" >&2
      die "the Docker engine did not start."
    fi
    sleep 0.2
  done
}

have_image() { docker image inspect "$1" >/dev/null 2>&1; }

# Sets PLENUM_BASE_IMAGE and PLENUM_POSTGRES_IMAGE to images that are here.
base_images() {
  export PLENUM_BASE_IMAGE=${PLENUM_BASE_IMAGE:-debian:bookworm-slim}
  export PLENUM_POSTGRES_IMAGE=${PLENUM_POSTGRES_IMAGE:-postgres:15-bookworm}
  if ! have_image "$PLENUM_BASE_IMAGE" && ! timeout 60 docker pull -q "$PLENUM_BASE_IMAGE"; then
    PLENUM_BASE_IMAGE=plenum-base:bookworm
    have_image "$PLENUM_BASE_IMAGE" || import_base
  fi
  if ! have_image "$PLENUM_POSTGRES_IMAGE" && ! timeout 120 docker pull -q "$PLENUM_POSTGRES_IMAGE"
  then
    PLENUM_POSTGRES_IMAGE=plenum-postgres:15
    say "building $PLENUM_POSTGRES_IMAGE from Debian's package"
    docker build -q -f deploy/docker/Dockerfile --build-arg "BASE_IMAGE=$PLENUM_BASE_IMAGE" \
      --target postgres -t "$PLENUM_POSTGRES_IMAGE" .
  fi
}

import_base() {
  command -v debootstrap >/dev/null ||
    die "no registry can be reached, and debootstrap is not installed to make a base image."
  ((EUID == 0)) || die "debootstrap needs root."
  say "no registry: making $PLENUM_BASE_IMAGE by debootstrap"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$RUN/rootfs" \
    >"$STATE/debootstrap.log" || { tail -n 5 "$STATE/debootstrap.log" >&2; return 1; }
  rm -rf "$RUN"/rootfs/usr/share/{doc,man,locale}/* "$RUN"/rootfs/var/lib/apt/lists/* \
    "$RUN"/rootfs/var/cache/apt/archives/*.deb
  tar -C "$RUN/rootfs" --one-file-system -c . |
    docker import --change 'CMD ["bash"]' - "$PLENUM_BASE_IMAGE" >/dev/null
  rm -rf "$RUN/rootfs"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Waits until every service container is healthy; ends when one has stopped.
wait_healthy() {
  local service id state deadline=$((SECONDS + 120))
  for service in postgres ingestion scoring deliberation gateway; do
    while true; do
      id=$(compose ps -q "$service")
      [[ -n $id ]] || die "there is no container for $service."
      state=$(docker inspect -f '{{.State.Status}} {{.State.Health.Status}}' "$id")
      [[ $state != "running healthy" ]] || break
      ((SECONDS < deadline)) || die "$service is not healthy after two minutes: $state."
      sleep 0.5
    done
  done
}

start_engine
base_images

export PLENUM_SECRETS=$RUN/secrets
deploy/make-secrets.sh "$PLENUM_SECRETS" >/dev/null
PLENUM_USER=$(stat -c %u:%g "$PLENUM_SECRETS/signing_key.pem")
PLENUM_INGESTION_PORT=$(free_port)
PLENUM_SCORING_PORT=$(free_port)
PLENUM_DELIBERATION_PORT=$(free_port)
PLENUM_WEB_PORT=$(free_port)
export PLENUM_USER PLENUM_INGESTION_PORT PLENUM_SCORING_PORT PLENUM_DELIBERATION_PORT PLENUM_WEB_PORT

say "building the images"
compose build
docker build -q -f deploy/docker/Dockerfile --build-arg "BASE_IMAGE=$PLENUM_BASE_IMAGE" \
  --target plenumd -t plenumd:latest .

say "bringing the services up"
COMPOSE_UP=1
compose up -d
wait_healthy
compose ps

say "asking for the page"
python3 - "$PLENUM_WEB_PORT" <<'ASK'
import sys
import urllib.request
with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/", timeout=10) as page:
    assert page.headers["content-type"].startswith("text/html"), page.headers
ASK

say "playing the scenario"
# The CLI of the image, so that the test needs nothing built outside.
container=$(docker create plenumd:latest)
docker cp "$container:/usr/local/bin/plenum" "$RUN/plenum"
docker rm "$container" >/dev/null
PLENUM_CREATION_SECRET=$(cat "$PLENUM_SECRETS/creation_secret") \
  python3 tests/e2e/cli_scenario_test.py "$RUN" at \
  "127.0.0.1:$PLENUM_INGESTION_PORT,127.0.0.1:$PLENUM_SCORING_PORT,127.0.0.1:$PLENUM_DELIBERATION_PORT"
say "the scenario passed against the containers"
