"""Totals shared out over industries by keys, before anything is raked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.accounts.account_plan import AMOUNTS, FRACTIONS, SIZES, AccountPlan, Rates
from decentwork.accounts.raking import Marks
from decentwork.accounts.tables import Matrix, Table, membership
from decentwork.estimates.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Allocated:
    """Cells by row of the table and group (n, g), NaN where there is none, and what made them.

    `totals` (p, g) by place; `shares` (n, g) of the total that a cell's block (place and sector)
    has, `parts` (n, g) of the block that the cell has. `borrowed` says where any of them is a
    pattern of the region; `rates` (n, g) is the row number of the rate used, NaN without.
    """

    values: Matrix
    totals: Matrix
    shares: Matrix
    parts: Matrix
    borrowed: Marks
    rates: Matrix
    notes: tuple[Problem, ...]


def allocate(plan: AccountPlan, table: Table) -> Allocated:
    """Return totals times shares of sectors times parts by keys, or rates times workers.

    Notes say which places have no cells and why, and which industries have output but no key.
    """
    if plan.rates is not None:
        return _from_rates(plan, table, plan.rates)
    at = rows_to_places(table)
    totals, borrowed_totals = _totals(plan, table)
    shares, borrowed_shares = _sector_shares(plan, table, totals)
    parts, borrowed_parts, lacking = _parts(plan, table)
    values = totals[at] * shares * parts
    borrowed = borrowed_totals[at] | borrowed_shares[at] | borrowed_parts
    return Allocated(
        values=values,
        totals=totals,
        shares=shares,
        parts=parts,
        borrowed=borrowed & np.isfinite(values),
        rates=np.full_like(values, np.nan),
        notes=(*_left_out(table, plan, totals, shares, values), *lacking),
    )


def rows_to_places(table: Table) -> NDArray[np.intp]:
    """Return the position in `place_codes` of each row of the table: (n,)."""
    position = {place: code for code, place in enumerate(table.place_codes)}
    return np.array([position[place] for place in table.places], dtype=np.intp)


def sector_of_rows(plan: AccountPlan, table: Table) -> list[str]:
    """Return the sector of each row that shares are published for, "" if none are."""
    if plan.shares.empty:
        return [""] * len(table.industries)
    return [plan.sectors[industry] for industry in table.industries]


def blocks_of_rows(plan: AccountPlan, table: Table) -> Matrix:
    """Return the 0/1 matrix (n, blocks) of the place and sector inside which keys share out."""
    labels = list(zip(table.places, sector_of_rows(plan, table), strict=True))
    return membership(labels, list(dict.fromkeys(labels)))


def by_label(
    frame: pd.DataFrame,
    labels: Sequence[Sequence[str]],
    names: Sequence[str],
    groups: Sequence[str],
    column: str = "value",
) -> Matrix:
    """Return a column of a frame at these labels and each group: (labels, g), NaN where not known.

    Where a group has no row, the row of all groups (""), if there is one.
    """
    keys = zip(*(frame[name] for name in (*names, "group")), strict=True)
    found = dict(zip(keys, frame[column].astype(float), strict=True))
    wanted = list(zip(*labels, strict=True))
    values = [
        [found.get((*label, group), found.get((*label, ""), np.nan)) for group in groups]
        for label in wanted
    ]
    return np.array(values, dtype=float).reshape(len(wanted), len(groups))


def _totals(plan: AccountPlan, table: Table) -> tuple[Matrix, Marks]:
    """Return totals by place and group (p, g), and which of them are borrowed (p, g)."""
    places, groups = table.place_codes, plan.groups
    totals = by_label(plan.totals[plan.totals["group"] != ""], [places], ["place"], groups)
    every = by_label(plan.totals, [places], ["place"], [""])[:, 0]
    if groups == ("",):
        totals = every[:, np.newaxis]
    lacks_groups = _lacking(totals)
    totals[lacks_groups] = np.nan
    if not plan.borrow:
        return totals, np.zeros_like(totals, dtype=bool)
    mix = _of_one(_regional(plan, places, np.nan_to_num(totals)), axis=1)
    sizes = np.array([plan.sizes.get(place, np.nan) for place in places])
    known = np.where(lacks_groups, every, totals.sum(axis=1))
    counted = np.isfinite(known + sizes)[:, np.newaxis]
    summed = _regional(plan, places, np.where(counted, np.column_stack([known, sizes]), 0.0))
    rate = summed[:, 0] / np.where(summed[:, 1] > 0, summed[:, 1], np.nan)
    guess = np.where(np.isfinite(every), every, rate * sizes)
    filled = np.where(lacks_groups[:, np.newaxis], guess[:, np.newaxis] * mix, totals)
    return filled, lacks_groups[:, np.newaxis] & np.isfinite(filled)


def _sector_shares(plan: AccountPlan, table: Table, totals: Matrix) -> tuple[Matrix, Marks]:
    """Return the share of its place's total that each row's block has (n, g); borrowed (p, g).

    A place that lacks a sector has no shares: what is not published is not zero.
    """
    if plan.shares.empty:
        shape = (len(table.places), totals.shape[1])
        return np.ones(shape), np.zeros(totals.shape, dtype=bool)
    places, sectors = table.place_codes, list(dict.fromkeys(sector_of_rows(plan, table)))
    labels = [[place for place in places for _ in sectors], sectors * len(places)]
    found = by_label(plan.shares, labels, ["place", "sector"], plan.groups)
    found = found.reshape(len(places), len(sectors), -1)
    shares = _of_one(found, axis=1)
    lacking = _lacking(shares)
    borrowed = np.zeros_like(lacking)
    if plan.borrow:
        counts = np.nan_to_num(shares * totals[:, np.newaxis])
        lent = _regional(plan, places, counts.reshape(len(places), -1)).reshape(shares.shape)
        shares = np.where(lacking[:, np.newaxis], _of_one(lent, axis=1), shares)
        borrowed = lacking
    sector = [sectors.index(it) for it in sector_of_rows(plan, table)]
    return shares[rows_to_places(table), sector], borrowed


def _parts(plan: AccountPlan, table: Table) -> tuple[Matrix, Marks, list[Problem]]:
    """Return the part of its block that each row has by the mix of keys: (n, g); borrowed; notes.

    An industry that lacks any key of the mix has no part, and is told where it has output.
    """
    blocks, producing = blocks_of_rows(plan, table), table.output > 0
    mixed = np.zeros((len(table.places), len(plan.groups)))
    borrowed = np.zeros(mixed.shape, dtype=bool)
    notes = []
    weights = sum(key.weight for key in plan.keys)
    for key in plan.keys:
        labels = [table.places, table.industries]
        amounts = by_label(key.frame, labels, ["place", "industry"], plan.groups)
        if plan.borrow:
            amounts, lent = _borrowed_key(plan, table, amounts)
            borrowed |= lent
        missing = pd.DataFrame(np.isnan(amounts))
        keyless = missing.groupby(list(table.places)).transform("all").to_numpy()
        told = (np.isnan(amounts) & ~keyless).any(axis=1) & producing
        notes += [_no_cell(table, int(row), key.name) for row in np.flatnonzero(told)]
        mixed = mixed + key.weight / weights * _within(amounts, blocks)
    return _within(mixed, blocks), borrowed, notes


def _borrowed_key(plan: AccountPlan, table: Table, amounts: Matrix) -> tuple[Matrix, Marks]:
    """Return a key in which places that have none take the sums of their region by industry."""
    frame = pd.DataFrame(amounts)
    region = [plan.regions.get(place) for place in table.places]
    lent = frame.groupby([region, list(table.industries)]).transform("sum", min_count=1)
    lacking = frame.isna().groupby(list(table.places)).transform("all")
    producing = (table.output > 0)[:, np.newaxis]
    taken = np.asarray(lacking & lent.notna() & producing, dtype=bool)
    return np.where(taken, lent, amounts), taken


def _regional(plan: AccountPlan, places: Sequence[str], values: Matrix) -> Matrix:
    """Return for each place the sum over its region (p, k); NaN where it has no region."""
    region = [plan.regions.get(place) for place in places]
    return np.asarray(pd.DataFrame(values).groupby(region).transform("sum"), dtype=float)


def _of_one(values: Matrix, axis: int) -> Matrix:
    """Return values over their sum along an axis; NaN where that is nothing or not known."""
    sums = values.sum(axis=axis, keepdims=True)
    return np.asarray(np.divide(values, sums, out=np.full_like(values, np.nan), where=sums > 0))


def _lacking(values: Matrix) -> Marks:
    """Say where any value along the second axis is not known."""
    return np.asarray(np.isnan(values).any(axis=1), dtype=bool)


def _within(amounts: Matrix, blocks: Matrix) -> Matrix:
    """Return amounts over the sum of their block: (n, g), NaN where there is nothing to share."""
    sums = blocks @ (blocks.T @ np.nan_to_num(amounts))
    return np.divide(amounts, sums, out=np.full_like(amounts, np.nan), where=sums > 0)


def _from_rates(plan: AccountPlan, table: Table, rates: Rates) -> Allocated:
    """Return rates times workers in the account's unit; the most particular rate counts."""
    used = _most_particular(plan, table, rates.frame)
    known = np.isfinite(used)
    rows = np.where(known, used, 0).astype(int)
    rate = np.where(known, rates.frame["value"].to_numpy(dtype=float)[rows], np.nan)
    labels = [table.places, table.industries]
    workers = by_label(rates.workers.frame, labels, ["place", "industry"], plan.groups)
    size = AMOUNTS[rates.unit][1] if rates.unit in AMOUNTS else SIZES[plan.unit]
    scale = FRACTIONS.get(rates.unit, 1.0) * SIZES[rates.workers_unit] / size
    values = rate * workers * scale
    totals = np.asarray(
        pd.DataFrame(values).groupby(rows_to_places(table)).sum(min_count=1), dtype=float
    )
    has_some = np.isfinite(totals).all(axis=1)[rows_to_places(table)]
    lacking = _lacking(values) & (table.output > 0) & has_some
    notes = [_no_cell(table, int(row), "rate or no workers") for row in np.flatnonzero(lacking)]
    whole = np.ones_like(values)
    return Allocated(
        values=values,
        totals=totals,
        shares=whole,
        parts=_within(values, membership(table.places, table.place_codes)),
        borrowed=np.zeros(values.shape, dtype=bool),
        rates=used,
        notes=(*_left_out(table, plan, totals, whole, values), *notes),
    )


