"""Totals that are known from a register or another survey, and calibration of weights to them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from decentwork.calibration.calibrate import calibrate
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimators.traced_variance import Spread
from decentwork.studies.universes import Variances
from decentwork.studies.weighing import Weighing

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

COLUMNS = ("amount", "column", "category", "tier", "total", "source")
UNITS = "units"

CALIBRATED = "calibrated to {n} known totals: variance of the residuals (Deville & Särndal 1992)"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTotal:
    """A total that weights shall reach.

    `amount` "units" or a numeric variable of units, e.g. "workers"; summed over units whose
    `column` is `category` ("" all) in `tier` (None all); `source` who says so.
    """

    amount: str
    column: str
    category: str
    tier: int | None
    total: float
    source: str

    @property
    def name(self) -> str:
        """Return what is added up, as messages and tables say it."""
        where = [f"{self.column}={self.category}"] if self.column else []
        where += [] if self.tier is None else [f"tier {self.tier}"]
        return ", ".join([self.amount, *where])


def read_known_totals(path: Path) -> tuple[KnownTotal, ...]:
    """Return the totals in a CSV file with `COLUMNS`; every problem is told with its line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        if missing:
            hint = f"The columns are: {', '.join(COLUMNS)}."
            problems = [Problem("columns", f"{name!r} is missing.", hint) for name in missing]
            raise InvalidInput(str(path), problems)
        rows = list(table)
    problems = [
        Problem(f"line {line}", what, hint)
        for line, row in enumerate(rows, 2)
        for what, hint in _wrong(row)
    ]
    if problems:
        raise InvalidInput(str(path), problems)
    return tuple(
        KnownTotal(
            amount=row["amount"],
            column=row["column"],
            category=row["category"],
            tier=int(row["tier"]) if row["tier"] else None,
            total=float(row["total"]),
            source=row["source"],
        )
        for row in rows
    )


def calibrated(weighing: Weighing, units: pd.DataFrame, known: Sequence[KnownTotal]) -> Weighing:
    """Return a weighing whose sums over `units` (r rows) reach what is known.

    Raises
    ------
    InvalidInput
        A total is of a column that units lack, or nobody can carry it.
    TotalsNotReached
        The totals contradict each other.
    """
    unknown = [
        Problem(each.name, f"units have no column {name!r}.", f"Known: {sorted(units.columns)}.")
        for each in known
        for name in (each.amount, each.column)
        if name not in (UNITS, "", *units.columns)
    ]
    if unknown:
        raise InvalidInput("the known totals", unknown)
    carried = pd.DataFrame({each.name: _carried(each, units) for each in known}, index=units.index)
    found = calibrate(weighing.weights, carried, {each.name: each.total for each in known})
    variances, columns = weighing.variances, carried.to_numpy()
    contributions = sparse.csr_array(weighing.contributions @ sparse.diags_array(found.factors))
    residual = _Residual(columns=columns, weights=found.weights, factors=found.factors)

    return replace(
        weighing,
        weights=found.weights,
        contributions=contributions,
        variances=None if variances is None else residual.spread(variances),
        notes=(*weighing.notes, CALIBRATED.format(n=len(known))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Residual:
    """What calibration leaves of values of units: `columns` (r, t), `weights`, `factors` (r,)."""

    columns: Numbers
    weights: Numbers
    factors: Numbers

    def own(self, rows: Positions, values: Numbers, power: int = 0) -> Numbers:
        """Return values (n, k) of some rows as (r, k), times the factors to a power."""
        whole = np.zeros((len(self.weights), values.shape[1]))
        whole[rows] = values
        raised: Numbers = whole * (self.factors**power)[:, None]
        return raised

    def spread(self, variances: Variances) -> Variances:
        """Return the spread of calibrated totals, from that of totals before."""
        everywhere = np.arange(len(self.weights))

        def of_totals(
            rows: Positions, values: Numbers, parts: Numbers, within: Numbers | None
        ) -> Spread:
            inside = None if within is None else self.own(rows, within, 2)
            return variances(everywhere, self.of(rows, values), self.own(rows, parts, 1), inside)

        return of_totals

    def of(self, rows: Positions, values: Numbers) -> Numbers:
        """Return (r, k) residuals of values on the known columns, times the factors."""
        whole = self.own(rows, values)
        weighed = self.columns * self.weights[:, None]
        slopes = np.linalg.lstsq(self.columns.T @ weighed, weighed.T @ whole, rcond=1e-12)[0]
        residuals: Numbers = (whole - self.columns @ slopes) * self.factors[:, None]
        return residuals


def _carried(known: KnownTotal, units: pd.DataFrame) -> Numbers:
    amount = np.ones(len(units)) if known.amount == UNITS else units[known.amount].to_numpy(float)
    inside = np.ones(len(units), dtype=bool)
    if known.column:
        inside &= (units[known.column].astype(str) == known.category).to_numpy()
    if known.tier is not None:
        inside &= (units["tier"] == known.tier).to_numpy()
    return np.where(inside, amount, 0.0)


def _wrong(row: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    try:
        if float(row["total"]) < 0:
            found.append(("the total is negative.", "Write what is known, 0 or more."))
    except ValueError:
        found.append((f"the total {row['total']!r} is no number.", "Write it without separators."))
    if row["tier"] and not row["tier"].isdecimal():
        found.append((f"the tier {row['tier']!r} is no number.", "Write 0, 1, … or nothing."))
    if not row["amount"]:
        found.append(("no amount is named.", 'Write "units" or a variable of units.'))
    if not row["source"]:
        found.append(("no source is named.", "Say which register or survey the total is from."))
    return found
