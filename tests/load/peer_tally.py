#!/usr/bin/env python3
"""Schulze on 100,000 random complete ballots x 10 and x 50 options: pref_voting and this product, in
one run on one machine, and the ratio of their medians.

Both start from the ballots in memory: pref_voting builds its Profile and runs beat_path, the product
its pairwise matrix and Schulze (`PairwiseAndSchulze` of plenum-bench-tally, which groups the ballots
before; grouping is measured there as well). Needs `pip install pref_voting`; `./dev bench peer` makes
an environment for it below build/tools.

    peer_tally.py BENCH_PROGRAM
"""
import json
import random
import statistics
import subprocess
import sys
import time

BALLOTS = 100_000
ROUNDS = 3


def peer_seconds(options):
    from pref_voting.margin_based_methods import beat_path
    from pref_voting.profiles import Profile

    rng = random.Random(2031)
    ballots = [tuple(rng.sample(range(options), options)) for _ in range(BALLOTS)]
    beat_path(Profile(ballots[:100]))  # what is compiled on the first call is not counted
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        beat_path(Profile(ballots))
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def product_seconds(program, options):
    """Of counting, from ballots that are grouped, and with the grouping."""
    run = subprocess.run(
        [program, f"--benchmark_filter=^(PairwiseAndSchulze|GroupBallots)/{options}$",
         f"--benchmark_repetitions={ROUNDS}", "--benchmark_format=json"],
        check=True, capture_output=True, text=True)
    medians = {entry["run_name"].split("/")[0]: entry["real_time"] / 1000
               for entry in json.loads(run.stdout)["benchmarks"]
               if entry.get("aggregate_name") == "median"}
    return medians["PairwiseAndSchulze"], sum(medians.values())


def main():
    print(f"{BALLOTS:,} ballots, Schulze, medians of {ROUNDS} rounds")
    for options in (10, 50):
        peer = peer_seconds(options)
        counted, grouped = product_seconds(sys.argv[1], options)
        print(f"{options:3} options: pref_voting {peer:8.3f} s, plenum {counted:7.4f} s "
              f"({peer / counted:,.0f} x), with grouping {grouped:7.4f} s ({peer / grouped:,.0f} x)")


if __name__ == "__main__":
    main()
