"""What a footprint calculation returns: a labelled breakdown of labour, one row a cell."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.provenance import Provenance

LABELS = ("place", "industry", "market", "product", "through")
PERSPECTIVES = ("final_demand", "domestic_L", "domestic_B", "direct")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Footprint:
    """Labour of one account and year, broken down by the columns before `value`.

    `perspective` says what the labour serves: "final_demand" of a market, or gross exports to a
    market counted "direct" (in the exporting industry), "domestic_L" (all domestic stages) or
    "domestic_B" (the same with what leaves and returns).
    """

    table: str
    year: int
    account: str
    perspective: str
    unit: str
    frame: pd.DataFrame
    provenance: Provenance

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that label a value."""
        return tuple(name for name in self.frame.columns if name != "value")

    @property
    def total(self) -> float:
        """Sum over all known cells, in `unit`."""
        return float(self.frame["value"].sum())

    def at(self, **labels: str) -> float:
        """Return the sum over the cells with these labels, e.g. `at(place="TUR")`."""
        rows = self.frame
        for name, label in labels.items():
            rows = rows[rows[name] == label]
        return float(rows["value"].sum(skipna=False))

    def __str__(self) -> str:
        by = " × ".join(self.dimensions)
        return f"{self.account} by {by}, {self.perspective}, {self.table} {self.year}, {self.unit}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell, with its unit."""
        return self.frame.assign(unit=self.unit)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; a cell that is not known is None."""
        frame = self.to_frame().astype(object)
        return {
            "table": self.table,
            "year": self.year,
            "account": self.account,
            "perspective": self.perspective,
            "rows": frame.where(frame.notna(), None).to_dict(orient="records"),
            "provenance": self.provenance.to_dict(),
        }

    def chart(self) -> Any:  # noqa: ANN401 - altair.Chart, imported only when drawn
        """Return bars of the value by the first label, coloured by the second."""
        import altair

        first, *others = self.dimensions
        chart = altair.Chart(self.frame).mark_bar()
        encoding = {"x": altair.X("sum(value)", title=self.unit), "y": altair.Y(first, sort="-x")}
        if others:
            encoding["color"] = altair.Color(others[0])
        return chart.encode(**encoding)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelectedLabour:
    """Labour of a selection by some labels, each cell with its interval, and their sum.

    `frame` has a row for each cell: the labels, `labour` (all labour of the place and industry,
    whatever it serves), `value`, `low` and `high` (NaN without interval). `modelled` says whether
    modelled labour is in it.
    """

    table: str
    year: int
    account: str
    perspective: str
    modelled: bool
    frame: pd.DataFrame
    total: Estimate

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that label a value."""
        return tuple(name for name in self.frame.columns if name in LABELS)

    def __str__(self) -> str:
        by = " × ".join(self.dimensions)
        return f"{self.account} by {by}, {self.perspective}, {self.table} {self.year}: {self.total}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell, with its unit."""
        return self.frame.assign(unit=str(self.total.unit))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; what is not known is None."""
        frame = self.to_frame().astype(object)
        return {
            "table": self.table,
            "year": self.year,
            "account": self.account,
            "perspective": self.perspective,
            "modelled": self.modelled,
            "rows": frame.where(frame.notna(), None).to_dict(orient="records"),
            "total": self.total.to_dict(),
        }


def footprint_of(
    table: Table, account: LabourAccount, perspective: str, frame: pd.DataFrame, step: str
) -> Footprint:
    """Return a footprint of `account` with the origins of both and the step that made it."""
    return Footprint(
        table=table.name,
        year=table.year,
        account=account.name,
        perspective=perspective,
        unit=str(account.unit),
        frame=frame.reset_index(drop=True),
        provenance=table.provenance.joined(account.provenance).then(step),
    )
