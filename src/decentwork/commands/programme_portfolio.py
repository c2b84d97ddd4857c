"""`decentwork programme portfolio`: where activity and money go, against where needs are."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from decentwork.sources.data_folder import DataFolder

WIDTH = 120


def portfolio_command(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every topic and country as data.")
    ] = False,
    by_place: Annotated[
        bool, typer.Option("--by-country", help="Print a line for each country, not each topic.")
    ] = False,
) -> None:
    """Print needs and activities of all programmes at hand, by topic, over all countries."""
    from decentwork.dossiers.portfolio import portfolio
    from decentwork.reporting.numbers import Reader
    from decentwork.reporting.portfolio_page import total_table
    from decentwork.sources.data_folder import DataFolder

    folder = DataFolder.default()
    found = portfolio(_with_data(folder))
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    by = "place" if by_place else "topic"
    totals = found.by_place() if by_place else found.by_topic()
    _print(total_table(totals, by, Reader()))
    rows = len(found.rows)
    typer.echo(f"\n{rows} topics in countries with a need shown or an activity; --json has each.")
    typer.echo("An activity on several topics, or in several countries, counts once in each line.")


def _with_data(folder: "DataFolder") -> "DataFolder":
    """Return a folder, or the view on the sample world where nothing else is in it."""
    real = any(not folder.entry(name).invented for name in folder.names())
    return folder if real or not folder.names() else folder.sample_world()


def _print(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    out = Console(highlight=False)
    out.width = min(out.width, WIDTH) if out.is_terminal else WIDTH
    table = Table(box=None, pad_edge=False)
    for head in rows[0] if rows else ():
        is_count = isinstance(rows[0][head], int)
        table.add_column(head, justify="right" if is_count else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(it) for it in row.values()))
    out.print(table)
