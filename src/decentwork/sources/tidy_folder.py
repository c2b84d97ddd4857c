"""Writing the own tidy form, of which `tidy_table` is the reader."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Matrix, Table
from decentwork.estimates.errors import InvalidInput, Problem


def write_tidy_table(
    folder: Path,
    table: Table,
    accounts: Mapping[str, AccountSeries],
    *,
    own_regions: bool = False,
    obtained: str = "",
) -> None:
    """Write a table and its accounts into a folder that is there and empty.

    Z, Y, x and accounts are parquet files; numbers come back to the last bit. `own_regions` says
    that no ISO code names the regions; `obtained` where the table came from.

    Raises
    ------
    InvalidInput
        A region code has a space: the form could not tell it from the industry.
    """
    spaced = [place for place in table.place_codes if " " in place]
    if spaced:
        rule = "A region code has none."
        raise InvalidInput(
            table.name, [Problem(f"region {place!r}", "has a space.", rule) for place in spaced]
        )
    (folder / "table.toml").write_text(_description(table, own_regions, obtained), "utf-8")
    rows = [f"{place} {industry}" for place, industry in _keys(table)]
    uses = [f"{place} {use}" for place, use in zip(table.markets, table.categories, strict=True)]
    _write(folder / "Z.parquet", table, rows, table.transactions)
    _write(folder / "Y.parquet", table, uses, table.final_demand)
    _write(folder / "x.parquet", table, ["output"], table.output[:, np.newaxis])
    if accounts:
        headers = [f"{name} [{series.unit}]" for name, series in accounts.items()]
        cells = [series.in_year(table.year).on(table) for series in accounts.values()]
        _write(folder / "accounts.parquet", table, headers, np.column_stack(cells))


def _keys(table: Table) -> list[tuple[str, str]]:
    return list(zip(table.places, table.industries, strict=True))


def _write(path: Path, table: Table, names: Sequence[str], values: Matrix) -> None:
    # Floats of a table hardly repeat: a dictionary and statistics of 8,000 columns only cost time.
    columns = [pa.array(table.places), pa.array(table.industries)]
    columns += [pa.array(np.ascontiguousarray(column)) for column in values.T]
    held = pa.Table.from_arrays(columns, names=["region", "industry", *names])
    pq.write_table(held, path, compression="zstd", use_dictionary=False, write_statistics=False)


def _description(table: Table, own_regions: bool, obtained: str) -> str:
    origin = table.provenance.origins[0]
    described: dict[str, str | int] = {
        "title": origin.title,
        "year": table.year,
        "unit": table.unit,
        "publisher": origin.publisher,
        "licence": origin.licence,
        "citation": origin.citation,
        "done": "; ".join(table.provenance.steps),
        "obtained": obtained,
        "regions": "own" if own_regions else "iso",
    }
    # A JSON string or number is a TOML one.
    lines = [f"{key} = {json.dumps(it, ensure_ascii=False)}" for key, it in described.items()]
    return "\n".join(lines) + "\n"
