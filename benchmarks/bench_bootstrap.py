"""The tree bootstrap of recruited samples: 10,000 replicates of 20 indicators, and the usual tool.

Prints processor seconds and nanoseconds per tree step (one respondent drawn), medians of several
runs with one thread: what else runs on the machine matters less to them than to the clock. Two
threads must give the same to the last bit. Beside them rdstools, in an interpreter of its own
(named by PEERS_PYTHON, else build/peers/bin/python), with few replicates scaled up, twice: as it is
called, one indicator at a time, and as a careful user would who resamples once for all indicators.
Last, chances of inclusion in successive sampling, computed and simulated. A missed bar makes the
exit code 1.

    OPENBLAS_NUM_THREADS=1 python benchmarks/bench_bootstrap.py
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimators.inclusion_chances import (
    analytic_chances,
    chances_in,
    simulated_chances,
    times_drawn,
)
from decentwork.estimators.peer_degree import degrees
from decentwork.estimators.recruited_answers import answers_to
from decentwork.estimators.recruitment_trees import grow
from decentwork.estimators.recruitment_variance import replicate
from decentwork.estimators.tree_bootstrap import tree_counts
from decentwork.estimators.volz_heckathorn import means_of
from decentwork.surveys.recruitment import Recruitment

SIZES, INDICATORS, REPLICATES, RUNS, SEEDS = (500, 2_000, 5_000), 20, 10_000, 3, 10
PEER_REPLICATES = {500: 20, 2_000: 3, 5_000: 2}
STEP_BAR, ONCE_BAR, CHANCE_BAR = 20.0, 2_000.0, 0.02
INVENTED = Provenance(
    origins=(Origin(publisher="none", title="invented", licence="none", citation="none"),)
)


def invented(size, rng):
    """Return a sample in which each of ten seeds and all after them recruit up to three."""
    recruiter, row = [""] * SEEDS, 0
    while len(recruiter) < size:
        left = size - len(recruiter)
        lowest = 1 if row == len(recruiter) - 1 else 0  # recruitment does not die out
        recruiter += [f"p{row}"] * min(int(rng.integers(lowest, 4)), left)
        row += 1
    degree = np.maximum(rng.poisson(rng.gamma(4.0, 3.0, size)), 1)
    answers = {f"y{it}": (rng.random(size) < 0.05 + 0.04 * it).astype(int) for it in range(20)}
    columns = {"recruiter_id": recruiter, "degree": degree.astype(float), **answers}
    return Recruitment(
        people=pd.DataFrame(columns, index=pd.Index([f"p{it}" for it in range(size)], name="id")),
        provenance=INVENTED,
    )


def bootstrap(sample, threads):
    """Return the means of all indicators in all replicates."""
    forest, answers = grow(sample), answers_to(sample, sample.traits)
    means = means_of(degrees(sample), answers)
    size = len(sample.people)
    return replicate(
        lambda first, number: means(tree_counts(forest, first, number, 1)),
        REPLICATES,
        size,
        threads,
    )


def timed(work):
    """Return processor seconds, seconds by the clock, and the result."""
    processor, clock = time.process_time(), time.perf_counter()
    result = work()
    return time.process_time() - processor, time.perf_counter() - clock, result


def told(result, is_kept):
    print(f"{result}: {'ok' if is_kept else 'MISSED'}")
    return is_kept


def ours(sample):
    """Return the median processor seconds, the standard error of y0, and whether bars are kept."""
    bootstrap(sample, 1)  # compiles, or reads what was compiled
    runs = [timed(lambda: bootstrap(sample, 1)) for _ in range(RUNS)]
    seconds, clock, first = (statistics.median(it[0] for it in runs), runs[0][1], runs[0][2])
    _, clock_of_two, second = timed(lambda: bootstrap(sample, 2))
    forest = grow(sample)
    steps = sum(tree_counts(forest, it, 100, 1).sum() for it in range(0, REPLICATES, 100))
    print(
        f"n = {len(sample.people)}: {seconds:.3f} processor seconds; by the clock {clock:.3f} s "
        f"with one thread, {clock_of_two:.3f} s with two; {steps / REPLICATES:.0f} steps each"
    )
    per_step = seconds / steps * 1e9
    kept = told(f"  {per_step:.1f} ns a tree step (bar {STEP_BAR:.0f})", per_step <= STEP_BAR)
    kept &= told("  one thread and two give the same replicates", np.array_equal(first, second))
    # y0 is the first trait: column 1 is the share that answered 1.
    return seconds, float(first[:, 1].std(ddof=1)), kept


def peer(sample, interpreter):
    replicates = PEER_REPLICATES[len(sample.people)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.csv"
        sample.people.to_csv(path)
        script = Path(__file__).with_name("peer_rdstools.py")
        command = [interpreter, str(script), str(path), str(replicates)]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - our script
    if done.returncode:
        print(f"  rdstools failed: {done.stderr.strip().splitlines()[-1]}")
        return None
    return {"replicates": replicates, **json.loads(done.stdout)}


def compared(sample, interpreter, seconds, error):
    found = peer(sample, interpreter)
    if found is None:
        return False
    scale = REPLICATES / found["replicates"]
    called, careful = found["as_called"] * scale * INDICATORS, found["careful"] * scale
    print(
        f"  rdstools, {found['replicates']} replicates scaled up: as called {called:,.0f} s, "
        f"{called / seconds:,.0f} times ours"
    )
    print(
        f"  standard error of y0: ours {error:.4f}, theirs {found['error_called']:.4f} as called, "
        f"{found['error_careful']:.4f} careful"
    )
    ratio = careful / seconds
    what = f"  careful user {careful:,.0f} s, {ratio:,.0f} times ours (bar {ONCE_BAR:,.0f})"
    return told(what, ratio >= ONCE_BAR)


def inclusion(size, population, rng):
    """Compare chances in a population that is known, and in one guessed from a sample."""
    kinds = np.arange(1.0, 31.0)
    people = np.maximum(np.round(population * kinds * np.exp(-kinds / 5.0) / 25.0), 1.0)
    seconds, _, (computed, _) = timed(
        lambda: chances_in(people[None], kinds, np.array([[float(size)]]), np.zeros((1, 1)))
    )
    samples = 4_000
    drawn = times_drawn(people.astype(int), kinds, size, samples, rng) / samples / people
    noise = np.sqrt((1 - drawn) / drawn / people / samples).max()
    error = np.abs(computed[0] / drawn - 1).max()
    sampled = np.round(people * computed[0])
    guessed = analytic_chances(sampled[None], kinds, float(people.sum()))[0]
    usual = simulated_chances(sampled, kinds, int(people.sum()), rng)
    kind = sampled > 0
    apart = np.abs(guessed[kind] / usual[kind] - 1).max()
    what = (
        f"n = {size}, N = {people.sum():.0f}: computed in {seconds * 1e3:.1f} ms, largest relative "
        f"error {error:.2%} (noise {noise:.2%}; bar {CHANCE_BAR:.0%}); the usual iteration with "
        f"whole people differs by {apart:.2%}"
    )
    return told(what, error <= CHANCE_BAR)


def main():
    rng = np.random.default_rng(1)
    built = Path(__file__).parents[1] / "build" / "peers" / "bin" / "python"
    interpreter = os.environ.get("PEERS_PYTHON") or (str(built) if built.exists() else None)
    if interpreter is None:
        print("peer not installed: make peers")
    kept = True
    print(f"tree bootstrap, {REPLICATES:,} replicates, {INDICATORS} indicators")
    for size in SIZES:
        sample = invented(size, rng)
        seconds, error, is_kept = ours(sample)
        kept &= is_kept
        if interpreter is not None:
            kept &= compared(sample, interpreter, seconds, error)
    print("chances of inclusion in successive sampling")
    for size, population in ((500, 1_000), (500, 2_500), (2_000, 4_000), (5_000, 25_000)):
        kept &= inclusion(size, population, rng)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
