"""`decentwork trade footprint`: labour by where it is done, for whom, and through what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.trade_options import (
    AsJson,
    Industries,
    Markets,
    Places,
    Products,
    TableName,
    Year,
    chosen_table,
    split_texts,
)
from decentwork.commands.trade_rows import print_frame
from decentwork.estimates.errors import InputError, InvalidInput, Problem

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.accounts.labour import LabourAccount
    from decentwork.accounts.tables import Table
    from decentwork.footprints.footprint import Footprint
    from decentwork.footprints.leontief import Leontief
    from decentwork.sources.table_names import NamedTable

RANKS_SEED = 20111  # of the simulation behind the ranks: a run can be repeated


class NoSides(InputError):
    """Production and consumption are compared over all places and markets of final demand."""

    def __init__(self) -> None:
        super().__init__(
            "--sides compares places over all final demand: leave out --by, --market, --intervals "
            "and other perspectives. --place, --industry, --product and --regions go with it."
        )


Account = Annotated[str, typer.Option("--account", help="Labour account of the table.")]
Perspective = Annotated[
    str,
    typer.Option(
        "--perspective", help="final_demand, or gross exports: domestic_L, domestic_B, direct."
    ),
]
By = Annotated[
    str,
    typer.Option("--by", help="Labels to keep, of place, industry, market, product, through."),
]
ProductsOf = Annotated[
    str, typer.Option("--chain", help="Products of a chain: manufacturing, or e.g. garments.")
]
Regions = Annotated[
    str,
    typer.Option(
        "--regions",
        help="Sum to m49_region, m49_subregion, ilo_region or ilo_subregion, or by a CSV file of "
        "source,target.",
    ),
]
Sides = Annotated[
    bool, typer.Option("--sides", help="Production and consumption side of each place.")
]
Intervals = Annotated[
    bool, typer.Option("--intervals", help="With the interval and rank of each value, where known.")
]


def footprint_command(
    table: TableName = "wiod2013",
    year: Year = None,
    account: Account = "employment",
    perspective: Perspective = "final_demand",
    by: By = "place,market",
    place: Places = None,
    industry: Industries = None,
    market: Markets = None,
    product: Products = None,
    chain: ProductsOf = "",
    regions: Regions = "",
    sides: Sides = False,
    intervals: Intervals = False,
    as_json: AsJson = False,
) -> None:
    """Show labour by where it is done and the market whose demand it serves.

    Through "direct" is labour in the industry that sells what is bought; "domestic_indirect" is
    upstream of it by domestic sales; "imported" is behind a sale that crossed a border.
    """
    from decentwork.footprints.leontief import factorise

    if sides and (market or intervals or perspective != "final_demand" or by != "place,market"):
        raise NoSides
    named, flows = chosen_table(table, year)
    asked = _Asked(
        by=split_texts([by]),
        perspective=perspective,
        chosen={
            "place": split_texts(place),
            "industry": split_texts(industry),
            "market": split_texts(market),
            "product": (*split_texts(product), *split_texts([chain])),
        },
        regions=_regions(flows, regions),
    )
    world = _World(named=named, factors=factorise(flows), labour=named.account(account, flows))
    frame, title = _sides(world, asked) if sides else _cells(world, asked, intervals)
    _print(world, asked, frame, title, as_json)


def _print(
    world: "_World", asked: "_Asked", frame: "pd.DataFrame", title: str, as_json: bool
) -> None:
    if as_json:
        print_frame(frame, title, as_json)
        return
    notes = (
        [f"Intervals: {it}." for it in frame.pop("interval_note").unique()]
        if ("interval_note" in frame)
        else []
    )
    largest = "value" if "value" in frame else "production"
    print_frame(frame, title, as_json, largest)
    for note in (*notes, *_notes(world, asked)):
        typer.echo(note)


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    named: "NamedTable"
    factors: "Leontief"
    labour: "LabourAccount"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is counted and how it is shown."""

    by: tuple[str, ...]
    perspective: str
    chosen: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, str]


def _cells(world: _World, asked: _Asked, intervals: bool) -> "tuple[pd.DataFrame, str]":
    from decentwork.footprints.any_footprint import footprint

    found = footprint(
        world.factors,
        world.labour,
        asked.by,
        perspective=asked.perspective,
        regions=asked.regions,
        **asked.chosen,
    )
    frame = found.to_frame()
    return (_with_bands(world, asked, frame) if intervals else frame), str(found)


def _with_bands(world: _World, asked: _Asked, frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows with low, high and, where places are told, their rank and its band."""
    import numpy as np

    from decentwork.accounts.labour import labour_per_output
    from decentwork.estimates.interval import NoInterval
    from decentwork.footprints.footprint_bands import footprint_bands
    from decentwork.footprints.footprint_cells import footprint_cells
    from decentwork.footprints.footprint_intervals import method_of
    from decentwork.footprints.uncertainty import account_error

    error = account_error(world.named.series(world.labour.name), world.factors.table)
    if isinstance(error, NoInterval):
        return frame.assign(low=np.nan, high=np.nan, interval_note=error.reason)
    labour = labour_per_output(world.labour, world.factors.table)
    cells = footprint_cells(
        world.factors, labour, asked.by, asked.perspective, asked.chosen, asked.regions
    )
    bands = footprint_bands(cells, error, np.random.default_rng(RANKS_SEED))
    new = [name for name in bands if name not in (*asked.by, "value")]
    return frame.assign(**{name: bands[name] for name in new}, interval_note=method_of(error))


def _sides(world: _World, asked: _Asked) -> "tuple[pd.DataFrame, str]":
    from decentwork.footprints.any_footprint import footprint, production_and_consumption
    from decentwork.footprints.named_codes import named_codes

    table = world.factors.table
    shown = named_codes(table, place=asked.chosen["place"])["place"]
    found: Footprint = footprint(
        world.factors,
        world.labour,
        ("place", "market"),
        industry=asked.chosen["industry"],
        product=asked.chosen["product"],
        regions=asked.regions,
    )
    frame = production_and_consumption(found).assign(unit=found.unit)
    if shown:
        frame = frame[frame["place"].isin({asked.regions.get(it, it) for it in shown})]
    title = f"{found.account} of each place and for its final demand, {found.table} {found.year}"
    return frame, f"{title}, {found.unit}"


def _regions(table: "Table", written: str) -> dict[str, str]:
    """Return the region of each place: of a scheme, or of a file that gives each place to one."""
    if not written:
        return {}
    if not written.endswith(".csv"):
        from decentwork.footprints.named_codes import region_of_place

        return region_of_place(table, written)
    from decentwork.sources.concordance_file import read_concordance

    weights = read_concordance(Path(written)).weights
    split = [code for code, shares in weights.items() if len(shares) > 1]
    if split:
        what = "is shared out between regions; a sum over regions counts a place in one."
        raise InvalidInput(written, [Problem(code, what) for code in split])
    return {code: next(iter(shares)) for code, shares in weights.items()}


def _notes(world: _World, asked: _Asked) -> Iterator[str]:
    from decentwork.footprints.any_footprint import not_known
    from decentwork.footprints.named_codes import named_codes

    table = world.factors.table
    places: Sequence[str] = named_codes(table, place=asked.chosen["place"])["place"]
    if missing := not_known(world.labour, table, places):
        yield f"Not known of, and left out: {', '.join(missing)}."
    if "modelled" in world.labour.how:
        yield f"Experimental: modelled {world.labour.name} is in it; not for ranking places."
