"""What an export decomposition returns: terms by place, proven to add to exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Vector
from decentwork.estimates.errors import EstimationError
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.country_blocks import CountryBlocks

CLOSURE = 1e-9  # largest gap between exports and the sum of their terms, as a share of exports


class DecompositionDoesNotClose(EstimationError):
    """The terms of an export decomposition do not add to exports."""

    def __init__(self, method: str, place: str, gap: float) -> None:
        self.method, self.place, self.gap = method, place, gap
        super().__init__(
            f"{method}: the terms for {place} miss its exports by {gap:.2e} of them. "
            "Take output as what rows add to (with_output_as_row_sum) and see the balance report."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decomposition:
    """Terms of gross exports by place (and importer), in the table's money.

    `frame` has `place`, `market` where the method is bilateral, `term`, `value`. Terms of the
    same name differ between methods: name the method with the figure.
    """

    method: str
    table: str
    year: int
    unit: str
    frame: pd.DataFrame
    provenance: Provenance

    def at(self, place: str, term: str) -> float:
        """Return one term of one place, over all markets."""
        rows = self.frame[(self.frame["place"] == place) & (self.frame["term"] == term)]
        return float(rows["value"].sum())

    def of(self, place: str) -> list[float]:
        """Return all terms of one place, over all markets, in the method's order."""
        rows = self.frame[self.frame["place"] == place]
        return [float(value) for value in rows.groupby("term", sort=False)["value"].sum()]

    def __str__(self) -> str:
        terms = self.frame["term"].nunique()
        return f"Gross exports in {terms} terms, {self.method}, {self.table} {self.year}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each place and term."""
        return self.frame.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "method": self.method,
            "table": self.table,
            "year": self.year,
            "unit": self.unit,
            "rows": self.frame.to_dict(orient="records"),
            "provenance": self.provenance.to_dict(),
        }


def closed_decomposition(
    method: str, blocks: CountryBlocks, terms: Mapping[str, Vector]
) -> Decomposition:
    """Return the terms (each one value a place) as a decomposition, having checked their sum."""
    total = np.sum(list(terms.values()), axis=0)
    check_closure(method, blocks, total)
    places = blocks.table.place_codes
    wide = pd.DataFrame(dict(terms), index=pd.Index(places, name="place"))
    frame = wide.reset_index().melt("place", var_name="term", value_name="value")
    return decomposition_of(method, blocks, frame)


def decomposition_of(method: str, blocks: CountryBlocks, frame: pd.DataFrame) -> Decomposition:
    """Return a decomposition of the table behind `blocks`."""
    table = blocks.table
    return Decomposition(
        method=method,
        table=table.name,
        year=table.year,
        unit=table.unit,
        frame=frame,
        provenance=table.provenance.then(f"gross exports decomposed by {method}"),
    )


def check_closure(method: str, blocks: CountryBlocks, totals: Vector) -> None:
    """Raise DecompositionDoesNotClose unless the terms of each place add to its exports."""
    exports = blocks.by_place(blocks.gross_exports)
    gaps = np.abs(totals - exports) / np.where(exports > 0, exports, 1.0)
    worst = int(np.argmax(gaps))
    if gaps[worst] > CLOSURE:
        raise DecompositionDoesNotClose(method, blocks.table.place_codes[worst], float(gaps[worst]))
