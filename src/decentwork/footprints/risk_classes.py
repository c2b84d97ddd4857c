"""Classes of risk, high, medium and low, with their thresholds in sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix, Table
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.footprints.exposure import labour_rows
from decentwork.footprints.leontief import Leontief

RISKS = ("high", "medium", "low", "not known")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share on a risk is called medium, and high; they are a choice, not a finding."""

    medium: float = 0.10
    high: float = 0.30

    def __post_init__(self) -> None:
        if not 0.0 < self.medium < self.high <= 1.0:
            what = f"{self.medium:g} and {self.high:g} are no thresholds."
            hint = "Write two shares, the lower one first, e.g. 0.1,0.3."
            raise InvalidInput("Thresholds", [Problem("medium, high", what, hint)])

    def __str__(self) -> str:
        low, high = f"{100 * self.medium:g}", f"{100 * self.high:g}"
        return f"high from {high} per cent, medium from {low} per cent, low below"

    def of(self, shares: Matrix) -> NDArray[np.str_]:
        """Return the class of each share, "not known" for NaN: shape of `shares`."""
        chosen = [np.isnan(shares), shares >= self.high, shares >= self.medium]
        return np.select(chosen, ["not known", "high", "medium"], "low")


def chain_labour_at_risk(
    leontief: Leontief,
    accounts: Sequence[LabourAccount],
    falls: Mapping[str, Matrix],
    products: Sequence[str],
    thresholds: Thresholds,
    work: Sequence[str] = (),
) -> pd.DataFrame:
    """Return labour in the chains of some products by how far demand for them fell.

    Each product in each market is put into a class by its fall; all labour behind its final
    demand is in that class. A classification: no claim that a job is lost.

    Parameters
    ----------
    falls : mapping of month to (n, markets) array, share
        How far below normal final demand is; NaN where not known.
    products : sequence of industries
        Whose products' chains are meant, e.g. manufactures.
    work : sequence of "account", "place", "industry"
        The labels of work to keep.

    Returns
    -------
    DataFrame
        Rows of month, risk, `work` and value.
    """
    table = leontief.table
    demand = table.demand_by_market(products)
    coefficients, labels = labour_rows(table, accounts, work)
    multipliers = leontief.multipliers(coefficients.toarray())
    parts = []
    for month, fall in falls.items():
        risks = thresholds.of(fall)
        for risk in RISKS:
            sold = np.where(risks == risk, demand, 0.0).sum(axis=1)
            rows = labels.assign(value=multipliers @ sold)
            parts.append(_headed(rows, month, risk, work))
    return pd.concat(parts, ignore_index=True)


def chain_output_at_risk(
    leontief: Leontief,
    falls: Mapping[str, Matrix],
    products: Sequence[str],
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Return output in the chains of some products by how far demand for them fell.

    As `chain_labour_at_risk`, for whatever labour stands behind the output: rows of month, risk,
    place, industry and `output`, money.
    """
    table = leontief.table
    demand = table.demand_by_market(products)
    classed = [
        (month, risk, thresholds.of(fall) == risk)
        for month, fall in falls.items()
        for risk in RISKS
    ]
    sold = [np.where(here, demand, 0.0).sum(axis=1) for *_, here in classed]
    required = leontief.requirements(np.column_stack(sold))
    rows = pd.DataFrame({"place": table.places, "industry": table.industries})
    parts = [
        rows.assign(month=month, risk=risk, output=output)
        for (month, risk, _), output in zip(classed, required.T, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def labour_by_disruption(
    table: Table,
    accounts: Sequence[LabourAccount],
    disrupted: Mapping[str, Matrix],
    industries: Sequence[str],
    thresholds: Thresholds,
    work: Sequence[str] = (),
) -> pd.DataFrame:
    """Return labour of some industries by the share of their imported inputs that is cut off.

    Parameters
    ----------
    disrupted : mapping of month to (n,) array, share
        As `imported_input_disruption` returns it; NaN where not known.
    industries : sequence of industries
        Whose labour is counted.

    Returns
    -------
    DataFrame
        Rows of month, risk, `work` and value.
    """
    coefficients, labels = labour_rows(table, accounts, work)
    counted = np.isin(table.industries, industries)
    parts = []
    for month, share in disrupted.items():
        risks = thresholds.of(share)
        for risk in RISKS:
            rows = labels.assign(value=coefficients @ (table.output * (counted & (risks == risk))))
            parts.append(_headed(rows, month, risk, work))
    return pd.concat(parts, ignore_index=True)


def _headed(rows: pd.DataFrame, month: str, risk: str, work: Sequence[str]) -> pd.DataFrame:
    return rows.assign(month=month, risk=risk)[["month", "risk", *work, "value"]]
