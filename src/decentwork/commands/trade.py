"""`decentwork trade`: labour behind demand and exports, and whether a table adds up."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.commands.trade_add import add_command
from decentwork.commands.trade_exports import exports_command, position_command
from decentwork.commands.trade_options import AsJson, TableName, Year
from decentwork.commands.trade_rows import print_rows
from decentwork.commands.trade_shock import shock_command
from decentwork.estimates.errors import UnknownCode

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.sources.table_names import NamedTable

trade_commands = typer.Typer(
    no_args_is_help=True,
    help="Labour behind final demand and exports, by place, industry and market.",
)
DIMENSIONS = ("place", "industry", "market")


@trade_commands.command("footprint")
def footprint(
    table: TableName = "wiod2013",
    year: Year = None,
    account: Annotated[str, typer.Option(help="Labour account of the table.")] = "employment",
    perspective: Annotated[
        str, typer.Option(help="final_demand, or gross exports: domestic_L, domestic_B, direct.")
    ] = "final_demand",
    by: Annotated[
        str, typer.Option(help="Labels to keep, of place, industry, market.")
    ] = "place,market",
    intervals: Annotated[
        bool, typer.Option("--intervals", help="With the interval of each value, where known.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show labour by place of work and the market whose demand it serves."""
    labels = _labels(by)
    named = _named(table)
    from decentwork.footprints.exports import labour_in_exports
    from decentwork.footprints.leontief import factorise

    flows = named.table(named.year_or_last(year))
    labour = named.account(account, flows)
    factors = factorise(flows)
    found = labour_in_exports(factors, labour, perspective, labels)
    frame = found.to_frame()
    if intervals:
        from decentwork.footprints.footprint_intervals import with_intervals

        frame = with_intervals(found, factors, named.series(account))
    if intervals and not as_json:
        notes = frame.pop("interval_note").unique()
        _print(frame, str(found), as_json)
        typer.echo(f"Intervals: {'; '.join(notes)}.")
    else:
        _print(frame, str(found), as_json)
    if not as_json and "modelled" in labour.how:
        typer.echo("Experimental: modelled employment is in it; not for ranking places.")


@trade_commands.command("participation")
def participation_command(
    table: TableName = "wiod2013", year: Year = None, as_json: AsJson = False
) -> None:
    """Show the foreign content of each place's exports, and its value in others' exports."""
    named = _named(table)
    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.participation import participation

    found = participation(factorise(named.table(named.year_or_last(year))))
    _print(found.to_frame().assign(unit=found.unit), str(found), as_json)


@trade_commands.command("list")
def list_tables(as_json: AsJson = False) -> None:
    """Show the tables at hand, their years and labour accounts."""
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_names import named_table, table_names

    folder = DataFolder.default()
    rows: list[dict[str, Any]] = []
    for name in table_names(folder):
        named = named_table(name, folder)
        described = folder.entry(name)
        rows.append(
            {
                "name": name,
                "title": described.title,
                "years": list(named.years),
                "accounts": list(named.account_names),
                "publisher": described.publisher,
                "licence": described.licence,
            }
        )
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        typer.echo("No table is in the data folder. Add one with: decentwork trade add PATH")
    else:
        print_rows([{**row, "years": _span(row["years"])} for row in rows], "Tables")


@trade_commands.command("check")
def check_table(
    table: Annotated[str, typer.Argument(help="Name of a table, or a folder.")],
    year: Year = None,
    as_json: AsJson = False,
) -> None:
    """Report whether a table adds up: rows and columns that are off, empty industries."""
    named = _named(table)
    from decentwork.accounts.balance import balance

    report = balance(named.published(named.year_or_last(year)))
    if as_json:
        typer.echo(json.dumps([report.to_dict()], ensure_ascii=False))
        return
    typer.echo(str(report))
    facts = report.to_dict()
    for name in ("negative_transactions", "negative_final_demand"):
        typer.echo(f"{name.replace('_', ' ')}: {facts[name]}")
    for name in ("rows_off", "columns_off", "zero_output"):
        if facts[name]:
            print_rows(facts[name], name.replace("_", " "))


trade_commands.command("add")(add_command)
trade_commands.command("exports")(exports_command)
trade_commands.command("position")(position_command)
trade_commands.command("shock")(shock_command)


def _named(table: str) -> "NamedTable":
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_names import named_table

    return named_table(table, DataFolder.default())


def _labels(by: str) -> tuple[str, ...]:
    labels = tuple(dict.fromkeys(part.strip() for part in by.split(",")))
    for label in labels:
        if label not in DIMENSIONS:
            raise UnknownCode(label, "the labels of a footprint", DIMENSIONS)
    return labels


def _print(frame: "pd.DataFrame", title: str, as_json: bool) -> None:
    known = frame.astype(object).where(frame.notna(), None)
    rows = [dict(row) for row in known.to_dict(orient="records")]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    else:
        largest = "value" if "value" in frame else "exports"
        print_rows(sorted(rows, key=lambda row: -(row[largest] or 0)), title)


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
