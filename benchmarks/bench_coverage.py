"""Coverage of the 95 % intervals of `studies.estimate.estimate`, at the designs of bench_plan.

    python benchmarks/bench_coverage.py [DRAWS]

DRAWS (400) simulated surveys a design are estimated as those of a field are; nothing of the
planner's own estimates is used. A cell is a tier and a kind of figure: the mean coverage of its
figures, the lowest and highest of them, how many lie below 92 % and above 97 %, and what part of
the intervals of each of these carry a warning in their note.
"""

import sys
import time
from collections import defaultdict

import numpy as np

from bench_plan import CHAIN, DESIGNS, SEED, design_of
from decentwork.sampling.traced_sample import simulated_sample
from decentwork.studies.estimate import estimate
from decentwork.studies.plan import COVERS, chains_for
from decentwork.studies.tabulation import LESS_OFTEN, ROUGH

WORKERS = "workers_listed"
WARNINGS = tuple(note.split(":")[0].split("effect, ")[1] for note in (LESS_OFTEN, ROUGH))


def true_values(chain):
    """Return what each figure is in the chain, by (universe, variable, statistic, tier)."""
    truth = {}
    topics = len(chain.topics)
    for tier, row in enumerate(chain.totals()):
        units, workers = row[:2]
        truth["units", "units", "total", tier] = units
        truth["units", WORKERS, "total", tier] = truth["workers", "workers", "total", tier] = (
            workers
        )
        truth["units", WORKERS, "mean", tier] = workers / units
        for column, topic in enumerate(chain.topics):
            for universe, size, first in (("workers", workers, 2), ("units", units, 2 + topics)):
                share = row[first + column]
                truth[universe, topic, "mean", tier] = share
                truth[universe, topic, "total", tier] = share * size
    return truth


def cell_of(universe, variable, statistic):
    if variable in ("units", "workers", WORKERS):
        return f"{statistic} {'of units' if variable == 'units' else 'of workers in units'}"
    return f"{'share' if statistic == 'mean' else 'number'} of {universe}"


def surveyed(chain, design, draws):
    """Return rows (held the truth, was warned of) of every figure, draw by draw."""
    truth, found = true_values(chain), defaultdict(list)
    for draw in range(draws):
        sample = simulated_sample(chain, design, seed=SEED, draw=draw)
        for row in estimate(sample, [*chain.topics, WORKERS]):
            key = (row.universe, row.variable, row.statistic, row.tier)
            if key in truth and row.low is not None:
                true = truth[key]
                slack = 1e-9 * abs(true)
                held = row.low - slack <= true <= row.high + slack
                found[key].append(
                    (
                        held,
                        any(each in row.note for each in WARNINGS),
                        row.high - row.low > 2 * slack,
                    )
                )
    return found


def report(found):
    low, high = COVERS
    cells = defaultdict(list)
    for (universe, variable, statistic, tier), rows in found.items():
        rows = np.array(rows)
        if rows[:, 2].any():  # what the frame tells needs no interval
            cells[cell_of(universe, variable, statistic), tier].append(rows)
    print(
        "  figures                    tier  n   mean  lowest highest  below (warned) above (warned)"
    )
    for (name, tier), figures in sorted(cells.items()):
        covers = np.array([rows[:, 0].mean() for rows in figures])
        warned = np.array([rows[:, 1].mean() for rows in figures])
        outside = "".join(
            f"{are.sum():4} {f'({warned[are].mean():.2f})' if are.any() else '':8}  "
            for are in (covers < low, covers > high)
        )
        print(
            f"  {name:26} {tier:4} {len(figures):2}  {covers.mean():.3f}  {covers.min():.3f}   "
            f"{covers.max():.3f} {outside}".rstrip()
        )


def main():
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for label, (seeds, at_most) in DESIGNS.items():
        begun = time.perf_counter()
        design = design_of(seeds, at_most)
        _, chain = chains_for(design, CHAIN, SEED, draws)
        found = surveyed(chain, design, draws)
        print(f"\n{label}: {draws} surveys, {time.perf_counter() - begun:.0f} s")
        report(found)


if __name__ == "__main__":
    main()
