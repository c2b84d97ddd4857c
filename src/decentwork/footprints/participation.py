"""Value-chain participation: foreign content of exports, and own value in others' exports."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix, Vector
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.exports import by_exporter, gross_exports
from decentwork.footprints.leontief import Leontief, reciprocal


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


def value_in_exports(leontief: Leontief) -> Matrix:
    """Return value added by origin in each place's gross exports: (places, exporters), money."""
    table = leontief.table
    origin = by_exporter(table, value_added_share(leontief))
    required = leontief.requirements(by_exporter(table, gross_exports(table)))
    return np.asarray(origin.T @ required)


def value_added_share(leontief: Leontief) -> Vector:
    """Return value added per unit of output: (n,)."""
    table = leontief.table
    return np.asarray(table.value_added() * reciprocal(table.output))


def participation(leontief: Leontief) -> Participation:
    """Return backward and forward participation of every place.

    References
    ----------
    Hummels, Ishii & Yi 2001, Journal of International Economics 54: 75–96 (VS, VS1).
    """
    table = leontief.table
    value = value_in_exports(leontief)
    exports = by_exporter(table, gross_exports(table)).sum(axis=0)
    own = np.diagonal(value)
    foreign, used_abroad = value.sum(axis=0) - own, value.sum(axis=1) - own
    return Participation(
        table=table.name,
        year=table.year,
        unit=table.unit,
        frame=pd.DataFrame(
            {
                "place": table.place_codes,
                "exports": exports,
                "foreign_content": foreign,
                "used_abroad": used_abroad,
                "backward": foreign * reciprocal(exports),
                "forward": used_abroad * reciprocal(exports),
            }
        ),
        provenance=table.provenance.then("value added by origin in gross exports (FC and VS1)"),
    )


def foreign_content_per_export(leontief: Leontief) -> Vector:
    """Return the foreign value added in a unit of each country-industry's exports: (n,)."""
    table = leontief.table
    value = value_added_share(leontief)
    content = leontief.multipliers(by_exporter(table, value).T)
    own = content.T[by_exporter(table, np.ones_like(value)).astype(bool)]
    return np.asarray(content.sum(axis=0) - own)
