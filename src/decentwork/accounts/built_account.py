"""A built account: its cells, how each came about, its sums with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.account_plan import AccountPlan
from decentwork.accounts.account_spread import AccountSpread
from decentwork.accounts.labour import HOW, AccountSeries
from decentwork.estimates.errors import Problem
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.messages import translatable

EXPERIMENTAL = translatable(
    "Experimental: modelled cells are totals shared out over industries by keys, not observations."
)
BORROWED = translatable(
    "Borrowed cells are the pattern of a region: they count in sums over it, and are not for "
    "publication by place."
)
CELLS_HAVE_INTERVALS = NoInterval("each cell of a built account has an interval of its own")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BuiltAccount:
    """An account of every place × industry × group, and what was noted while building it.

    `cells` has the columns place, industry, group, value, low, high, how and control, one row a
    cell; a cell that is not known has no row, and low and high are NaN where no error is known.
    """

    plan: AccountPlan
    cells: pd.DataFrame
    notes: tuple[Problem, ...]
    interval_notes: tuple[str, ...]
    spread: AccountSpread
    sweeps: int

    def __repr__(self) -> str:
        return f"BuiltAccount({self.plan.name!r}, {self.plan.year}, {len(self.cells)} cells)"

    @property
    def accounts(self) -> dict[str, str]:
        """The name of the account of all groups (""), and of each."""
        name = self.plan.name
        return {"": name, **{group: f"{name}_{group}" for group in self.plan.groups if group}}

    def series(self, group: str = "") -> AccountSeries:
        """Return the account of a group, or of all, with low and high beside each value.

        A cell of all groups is known only if that of each group is; it is borrowed if any of
        them is, else modelled if any is.
        """
        if group or self.plan.groups == ("",):
            cells = self.cells[self.cells["group"] == group].drop(columns="group")
        else:
            together = self.cells.groupby(["place", "industry"], sort=False)["value"]
            whole = self.cells[together.transform("size") == len(self.plan.groups)]
            cells = self.sums(whole, ["place", "industry", "control"])
        return AccountSeries(
            name=self.accounts[group],
            unit=self.plan.unit,
            frame=cells.assign(year=self.plan.year).reset_index(drop=True),
            median_error=CELLS_HAVE_INTERVALS,
            provenance=self.plan.provenance.then(f"shared out over industries by {self._by()}"),
        )

    def totals(self) -> pd.DataFrame:
        """Return place, group, value, low, high, and the share of each of `HOW` in the value.

        Group "" is all groups together.
        """
        parts = [self.sums(self.cells.assign(group=""), ["place", "group"])]
        if self.plan.groups != ("",):
            parts.append(self.sums(self.cells, ["place", "group"]))
        return pd.concat(parts, ignore_index=True).drop(columns="how")

    def sums(self, cells: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
        """Return sums of some of the cells by labels, with interval, kind and share of each kind.

        A sum with a borrowed cell is borrowed and has no interval.
        """
        row = cells.groupby(list(by), sort=False).ngroup().to_numpy()
        frame = cells[list(by)].drop_duplicates(ignore_index=True)
        place = (row, cells.index.to_numpy())
        member = csr_array((np.ones(len(row)), place), (len(frame), len(self.cells)))
        value = member @ self.cells["value"].to_numpy(dtype=float)
        low, high = self.spread.bounds(member)
        rank = np.zeros(len(frame), dtype=int)
        np.maximum.at(rank, row, cells["how"].map(HOW.index).to_numpy())
        sure = rank < HOW.index("borrowed")
        shares = {
            how: member @ np.where(self.cells["how"] == how, self.cells["value"], 0.0)
            / np.where(value > 0, value, np.nan)
            for how in HOW
        }  # fmt: skip
        return frame.assign(
            value=value,
            low=np.where(sure, low, np.nan),
            high=np.where(sure, high, np.nan),
            how=[HOW[at] for at in rank],
            **shares,
        )

    def _by(self) -> str:
        if self.plan.rates is not None:
            return f"rates of {self.plan.rates.workers.name}"
        return ", ".join(key.name for key in self.plan.keys)
