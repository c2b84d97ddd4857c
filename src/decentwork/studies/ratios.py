"""Ratios of two quantities, or of one between two groups, in each domain of a surveyed chain."""

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from decentwork.estimates.errors import Problem
from decentwork.estimates.limits import quantile, share_limits, total_limits
from decentwork.estimates.ratio_names import Part, Ratio
from decentwork.studies.domain_sums import in_effect
from decentwork.studies.domains import Domain
from decentwork.studies.tabulation import ALONE, LESS_OFTEN, SEEDS_OF_TOTAL
from decentwork.studies.universes import Universe
from decentwork.studies.verdicts import exploding_weights, verdict
from decentwork.studies.weighing import Weighing
from decentwork.surveys.estimated import Estimated

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Tables = Mapping[str, tuple[pd.DataFrame, set[str]]]

ALIKE = "the ratio is the same in every answer: they tell no spread"
ONE_SIDE = "{n} answered only one side of the ratio and are left out"

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A ratio's two sides on the rows (q,) of a universe.

    `above` and `below` the values, 0 where a row does not count for that side; `of_above` and
    `of_below` 1 where it does. Within one group a row counts for both sides or none, and `halves`
    are the rows that answered one side only.
    """

    ratio: Ratio
    above: Numbers
    below: Numbers
    of_above: Numbers
    of_below: Numbers
    halves: Flags

    @property
    def is_share(self) -> bool:
        """Say whether every row's numerator is a part of its denominator."""
        return self.ratio.within and bool(((self.above >= 0) & (self.above <= self.below)).all())

    @property
    def is_positive(self) -> bool:
        """Say whether no value is below 0."""
        return bool((self.above >= 0).all() and (self.below >= 0).all())


def compared(universe: Universe, ratio: Ratio) -> Compared:
    """Return the two sides of a ratio whose columns `check_ratio` found in the universe."""
    sides = [_side(universe.table, part) for part in (ratio.above, ratio.below)]
    (above, of_above), (below, of_below) = sides
    halves = np.zeros(len(above), dtype=bool)
    if ratio.within:
        both = of_above & of_below
        halves = (of_above | of_below) & ~both
        of_above = of_below = both
    return Compared(
        ratio=ratio,
        above=np.where(of_above, above, 0.0),
        below=np.where(of_below, below, 0.0),
        of_above=of_above.astype(np.float64),
        of_below=of_below.astype(np.float64),
        halves=halves,
    )


def check_ratio(ratio: Ratio, tables: Tables) -> list[Problem]:
    """Return what keeps a ratio from being estimated.

    Parameters
    ----------
    ratio : Ratio
    tables : for "units" and "workers", their table and which of its columns are variables
    """
    known = {name for _, own in tables.values() for name in own}
    if absent := sorted(ratio.variables - known):
        what = "{!r} is not a column that can be used here."
        return [Problem(ratio.name, what.format(name), near(name, known)) for name in absent]
    homes = [table for table, own in tables.values() if ratio.variables <= own]
    if not homes:
        hint = "Both sides must be of units, or both of workers."
        return [Problem(ratio.name, "one side is of units, the other of workers.", hint)]
    sides = dict.fromkeys((ratio.above, ratio.below))
    problems = [problem for side in sides for problem in _check_side(ratio, side, homes[0])]
    return problems or _check_answers(ratio, homes[0])


