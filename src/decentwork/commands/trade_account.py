"""`decentwork trade account`: build a labour account from national totals and keys."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.commands.trade_options import AsJson, TableName, Year, chosen_table
from decentwork.commands.trade_rows import print_rows

if TYPE_CHECKING:
    from decentwork.accounts.built_account import BuiltAccount


def account_command(
    declaration: Annotated[Path, typer.Argument(help="An account.toml; its CSV files beside it.")],
    table: TableName = "wiod2013",
    year: Year = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write to; that of the table adds the account to it."),
    ] = None,
    borrowed: Annotated[
        bool, typer.Option("--borrowed", help="Write cells borrowed from a region too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Share national totals out over the industries of a table, as a declaration says.

    Prints each place's total, and how much of it is observed, modelled or borrowed.
    """
    named, flows = chosen_table(table, year)
    from decentwork.accounts.account_builder import build_account
    from decentwork.sources.account_declaration import read_account_plan

    plan = read_account_plan(declaration, flows, lambda name: named.account(name, flows))
    built = build_account(plan, flows)
    if as_json:
        typer.echo(json.dumps(_rows(built), ensure_ascii=False))
    else:
        title = f"{plan.name}, {plan.unit}, {flows.year}: {len(built.cells)} cells"
        unsaid = ("unit", *(("group",) if plan.groups == ("",) else ()))
        rows = [
            {name: it for name, it in row.items() if name not in unsaid} for row in _rows(built)
        ]
        print_rows(rows, title)
    for line in _lines(built):
        typer.echo(line, err=as_json)
    if out is not None:
        from decentwork.sources.account_files import write_account

        for path in write_account(out, flows, built, borrowed=borrowed):
            typer.echo(f"Written: {path}", err=as_json)


def _rows(built: "BuiltAccount") -> list[dict[str, Any]]:
    """Return a row of each place and group; a place that is all borrowed has no figure of its own.

    None stands for what is not known, or not for publication.
    """
    totals = built.totals()
    totals.loc[totals["borrowed"] > 1 - 1e-9, ["value", "low", "high"]] = float("nan")
    known = totals.astype(object).where(totals.notna(), None)
    unit = str(built.plan.unit)
    return [dict(row, unit=unit) for row in known.to_dict(orient="records")]


def _lines(built: "BuiltAccount") -> list[str]:
    from decentwork.accounts.built_account import BORROWED, EXPERIMENTAL

    kinds = set(built.cells["how"])
    lines = [f"{note}" for note in built.notes]
    lines += [EXPERIMENTAL] if kinds & {"modelled", "borrowed"} else []
    lines += [BORROWED] if "borrowed" in kinds else []
    return [*lines, *built.interval_notes]
