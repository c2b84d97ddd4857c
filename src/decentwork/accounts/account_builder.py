"""Build a labour account: totals shared out by keys, raked to published sums, with intervals."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from decentwork.accounts.account_errors import interval_notes, spread_of_cells
from decentwork.accounts.account_plan import (
    LABELS,
    SECTOR,
    TOTAL,
    AccountPlan,
    PublishedSums,
    check_plan,
)
from decentwork.accounts.allocation import Allocated, allocate, by_label, sector_of_rows
from decentwork.accounts.built_account import BuiltAccount
from decentwork.accounts.raking import Margin, Raked, rake
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import InvalidInput, Problem

_MOVED = 1e-9  # relative change from which a figure has moved


def build_account(plan: AccountPlan, table: Table) -> BuiltAccount:
    """Return value, interval and kind of every place × industry × group of a table.

    A total times the published shares of its sectors times the part of each industry by the keys,
    raked so that all published sums hold. What cannot be known has no cell, and is noted.

    Raises
    ------
    InvalidInput
        Labels, numbers or keys do not fit; all are told.
    MarginsContradict, RakingStalled
        Published sums cannot hold together.
    """
    problems = check_plan(plan, table)
    if problems:
        raise InvalidInput(f"Account {plan.name}", problems)
    found = allocate(plan, table)
    problems = _without_key(plan, table, found)
    if problems:
        raise InvalidInput(f"Account {plan.name}", problems)
    cells = _cells(plan, table, found)
    if cells.empty:
        raise InvalidInput(f"Account {plan.name}", found.notes)
    margins, labels, unused = _margins(plan, table, cells)
    held = cells["seen"].to_numpy(dtype=bool) & plan.hold
    raked = rake(cells["start"].to_numpy(dtype=float), margins, held, plan.rounding)
    cells = cells.assign(value=raked.values)
    cells = cells.assign(how=_how(cells, margins))
    spread = spread_of_cells(plan, cells, margins, labels, held)
    low, high = spread.of_cells()
    sure = (cells["how"] != "borrowed").to_numpy()
    cells["low"], cells["high"] = np.where(sure, low, np.nan), np.where(sure, high, np.nan)
    shown = ["place", "industry", "group", "value", "low", "high", "how", "control"]
    return BuiltAccount(
        plan=plan,
        cells=cells[shown],
        notes=(*plan.notes, *found.notes, *unused, *_told(plan, table, cells, raked)),
        interval_notes=interval_notes(plan),
        spread=spread,
        sweeps=raked.sweeps,
    )


def _cells(plan: AccountPlan, table: Table, found: Allocated) -> pd.DataFrame:
    """Return one row a cell that is known, with its labels and what it was made from."""
    count = len(plan.groups)
    labels = [table.places, table.industries]
    seen = by_label(plan.observed, labels, ["place", "industry"], plan.groups)
    sectors = [plan.sectors.get(industry, "") for industry in table.industries]
    blocks = sector_of_rows(plan, table)
    controls = [" ".join(filter(None, it)) for it in zip(table.places, blocks, strict=True)]
    frame = pd.DataFrame(
        {
            "place": np.repeat(table.places, count),
            "industry": np.repeat(table.industries, count),
            "group": np.tile(plan.groups, len(table.places)),
            "sector": np.repeat(sectors, count),
            "region": np.repeat([plan.regions.get(place, "") for place in table.places], count),
            "block": np.repeat(blocks, count),
            "control": np.repeat(controls, count),
            "output": np.repeat(table.output, count),
            "rate": found.rates.ravel(),
            "share": found.shares.ravel(),
            "part": found.parts.ravel(),
            "seen": np.isfinite(seen).ravel(),
            "borrowed": (found.borrowed & np.isnan(seen)).ravel(),
            "allocated": found.values.ravel(),
            "start": np.where(np.isnan(seen), found.values, seen).ravel(),
        }
    )
    return frame[np.isfinite(frame["start"])].reset_index(drop=True)


def _without_key(plan: AccountPlan, table: Table, found: Allocated) -> list[Problem]:
    """Return a problem for each sector with a published share but not one industry with a key."""
    frame = pd.DataFrame(
        {"place": table.places, "sector": sector_of_rows(plan, table)}
    ).assign(
        has=np.isfinite(found.values).all(axis=1), share=np.nan_to_num(found.shares).max(axis=1)
    )  # fmt: skip
    if plan.shares.empty:
        return []
    blocks = frame.groupby(["place", "sector"], sort=False).agg({"has": "any", "share": "max"})
    some = blocks["has"].groupby("place").transform("any")
    return [
        Problem(
            f"{place} {sector}",
            "has a published share, but none of its industries has a key.",
            "Give a key, or join the sector with another.",
        )
        for place, sector in blocks[some & ~blocks["has"] & (blocks["share"] > 0)].index
    ]


def _margins(
    plan: AccountPlan, table: Table, cells: pd.DataFrame
) -> tuple[list[Margin], list[tuple[str, dict[str, str]]], list[Problem]]:
    """Return the sums to rake to, name and labels of each, and a note for each not used."""
    sums = [PublishedSums(name=TOTAL, frame=plan.totals)] if plan.hold else []
    if plan.hold and plan.rates is None and not plan.shares.empty:
        sums.append(PublishedSums(name=SECTOR, frame=_sector_sums(cells)))
    present = set(cells["place"])
    margins, kept, notes = [], [], []
    for published in (*sums, *plan.sums):
        for row in published.frame.to_dict(orient="records"):
            labels = {name: str(row[name]) for name in LABELS if row.get(name)}
            lacking = _places(plan, table, labels) - present
            if not lacking:
                margins.append(_margin(published.name, labels, float(row["value"]), cells))
                kept.append((published.name, labels))
            elif published.name != TOTAL:
                what = f"not raked to: {', '.join(sorted(lacking))} in it has no cells."
                notes.append(Problem(_named(published.name, labels), what))
    return margins, kept, notes


def _places(plan: AccountPlan, table: Table, labels: Mapping[str, str]) -> set[str]:
    """Return the places of the table that a sum with these labels is over."""
    if "place" in labels:
        return {labels["place"]}
    region = labels.get("region")
    return {
        place for place in table.place_codes if region in (None, plan.regions.get(place))
    }  # fmt: skip


def _margin(name: str, labels: Mapping[str, str], value: float, cells: pd.DataFrame) -> Margin:
    inside = np.ones(len(cells), dtype=bool)
    for label, code in labels.items():
        inside &= (cells[label] == code).to_numpy()
    return Margin(name=_named(name, labels), cells=np.flatnonzero(inside), value=value)


def _named(name: str, labels: Mapping[str, str]) -> str:
    return " ".join((name, *labels.values()))


def _sector_sums(cells: pd.DataFrame) -> pd.DataFrame:
    """Return total times published share by place, group and sector, where none is borrowed."""
    own = cells[~cells["borrowed"] & cells["allocated"].notna()]
    keys = ["place", "group", "sector"]
    sums = own.groupby(keys, sort=False, as_index=False)["allocated"].sum()
    return sums.rename(columns={"allocated": "value"})


def _how(cells: pd.DataFrame, margins: list[Margin]) -> list[str]:
    """Return for each cell whether it is observed, modelled or borrowed.

    A cell that a published sum is of alone is observed; one that sums moved no longer is.
    """
    stays = np.isclose(cells["value"], cells["start"], rtol=_MOVED, atol=0.0)
    published = cells["seen"].to_numpy(dtype=bool) & stays
    alone = [margin.cells[0] for margin in margins if len(margin.cells) == 1]
    published[alone] = True
    kinds = np.where(cells["borrowed"], "borrowed", np.where(published, "observed", "modelled"))
    return [str(kind) for kind in kinds]


def _told(plan: AccountPlan, table: Table, cells: pd.DataFrame, raked: Raked) -> Iterator[Problem]:
    """Tell sums that gave way, totals and cells that sums moved, labour where nothing is made."""
    for name, published, used in raked.rounded:
        yield Problem(name, f"taken as {used:,.10g}, published as {published:,.10g}: rounding.")
    if not plan.hold:
        yield from _moved(plan, cells)
    yield from _idle(table, cells)


def _moved(plan: AccountPlan, cells: pd.DataFrame) -> Iterator[Problem]:
    """Tell every total and observed cell that published sums moved."""
    seen = cells[cells["seen"]]
    for row in seen.to_dict(orient="records"):
        where = " ".join(filter(None, (row["place"], row["industry"], row["group"])))
        yield from _move(where, row["start"], row["value"])
    for total in plan.totals.to_dict(orient="records"):
        here = cells[cells["place"] == total["place"]]
        here = here[here["group"] == total["group"]] if total["group"] else here
        if not here.empty:
            where = " ".join(filter(None, (TOTAL, total["place"], total["group"])))
            yield from _move(where, float(total["value"]), float(here["value"].sum()))


def _move(where: str, before: float, after: float) -> Iterator[Problem]:
    if abs(after - before) > _MOVED * max(before, after):
        grown = f" ({after / before - 1:+.1%})" if before > 0 else ""
        yield Problem(where, f"moved from {before:,.6g} to {after:,.6g}{grown}.")


def _idle(table: Table, cells: pd.DataFrame) -> Iterator[Problem]:
    """Tell every industry that has labour and no output: footprints leave it out."""
    for row in cells[(cells["output"] <= 0) & (cells["value"] > 0)].itertuples():
        what = f"has {row.value:,.6g} and no output in {table.name}: no footprint counts it."
        yield Problem(" ".join(filter(None, (row.place, row.industry, row.group))), what)
