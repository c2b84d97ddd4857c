"""Writing the own tidy form, of which `tidy_table` is the reader."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Matrix, Table
from decentwork.estimates.errors import CannotWrite, InvalidInput, Problem
from decentwork.sources.account_files import ERRORS, account_columns, account_errors
from decentwork.sources.published_table import check_regions

ROWS_AT_ONCE = 4000


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
        account_columns(table, accounts).to_parquet(folder / "accounts.parquet", index=False)
    errors = account_errors(folder, accounts)
    if not errors.empty:
        errors.to_parquet(folder / ERRORS, index=False)


def write_new_folder(
    folder: Path, table: Table, accounts: Mapping[str, AccountSeries], *, obtained: str
) -> None:
    """Write a table and its accounts into a folder that is not there yet: whole, or not at all.

    Regions that no ISO code names are the table's own.

    Raises
    ------
    CannotWrite
        The folder is there and not empty, or cannot be written.
    InvalidInput
        As `write_tidy_table`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotWrite(str(folder), "it is there and not empty: name another")
    own_regions = bool(check_regions(table.place_codes))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".table-", dir=folder.parent) as staged:
            whole = Path(staged) / "table"
            whole.mkdir()
            write_tidy_table(whole, table, accounts, own_regions=own_regions, obtained=obtained)
            whole.rename(folder)
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error


def _keys(table: Table) -> list[tuple[str, str]]:
    return list(zip(table.places, table.industries, strict=True))


def _write(path: Path, table: Table, names: Sequence[str], values: Matrix) -> None:
    """Write columns under names, some rows at a time: a copy of all would be gigabytes."""
    labels = [("region", pa.string()), ("industry", pa.string())]
    schema = pa.schema([*labels, *((name, pa.float64()) for name in names)])
    # Floats of a table hardly repeat: a dictionary and statistics of 8,000 columns only cost time.
    how = {"compression": "zstd", "use_dictionary": False, "write_statistics": False}
    with pq.ParquetWriter(path, schema, **how) as opened:
        for start in range(0, len(values), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            columns = [pa.array(table.places[rows]), pa.array(table.industries[rows])]
            columns += [pa.array(column) for column in np.ascontiguousarray(values[rows].T)]
            opened.write_table(pa.Table.from_arrays(columns, schema=schema))


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
