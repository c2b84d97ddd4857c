"""A built account: its cells, how each came about, its sums with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.account_plan import AccountPlan
from decentwork.accounts.account_spread import AccountSpread
from decentwork.accounts.labour import HOW, AccountSeries
from decentwork.accounts.tables import Rows
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
NO_ERROR_STATED = NoInterval(translatable("nothing that the account is built from states an error"))
BORROWED_ERROR = NoInterval(
    translatable("cells of the account are borrowed from a region: their error is not known")
)

_LABELS = ("place", "industry", "control")


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

    def series(self, group: str = "", *, borrowed: bool = True) -> AccountSeries:
        """Return the account of a group, or of all, with low and high beside each value.

        A cell of all groups is known only if that of each group is; it is borrowed if any of
        them is, else modelled if any is. Without `borrowed` those cells are left out; with any,
        errors are not known.
        """
        cells = self.cells
        if group or self.plan.groups == ("",):
            cells = cells[cells["group"] == group]
        else:
            together = cells.groupby(["place", "industry"], sort=False)["value"]
            cells = cells[together.transform("size") == len(self.plan.groups)]
        if not borrowed:
            lent = cells["how"].eq(HOW[-1]).groupby([cells["place"], cells["industry"]])
            cells = cells[~lent.transform("any")]
        errors = None if cells["how"].eq(HOW[-1]).any() else self._errors(cells)
        return AccountSeries(
            name=self.accounts[group],
            unit=self.plan.unit,
            frame=self.sums(cells, _LABELS).drop(columns=list(HOW)).assign(year=self.plan.year),
            median_error=NO_ERROR_STATED if cells["how"].ne(HOW[-1]).all() else BORROWED_ERROR,
            provenance=self.plan.provenance.then(f"shared out over industries by {self._by()}"),
            errors=errors,
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
        row, frame, member = self._grouped(cells, by)
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

    def _grouped(
        self, cells: pd.DataFrame, by: Sequence[str]
    ) -> tuple[Rows, pd.DataFrame, csr_array]:
        """Return the group of each of some cells, the labels of groups, and who is in which."""
        row = cells.groupby(list(by), sort=False).ngroup().to_numpy()
        frame = cells[list(by)].drop_duplicates(ignore_index=True)
        place = (row, cells.index.to_numpy())
        return row, frame, csr_array((np.ones(len(row)), place), (len(frame), len(self.cells)))

    def _errors(self, cells: pd.DataFrame) -> pd.DataFrame | None:
        """Return the errors of cells by place and industry; None where none is stated."""
        _, frame, member = self._grouped(cells, _LABELS)
        found = self.spread.deviations(member).tocoo()
        row, error = found.coords
        if not len(row):
            return None
        labels = frame.iloc[row].reset_index(drop=True)[["place", "industry"]]
        return labels.assign(year=self.plan.year, error=error, deviation=found.data)

    def _by(self) -> str:
        if self.plan.rates is not None:
            return f"rates of {self.plan.rates.workers.name}"
        return ", ".join(key.name for key in self.plan.keys)
