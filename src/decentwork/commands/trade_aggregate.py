"""`decentwork trade aggregate`: regions and industries of a table in other groups."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.commands.trade_options import AsJson, Year, chosen_table

if TYPE_CHECKING:
    from decentwork.accounts.labour import AccountSeries
    from decentwork.accounts.tables import Table


def aggregate_command(
    table: Annotated[str, typer.Argument(help="Name of a table, or a folder.")],
    out: Annotated[Path, typer.Option(help="Folder to write, in the own tidy form.")],
    regions: Annotated[
        Path | None, typer.Option(help="CSV of source,target and maybe share, of each region.")
    ] = None,
    industries: Annotated[
        Path | None, typer.Option(help="The same of each industry; without it they stay.")
    ] = None,
    year: Year = None,
    as_json: AsJson = False,
) -> None:
    """Sum a table and its accounts to other regions or industries, into a folder of your own.

    A code may be shared out between groups; every total stays. Add the folder to the tables at
    hand with `decentwork trade add`, or name it where a table is asked for.
    """
    from decentwork.accounts.aggregation import aggregate_with_accounts
    from decentwork.sources.concordance_file import read_concordances
    from decentwork.sources.tidy_folder import write_new_folder

    to_regions, to_industries = read_concordances(regions, industries)
    named, flows = chosen_table(table, year)
    series = {it: named.account_series(it, flows).only(flows.year) for it in named.account_names}
    grouped, accounts = aggregate_with_accounts(
        flows, series, regions=to_regions, industries=to_industries, name=out.resolve().name
    )
    known = {it: account for it, account in accounts.items() if account.years}
    write_new_folder(out, grouped, known, obtained=_obtained(flows, known))
    left_out = sorted(set(series) - set(known))
    if as_json:
        typer.echo(json.dumps([_told(out, grouped, tuple(known), left_out)], ensure_ascii=False))
        return
    typer.echo(f"{out}: {grouped}; accounts: {', '.join(known) or 'none'}.")
    if left_out:
        typer.echo(f"Not known of any group in {flows.year}, left out: {', '.join(left_out)}.")
    typer.echo(f"Use it with --table {out}, or keep it: decentwork trade add {out}")


def _told(
    out: Path, grouped: "Table", accounts: Sequence[str], left_out: Sequence[str]
) -> dict[str, Any]:
    return {
        "folder": str(out),
        "name": grouped.name,
        "year": grouped.year,
        "regions": len(grouped.place_codes),
        "industries": len(grouped.industry_codes),
        "accounts": list(accounts),
        "accounts_left_out": list(left_out),
    }


def _obtained(flows: "Table", accounts: "Mapping[str, AccountSeries]") -> str:
    """Return where the folder came from; its accounts cannot mark which cells are modelled."""
    modelled = [
        it for it, account in accounts.items() if (account.frame["how"] != "observed").any()
    ]
    told = f"; not all observed: {', '.join(modelled)}" if modelled else ""
    return f"{flows.name} {flows.year}, grouped{told}"
