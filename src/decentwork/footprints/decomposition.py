"""What an export decomposition returns: terms by exporter, proven to add to exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix
from decentwork.estimates.errors import EstimationError
from decentwork.estimates.provenance import Provenance

CLOSURE = 1e-9  # largest gap between the whole and its terms, as a share of the terms
COLUMNS = ("exporter", "importer", "industry", "term", "value", "additive")


class DecompositionDoesNotClose(EstimationError):
    """The terms of an export decomposition do not add to the whole."""

    def __init__(self, method: str, place: str, gap: float) -> None:
        self.method, self.place, self.gap = method, place, gap
        super().__init__(
            f"{method}: the terms for {place} miss what they must add to by {gap:.2e} of it. "
            "Output must be what rows add to: leave out the file x of a table folder, or take "
            "with_output_as_row_sum(); decentwork trade check names the rows that are off."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportTerms:
    """The terms of one exporter's exports: each (N, p) by industry and importer, or one number.

    `additive` terms, with what is `beside` them, add to `whole`, cell by cell, or in all where
    `whole` is one number; `memoranda` overlap with them.
    """

    additive: Mapping[str, Matrix]
    whole: Matrix
    memoranda: Mapping[str, Matrix]
    beside: Matrix | float = 0.0

    def check(self, method: str, exporter: str) -> None:
        """Raise DecompositionDoesNotClose unless the additive terms add to the whole."""
        terms = np.array([*self.additive.values()])
        if np.ndim(self.beside):
            terms = np.concatenate([terms, np.asarray(self.beside)[np.newaxis]])
        total, size = terms.sum(axis=0), np.abs(terms).sum(axis=0)
        if np.ndim(self.whole) == 0:
            total, size = total.sum(), size.sum()
        # A cell far smaller than the usual one is held to the rounding of the usual one.
        scale = np.maximum(np.maximum(size, np.abs(self.whole)), np.mean(size))
        gap = np.abs(total - self.whole) / np.where(scale > 0, scale, 1.0)
        worst = float(np.max(gap))
        if not worst <= CLOSURE:
            raise DecompositionDoesNotClose(method, exporter, worst)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decomposition:
    """Terms of gross exports of value added, or of the labour in them, in `unit`.

    `frame` has the columns `COLUMNS`: `importer` and `industry` (of export) are None in an
    aggregate; `value` is NaN where the account is not known; a term that is not `additive` is a
    memorandum. Terms of one name differ between methods: name the method with the figure.
    """

    method: str
    approach: str | None
    perspective: str
    account: str
    table: str
    year: int
    unit: str
    frame: pd.DataFrame
    provenance: Provenance

    def at(self, exporter: str, term: str, **labels: str) -> float:
        """Return one term of one exporter, over all rows with these labels (`importer="DEU"`)."""
        rows = self.frame
        for name, label in {"exporter": exporter, "term": term, **labels}.items():
            rows = rows[rows[name] == label]
        return float(rows["value"].sum(skipna=False))

    def of(self, exporter: str) -> list[float]:
        """Return all additive terms of one exporter, over all rows, in the method's order."""
        rows = self.frame[(self.frame["exporter"] == exporter) & self.frame["additive"]]
        return [float(it) for it in rows.groupby("term", sort=False)["value"].sum(min_count=1)]

    @property
    def reading(self) -> str:
        """The method with what was chosen of it."""
        parts = (self.method, self.approach, f"{self.perspective} perspective")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        return (
            f"{self.account} in gross exports, {self.reading}, {self.table} {self.year}, "
            f"{self.unit}"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each exporter and term, and importer and industry if asked for."""
        return self.frame.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; what is not known is None."""
        frame = self.frame.astype(object)
        return {
            "method": self.method,
            "approach": self.approach,
            "perspective": self.perspective,
            "account": self.account,
            "table": self.table,
            "year": self.year,
            "unit": self.unit,
            "rows": frame.where(frame.notna(), None).to_dict(orient="records"),
            "provenance": self.provenance.to_dict(),
        }

    def chart(self) -> Any:  # noqa: ANN401 - altair.Chart, imported only when drawn
        """Return bars of the additive terms by exporter."""
        import altair

        chart = altair.Chart(self.frame[self.frame["additive"]]).mark_bar()
        return chart.encode(
            x=altair.X("sum(value)", title=self.unit),
            y=altair.Y("exporter", sort="-x"),
            color=altair.Color("term", sort=None),
        )
