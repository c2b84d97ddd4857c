"""Coverage of the 95 % intervals of `studies.estimate.estimate`, at the designs of bench_plan.

    python benchmarks/bench_coverage.py [DRAWS]
    python benchmarks/bench_coverage.py few [DRAWS]

DRAWS (400) simulated surveys a design are estimated as those of a field are; nothing of the
planner's own estimates is used. A cell is a tier and a kind of figure: the mean coverage of its
figures, the lowest and highest of them, how many lie below 92 % and above 97 %, and what part of
the intervals of each of these carry a warning in their note.

`few` compares, for 2 to 60 seeds, the limits of totals by `limits.total_limits` with limits on the
log and on the plain scale throughout, over chains with great, some and hardly any hubs, frames of
500 and of twice the seeds, all suppliers and three of a kind followed: how often they hold the
truth, on average and in the worst case, how often they lie below it (short) and above (over),
and the median and 9th decile of the upper end over the truth.
"""

import sys
import time
from collections import defaultdict
from dataclasses import replace
from itertools import product

import numpy as np

from bench_plan import CHAIN, DESIGNS, SEED, design_of
from decentwork.estimates.limits import quantile, total_limits
from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.sampling.traced_sample import simulated_sample
from decentwork.studies.estimate import estimate
from decentwork.studies.plan import COVERS, chains_for
from decentwork.studies.simulation import simulate
from decentwork.studies.tabulation import LESS_OFTEN, ROUGH
from decentwork.surveys.design import Follow, Stratum
from decentwork.surveys.kinds import Kind

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


def scales(values, errors, reach, seen):
    """Yield (name, low, high) of totals by the rule and by two simpler ones."""
    with np.errstate(over="ignore"):
        folds = np.exp(reach * errors / values)
    yield "total_limits", *total_limits(values, errors, reach, seen)
    yield "log scale", values / folds, values * folds
    yield "plain scale", values - reach * errors, values + reach * errors


def few_designs(seeds):
    """Yield a survey of two tiers of each sort, and what its chain is made from."""
    for tail, at_most, frame in product((1.5, 2.5, 8.0), (None, 3), (500, 2 * seeds)):
        design = replace(
            design_of({"large": 1}, at_most),
            strata=(Stratum(id="all", frame_units=frame, seeds=seeds),),
            deepest_tier=2,
            follow=tuple(Follow(kind=kind, at_most=at_most) for kind in Kind),
        )
        kinds = ChainAssumptions().kinds[:2]
        yield (
            design,
            ChainAssumptions(units=(4 * frame, 8 * frame), kinds=kinds, tail=tail, spread=1.2),
        )


def few(draws):
    """Print how the limits of totals do with few seeds."""
    print("seeds  limits        hold   worst  short  over   upper end/truth: median, 9th decile")
    for seeds in (2, 3, 5, 8, 12, 25, 60):
        found = defaultdict(list)
        for design, assumptions in few_designs(seeds):
            _, chain = chains_for(design, assumptions, SEED, draws)
            made, truth = simulate(chain, design, draws=draws, seed=SEED), chain.totals()
            reach, seen = quantile(made.freedom), (made.units, made.interviews)
            for tier, column in product((1, 2), (0, 1)):
                at, true = np.s_[made.units[:, tier] > 1, tier], truth[tier, column]
                parts = (each[..., column][at] for each in (made.estimates, made.variances, reach))
                values, variances, of_error = parts
                for name, low, high in scales(
                    values, np.sqrt(variances), of_error, seen[column][at]
                ):
                    below, above = (high < true * (1 - 1e-9)).mean(), (low > true).mean()
                    ends = np.quantile(high / true, [0.5, 0.9])
                    found[name].append((1 - below - above, below, above, *ends))
        for name, rows in found.items():
            holds, below, above, median, high = np.mean(rows, axis=0)
            print(
                f"{seeds:5}  {name:13} {holds:.3f}  {min(rows)[0]:.3f}  {below:.3f}  {above:.3f}  "
                f"{median:.3g}, {high:.3g}"
            )


def main():
    if sys.argv[1:2] == ["few"]:
        few(int(sys.argv[2]) if len(sys.argv) > 2 else 400)
        return
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
