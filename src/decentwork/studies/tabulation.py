"""The rows that one domain gives: counts, totals, means and shares, each with its interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.studies.domains import Domain
from decentwork.studies.intervals import bound_of_none, positive_interval, quantiles, share_interval
from decentwork.studies.universes import Universe
from decentwork.studies.verdicts import exploding_weights, verdict
from decentwork.studies.weighing import Weighing
from decentwork.surveys.estimated import Estimated

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

MISSING = "{n} of {all} did not answer; the total is that of those who did"
ALONE = "a single answer tells no spread"
ALIKE = "all answers are alike: exact bound for as many answers as there are seeds in effect"

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Columns (q, k): the value of each answer, 0 where there is none, and 1 who answered.

    `names` (k) variable and category, None for a quantity; `counted` (k) whether every value is 0
    or 1, so that a mean is a share.
    """

    names: tuple[tuple[str, str | None], ...]
    counted: tuple[bool, ...]
    values: Numbers
    answered: Numbers


def answers(table: pd.DataFrame, variables: Sequence[str]) -> Answers:
    """Return one column a quantity, and one a category of a variable that is text."""
    names: list[tuple[str, str | None]] = []
    values, answered = [np.zeros((len(table), 0))], [np.zeros((len(table), 0))]
    for name in variables:
        column = table[name]
        if pd.api.types.is_numeric_dtype(column):
            numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)[:, None]
            names.append((name, None))
            values.append(np.nan_to_num(numbers))
            answered.append((~np.isnan(numbers)).astype(np.float64))
            continue
        code, categories = pd.factorize(column.astype("string").replace("", pd.NA), sort=True)
        names += [(name, str(category)) for category in categories]
        values.append((code[:, None] == np.arange(len(categories))).astype(np.float64))
        answered.append(np.repeat((code >= 0).astype(np.float64)[:, None], len(categories), axis=1))
    together = np.hstack(values)
    return Answers(
        names=tuple(names),
        counted=tuple(bool(each) for each in ((together == 0) | (together == 1)).all(axis=0)),
        values=together,
        answered=np.hstack(answered),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """What a domain adds up to, (k,) each, the first counting its rows; errors None without."""

    n: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]
    seeds: npt.NDArray[np.int64]
    totals: Numbers
    means: Numbers
    total_errors: Numbers | None
    mean_errors: Numbers | None
    total_reach: Numbers  # how many standard errors the interval goes to each side
    mean_reach: Numbers
    simple_errors: Numbers  # of means, had the answers been a simple random sample
    positive: npt.NDArray[np.bool_]  # whether no value is below 0
    independent: Numbers  # how many seeds of equal contribution the answers are worth


def tabulate(
    universe: Universe, asked: Answers, domain: Domain, weighing: Weighing, level: float
) -> Iterator[Estimated]:
    """Yield the rows of a domain: how many there are, then two a variable or category."""
    rows = domain.rows & (universe.weights > 0)
    if not rows.any():
        return
    sums = _summed(universe, asked, np.flatnonzero(rows), level)
    exploding = exploding_weights(universe.weights[rows])
    notes = (*weighing.notes, *universe.notes, *filter(None, (exploding,)))
    counted = (True, *asked.counted)
    for k, (variable, category) in enumerate(((universe.name, None), *asked.names)):
        if sums.n[k] == 0:
            continue
        of_category = category is not None
        cell = _Cell(sums=sums, k=k, counted=counted[k], of_category=of_category, level=level)
        found = [_total(cell)] if weighing.gives_totals else []
        found += [_mean(cell)] if k else []
        for each in found:
            yield Estimated(
                variable=variable,
                category=category,
                statistic=each.statistic,
                value=each.value,
                low=each.low,
                high=each.high,
                standard_error=each.standard_error,
                weights=weighing.method,
                variance=weighing.variance,
                n=int(sums.n[k]),
                verdict=verdict(
                    statistic=each.judged_as,
                    value=each.value,
                    standard_error=each.standard_error,
                    answers=int(sums.n[k]),
                    seeds=int(sums.seeds[k]),
                    exploding=bool(exploding),
                ),
                unit_count=int(sums.units[k]),
                seeds=int(sums.seeds[k]),
                tier=domain.tier,
                universe=universe.name,
                group=domain.group,
                design_effect=each.design_effect,
                note="; ".join((*each.notes, *notes)),
            )


