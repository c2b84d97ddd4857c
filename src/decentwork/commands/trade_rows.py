"""Rows of a result as a table in the terminal."""

from collections.abc import Sequence
from typing import Any

import typer

SHOWN = 40  # rows in the terminal; all of them with --json


def print_rows(rows: Sequence[dict[str, Any]], title: str) -> None:
    """Print rows under a title: the first `SHOWN`, and how many more there are."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(title=title, title_justify="left")
    for name in rows[0]:
        number = isinstance(rows[0][name], float)
        typed_again = name == "name"  # cut short it would be of no use
        shown.add_column(
            name.replace("_", " "), justify="right" if number else "left", no_wrap=typed_again
        )
    for row in rows[:SHOWN]:
        shown.add_row(*(_cell(value) for value in row.values()))
    Console().print(shown)
    if len(rows) > SHOWN:
        typer.echo(f"{len(rows) - SHOWN} more rows; --json prints all")


def _cell(value: Any) -> str:  # noqa: ANN401 - any plain value
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 100 else f"{value:,.0f}"
    return ", ".join(value) if isinstance(value, list) else str(value)
