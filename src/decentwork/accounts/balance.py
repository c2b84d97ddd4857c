"""Does a table add up: which rows and columns are off, by how much, and what else is odd."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Balance:
    """The balance report of a table; gaps in its money unit and as shares of output.

    `frame` has a row for each country-industry: `place`, `industry`, `output`, `row_gap`
    (output less sales), `row_gap_share`, `value_added` (output less purchases),
    `value_added_share`. Shares are missing where output is zero.
    """

    table: str
    year: int
    unit: str
    frame: pd.DataFrame
    negative_transactions: int
    negative_final_demand: int

    @property
    def largest_row_gap_share(self) -> float:
        """Largest gap of a row as a share of its output, among rows with output."""
        shares = self.frame["row_gap_share"].abs().dropna()
        return float(shares.max()) if len(shares) else 0.0

    @property
    def total_row_gap_share(self) -> float:
        """Sum of absolute gaps of rows as a share of all output."""
        total = float(self.frame["output"].sum())
        return float(self.frame["row_gap"].abs().sum()) / total if total else 0.0

    def rows_off(self, tolerance: float = 0.001) -> pd.DataFrame:
        """Return the rows whose gap exceeds `tolerance` of output, largest gap first."""
        gap, output = self.frame["row_gap"].abs(), self.frame["output"]
        off = self.frame[gap > tolerance * output]
        return off.reindex(off["row_gap"].abs().sort_values(ascending=False).index)

    def zero_output(self) -> pd.DataFrame:
        """Return the country-industries that produce nothing."""
        return self.frame[self.frame["output"] == 0]

    def columns_off(self) -> pd.DataFrame:
        """Return the country-industries that buy more than they produce."""
        return self.frame[self.frame["value_added"] < 0]

    def __str__(self) -> str:
        return (
            f"{self.table} {self.year}: rows off by {self.total_row_gap_share:.3%} of output in "
            f"all, {len(self.columns_off())} industries buy more than they produce, "
            f"{len(self.zero_output())} produce nothing"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each country-industry."""
        return self.frame.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return the summary and the offending rows as plain values."""
        return {
            "table": self.table,
            "year": self.year,
            "unit": self.unit,
            "total_row_gap_share": self.total_row_gap_share,
            "largest_row_gap_share": self.largest_row_gap_share,
            "rows_off": _records(self.rows_off()),
            "columns_off": _records(self.columns_off()),
            "zero_output": _records(self.zero_output()[["place", "industry"]]),
            "negative_transactions": self.negative_transactions,
            "negative_final_demand": self.negative_final_demand,
        }


def balance(table: Table) -> Balance:
    """Return the balance report of `table`."""
    sales = table.transactions.sum(axis=1) + table.final_demand.sum(axis=1)
    frame = pd.DataFrame(
        {
            "place": table.places,
            "industry": table.industries,
            "output": table.output,
            "row_gap": table.output - sales,
            "value_added": table.value_added(),
        }
    )
    producing = frame["output"].where(frame["output"] > 0, np.nan)
    return Balance(
        table=table.name,
        year=table.year,
        unit=table.unit,
        frame=frame.assign(
            row_gap_share=frame["row_gap"] / producing,
            value_added_share=frame["value_added"] / producing,
        ),
        negative_transactions=int((table.transactions < 0).sum()),
        negative_final_demand=int((table.final_demand < 0).sum()),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    known = frame.astype(object).where(frame.notna(), None)
    return [dict(row) for row in known.to_dict(orient="records")]