def _summed(universe: Universe, asked: Answers, rows: Positions, level: float) -> _Sums:
    one = np.ones((len(rows), 1))
    values = np.hstack([one, asked.values[rows]])
    answered = np.hstack([one, asked.answered[rows]])
    weights = universe.weights[rows]
    totals, bases = weights @ values, weights @ answered
    bases = np.where(bases > 0, bases, np.nan)
    means = totals / bases
    deviations = (values - means * answered) * (answered > 0)
    deviations = np.nan_to_num(deviations / bases)
    n = answered.sum(axis=0)
    total_errors = mean_errors = None
    reach = np.full(2 * len(totals), np.nan)
    if universe.spread is not None:
        found = universe.spread(rows, np.hstack([values, deviations]))
        total_errors, mean_errors = np.split(np.sqrt(found.variances), 2)
        reach = quantiles(level, found.freedom)
    spread = weights @ (deviations * deviations) * bases  # Σ w (y − ȳ)² / Σ w
    contributed = universe.contributions[:, rows] @ answered
    return _Sums(
        n=n.astype(np.int64),
        units=universe.units_behind(rows, answered),
        seeds=(contributed > 0).sum(axis=0),
        totals=totals,
        means=means,
        total_errors=total_errors,
        mean_errors=mean_errors,
        total_reach=reach[: len(totals)],
        mean_reach=reach[len(totals) :],
        simple_errors=np.sqrt(spread / np.maximum(n, 1)),
        positive=np.min(values, axis=0) >= 0,
        independent=bases**2 / np.maximum((contributed**2).sum(axis=0), 1e-300),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """One column of a domain; `counted` where its values are 0 or 1, `of_category` or not."""

    sums: _Sums
    k: int
    counted: bool
    of_category: bool
    level: float

    def error(self, errors: Numbers | None) -> float | None:
        """Return a standard error; None where the method or a single answer gives none."""
        return None if errors is None or self.sums.n[self.k] < 2 else float(errors[self.k])

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what is to be said of both statistics."""
        return (ALONE,) if self.sums.n[self.k] < 2 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statistic:
    statistic: str
    value: float
    standard_error: float | None
    low: float | None = None
    high: float | None = None
    design_effect: float | None = None
    notes: tuple[str, ...] = ()
    is_share: bool = False

    @property
    def judged_as(self) -> str:
        """Return what the verdict's rules take it for."""
        return "share" if self.is_share else self.statistic


def _total(cell: _Cell) -> _Statistic:
    value = float(cell.sums.totals[cell.k])
    error, reach = cell.error(cell.sums.total_errors), float(cell.sums.total_reach[cell.k])
    low, high = _around(value, error, reach)
    if error is not None and value > 0 and cell.sums.positive[cell.k]:
        low, high = positive_interval(value, error, reach)
    lacking = int(cell.sums.n[0] - cell.sums.n[cell.k])
    missing = (MISSING.format(n=lacking, all=cell.sums.n[0]),) if lacking else ()
    return _Statistic(
        statistic="total",
        value=value,
        standard_error=error,
        low=low,
        high=high,
        notes=(*cell.notes, *missing),
    )


def _mean(cell: _Cell) -> _Statistic:
    value = float(cell.sums.means[cell.k])
    error, reach = cell.error(cell.sums.mean_errors), float(cell.sums.mean_reach[cell.k])
    simple = float(cell.sums.simple_errors[cell.k])
    if not cell.counted:
        low, high = _around(value, error, reach)
    elif error is not None and _all_alike(value):
        return _alike(cell, value)
    elif error is None:
        low = high = None
    else:
        low, high = share_interval(value, error, reach)
    return _Statistic(
        statistic="share" if cell.of_category else "mean",
        value=value,
        standard_error=error,
        low=low,
        high=high,
        design_effect=(error / simple) ** 2 if error is not None and simple > 0 else None,
        notes=cell.notes,
        is_share=cell.counted,
    )


def _all_alike(share: float) -> bool:
    return not _ROUNDING < share < 1 - _ROUNDING


def _alike(cell: _Cell, value: float) -> _Statistic:
    """Return a share of 0 or 1, which has no spread: exact bound, and the error it implies."""
    off = bound_of_none(float(cell.sums.independent[cell.k]), cell.level)
    none = value < 0.5
    return _Statistic(
        statistic="share" if cell.of_category else "mean",
        is_share=True,
        value=0.0 if none else 1.0,
        standard_error=off / float(cell.sums.mean_reach[cell.k]),
        low=0.0 if none else 1 - off,
        high=off if none else 1.0,
        notes=(ALIKE,),
    )


def _around(value: float, error: float | None, reach: float) -> tuple[float | None, float | None]:
    return (None, None) if error is None else (value - reach * error, value + reach * error)
