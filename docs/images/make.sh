#!/usr/bin/env bash
# Draws docs/images/demo.svg anew, from what the demo prints: run it when that has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
./dev build release plenumd plenum
docs/images/capture.py --out docs/images/demo.svg --title './dev demo' \
  --from '^The ranking' --before '^Beside the ranking' -- clients/demo/play "$PWD/build/release/bin"
