"""What every reader of a publisher's table returns, and the gate it must pass to be taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from decentwork.accounts.balance import Balance, balance
from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table, Vector
from decentwork.classifications.countries import REST_OF_WORLD, countries
from decentwork.estimates.errors import InvalidInput, Problem

MOST_OFF = 0.01
"""Share of all output by which rows or columns may miss it. A table of one of the publishers here
misses it by rounding; one that misses it by more was not laid out as its reader believes."""

WORST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedTable:
    """A publisher's table as read; its name suggests the one to keep it under.

    Parameters
    ----------
    primary_inputs : (n,) array, money, or None
        What the publisher books beside purchases: value added, taxes, margins.
    mapped : mapping of the publisher's region code to ours, where they differ
    own_regions : bool
        The regions are groups of the publisher's own ("WA"), which no ISO code names.
    notes : tuple of str
        What was put together or left out on reading.
    """

    table: Table
    primary_inputs: Vector | None
    mapped: Mapping[str, str]
    own_regions: bool = False
    notes: tuple[str, ...] = ()
    accounts: Mapping[str, AccountSeries]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GateReport:
    """What the gate found: does the table add up, which codes were mapped, in what unit."""

    balance: Balance
    column_gap_share: float | None
    mapped: Mapping[str, str]
    accounts: tuple[str, ...]
    notes: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the report as sentences, most important first."""
        codes = ", ".join(f"{theirs} → {ours}" for theirs, ours in self.mapped.items())
        gap = self.column_gap_share
        columns = "no primary inputs to check columns with"
        if gap is not None:
            columns = f"columns off by {gap:.3%} of output in all"
        negatives = self.balance.negative_transactions
        return (
            f"{self.balance}; {columns}.",
            f"Money: {self.balance.unit}. Negative transactions: {negatives}, "
            f"negative final demand: {self.balance.negative_final_demand}.",
            f"Regions renamed: {codes or 'none'}.",
            f"Accounts: {', '.join(self.accounts) or 'none'}.",
            *(f"Note: {note}." for note in self.notes),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return self.balance.to_dict() | {
            "total_column_gap_share": self.column_gap_share,
            "mapped": dict(self.mapped),
            "accounts": list(self.accounts),
            "notes": list(self.notes),
        }


def gate(read: PublishedTable, subject: str) -> GateReport:
    """Return what there is to know of a table before it is taken in.

    Raises
    ------
    InvalidInput
        Rows or columns miss output by more than `MOST_OFF` of it in all, or a region is neither
        ISO alpha-3 nor ROW; the worst rows and columns are named.
    """
    table, found = read.table, balance(read.table)
    purchases = table.transactions.sum(axis=0)
    gaps = None if read.primary_inputs is None else table.output - purchases - read.primary_inputs
    problems = [
        *(() if read.own_regions else check_regions(table.place_codes)),
        *_check_sums("row", "sales", table, found.frame["row_gap"].to_numpy()),
        *(() if gaps is None else _check_sums("column", "purchases and inputs", table, gaps)),
    ]
    if problems:
        raise InvalidInput(subject, problems)
    total = float(table.output.sum())
    return GateReport(
        balance=found,
        column_gap_share=None if gaps is None else float(np.abs(gaps).sum()) / total,
        mapped=read.mapped,
        accounts=tuple(read.accounts),
        notes=read.notes,
    )


def check_regions(places: Sequence[str]) -> list[Problem]:
    """Return a problem for each region that is neither ISO alpha-3 nor ROW."""
    known = {place.iso3 for place in (*countries(), *countries(invented=True))} | {REST_OF_WORLD}
    return [
        Problem(f"region {place!r}", "is neither ISO alpha-3 nor ROW.", "Its reader lacks it.")
        for place in places
        if place not in known
    ]


def _check_sums(side: str, what: str, table: Table, gaps: Vector) -> list[Problem]:
    total = float(table.output.sum())
    off = float(np.abs(gaps).sum())
    if total > 0 and off <= MOST_OFF * total:
        return []
    worst = np.argsort(-np.abs(gaps), kind="stable")[:WORST_TOLD]
    rule = f"Within {MOST_OFF:.0%} is accepted: the layout or a cell is not what it should be."
    return [
        Problem(f"{side}s", f"{what} miss output by {_share(off, total)} of it in all.", rule),
        *(
            Problem(
                f"{side} {table.places[it]} {table.industries[it]}",
                f"output is {table.output[it]:,.6g}, {what} {table.output[it] - gaps[it]:,.6g}.",
            )
            for it in worst.tolist()
            if gaps[it]
        ),
    ]


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else "all"