def _most_particular(plan: AccountPlan, table: Table, frame: pd.DataFrame) -> Matrix:
    """Return the number of each cell's rate (n, g): of its industry, else sector, else place."""
    sectors = [plan.sectors.get(industry, "") for industry in table.industries]
    none = [""] * len(sectors)
    numbered = frame.assign(row=range(len(frame)))
    found = np.full((len(none), len(plan.groups)), np.nan)
    for labels in ((none, table.industries), (sectors, none), (none, none)):
        names = ["place", "sector", "industry"]
        at = by_label(numbered, [table.places, *labels], names, plan.groups, "row")
        found = np.where(np.isnan(found), at, found)
    return found


def _no_cell(table: Table, row: int, what: str) -> Problem:
    where = f"{table.places[row]} {table.industries[row]}"
    return Problem(where, f"has output but no {what}: it has no cell, and is not zero.")


def _left_out(
    table: Table, plan: AccountPlan, totals: Matrix, shares: Matrix, values: Matrix
) -> list[Problem]:
    """Return a note for each place that has a total and no cells, and the number without total."""
    notes, silent = [], []
    at = rows_to_places(table)
    lacks_total = _lacking(totals)
    shared = pd.DataFrame(np.isfinite(shares)).groupby(at).any().to_numpy().all(axis=1)
    filled = pd.DataFrame(np.isfinite(values)).groupby(at).any().to_numpy().all(axis=1)
    named = set(plan.totals["place"])
    for code, place in enumerate(table.place_codes):
        if filled[code]:
            continue
        if lacks_total[code] and place not in named:
            silent.append(place)
        elif lacks_total[code]:
            notes.append(Problem(place, "has no total of each group: left out.", _LEND))
        elif not shared[code]:
            notes.append(Problem(place, "has no shares of every sector: left out.", _LEND))
        else:
            notes.append(Problem(place, "has a total but no key: left out.", _LEND))
    if silent:
        what = f"without a total, and so not in the account: {', '.join(silent)}."
        notes.append(Problem(f"{len(silent)} of {len(filled)} places", what))
    return notes


_LEND = "Give them, or let it borrow from its region."
