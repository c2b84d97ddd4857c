"""Jobs exposed month by month: to fallen demand, and to imported inputs cut off by closures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.dated_shocks import (
    DemandSignals,
    closed_share,
    demand_fall,
    manufactures,
)
from decentwork.footprints.leontief import Leontief
from decentwork.footprints.published_exposure import DIFFERENCES, PUBLISHED
from decentwork.footprints.risk_classes import (
    Thresholds,
    chain_labour_at_risk,
    labour_by_disruption,
)
from decentwork.footprints.shocks import disrupted_share, imported_input_disruption

THRESHOLDS: Mapping[str, Thresholds] = {
    "visits": Thresholds(0.10, 0.30),
    "stringency": Thresholds(0.50, 0.70),
    "inputs": Thresholds(0.10, 0.30),
}
"""The shares from which a risk is called medium and high, for each signal, unless one asks."""

MEASURES: Mapping[str, str] = {
    "jobs_in_chains": translatable(
        "Jobs in the supply chains of manufactures, by how far demand for these fell"
    ),
    "imported_inputs_closed": translatable(
        "Share of the imported inputs of manufacturing that comes from closed workplaces"
    ),
    "jobs_with_inputs_closed": translatable(
        "Jobs in manufacturing, by the share of imported inputs that comes from closed workplaces"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExposureByMonth:
    """Rows of month, measure, bound, risk, labels of work, value and unit.

    `bound` is "least" or "most" where the months tell closures only within bounds, else "".
    Jobs are exposed, not lost; those of two measures overlap and are never added.
    """

    table: str
    year: int
    signal: str
    demand_thresholds: Thresholds
    input_thresholds: Thresholds
    frame: pd.DataFrame
    provenance: Provenance

    def __str__(self) -> str:
        first, last = self.frame["month"].min(), self.frame["month"].max()
        return (
            f"jobs exposed, {first} to {last}, {self.table} {self.year}; "
            f"demand by {self.signal}: {self.demand_thresholds}; inputs: {self.input_thresholds}"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the rows."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, with what was published and why it differs."""
        frame = self.frame.astype(object)
        return {
            "table": self.table,
            "year": self.year,
            "signal": self.signal,
            "thresholds": {
                "demand": [self.demand_thresholds.medium, self.demand_thresholds.high],
                "inputs": [self.input_thresholds.medium, self.input_thresholds.high],
            },
            "rows": frame.where(frame.notna(), None).to_dict(orient="records"),
            "published": [it.to_dict() for it in PUBLISHED],
            "differences": list(DIFFERENCES),
            "provenance": self.provenance.to_dict(),
        }

    def chart(self) -> Any:  # noqa: ANN401 - altair.Chart, imported only when drawn
        """Return bars of jobs in chains by month, coloured by risk."""
        import altair

        rows = self.frame[self.frame["measure"] == "jobs_in_chains"]
        encoding = {
            "x": altair.X("month:O"),
            "y": altair.Y("sum(value)", title=rows["unit"].iloc[0]),
            "color": altair.Color("risk"),
        }
        return altair.Chart(rows).mark_bar().encode(**encoding)


def exposure_by_month(
    leontief: Leontief,
    accounts: Sequence[LabourAccount],
    signals: DemandSignals,
    months: Sequence[str],
    *,
    signal: str = "visits",
    demand_thresholds: Thresholds | None = None,
    work: Sequence[str] = (),
) -> ExposureByMonth:
    """Return labour exposed in each month through the chains of manufactures; any months do.

    Parameters
    ----------
    signal : "visits" or "stringency"
        What stands for demand where no sales are observed, as in `demand_fall`.
    work : sequence of "account", "place", "industry"
        The labels of work to keep; the world as a whole without.
    """
    table, made = leontief.table, manufactures(leontief.table)
    on_demand = demand_thresholds or THRESHOLDS[signal]
    falls = {month: demand_fall(signals, month, table, signal) for month in months}
    in_chains = chain_labour_at_risk(leontief, accounts, falls, made, on_demand, work)
    unit = str(accounts[0].unit)
    parts = [in_chains.assign(measure="jobs_in_chains", bound="", unit=unit)]
    closed = {month: closed_share(signals.closures, month, table) for month in months}
    for side, bound in enumerate(("least", "most")):
        cut: dict[str, Matrix] = {
            month: imported_input_disruption(table, shares[side])
            for month, shares in closed.items()
        }
        exposed = labour_by_disruption(table, accounts, cut, made, THRESHOLDS["inputs"], work)
        parts.append(exposed.assign(measure="jobs_with_inputs_closed", bound=bound, unit=unit))
        shares = [disrupted_share(table, closed[month][side], made) for month in months]
        whole = pd.DataFrame({"month": list(months), "value": shares, "unit": "share"})
        parts.append(whole.assign(measure="imported_inputs_closed", bound=bound, risk=""))
    columns = ["month", "measure", "bound", "risk", *work, "value", "unit"]
    return ExposureByMonth(
        table=table.name,
        year=table.year,
        signal=signal,
        demand_thresholds=on_demand,
        input_thresholds=THRESHOLDS["inputs"],
        frame=pd.concat(parts)[columns].sort_values(
            ["month", "measure"], kind="stable", ignore_index=True
        ),
        provenance=_provenance(leontief, accounts, signals),
    )


def _provenance(
    leontief: Leontief, accounts: Sequence[LabourAccount], signals: DemandSignals
) -> Provenance:
    found = leontief.table.provenance
    for account in accounts:
        found = found.joined(account.provenance)
    for series in (signals.closures, signals.visits, *signals.sales):
        found = found.joined(series.provenance)
    return found.then("labour behind manufactures classed by month, not forecast")
