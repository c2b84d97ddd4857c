"""Our own tidy folder of one input-output table: table.toml, Z, Y and optionally x and accounts.

The layout is a stable contract; `docs/reference` shows it. Each of the files may be .csv or
.parquet. Every problem of every file is told at once, with row, column and rule.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table, Vector
from decentwork.classifications.countries import REST_OF_WORLD, countries
from decentwork.estimates.errors import InvalidInput, Problem, UnknownFile
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit
from decentwork.sources.account_files import read_errors
from decentwork.sources.labelled_matrix import (
    Findings,
    LabelledMatrix,
    Labels,
    read_block,
    read_columns,
    read_kinds,
)

DESCRIBED = ("title", "year", "unit", "publisher", "licence", "citation")
OWN_ERROR_UNKNOWN = NoInterval("the account came with a table of the user's own, without an error")
LAYOUT = "See the own tidy form in the reference."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TidyTable:
    """A table with the labour accounts that came in the same folder."""

    table: Table
    accounts: Mapping[str, AccountSeries]


def is_table_folder(path: Path) -> bool:
    """Say whether a path is a folder in the own tidy form."""
    return path.is_dir() and (path / "table.toml").is_file()


def read_tidy_table(folder: Path, provenance: Provenance | None = None) -> TidyTable:
    """Return the table and accounts of a folder in the own tidy form.

    Parameters
    ----------
    folder : Path
        Holds table.toml, Z.csv and Y.csv; optionally x.csv and accounts.csv; or .parquet.
    provenance : Provenance, optional
        Where the folder came from; without it what table.toml says.

    Raises
    ------
    UnknownFile
        There is no such folder, or it has no table.toml.
    DamagedFile
        A file cannot be opened as what its name says.
    InvalidInput
        The content breaks a rule; all problems are told.
    """
    if not is_table_folder(folder):
        raise UnknownFile(str(folder), "This is no folder with a table.toml.", LAYOUT)
    found = Findings()
    described = _description(folder / "table.toml", found)
    sales, demand = read_block(folder, "Z", found), read_block(folder, "Y", found)
    if sales is None or demand is None:
        raise InvalidInput(str(folder), found.problems)
    found.tell(_check_blocks(sales, demand))
    found.tell(_check_regions(sales, described))
    output = read_columns(folder, "x", sales.rows, found)
    accounts = read_columns(folder, "accounts", sales.rows, found)
    kinds = read_kinds(folder, sales.rows, found)
    found.tell(_check_units(accounts))
    found.refuse(str(folder))
    table = Table(
        name=folder.name,
        year=int(described["year"]),
        unit=str(described["unit"]),
        places=tuple(place for place, _ in sales.rows),
        industries=tuple(industry for _, industry in sales.rows),
        markets=tuple(place for place, _ in demand.columns),
        categories=tuple(category for _, category in demand.columns),
        transactions=sales.values,
        final_demand=demand.values,
        output=output["output"]
        if "output" in output
        else np.maximum(sales.values.sum(axis=1) + demand.values.sum(axis=1), 0.0),
        provenance=provenance or _provenance(described),
    )
    series = _series(accounts, kinds, table)
    for name, errors in read_errors(folder, table.year).items():
        if name in series:
            series[name] = replace(series[name], errors=errors)
    return TidyTable(table=table, accounts=series)


def account_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the accounts in a folder that was read before; no number is read."""
    if (folder / "accounts.parquet").is_file():
        headers = pq.read_schema(folder / "accounts.parquet").names
    elif (folder / "accounts.csv").is_file():
        headers = list(pd.read_csv(folder / "accounts.csv", nrows=0))
    else:
        return ()
    found = (_ACCOUNT.fullmatch(str(header)) for header in headers[2:])
    return tuple(it["name"] for it in found if it)


def industries_of(folder: Path) -> tuple[str, ...]:
    """Return the industry of each row of a table in a folder, from the head of its file."""
    if (folder / "Z.parquet").is_file():
        names = pq.read_schema(folder / "Z.parquet").names[2:]
        return tuple(name.partition(" ")[2] for name in names)
    return tuple(pd.read_csv(folder / "Z.csv", header=None, nrows=2, dtype=str).iloc[1, 2:])


def _description(path: Path, found: Findings) -> dict[str, Any]:
    try:
        described = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found.tell([Problem("table.toml", f"is not TOML: {error}.")])
        return {}
    found.tell(
        [
            Problem("table.toml", f"{name} is missing.", _example(name))
            for name in DESCRIBED
            if not str(described.get(name, "")).strip()
        ]
    )
    year = described.get("year")
    if year is not None and not isinstance(year, int):
        found.tell([Problem("table.toml", "year is not a whole number.", "year = 2011")])
    return described


