"""`decentwork trade add`: a publisher's table, recognised, checked and kept."""

import json
from pathlib import Path
from typing import Annotated

import typer

from decentwork.commands.trade_options import AsJson


def add_command(
    path: Annotated[
        Path,
        typer.Argument(
            help="A publisher's file, an archive or a folder of them, or a tidy folder."
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option(help="Name to keep it under; several tables get their year behind it."),
    ] = None,
    year: Annotated[int | None, typer.Option(help="Year of a table that does not tell it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take in published tables, or your own: all of them, or none and every reason.

    Known by their content: OECD ICIO, ADB MRIO, WIOD 2013 and 2016, FIGARO, EXIOBASE 3, Eora26,
    GLORIA, EMERGING, what pymrio saved, and the own tidy form.
    """
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_intake import take_in_tables

    taken = take_in_tables(
        DataFolder.default(), path, name, year, lambda file: typer.echo(f"Reading {file}", err=True)
    )
    if as_json:
        typer.echo(json.dumps([it.to_dict() for it in taken], ensure_ascii=False))
        return
    for it in taken:
        typer.echo(f"{it.name}: {it.publisher}, {it.report.balance.year}, {it.outcome}.")
        for line in it.report.lines():
            typer.echo(f"  {line}")
    typer.echo(f"Use it with --table {taken[-1].name}.")
