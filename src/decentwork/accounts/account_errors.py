"""Which errors a built account's cells and sums have: of totals, rates, shares and keys."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.account_plan import SECTOR, TOTAL, AccountPlan
from decentwork.accounts.account_spread import AccountSpread, Errors, log_deviation, spread_of
from decentwork.accounts.raking import Margin, Marks
from decentwork.estimates.messages import translatable

NOTHING_STATED = translatable(
    "No intervals: neither totals, nor rates, nor shares of sectors, nor keys state an error."
)
TOTALS_ERR = translatable(
    "Intervals hold the published error of totals, rates or observed cells, taken as log-normal."
)
TOTALS_SILENT = translatable(
    "No error of totals is published: intervals hold errors of the allocation only."
)
SHARES_ERR = translatable(
    "Shares of sectors err as Dirichlet shares of the stated concentration."
)  # fmt: skip
KEYS_ERR = translatable("Keys err as Dirichlet shares of the stated concentration.")


def interval_notes(plan: AccountPlan) -> tuple[str, ...]:
    """Return sentences that say what the intervals of an account hold."""
    allocation = [
        note
        for note, concentration in (
            (SHARES_ERR, plan.share_concentration if not plan.shares.empty else None),
            (KEYS_ERR, plan.key_concentration if plan.rates is None else None),
        )
        if concentration is not None
    ]
    if any(frame["low"].notna().any() for _, frame in plan.frames if "low" in frame):
        return (TOTALS_ERR, *allocation)
    return (TOTALS_SILENT, *allocation) if allocation else (NOTHING_STATED,)


def spread_of_cells(
    plan: AccountPlan,
    cells: pd.DataFrame,
    margins: Sequence[Margin],
    labels: Sequence[tuple[str, Mapping[str, str]]],
    held: Marks,
) -> AccountSpread:
    """Return the errors of raked cells.

    Parameters
    ----------
    cells : frame
        Labels, value, and what each cell was made from.
    labels : sequence of (name, labels)
        What each margin is a sum of.
    """
    errors = _Labels.of(plan)
    variances = dict(_variances(plan, errors, cells))
    kept = [at for at, (name, of) in enumerate(labels) if not errors.is_told_by_group(name, of)]
    of_cells = [errors.of_cell(row) for row in cells.to_dict(orient="records")]
    of_margins = [errors.of_margin(*labels[at]) for at in kept]
    return spread_of(
        cells["value"].to_numpy(dtype=float),
        [margins[at] for at in kept],
        held,
        Errors(loads=_loads(variances, of_cells), variances=np.array(list(variances.values()))),
        _loads(variances, of_margins),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labels:
    """Names of errors: groups have those of a share or a key in common, unless it is by group."""

    totals: frozenset[tuple[str, str]]
    has_rates: bool
    shares_by_group: bool
    parts_by_group: bool
    groups: tuple[str, ...]

    @classmethod
    def of(cls, plan: AccountPlan) -> "_Labels":
        """Return the names for a plan."""
        return cls(
            totals=frozenset(zip(plan.totals["place"], plan.totals["group"], strict=True)),
            has_rates=plan.rates is not None,
            shares_by_group=bool((plan.shares["group"] != "").any()),
            parts_by_group=any((key.frame["group"] != "").any() for key in plan.keys),
            groups=plan.groups,
        )

    def is_told_by_group(self, name: str, of: Mapping[str, str]) -> bool:
        """Say whether a margin is a total beside those of its groups: it has no own error."""
        each = {(of.get("place", ""), group) for group in self.groups if group}
        return name == TOTAL and "group" not in of and bool(each) and each <= self.totals

    def of_cell(self, row: Mapping[Hashable, Any]) -> list[Hashable]:
        """Return the errors of a cell before raking."""
        place, group = row["place"], row["group"]
        if row["seen"]:
            return [("seen", place, row["industry"], group)]
        if self.has_rates:
            return [("rate", row["rate"])]
        return [self.total(place, group), *self.share(row), *self.part(row)]

    def of_margin(self, name: str, labels: Mapping[str, str]) -> list[Hashable]:
        """Return the errors of a sum; one that was published beside the totals has none."""
        if name not in (TOTAL, SECTOR):
            return []
        place, group = labels["place"], labels.get("group", "")
        if name == TOTAL:
            return [self.total(place, group)]
        share = self.share({"place": place, "group": group, "block": labels["sector"]})
        return [self.total(place, group), *share]

    def total(self, place: str, group: str) -> Hashable:
        """Return the error of the total that a cell is a part of."""
        return ("total", place, group if (place, group) in self.totals else "")

    def share(self, row: Mapping[Any, Any]) -> tuple[Hashable, Hashable]:
        """Return the error of a share of a sector, and the one of its whole."""
        group, place = row["group"] if self.shares_by_group else "", row["place"]
        return ("share", place, row["block"], group), ("shares", place, group)

    def part(self, row: Mapping[Any, Any]) -> tuple[Hashable, Hashable]:
        """Return the error of an industry's part of a sector, and the one of its whole."""
        group, place = row["group"] if self.parts_by_group else "", row["place"]
        return ("part", place, row["industry"], group), ("parts", place, row["block"], group)


def _variances(
    plan: AccountPlan, errors: _Labels, cells: pd.DataFrame
) -> Iterator[tuple[Hashable, float]]:
    """Yield each error and the variance of the logarithm that it makes."""
    for row in _stated(plan.totals):
        yield ("total", row["place"], row["group"]), log_deviation(row["low"], row["high"]) ** 2
    for row in _stated(plan.observed):
        label = ("seen", row["place"], row["industry"], row["group"])
        yield label, log_deviation(row["low"], row["high"]) ** 2
    if plan.rates is not None:
        for row in _stated(plan.rates.frame):
            yield ("rate", row["row"]), log_deviation(row["low"], row["high"]) ** 2
        return
    for row in cells[cells["allocated"] > 0].to_dict(orient="records"):
        if plan.share_concentration is not None and not plan.shares.empty:
            yield from _dirichlet(errors.share(row), row["share"], plan.share_concentration)
        if plan.key_concentration is not None:
            yield from _dirichlet(errors.part(row), row["part"], plan.key_concentration)


def _dirichlet(
    labels: tuple[Hashable, Hashable], share: float, concentration: float
) -> Iterator[tuple[Hashable, float]]:
    one, whole = labels
    yield one, 1.0 / (share * (concentration + 1.0))
    yield whole, -1.0 / (concentration + 1.0)


def _stated(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the rows that state an interval, numbered in `row`."""
    numbered = frame.assign(row=range(len(frame)))
    return list(numbered[numbered["low"].notna()].to_dict(orient="records"))


def _loads(variances: Mapping[Hashable, float], of: Sequence[Sequence[Hashable]]) -> csr_array:
    """Return the 0/1 matrix (values, u) of the errors that each value has."""
    position = {label: at for at, label in enumerate(variances)}
    found = [[position[label] for label in labels if label in position] for labels in of]
    rows = np.repeat(np.arange(len(found)), [len(it) for it in found])
    columns = np.array([at for it in found for at in it], dtype=np.intp)
    return csr_array((np.ones(len(rows)), (rows, columns)), (len(found), len(position)))