def ratio_rows(
    universe: Universe,
    ratios: Sequence[Compared],
    domain: Domain,
    weighing: Weighing,
    level: float,
) -> Iterator[Estimated]:
    """Yield the row of each ratio in a domain: the mean above over the mean below, by weights.

    Within one group that is Σ w a / Σ w b over rows with both answers. Its variance is that of the
    linearised ratio under the design of the seeds (Särndal, Swensson & Wretman 1992, Model Assisted
    Survey Sampling, 5.6). Limits are on the logit scale where every numerator is a part of its
    denominator, else on the log scale where nothing is below 0. Where a side has no answer, or the
    denominator adds up to 0, there is no row. `n`, units and seeds are those of the side that has
    fewer.
    """
    rows = np.flatnonzero(domain.rows & (universe.weights > 0))
    for each in ratios:
        linear = _linearised(universe, each, rows)
        if linear is None:
            continue
        n, units, seeds = linear.fewest(universe)
        error, freedom = _error(universe, linear, n)
        low, high = _limits(linear, error, freedom, level)
        exploding = exploding_weights(linear.weights[linear.told])
        notes = (*_notes(linear, n, low, high), *weighing.notes, *universe.notes, exploding)
        yield Estimated(
            variable=each.ratio.name,
            category=None,
            statistic="ratio",
            value=linear.value,
            low=_known(low),
            high=_known(high),
            standard_error=_known(error),
            weights=weighing.method,
            variance=weighing.variance,
            n=n,
            verdict=verdict(
                statistic="ratio",
                value=linear.value,
                standard_error=_known(error),
                answers=n,
                seeds=seeds,
                exploding=bool(exploding),
            ),
            unit_count=units,
            seeds=seeds,
            tier=domain.tier,
            universe=universe.name,
            group=domain.group,
            design_effect=_known(linear.design_effect(error)),
            note="; ".join(filter(None, notes)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linear:
    """A ratio in a domain of n rows (`rows`, of weights `weights`), linearised.

    `values` and `counts` (n, 2) of both sides; `brought` (s, n) the part of each weight that comes
    from each seed; `deviations` (n,) what a row adds to the ratio's error, weighted; `parts` (n, k)
    of the denominators that the ratio rests on, one column each.
    """

    compared: Compared
    rows: Positions
    weights: Numbers
    values: Numbers
    counts: Numbers
    brought: sparse.csr_array
    value: float
    deviations: Numbers
    parts: Numbers

    @property
    def told(self) -> Flags:
        """Return the rows that count for either side."""
        told: Flags = self.counts.max(axis=1) > 0
        return told

    @property
    def is_itself(self) -> bool:
        """Say whether a side is compared with itself, so that the ratio is 1 whoever answers."""
        return self.compared.ratio.above == self.compared.ratio.below

    @property
    def is_alike(self) -> bool:
        """Say whether all answers have the same ratio, so that they tell no spread."""
        furthest = np.abs(self.deviations).max() * self.weights[self.told].sum()
        return bool(furthest <= _ROUNDING * abs(self.value))

    @property
    def effective(self) -> float:
        """Return the seeds of equal contribution that the side with fewer is worth."""
        return float(in_effect(self.brought @ np.abs(self.values)).min())

    def fewest(self, universe: Universe) -> tuple[int, int, int]:
        """Return answers, units and seeds of the side that has fewer of them."""
        units = universe.units_behind(self.rows, self.counts)
        seeds = (self.brought @ self.counts > 0).sum(axis=0)
        return int(self.counts.sum(axis=0).min()), int(units.min()), int(seeds.min())

    def design_effect(self, error: float) -> float:
        """Return the variance over that of a simple random sample of as many answers."""
        squares = self.weights @ self.deviations**2 * self.weights[self.told].sum()
        return float(error**2 * self.told.sum() / squares) if squares > 0 else math.nan


def _linearised(universe: Universe, each: Compared, rows: Positions) -> _Linear | None:
    """Return a ratio in a domain; None where a side has no answer or the denominator is 0."""
    weights = universe.weights[rows]
    values = np.column_stack([each.above[rows], each.below[rows]])
    counts = np.column_stack([each.of_above[rows], each.of_below[rows]])
    sums, bases = weights @ values, weights @ counts
    if not (bases > 0).all() or sums[1] == 0:
        return None
    means = sums / bases
    value = float(means[0] / means[1])
    off = (values - means * counts) / (bases * means[1])
    return _Linear(
        compared=each,
        rows=rows,
        weights=weights,
        values=values,
        counts=counts,
        brought=universe.contributions[:, rows],
        value=value,
        deviations=off[:, 0] - value * off[:, 1],
        parts=values[:, 1:] / sums[1] if each.ratio.within else counts / bases,
    )


def _error(universe: Universe, linear: _Linear, n: int) -> tuple[float, float]:
    """Return standard error and degrees of freedom; not a number where nothing tells a spread.

    Between groups two denominators are estimated, and a seed may bring much of either: the larger
    error counts.
    """
    if linear.is_itself:
        return 0.0, math.inf
    if universe.spread is None or n < 2 or linear.is_alike:
        return math.nan, math.nan
    deviations = np.repeat(linear.deviations[:, None], linear.parts.shape[1], axis=1)
    found = universe.spread(linear.rows, deviations, linear.parts)
    worst = int(found.variances.argmax())
    return math.sqrt(found.variances[worst]), float(found.freedom[worst])


def _limits(linear: _Linear, error: float, freedom: float, level: float) -> tuple[float, float]:
    if error == 0:
        return linear.value, linear.value
    reach = quantile(freedom, level)
    if linear.compared.is_share:
        low, high = share_limits(linear.value, error, reach, linear.effective, level)
    elif linear.compared.is_positive:
        low, high = total_limits(linear.value, error, reach)
    else:
        low, high = linear.value - reach * error, linear.value + reach * error
    return float(low), float(high)


def _notes(linear: _Linear, n: int, low: float, high: float) -> Iterator[str]:
    if n < 2:
        yield ALONE
    elif linear.is_alike and not linear.is_itself:
        yield ALIKE
    elif linear.effective < SEEDS_OF_TOTAL and low < high:
        yield LESS_OFTEN.format(n=round(linear.effective))
    if halves := linear.compared.halves[linear.rows].sum():
        yield ONE_SIDE.format(n=halves)


def _side(table: pd.DataFrame, part: Part) -> tuple[Numbers, Flags]:
    """Return a side's values (q,), and which rows count for it."""
    values = table[part.variable].to_numpy(dtype=np.float64, na_value=np.nan)
    counts = ~np.isnan(values)
    if part.column:
        counts &= (_texts(table[part.column]) == part.category).to_numpy()
    return values, counts


def _texts(column: pd.Series) -> pd.Series:
    return column.astype("string").fillna("").astype(object)


def _check_side(ratio: Ratio, side: Part, table: pd.DataFrame) -> list[Problem]:
    if not pd.api.types.is_numeric_dtype(table[side.variable]):
        hint = "A ratio is of numbers; shares of answers are estimated with --variables."
        return [Problem(ratio.name, f"{side.variable!r} has words, no numbers.", hint)]
    if not side.column:
        return []
    if side.column not in table:
        what = f"{side.column!r} is not a column."
        return [Problem(ratio.name, what, near(side.column, {*table.columns}))]
    answers = sorted({*_texts(table[side.column])} - {""})
    if side.category not in answers:
        hint = f"Answers: {', '.join(answers[:20])}."
        return [Problem(ratio.name, f"nobody's {side.column} is {side.category!r}.", hint)]
    return []


def _check_answers(ratio: Ratio, table: pd.DataFrame) -> list[Problem]:
    (_, of_above), (below, of_below) = (_side(table, each) for each in (ratio.above, ratio.below))
    if ratio.within:
        of_above = of_below = of_above & of_below
    if not (of_above.any() and of_below.any()):
        return [Problem(ratio.name, "nobody answered both sides.")]
    if not below[of_below].any():
        return [Problem(ratio.name, "the denominator is 0 in every answer.")]
    return []


def near(name: str, known: set[str]) -> str:
    """Return a hint that names the columns which `name` may have been meant for."""
    alike = difflib.get_close_matches(name, sorted(known), cutoff=0.5)
    return f"Did you mean {', '.join(alike)}?" if alike else f"Known: {', '.join(sorted(known))}."


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
