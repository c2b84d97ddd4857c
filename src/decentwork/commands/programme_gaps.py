"""`decentwork programme gaps`: need, obligation, action and the gap left, by topic and tier."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from decentwork.dossiers.gap_rows import GapRow

WIDTH = 120


def gaps_command(
    place: Annotated[str, typer.Argument(help="A country: name or ISO code.")],
    chain: Annotated[str, typer.Argument(help="A chain or good, e.g. electronics.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as data.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show also rows of which nothing is known.")
    ] = False,
) -> None:
    """Print what a chain needs, what binds, what is done, and the gap at each topic and tier."""
    from decentwork.classifications.chains import find_chain
    from decentwork.classifications.countries import find_country
    from decentwork.dossiers.gap_rows import gap_rows
    from decentwork.reporting.gap_pages import told_row
    from decentwork.sources.data_folder import DataFolder

    where, what = find_country(place), find_chain(chain)
    rows = gap_rows(where.iso3, what.slug, DataFolder.default())
    if as_json:
        typer.echo(json.dumps([told_row(row) for row in rows], ensure_ascii=False))
        return
    typer.echo(f"{what.name()}, {where.name()}")
    _print(rows, every)


def _print(rows: "tuple[GapRow, ...]", every: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from decentwork.reporting import names

    out = Console(highlight=False)
    out.width = min(out.width, WIDTH) if out.is_terminal else WIDTH
    table = Table(box=None, pad_edge=False)
    for head in ("Topic", "Tier", "Need", "Priority", "Binding", "Done here", "Gap"):
        table.add_column(head, overflow="fold")
    shown = [row for row in rows if every or row.gap != "nothing_known"]
    for row in sorted(shown, key=_first):
        done = [it.title for it in row.counting]
        table.add_row(
            names.topic_name(row.topic, "en"),
            names.tier_name(row.tier, "en"),
            names.NEEDS[row.need],
            _priority(row),
            ", ".join(_rules(row)) or "–",
            "; ".join(done) or "–",
            names.GAPS[row.gap] if row.gap else "none left",
        )
    out.print(table)
    unknown = sum(row.gap == "nothing_known" for row in rows)
    typer.echo(f"\nNothing is known of the need in {unknown} of {len(rows)} rows.")
    if unknown and not every:
        typer.echo("--all shows them; --json has the evidence and the reasons of each row.")
    weighed = [row for row in rows if row.priority and row.priority.changes_with_weights]
    if weighed:
        typer.echo(f"* The band of {len(weighed)} rows would change with other weights.")


def _rules(row: "GapRow") -> list[str]:
    """Return what binds: codes of instruments, names of points of law."""
    from decentwork.reporting.names import indicator_name

    return [indicator_name(it.name) for it in row.obligations if it.binding]


def _first(row: "GapRow") -> tuple[int, int, int]:
    """Return what orders rows: the gaps first, the most severe of them first."""
    bands = row.priority
    return (row.gap is None, -(bands.high if bands else 0), -(bands.low if bands else 0))


def _priority(row: "GapRow") -> str:
    bands = row.priority
    if bands is None:
        return ""
    low, high = bands.low.name.lower(), bands.high.name.lower()
    span = low if low == high else f"{low} to {high}"
    return f"{span}*" if bands.changes_with_weights else span
