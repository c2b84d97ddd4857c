"""GLORIA, the Global Resource Input Output Assessment: 164 regions, 120 sectors, a year at a time.

One year is an archive or folder of matrices without labels; labels stand in a workbook beside it,
people at work in the archive of satellite accounts beside it. The matrix of transactions, 39,360
rows, is read block by block: only its uses (19,680 x 19,680) are ever in memory.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.classifications.countries import countries
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.gloria_files import (
    Labels,
    check_end,
    edition_of,
    next_rows,
    opened_matrix,
    read_labels,
    readme_of,
    satellites_of,
)
from decentwork.sources.published_accounts import StatedRow, are_parts, labour_accounts
from decentwork.sources.published_table import PublishedTable

SUPPLY_OFF = 0.05
"""Share of sales by which supply may differ. Wide, as no edition is at hand to measure it on;
rows taken for what they are not differ by far more."""
UNIT = "thousand USD"


@dataclass(frozen=True, slots=True, eq=False)
class _Matrices:
    """Uses (n, n), final demand (n, k), supply (n,) and primary inputs, each by its label (n,)."""

    uses: Matrix
    demand: Matrix
    supply: Vector
    inputs: dict[str, Vector]


def read_gloria(path: Path, year: int) -> PublishedTable:
    """Return a year at basic prices, product by product; output is what rows add to.

    In GLORIA each sector makes one product, so the uses of products by industries are the table;
    supply that is not so is refused. Regions without any flow are left out. Accounts are people at
    work, where the workbook of labels names the rows of this edition, and what employees are paid.

    Raises
    ------
    DamagedFile
        An archive cannot be opened, or a matrix cannot be read as numbers.
    InvalidInput
        Files are missing, sizes are not those of the labels, or supply breaks the rule.

    References
    ----------
    Lenzen, Geschke, West et al. 2022, Implementing the material footprint to measure progress
    towards Sustainable Development Goals 8 and 12, Nature Sustainability 5: 157–166.
    """
    edition = edition_of(path)
    labels = read_labels(readme_of(path, edition))
    found = _matrices(path, labels)
    sales = found.uses.sum(axis=1) + found.demand.sum(axis=1)
    notes = _told(found, sales)
    used = _used(found, len(labels.sectors))
    table = _table(found, labels, used, sales, edition, year)
    people, why_none = _people(path, labels, edition, year)
    pay = [StatedRow(name, UNIT, values) for name, values in found.inputs.items()]
    kept = np.repeat(used, len(labels.sectors))
    stated = [StatedRow(it.label, it.unit, it.values[kept]) for it in (*people, *pay)]
    groups = [it.label.partition(": ")[2] for it in people]
    accounts, left_out = labour_accounts(stated, table, groups_add_up=are_parts(groups))
    known = {it.iso3 for it in countries()}
    own = ", ".join(place for place in table.place_codes if place not in known)
    empty = ", ".join(it for it in labels.regions if it not in table.place_codes)
    return PublishedTable(
        table=table,
        primary_inputs=None,
        mapped={},
        own_regions=bool(own),
        notes=(
            *notes,
            *[f"regions without any flow are left out: {empty}"] * bool(empty),
            *[f"regions that no ISO code names: {own}"] * bool(own),
            *why_none,
            *left_out,
        ),
        accounts=accounts,
    )


def _table(
    found: _Matrices,
    labels: Labels,
    used: Sequence[bool],
    sales: Vector,
    edition: str,
    year: int,
) -> Table:
    """Return the table of the regions that are used; a selection of all would copy gigabytes."""
    regions = [it for it, is_used in zip(labels.regions, used, strict=True) if is_used]
    rows = [(region, sector) for region in regions for sector in labels.sectors]
    columns = [(region, use) for region in regions for use in labels.uses]
    n = np.flatnonzero(np.repeat(used, len(labels.sectors)))
    k = np.flatnonzero(np.repeat(used, len(labels.uses)))
    return Table(
        name=f"gloria{edition}_{year}",
        year=year,
        unit=UNIT,
        places=tuple(region for region, _ in rows),
        industries=tuple(sector for _, sector in rows),
        markets=tuple(region for region, _ in columns),
        categories=tuple(use for _, use in columns),
        transactions=found.uses if all(used) else found.uses[np.ix_(n, n)],
        final_demand=found.demand if all(used) else found.demand[np.ix_(n, k)],
        output=np.maximum(sales, 0.0)[n],
        provenance=Provenance(origins=(_origin(edition, year),), steps=("basic prices",)),
    )


def _told(found: _Matrices, sales: Vector) -> list[str]:
    """Return notes on how the table adds up; refuse supply that is far from what is sold."""
    off = float(np.abs(found.supply - sales).sum() / sales.sum())
    if off > SUPPLY_OFF:
        rule = f"Within {SUPPLY_OFF:.0%} is accepted: the files are not laid out as in GLORIA."
        problem = Problem("supply", f"misses the sales of products by {off:.1%} in all.", rule)
        raise InvalidInput("GLORIA", [problem])
    bought = found.uses.sum(axis=0) + np.sum([*found.inputs.values()], axis=0)
    gap = float(np.abs(sales - bought).sum() / sales.sum())
    return [
        f"output is the row sum; supply misses it by {off:.3%} in all",
        f"columns miss it by {gap:.3%} of output in all: basic prices leave out net taxes on "
        "products",
    ]


def _matrices(path: Path, labels: Labels) -> _Matrices:
    size, n = len(labels.sectors), len(labels.regions) * len(labels.sectors)
    industries, products = labels.rows_of(0), labels.rows_of(1)
    uses, supply = np.empty((n, n)), np.empty(n)
    with opened_matrix(path, "T") as opened:
        for region in range(len(labels.regions)):
            at = slice(region * size, (region + 1) * size)
            made = next_rows(opened, size, 2 * n, products)
            supply[at] = made[np.arange(size), range(*at.indices(n))]
            _check_supply(made, supply[at], labels.regions[region])
            uses[at] = next_rows(opened, size, 2 * n, industries)
        check_end(opened)
    with opened_matrix(path, "Y") as opened:
        columns = len(labels.regions) * len(labels.uses)
        demand = next_rows(opened, 2 * n, columns)[products]
        check_end(opened)
    with opened_matrix(path, "V") as opened:
        rows = len(labels.regions) * len(labels.inputs)
        added = next_rows(opened, rows, 2 * n, industries)
        check_end(opened)
    inputs = {
        name: added[at :: len(labels.inputs)].sum(axis=0) for at, name in enumerate(labels.inputs)
    }
    return _Matrices(uses, demand, supply, inputs)


def _check_supply(made: Matrix, own: Vector, region: str) -> None:
    other = np.abs(made).sum() - np.abs(own).sum()
    if other > 1e-6 * np.abs(made).sum():
        what = f"industries of {region} make other products than their own."
        hint = "Such an edition cannot be read as a table of products."
        raise InvalidInput("GLORIA", [Problem("supply", what, hint)])


def _used(found: _Matrices, size: int) -> list[bool]:
    """Return for each region whether it buys or sells anything between industries."""
    flows = np.abs(found.uses).sum(axis=0) + np.abs(found.uses).sum(axis=1) + np.abs(found.supply)
    return [bool(it) for it in flows.reshape(-1, size).any(axis=1)]


def _people(
    path: Path, labels: Labels, edition: str, year: int
) -> tuple[list[StatedRow], list[str]]:
    """Return the rows on people at work of the satellite accounts, or a note why there are none."""
    beside = satellites_of(path, edition, year)
    if beside is None:
        return [], ["no satellite accounts of this year lie beside the table: no people at work"]
    wanted = [at for at, it in enumerate(labels.satellites) if it[0].strip() == "Employment"]
    rows: list[StatedRow] = []
    n, number = 2 * len(labels.regions) * len(labels.sectors), 0
    with opened_matrix(beside, "TQ") as opened:
        for number, line in enumerate(opened, start=1):
            if number - 1 in wanted:
                values = next_rows([line], 1, n, labels.rows_of(0))[0]
                _, name, unit = labels.satellites[number - 1]
                rows.append(StatedRow(_as_employment(name), unit.strip(), values))
    if number != len(labels.satellites):
        told = f"the ReadMe labels {len(labels.satellites)} satellite rows, there are {number}"
        return [], [f"{told}: no people at work"]
    return rows, [] if rows else ["the ReadMe names no satellite rows on employment"]


def _as_employment(name: str) -> str:
    group = re.sub(r"^employment[\s_:,-]*", "", name.strip("' "), flags=re.IGNORECASE)
    return f"Employment: {group}" if group else "Employment"


def _origin(edition: str, year: int) -> Origin:
    return Origin(
        publisher="GLORIA",
        title=f"GLORIA {edition}, {year}, basic prices",
        licence="as its publisher states",
        citation="Lenzen et al. (2022), Implementing the material footprint to measure progress "
        "towards Sustainable Development Goals 8 and 12, Nature Sustainability 5: 157-166",
        edition=edition,
    )
