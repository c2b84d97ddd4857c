"""What every command on a table is told: which table, which year, and how to print."""

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


def chosen_table(name: str, year: int | None) -> "tuple[NamedTable, Table]":
    """Return a table by its name or folder, and its flows of a year."""
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_names import named_table

    named = named_table(name, DataFolder.default())
    return named, named.table(named.year_or_last(year))
