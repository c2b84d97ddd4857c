"""`decentwork trade paths`, `rounds` and `carriers`: by what way labour serves a market."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.trade_options import (
    AsJson,
    Markets,
    Places,
    Products,
    TableName,
    Year,
    chosen_table,
    split_texts,
)
from decentwork.commands.trade_rows import print_frame

if TYPE_CHECKING:
    from decentwork.accounts.labour import LabourAccount
    from decentwork.accounts.tables import Table
    from decentwork.sources.table_names import NamedTable

BANDS_SEED = 20112  # of the simulation behind bands of ranks: a run can be repeated

Account = Annotated[str, typer.Option("--account", help="Labour account of the table.")]


def paths_command(
    table: TableName = "wiod2013",
    year: Year = None,
    account: Account = "employment",
    market: Markets = None,
    product: Products = None,
    place: Places = None,
    threshold: Annotated[
        float, typer.Option(help="Least share of the footprint that a path holds.")
    ] = 0.001,
    depth: Annotated[int, typer.Option(help="Most steps of a path; 0 is the seller alone.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Show single paths of supply, from where labour is done to who sells to the market.

    What is on no path above the threshold is the last row, so that shares add to 1.
    """
    from decentwork.footprints.paths import structural_paths

    world = _world(table, year, account)
    found = structural_paths(
        world.flows,
        world.labour,
        market=split_texts(market),
        product=split_texts(product),
        place=split_texts(place),
        threshold=threshold,
        depth=depth,
    )
    rows = found.rows()
    if as_json:
        print_frame(rows, str(found), as_json)
    else:
        told = rows["path"].iloc[:-1].str.join(" → ")
        print_frame(found.frame[["steps", "value", "share"]].assign(path=told), str(found), as_json)
        rest = found.remainder / found.total if found.total else 0.0
        typer.echo(f"On other paths: {found.remainder:,.6g} {found.unit}, {rest:.1%}.")
        _tell_modelled(world)


def rounds_command(
    table: TableName = "wiod2013",
    year: Year = None,
    account: Account = "employment",
    market: Markets = None,
    product: Products = None,
    place: Places = None,
    last: Annotated[int, typer.Option(help="Last round shown by itself.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Show labour by production round: 0 is who sells to the market, 1 its direct suppliers.

    A round is a step of the calculation, not a tier of a chain that was surveyed.
    """
    from decentwork.footprints.named_codes import named_codes
    from decentwork.footprints.paths import demand_of
    from decentwork.footprints.production_rounds import labour_by_round

    world = _world(table, year, account)
    codes = named_codes(
        world.flows,
        market=split_texts(market),
        product=split_texts(product),
        place=split_texts(place),
    )
    found = labour_by_round(world.flows, world.labour, demand_of(world.flows, codes), last)
    rows = found.frame
    if codes["place"]:
        rows = rows[rows["place"].isin(codes["place"])]
    frame = rows.groupby("round", sort=False, as_index=False)["value"].sum()
    share = frame["value"] / frame["value"].sum()
    frame = frame.assign(share=share, cumulative=share.cumsum(), unit=found.unit)
    whose = ", ".join(codes["market"]) or "all markets"
    title = f"{found.account} for {whose} by production round, {found.table} {found.year}"
    print_frame(frame, title, as_json)
    if not as_json:
        _tell_modelled(world)


def carriers_command(
    table: TableName = "wiod2013",
    year: Year = None,
    account: Account = "employment",
    market: Markets = None,
    product: Products = None,
    place: Places = None,
    most: Annotated[int, typer.Option(help="How many are shown.")] = 40,
    as_json: AsJson = False,
) -> None:
    """Show which industries of which countries hold most of the labour behind a market's demand.

    Ranks are bands where the error of the account is known, among those shown.
    """
    import numpy as np

    from decentwork.footprints.carriers import carriers
    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.uncertainty import account_error

    world = _world(table, year, account)
    frame = carriers(
        factorise(world.flows),
        world.labour,
        market=split_texts(market),
        product=split_texts(product),
        place=split_texts(place),
        most=most,
        error=account_error(world.named.series(account), world.flows),
        rng=np.random.default_rng(BANDS_SEED),
    )
    whose = ", ".join(split_texts(market)) or "all markets"
    title = f"Who holds {account} for {whose}, {world.flows.name} {world.flows.year}"
    print_frame(frame.assign(unit=str(world.labour.unit)), title, as_json)
    if not as_json:
        _tell_modelled(world)


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    named: "NamedTable"
    flows: "Table"
    labour: "LabourAccount"


def _world(table: str, year: int | None, account: str) -> _World:
    named, flows = chosen_table(table, year)
    return _World(named=named, flows=flows, labour=named.account(account, flows))


def _tell_modelled(world: _World) -> None:
    if "modelled" in world.labour.how:
        typer.echo(f"Experimental: modelled {world.labour.name} is in it; not for ranking places.")
