"""Which errors a built account's cells and sums have: of totals, rates, shares and keys."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.account_plan import SECTOR, TOTAL, AccountPlan
from decentwork.accounts.account_spread import AccountSpread, log_deviation, spread_of
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

_NO_REST = 1e-12  # of a whole: its shares add to one


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
    wholes = _wholes(plan, errors, cells)
    variances = dict(_variances(plan, wholes))
    kept = [at for at, (name, of) in enumerate(labels) if not errors.is_told_by_group(name, of)]
    of_cells = [errors.of_cell(row) for row in cells.to_dict(orient="records")]
    of_margins = [errors.of_margin(*labels[at]) for at in kept]
    return spread_of(
        cells["value"].to_numpy(dtype=float),
        [margins[at] for at in kept],
        held,
        _loads(variances, wholes, of_cells),
        _loads(variances, wholes, of_margins),
        np.array(list(variances.values())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """Shares of one whole by the label of their error; they err as Dirichlet shares."""

    shares: dict[Hashable, float]
    concentration: float


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


def _wholes(plan: AccountPlan, errors: _Labels, cells: pd.DataFrame) -> dict[Hashable, _Whole]:
    """Return the shares that err, by the label of their whole; what they lack to one is a share."""
    found: dict[Hashable, _Whole] = {}
    stated = (
        (errors.share, "share", None if plan.shares.empty else plan.share_concentration),
        (errors.part, "part", plan.key_concentration),
    )
    known = [] if plan.rates is not None else cells[cells["allocated"] > 0].to_dict("records")
    for labels_of, column, concentration in stated:
        for row in known if concentration is not None else ():
            one, whole = labels_of(row)
            empty = _Whole(shares={}, concentration=concentration or 0.0)
            found.setdefault(whole, empty).shares[one] = row[column]
    for label, of in found.items():
        rest = 1.0 - sum(of.shares.values())
        if rest > _NO_REST:
            of.shares["rest", label] = rest
    return found


def _variances(
    plan: AccountPlan, wholes: Mapping[Hashable, _Whole]
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
    for whole in wholes.values():
        for one, share in whole.shares.items():
            yield one, 1.0 / (share * (whole.concentration + 1.0))


def _stated(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the rows that state an interval, numbered in `row`."""
    numbered = frame.assign(row=range(len(frame)))
    return list(numbered[numbered["low"].notna()].to_dict(orient="records"))


def _loads(
    variances: Mapping[Hashable, float],
    wholes: Mapping[Hashable, _Whole],
    of: Sequence[Sequence[Hashable]],
) -> csr_array:
    """Return how much of each error each value has: (values, u).

    The log of a Dirichlet share s errs by e − Σ s e, over all shares of its whole, each e being
    independent with variance 1 / (s (κ + 1)): this has the covariance of such shares.
    """
    position = {label: at for at, label in enumerate(variances)}
    found: list[tuple[int, int, float]] = []
    for row, labels in enumerate(of):
        for label in labels:
            if label in position:
                found.append((row, position[label], 1.0))
            elif label in wholes:
                shares = wholes[label].shares.items()
                found += [(row, position[one], -share) for one, share in shares]
    rows, columns, loads = zip(*found, strict=True) if found else ((), (), ())
    where = (np.array(rows, dtype=np.intp), np.array(columns, dtype=np.intp))
    return csr_array((np.array(loads, dtype=float), where), (len(of), len(position)))
