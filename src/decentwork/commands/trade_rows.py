"""Rows of a result as a table in the terminal."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 40  # rows in the terminal; all of them with --json


def print_frame(frame: "pd.DataFrame", title: str, as_json: bool, largest: str = "") -> None:
    """Print a frame as data, or under a title with the largest of a column first.

    What is not known is null as data. Under a title a unit is told once, ranks as bands, and a
    column of which nothing is known is left out.
    """
    if as_json:
        typer.echo(json.dumps(_plain(frame), ensure_ascii=False))
        return
    if frame.empty:
        typer.echo(f"{title}: nothing is known.")
        return
    if largest:
        frame = frame.sort_values(largest, ascending=False, kind="stable")
    units = list(frame["unit"].unique()) if "unit" in frame else []
    if len(units) == 1:
        title = title if units[0] in title else f"{title}, {units[0]}"
        frame = frame.drop(columns="unit")
    if "rank_low" in frame:
        bands = [
            f"{low}–{high}" for low, high in zip(frame["rank_low"], frame["rank_high"], strict=True)
        ]
        frame = frame.assign(rank=bands).drop(columns=["rank_low", "rank_high"])
    print_rows(_plain(frame.dropna(axis="columns", how="all")), title)


def _plain(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    known = frame.astype(object).where(frame.notna(), None)
    return [{str(name): it for name, it in row.items()} for row in known.to_dict(orient="records")]


def print_rows(rows: Sequence[dict[str, Any]], title: str) -> None:
    """Print rows under a title: the first `SHOWN`, and how many more there are."""
    from rich.console import Console
    from rich.table import Table

    typer.echo(title)  # as the title of the table it would be broken to the table's width
    shown = Table()
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
