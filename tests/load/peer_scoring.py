#!/usr/bin/env python3
"""TOPSIS and PROMETHEE II of pymcdm and of this product, in one run on one machine, and the ratios.

10,000 options x 20 criteria of random numbers; PROMETHEE of the peer compares every pair, so it gets
fewer options and its time is carried over by the square of their number, which is said. Needs
`pip install pymcdm`; `./dev bench peer` makes an environment for it below build/tools.

    peer_scoring.py BENCH_PROGRAM
"""
import json
import statistics
import subprocess
import sys
import time

import numpy
import pymcdm

OPTIONS, CRITERIA, PAIRED = 10_000, 20, 500


def seconds(work, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    own = json.loads(subprocess.run([sys.argv[1], "--json"], check=True, capture_output=True,
                                    text=True).stdout)
    random = numpy.random.default_rng(1)
    matrix = random.uniform(1, 100, (OPTIONS, CRITERIA))
    weights = numpy.full(CRITERIA, 1 / CRITERIA)
    types = numpy.where(numpy.arange(CRITERIA) % 2 == 0, 1, -1)
    topsis = pymcdm.methods.TOPSIS(pymcdm.normalizations.vector_normalization)
    peer_topsis = seconds(lambda: topsis(matrix, weights, types), 7)
    promethee = pymcdm.methods.PROMETHEE_II("usual")
    few = matrix[:PAIRED]
    peer_promethee = seconds(lambda: promethee(few, weights, types), 3) * (OPTIONS / PAIRED) ** 2
    print(f"TOPSIS {OPTIONS} x {CRITERIA}: pymcdm {peer_topsis * 1e3:.1f} ms, "
          f"here {own['topsis_us'] / 1e3:.2f} ms, {peer_topsis * 1e6 / own['topsis_us']:.0f} times")
    print(f"PROMETHEE II {OPTIONS} x {CRITERIA}: pymcdm {peer_promethee:.0f} s (from {PAIRED} options), "
          f"here {own['promethee_ms']:.1f} ms, {peer_promethee * 1e3 / own['promethee_ms']:.0f} times")


if __name__ == "__main__":
    main()
