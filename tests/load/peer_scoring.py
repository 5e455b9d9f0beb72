#!/usr/bin/env python3
"""TOPSIS and PROMETHEE II of pymcdm, SMAA-2 by numpy, and all three of this product, in one run on one
machine, and the ratios.

10,000 options x 20 criteria of random numbers; PROMETHEE of the peer compares every pair, so it gets
fewer options and its time is carried over by the square of their number, which is said.
The package smaa of R is on none of the registries that this project installs from, so the peer of SMAA is
written out here with numpy's matrix operations: the same figures (rank acceptabilities, pairwise winning,
central weights, confidence factors) of as many draws. Needs `pip install pymcdm`; `./dev bench peer` makes an environment for it below build/tools.

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
SMAA_OPTIONS, SMAA_CRITERIA, DRAWS = 100, 10, 10_000


def seconds(work, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def smaa(values, draws, random):
    """Rank acceptabilities, pairwise winning, central weights and confidence factors."""
    options, criteria = values.shape
    weights = random.dirichlet(numpy.ones(criteria), draws)
    totals = weights @ values.T
    ranks = numpy.argsort(numpy.argsort(-totals, axis=1), axis=1)
    acceptability = numpy.stack([numpy.bincount(ranks[:, o], minlength=options)
                                 for o in range(options)]) / draws
    pairwise = numpy.stack([(totals[:, o:o + 1] > totals).mean(axis=0) for o in range(options)])
    central = [weights[ranks[:, o] == 0].mean(axis=0) if acceptability[o, 0] > 0 else None
               for o in range(options)]
    confidence = [None if w is None else float((values @ w).argmax() == o)
                  for o, w in enumerate(central)]
    return acceptability, pairwise, central, confidence


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
    values = random.uniform(0, 1, (SMAA_OPTIONS, SMAA_CRITERIA))
    peer_smaa = seconds(lambda: smaa(values, DRAWS, random), 5)
    print(f"SMAA {SMAA_OPTIONS} x {SMAA_CRITERIA}, {DRAWS} draws: numpy {peer_smaa * 1e3:.0f} ms, "
          f"here {own['smaa_ms']:.1f} ms, {peer_smaa * 1e3 / own['smaa_ms']:.1f} times")


if __name__ == "__main__":
    main()
