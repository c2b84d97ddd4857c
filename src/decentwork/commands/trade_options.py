"""What commands on a table are told: which table and year, what to count, and how to print."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from decentwork.accounts.tables import Table
    from decentwork.sources.table_names import NamedTable

TableName = Annotated[
    str, typer.Option("--table", help="Name of a table, or a folder in the own tidy form.")
]
Year = Annotated[int | None, typer.Option("--year", help="Year; the last one if not given.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print as data: one array.")]

Places = Annotated[
    list[str] | None,
    typer.Option("--place", help="Where the work is done: codes, countries or regions."),
]
Industries = Annotated[
    list[str] | None,
    typer.Option("--industry", help="Of the work: codes, manufacturing, or a chain (garments)."),
]
Markets = Annotated[
    list[str] | None, typer.Option("--market", help="Who buys: codes, countries or regions.")
]
Products = Annotated[
    list[str] | None,
    typer.Option("--product", help="What is bought, by the industry that sells it."),
]


def split_texts(written: Sequence[str] | None) -> tuple[str, ...]:
    """Return the texts of an option that may be repeated or split by commas."""
    return tuple(text for it in written or () for part in it.split(",") if (text := part.strip()))


def chosen_table(name: str, year: int | None) -> "tuple[NamedTable, Table]":
    """Return a table by its name or folder, and its flows of a year."""
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_names import named_table

    named = named_table(name, DataFolder.default())
    return named, named.table(named.year_or_last(year))
