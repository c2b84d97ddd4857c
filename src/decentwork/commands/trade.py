"""`decentwork trade`: labour behind demand and exports, and whether a table adds up."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.commands.trade_account import account_command
from decentwork.commands.trade_add import add_command
from decentwork.commands.trade_aggregate import aggregate_command
from decentwork.commands.trade_exports import exports_command, position_command
from decentwork.commands.trade_footprint import footprint_command
from decentwork.commands.trade_options import AsJson, Year
from decentwork.commands.trade_participation import participation_command
from decentwork.commands.trade_paths import carriers_command, paths_command, rounds_command
from decentwork.commands.trade_rows import print_rows
from decentwork.commands.trade_sector import sector_command
from decentwork.commands.trade_shock import shock_command

if TYPE_CHECKING:
    from decentwork.sources.table_names import NamedTable

trade_commands = typer.Typer(
    no_args_is_help=True,
    help="Labour behind final demand and exports, by place, industry and market.",
)


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


trade_commands.command("account")(account_command)
trade_commands.command("add")(add_command)
trade_commands.command("aggregate")(aggregate_command)
trade_commands.command("carriers")(carriers_command)
trade_commands.command("exports")(exports_command)
trade_commands.command("footprint")(footprint_command)
trade_commands.command("participation")(participation_command)
trade_commands.command("paths")(paths_command)
trade_commands.command("position")(position_command)
trade_commands.command("rounds")(rounds_command)
trade_commands.command("sector")(sector_command)
trade_commands.command("shock")(shock_command)


def _named(table: str) -> "NamedTable":
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_names import named_table

    return named_table(table, DataFolder.default())


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
