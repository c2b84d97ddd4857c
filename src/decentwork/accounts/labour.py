"""Labour by country-industry: employment, hours, child labour; known, modelled or not known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Table, Vector
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit

HOW = ("observed", "modelled", "borrowed")
SERIES_COLUMNS = ("place", "industry", "year", "value", "how", "control")
ERROR_COLUMNS = ("place", "industry", "year", "error", "deviation")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabourAccount:
    """One year of one kind of labour by place and industry.

    `values` has no missing number: a cell that is not known is not in the account. `how` says
    for each cell whether it was observed, modelled or borrowed from elsewhere.
    """

    name: str
    unit: Unit
    year: int
    places: tuple[str, ...]
    industries: tuple[str, ...]
    values: Vector
    how: tuple[str, ...]
    provenance: Provenance

    def __post_init__(self) -> None:
        problems = check_cells(self.places, self.industries, self.values, self.how)
        if problems:
            raise InvalidInput(f"Account {self.name} {self.year}", problems)

    def __repr__(self) -> str:
        return f"LabourAccount({self.name!r}, {self.year}, {len(self.values)} cells, {self.unit})"

    @property
    def total(self) -> float:
        """Sum of all cells, in `unit`."""
        return float(self.values.sum())

    def on(self, table: Table) -> Vector:
        """Return the values in the row order of `table`: (n,), NaN where there is no cell."""
        cells = dict(zip(zip(self.places, self.industries, strict=True), self.values, strict=True))
        known = set(zip(table.places, table.industries, strict=True))
        strangers = [cell for cell in cells if cell not in known]
        if strangers:
            raise InvalidInput(
                f"Account {self.name} {self.year}",
                [
                    Problem(" ".join(cell), f"table {table.name} has no such place and industry.")
                    for cell in strangers
                ],
            )
        keys = zip(table.places, table.industries, strict=True)
        return np.array([cells.get(key, np.nan) for key in keys])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AccountSeries:
    """One kind of labour over years: rows of `SERIES_COLUMNS`, of which none is missing.

    `median_error` is the median absolute error of a modelled cell as a share of it (0.30), errors
    being log-normal, or the reason for having no interval; `control` names for each cell the group
    whose total is taken as known. A built account has `errors` instead, rows of `ERROR_COLUMNS`:
    what one standard deviation of an error, independent of all others, adds to a cell, in `unit`.
    """

    name: str
    unit: Unit
    frame: pd.DataFrame
    median_error: float | NoInterval
    provenance: Provenance
    errors: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        missing = [name for name in SERIES_COLUMNS if name not in self.frame]
        if missing:
            raise InvalidInput(
                f"Account {self.name}",
                [Problem("columns", f"{name} is missing.") for name in missing],
            )

    def __repr__(self) -> str:
        return f"AccountSeries({self.name!r}, {self.years[0]}–{self.years[-1]}, {self.unit})"

    @property
    def years(self) -> tuple[int, ...]:
        """The years covered, in order."""
        return tuple(sorted(int(year) for year in self.frame["year"].unique()))

    @property
    def place_codes(self) -> tuple[str, ...]:
        """The places covered, in order of first appearance."""
        return tuple(self.frame["place"].unique())

    def of_places(self, places: tuple[str, ...]) -> "AccountSeries":
        """Return the series for some places only."""
        return replace(self, frame=self.frame[self.frame["place"].isin(places)])

    def only(self, year: int) -> "AccountSeries":
        """Return the series of one year only."""
        return replace(self, frame=self.frame[self.frame["year"] == year])

    def in_year(self, year: int) -> LabourAccount:
        """Return the account of one year."""
        rows = self.frame[self.frame["year"] == year]
        if rows.empty:
            raise UnknownCode(str(year), f"the years of {self.name}", [str(y) for y in self.years])
        return LabourAccount(
            name=self.name,
            unit=self.unit,
            year=year,
            places=tuple(rows["place"]),
            industries=tuple(rows["industry"]),
            values=rows["value"].to_numpy(dtype=float),
            how=tuple(rows["how"]),
            provenance=self.provenance,
        )


def per_output(values: Vector, output: Vector) -> Vector:
    """Return labour per unit of output (n,); zero where output is zero, NaN where not known."""
    producing = output > 0
    return np.asarray(np.where(producing, values / np.where(producing, output, 1.0), values * 0.0))


def labour_per_output(account: LabourAccount, table: Table) -> Vector:
    """Return labour per unit of output in the rows of `table`: (n,), NaN where not known."""
    return per_output(account.on(table), table.output)


def share_pooled_cells(
    series: AccountSeries, output: pd.Series, pooled: Mapping[tuple[str, str], str]
) -> AccountSeries:
    """Return `series` with cells that hold two industries shared out by output.

    Parameters
    ----------
    output : Series of money, indexed by place, industry, year
        Gross output; years that it lacks stay as they are.
    pooled : mapping of (place, industry) to industry
        The industry that has no cell of its own, and the one whose cell includes it. Their sum
        stays; both become "modelled".
    """
    frame, steps = series.frame, []
    for (place, absent), present in pooled.items():
        here = (frame["place"] == place) & (frame["industry"] == present)
        years = set(frame.loc[here, "year"])
        known = set(frame.loc[(frame["place"] == place) & (frame["industry"] == absent), "year"])
        shared = sorted(year for year in years - known if (place, absent, year) in output.index)
        if not shared:
            continue
        part = np.array([_part(output, place, absent, present, year) for year in shared])
        both = frame[here & frame["year"].isin(shared)].sort_values("year")
        values = both["value"].to_numpy()
        frame = pd.concat(
            [
                frame.drop(both.index),
                both.assign(value=values * (1 - part), how="modelled"),
                both.assign(value=values * part, how="modelled", industry=absent),
            ],
            ignore_index=True,
        )
        steps.append(f"{place}: {absent} taken out of {present} by output")
    provenance = series.provenance
    for step in steps:
        provenance = provenance.then(step)
    return replace(series, frame=frame, provenance=provenance)


def _part(output: pd.Series, place: str, absent: str, present: str, year: int) -> float:
    one, other = output[place, absent, year], output[place, present, year]
    return float(one / (one + other)) if one + other else 0.0


def check_cells(
    places: tuple[str, ...], industries: tuple[str, ...], values: Vector, how: tuple[str, ...]
) -> list[Problem]:
    """Return a problem for each cell that is repeated, not finite, negative or of unknown kind."""
    if not len(places) == len(industries) == len(values) == len(how):
        return [Problem("cells", "places, industries, values and kinds differ in number.")]
    labels = [" ".join(pair) for pair in zip(places, industries, strict=True)]
    seen = pd.Series(labels, dtype=object)
    return [
        *(Problem(label, "the cell occurs twice.") for label in seen[seen.duplicated()]),
        *(
            Problem(labels[cell], "the value is not a finite number.")
            for cell in np.flatnonzero(~np.isfinite(values))
        ),
        *(
            Problem(labels[cell], f"the value is negative ({values[cell]:g}).")
            for cell in np.flatnonzero(values < 0)
        ),
        *(
            Problem(label, f"{kind!r} is none of {', '.join(HOW)}.")
            for label, kind in zip(labels, how, strict=True)
            if kind not in HOW
        ),
    ]