def _example(name: str) -> str:
    return {"unit": 'State the money: unit = "million USD".', "year": "year = 2011"}.get(name, "")


def _check_blocks(sales: LabelledMatrix, demand: LabelledMatrix) -> list[Problem]:
    """Return a problem where columns of Z, or rows of Y, are not the rows of Z."""
    problems = []
    if len(sales.rows) != len(sales.columns):
        size = f"{len(sales.rows)} rows and {len(sales.columns)} columns"
        problems.append(Problem("Z", f"the matrix is not square: {size}.", LAYOUT))
    problems += _differences("Z", "columns", sales.columns, sales.rows)
    problems += _differences("Y", "rows", demand.rows, sales.rows)
    regions = {region for region, _ in sales.rows}
    return problems + [
        Problem(f"Y, column {column + 3}", f"region {region!r} is not a region of Z.")
        for column, (region, _) in enumerate(demand.columns)
        if region not in regions
    ]


def _differences(what: str, side: str, found: Labels, wanted: Labels) -> list[Problem]:
    known = set(wanted)
    strangers = [label for label in dict.fromkeys(found) if label not in known]
    if strangers:
        return [
            Problem(f"{what}, {side}", f"region and industry {' '.join(label)!r} is no row of Z.")
            for label in strangers
        ]
    if set(found) != known:
        lacking = [label for label in wanted if label not in set(found)]
        return [Problem(f"{what}, {side}", f"{' '.join(label)!r} is missing.") for label in lacking]
    if found != wanted:
        rule = "Rows and columns must be in one order."
        return [Problem(f"{what}, {side}", "the order is not that of the rows of Z.", rule)]
    return []


def _check_regions(sales: LabelledMatrix, described: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each region that is no ISO code in a table that uses ISO codes.

    A table may have codes of its own (P and Q, or regions of the world): then none is checked.
    Where most are ISO alpha-3, another is taken for a slip unless table.toml says
    `regions = "own"`.
    """
    known = {place.iso3 for place in (*countries(), *countries(invented=True))} | {REST_OF_WORLD}
    regions = list(dict.fromkeys(region for region, _ in sales.rows))
    strangers = [region for region in regions if region not in known]
    if described.get("regions") == "own" or 2 * len(strangers) >= len(regions):
        return []
    hint = 'If the table has regions of its own, write regions = "own" in table.toml.'
    return [
        Problem("Z", f"region {region!r} is neither ISO alpha-3 nor ROW.", hint)
        for region in strangers
    ]


def _check_units(accounts: Mapping[str, Vector]) -> list[Problem]:
    """Return a problem for each account whose header does not end in a known unit."""
    units = ", ".join(Unit)
    problems = []
    for header in accounts:
        found = _ACCOUNT.fullmatch(header)
        if found is None:
            hint = "Head it like: employment [thousand persons]."
            problems.append(Problem(f"accounts, column {header!r}", "the unit is missing.", hint))
        elif found["unit"] not in tuple(Unit):
            what = f"the unit {found['unit']!r} is not known."
            problems.append(Problem(f"accounts, column {header!r}", what, f"Known: {units}."))
    return problems


_ACCOUNT = re.compile(r"\s*(?P<name>[^\[\]]*[^\[\]\s])\s*\[\s*(?P<unit>[^\[\]]+?)\s*\]\s*")


def _series(
    accounts: Mapping[str, Vector], kinds: Mapping[str, list[str]], table: Table
) -> dict[str, AccountSeries]:
    """Return the accounts by name; a cell that is empty is not known."""
    series = {}
    for header, values in accounts.items():
        found = _ACCOUNT.fullmatch(header)
        if found is None:
            continue
        frame = pd.DataFrame(
            {
                "place": table.places,
                "industry": table.industries,
                "year": table.year,
                "value": values,
                "how": kinds.get(found["name"], "observed"),
                "control": "",
            }
        )
        series[found["name"]] = AccountSeries(
            name=found["name"],
            unit=Unit(found["unit"]),
            frame=frame.dropna(subset=["value"]),
            median_error=OWN_ERROR_UNKNOWN,
            provenance=table.provenance,
        )
    return series


def _provenance(described: Mapping[str, Any]) -> Provenance:
    origin = Origin(
        publisher=str(described["publisher"]),
        title=str(described["title"]),
        licence=str(described["licence"]),
        citation=str(described["citation"]),
        edition=str(described["year"]),
    )
    return Provenance(origins=(origin,), steps=("read from a table folder",))
