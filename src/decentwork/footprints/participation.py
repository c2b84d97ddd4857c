"""Value-chain participation: foreign content of exports, and own value in others' exports."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.exports import by_exporter, gross_exports
from decentwork.footprints.leontief import Leontief, reciprocal
from decentwork.footprints.multipliers import multipliers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Participation:
    """Backward and forward participation of each place in one year.

    `frame` has a row for each place: `exports`, `foreign_content` (FC or VS), `used_abroad`
    (VS1) in the table's money; `backward` = FC / exports and `forward` = VS1 / exports, shares.
    """

    table: str
    year: int
    unit: str
    frame: pd.DataFrame
    provenance: Provenance

    def __str__(self) -> str:
        return f"Value-chain participation of {len(self.frame)} places, {self.table} {self.year}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each place."""
        return self.frame.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "table": self.table,
            "year": self.year,
            "unit": self.unit,
            "rows": self.frame.to_dict(orient="records"),
            "provenance": self.provenance.to_dict(),
        }


def value_by_origin(table: Table, leontief: Leontief | None = None) -> Matrix:
    """Return value added of each place in a unit of demand for each industry: (places, n).

    `leontief` are the factors of the table, where they are at hand.
    """
    sides = by_exporter(table, value_added_share(table)).T
    return multipliers(table, sides) if leontief is None else leontief.multipliers(sides)


def value_added_share(table: Table) -> Vector:
    """Return value added per unit of output: (n,)."""
    return np.asarray(table.value_added() * reciprocal(table.output))


def foreign_content_per_export(table: Table, origin: Matrix) -> Vector:
    """Return the foreign value added in a unit of each country-industry's exports: (n,).

    `origin` is `value_by_origin`: (places, n).
    """
    home = by_exporter(table, np.ones(len(table.output)))
    return np.asarray((origin * (1.0 - home.T)).sum(axis=0))


def participation(
    table: Table, origin: Matrix | None = None, exports: Vector | None = None
) -> Participation:
    """Return backward and forward participation of every place.

    `origin` is `value_by_origin` and `exports` gross exports (n,), where they are at hand.

    References
    ----------
    Hummels, Ishii & Yi 2001, Journal of International Economics 54: 75–96 (VS, VS1).
    """
    content = value_by_origin(table) if origin is None else origin
    sold = by_exporter(table, gross_exports(table) if exports is None else exports)
    value = content @ sold  # of row place in the exports of column place
    own, total = np.diagonal(value), sold.sum(axis=0)
    foreign, used_abroad = value.sum(axis=0) - own, value.sum(axis=1) - own
    return Participation(
        table=table.name,
        year=table.year,
        unit=table.unit,
        frame=pd.DataFrame(
            {
                "place": table.place_codes,
                "exports": total,
                "foreign_content": foreign,
                "used_abroad": used_abroad,
                "backward": foreign * reciprocal(total),
                "forward": used_abroad * reciprocal(total),
            }
        ),
        provenance=table.provenance.then("value added by origin in gross exports (FC and VS1)"),
    )
