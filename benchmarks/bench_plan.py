"""Simulated surveys: seconds for 1,000 of a chain of 20,000 units, and coverage at three designs.

    python benchmarks/bench_plan.py [DRAWS]

The bar for time is 60 s on two cores, compilation apart (its seconds are printed). Coverage of
95 % intervals is counted over DRAWS (2,000) surveys a design; a figure outside 92 to 97 % is
listed: the plan warns about it. A missed bar for time makes the exit code 1.
"""

import sys
import time

from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.studies.plan import COVERS, plan
from decentwork.surveys.design import (
    COUNTED_WORKERS,
    Costs,
    CutOff,
    Follow,
    Stratum,
    SurveyDesign,
    WorkerStage,
)
from decentwork.surveys.kinds import Kind

TIME_BAR, SEED = 60.0, 20261122
CHAIN = ChainAssumptions(units=(3_000, 6_000, 10_500), lead_size={"large": 4.0})
FRAME = {"large": 50, "small": 450}
DESIGNS = {  # seeds of each stratum, suppliers followed of each kind
    "small: 25 seeds": ({"large": 5, "small": 20}, 3),
    "medium: 100 seeds": ({"large": 20, "small": 80}, 3),
    "large: 150 seeds, take-all stratum": ({"large": 50, "small": 100}, 3),
}


def design_of(seeds, at_most):
    strata = (Stratum(id=id, frame_units=FRAME[id], seeds=count) for id, count in seeds.items())
    return SurveyDesign(
        names={"en": "Invented"},
        id="bench",
        place="XAA",
        chain="invented",
        period="2026",
        office="Office of Avonia",
        strata=tuple(strata),
        deepest_tier=3,
        cutoff=CutOff(rule="top", number=10),
        follow=tuple(Follow(kind=kind, at_most=at_most) for kind in Kind),
        workers=WorkerStage(per_unit=5, counted=COUNTED_WORKERS),
        costs=Costs(currency="XAV", fixed=0.0, unit=dict.fromkeys(Kind, 1.0), worker=0.1),
        draw_seed=1,
        invented=True,
    )


def report_coverage(label, made):
    low, high = COVERS
    print(f"\n{label}: coverage of 95 % intervals by tier, lowest–highest (mean) of the figures")
    for statistic, universe in (("share", "workers"), ("share", "units"), ("total", None)):
        for tier in made.tiers:
            covers = [
                figure.coverage
                for figure in made.figures
                if figure.statistic == statistic
                and figure.tier == tier.tier
                and universe in (None, figure.universe)
                and figure.coverage is not None
            ]
            outside = sum(not low <= each <= high for each in covers)
            mean = sum(covers) / len(covers)
            print(
                f"  {statistic} {universe or '':8} tier {tier.tier}: {min(covers):.3f}–"
                f"{max(covers):.3f} ({mean:.3f}); {outside} of {len(covers)} outside"
            )
    for figure in made.figures:
        if figure.warnings:
            print(
                f"    tier {figure.tier} {figure.universe} {figure.variable} {figure.statistic}: "
                f"{figure.coverage:.3f} {' '.join(figure.warnings)}"
            )


def main():
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    medium = design_of(*DESIGNS["medium: 100 seeds"])
    begun = time.perf_counter()
    plan(medium, CHAIN, draws=2, seed=SEED)
    print(
        f"first call, compilation or reading it from the cache: {time.perf_counter() - begun:.1f} s"
    )
    seconds = []
    for threads in (1, 2):
        begun = time.perf_counter()
        plan(medium, CHAIN, draws=1_000, seed=SEED, threads=threads)
        seconds.append(time.perf_counter() - begun)
        print(
            f"1,000 surveys of 20,000 units, {threads} threads: "
            f"{seconds[-1]:.1f} s (bar {TIME_BAR:g})"
        )
    for label, (seeds, at_most) in DESIGNS.items():
        report_coverage(label, plan(design_of(seeds, at_most), CHAIN, draws=draws, seed=SEED))
    sys.exit(seconds[-1] > TIME_BAR)


if __name__ == "__main__":
    main()
