"""The rows that one domain gives: counts, totals, means and shares, each with its interval."""

import math
from collections.abc import Iterator

import numpy as np

from decentwork.studies.answers import Answers
from decentwork.studies.domain_sums import Figures, Sums, summed
from decentwork.studies.domains import Domain
from decentwork.studies.universes import Universe
from decentwork.studies.verdicts import exploding_weights, verdict
from decentwork.studies.weighing import Weighing
from decentwork.surveys.estimated import Estimated, Verdict

MISSING = "{n} of {all} did not answer; the total is that of those who did"
ALONE = "a single answer tells no spread"
ONE_SEED = "all answers descend from one seed, which tells no spread: no interval"
SAME = "seeds do not differ in what they bring, which tells no spread: no interval"
ALIKE = "all answers are alike: exact bound for as many answers as there are seeds in effect"

LESS_OFTEN = (
    "{n} seeds in effect, fewer than 30: the interval contains the truth less often than it says "
    "(about 9 times in 10 in simulations, 7 where single units dominate), nearly always by being "
    "too low"
)
ROUGH = "the rarer answer rests on {n} seeds in effect, fewer than 10: the interval is rough"

# By benchmarks/bench_coverage.py: totals and means of quantities, skewed where hubs weigh much, are
# covered less than 92 times in 100 below the first; shares more than 97 times below the second.
SEEDS_OF_TOTAL, SEEDS_OF_SHARE = 30, 10


def tabulate(
    universe: Universe, asked: Answers, domain: Domain, weighing: Weighing, level: float
) -> Iterator[Estimated]:
    """Yield the rows of a domain: how many there are, then two a variable or category."""
    rows = domain.rows & (universe.weights > 0)
    if not rows.any():
        return
    framed = domain.tier == 0 and universe.name == "units" and not domain.group
    sums = summed(universe, asked, np.flatnonzero(rows), level, framed=framed)
    exploding = exploding_weights(universe.weights[rows])
    notes = (*weighing.notes, *universe.notes, *filter(None, (exploding,)))
    shares = (True, *asked.counted)
    for k, (variable, category) in enumerate(((universe.name, None), *asked.names)):
        if sums.n[k] == 0:
            continue
        of_mean = "mean" if category is None else "share"
        found = [("total", sums.totals)] if weighing.gives_totals else []
        found += [(of_mean, sums.means)] if k else []
        for statistic, figures in found:
            is_total = statistic == "total"
            is_share = shares[k] and not is_total
            yield Estimated(
                variable=variable,
                category=category,
                statistic=statistic,
                value=float(figures.values[k]),
                low=_known(figures.low[k]),
                high=_known(figures.high[k]),
                standard_error=_known(figures.errors[k]),
                weights=weighing.method,
                variance=weighing.variance,
                n=int(sums.n[k]),
                verdict=_verdict(sums, figures, k, is_share, bool(exploding)),
                unit_count=int(sums.units[k]),
                seeds=int(sums.seeds[k]),
                tier=domain.tier,
                universe=universe.name,
                group=domain.group,
                design_effect=None if is_total else _known(sums.design_effects[k]),
                note="; ".join((*_notes(sums, figures, k, is_share), *notes)),
            )


def _verdict(sums: Sums, figures: Figures, k: int, is_share: bool, exploding: bool) -> Verdict:
    width = figures.high[k] - figures.low[k]
    of_quantity = "total" if figures is sums.totals else "mean"
    return verdict(
        statistic="share" if is_share else of_quantity,
        value=float(figures.values[k]),
        standard_error=_known(figures.errors[k]),
        answers=int(sums.n[k]),
        seeds=int(sums.seeds[k]),
        exploding=exploding,
        width=0.0 if math.isnan(width) else float(width),
    )


def _notes(sums: Sums, figures: Figures, k: int, is_share: bool) -> Iterator[str]:
    effective = figures.effective[k]
    if sums.n[k] < 2:
        yield ALONE
    elif math.isnan(figures.errors[k]):
        if not math.isnan(figures.freedom[k]):  # else the method gives none, and says why
            yield ONE_SEED if sums.seeds[k] == 1 else SAME
    elif sums.alike[k] and (is_share or effective == 0):
        yield ALIKE
    elif is_share and effective < SEEDS_OF_SHARE:
        yield ROUGH.format(n=round(effective))
    elif not is_share and effective < SEEDS_OF_TOTAL and figures.low[k] < figures.high[k]:
        yield LESS_OFTEN.format(n=round(effective))
    if figures is sums.totals and sums.n[k] < sums.n[0]:
        yield MISSING.format(n=sums.n[0] - sums.n[k], all=sums.n[0])


def _known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)
