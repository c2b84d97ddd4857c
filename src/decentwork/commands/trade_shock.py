"""`decentwork trade shock`: labour exposed to a change of demand, a closure or a lost supplier."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.trade_options import AsJson, TableName, Year, chosen_table
from decentwork.commands.trade_rows import print_rows
from decentwork.estimates.errors import InputError, UnknownCode

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.accounts.labour import LabourAccount
    from decentwork.accounts.tables import Table
    from decentwork.footprints.risk_classes import Thresholds

EXPOSED = "Jobs exposed, not jobs lost."
CLOSURES, VISITS = "oxcgrt_monthly_2020_2022", "google_mobility_monthly_2020"
SALES = ("us_retail_sales_2018_2021", "uk_retail_volume_2018_2022")


class NoShock(InputError):
    """Nothing was said to change, or several things that have no common answer."""

    def __init__(self) -> None:
        super().__init__(
            "Name one shock: --demand, --closures, --without or --months. "
            "With --days, --demand and --closures go together."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """The table and the accounts that were asked for."""

    flows: "Table"
    accounts: list["LabourAccount"]


Accounts = Annotated[str, typer.Option("--account", help="Labour accounts, split by commas.")]
Demand = Annotated[
    list[str] | None,
    typer.Option("--demand", help="PRODUCT=FACTOR@MARKET (c4=0.3@GBR), or a CSV file."),
]
Closures = Annotated[
    list[str] | None,
    typer.Option("--closures", help="PLACE=SHARE closed (CHN=0.5), or a CSV file."),
]
Without = Annotated[
    str, typer.Option("--without", help="PLACE or PLACE:INDUSTRY: what others make for it.")
]
Months = Annotated[
    str, typer.Option("--months", help="Months of the pandemic, e.g. 2020-03..2020-08.")
]
Signal = Annotated[
    str, typer.Option("--signal", help="Stands for demand in a month: visits or stringency.")
]
Limits = Annotated[
    str, typer.Option("--thresholds", help="From where a risk is medium, high: 0.1,0.3.")
]
Days = Annotated[int, typer.Option("--days", help="Follow it over days, with inventories.")]
ClosedFor = Annotated[int, typer.Option("--closed-for", help="Days that closures last; 0 is all.")]
By = Annotated[str, typer.Option("--by", help="Labels: place, industry, product, market.")]
Cluster = Annotated[str, typer.Option("--cluster", help="Address of a Dask scheduler.")]


def shock_command(
    table: TableName = "wiod2013",
    year: Year = None,
    account: Accounts = "employment",
    demand: Demand = None,
    closures: Closures = None,
    without: Without = "",
    months: Months = "",
    signal: Signal = "visits",
    thresholds: Limits = "",
    days: Days = 0,
    closed_for: ClosedFor = 0,
    by: By = "",
    cluster: Cluster = "",
    as_json: AsJson = False,
) -> None:
    """Show labour exposed to lower demand, closures abroad or a lost supplier."""
    asked = [bool(demand), bool(closures), bool(without), bool(months)]
    if sum(asked) != 1 and not (days and any(asked[:2]) and not any(asked[2:])):
        raise NoShock
    world = _world(table, year, account)
    labels = tuple(dict.fromkeys(filter(None, (part.strip() for part in by.split(",")))))
    limits = _thresholds(thresholds)
    if months:
        shown = _by_month(world, months, signal, limits, labels)
    elif without:
        shown = _without(world, without, labels)
    elif days:
        shown = _over_days(world, demand or [], closures or [], (days, closed_for), labels)
    elif closures:
        shown = _closed(world, closures, limits, labels)
    else:
        shown = _demand(world, demand or [], labels, cluster or None)
    _show(*shown, as_json)


_Shown = tuple["pd.DataFrame", str, Sequence[str]]


def _world(table: str, year: int | None, account: str) -> _World:
    named, flows = chosen_table(table, year)
    return _World(
        flows=flows,
        accounts=[named.account(name.strip(), flows) for name in account.split(",")],
    )


def _demand(
    world: _World, texts: Sequence[str], labels: Sequence[str], cluster: str | None
) -> _Shown:
    from decentwork.footprints.exposure import WORK, exposed_labour
    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.scenarios import scenario_exposures
    from decentwork.sources.shock_files import demand_changes

    changes = demand_changes(texts)
    if len(changes.scenarios) == 1 and cluster is None:
        found = exposed_labour(
            factorise(world.flows),
            world.accounts,
            changes.by_market(world.flows),
            labels or ("place",),
        )
        return found.to_frame(), f"exposed to a change of demand: {found}", (EXPOSED,)
    _refuse(labels, WORK)
    work = labels or ("account",)
    frame = scenario_exposures(world.flows, world.accounts, changes, work, cluster)
    title = f"{len(changes.scenarios)} scenarios, {world.flows.name} {world.flows.year}"
    return frame.assign(unit=str(world.accounts[0].unit)), title, (EXPOSED,)


def _closed(
    world: _World, texts: Sequence[str], limits: "Thresholds | None", labels: Sequence[str]
) -> _Shown:
    from decentwork.footprints.dated_shocks import closed_on
    from decentwork.footprints.exposure import WORK
    from decentwork.footprints.exposure_by_month import THRESHOLDS
    from decentwork.footprints.risk_classes import labour_by_disruption
    from decentwork.footprints.shocks import disrupted_share, imported_input_disruption
    from decentwork.sources.shock_files import closures

    _refuse(labels, WORK)
    flows, chosen = world.flows, limits or THRESHOLDS["inputs"]
    closed = closed_on(flows, closures(texts))
    cut = {"": imported_input_disruption(flows, closed)}
    every = flows.industry_codes
    frame = labour_by_disruption(flows, world.accounts, cut, every, chosen, labels or ("place",))
    whole = disrupted_share(flows, closed, every)
    title = f"labour by imported inputs from closed workplaces, {flows.name} {flows.year}"
    notes = (
        f"Risk: {chosen}.",
        f"{whole:.1%} of all imported inputs come from closed workplaces.",
        EXPOSED,
    )
    return frame.drop(columns="month").assign(unit=str(world.accounts[0].unit)), title, notes


def _without(world: _World, text: str, labels: Sequence[str]) -> _Shown:
    from decentwork.footprints.exposure import WORK, labour_rows
    from decentwork.footprints.shocks import output_without

    _refuse(labels, WORK)
    place, _, industry = text.partition(":")
    loss = output_without(world.flows, place, industry or None)
    coefficients, rows = labour_rows(world.flows, world.accounts, labels or ("place",))
    title = f"labour behind what others make for {text}, {world.flows.name} {world.flows.year}"
    unit = str(world.accounts[0].unit)
    return rows.assign(value=coefficients @ loss, unit=unit), title, (EXPOSED,)


def _over_days(
    world: _World,
    demand: Sequence[str],
    closed: Sequence[str],
    days: tuple[int, int],
    labels: Sequence[str],
) -> _Shown:
    import numpy as np
    import pandas as pd

    from decentwork.footprints.dated_shocks import closed_on
    from decentwork.footprints.inventories import run_inventories
    from decentwork.sources.shock_files import closures, demand_changes

    _refuse(labels, ("place",))
    flows = world.flows
    every, closed_for = days
    lost = np.zeros((every, len(flows.places)))
    lost[: closed_for or every] = closed_on(flows, closures(closed))
    change = None
    if demand:
        fall = demand_changes(demand).by_market(flows).sum(axis=1)
        change = np.tile(fall, (every, 1))
    run = run_inventories(flows, lost, change)
    parts = [run.labour_exposed(it).assign(account=it.name) for it in world.accounts]
    kept = ["account", "step", *labels]
    sums = pd.concat(parts).groupby(kept, sort=False, as_index=False)["value"].sum()
    frame = sums.rename(columns={"step": "day"}).assign(unit=str(world.accounts[0].unit))
    notes = (f"Assumptions (a step is a day): {run.assumptions}.", EXPOSED)
    return frame, str(run), notes


def _by_month(
    world: _World, months: str, signal: str, limits: "Thresholds | None", labels: Sequence[str]
) -> _Shown:
    import pandas as pd

    from decentwork.accounts.months import months_between
    from decentwork.footprints.dated_shocks import DemandSignals
    from decentwork.footprints.exposure import WORK
    from decentwork.footprints.exposure_by_month import exposure_by_month
    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.published_exposure import DIFFERENCES, PUBLISHED
    from decentwork.sources.catalogue import read
    from decentwork.sources.data_folder import DataFolder

    _refuse(labels, WORK)
    first, _, last = months.partition("..")
    folder = DataFolder.default()
    signals = DemandSignals(
        closures=read(folder, CLOSURES),
        visits=read(folder, VISITS),
        sales=tuple(read(folder, name) for name in SALES if folder.has(name)),
    )
    found = exposure_by_month(
        factorise(world.flows),
        world.accounts,
        signals,
        months_between(first, last or first),
        signal=signal,
        demand_thresholds=limits,
        work=labels,
    )
    published = pd.DataFrame([it.to_dict() for it in PUBLISHED])
    printed = published.rename(columns={"id": "measure", "as_of": "month", "citation": "source"})
    rows = pd.concat([found.frame.assign(source="calculated"), printed.drop(columns="what")])
    beside = [
        f"Published: {it.value:g} {it.unit} ({it.as_of}). {it.what}. {it.citation}."
        for it in PUBLISHED
    ]
    return (
        rows.fillna(dict.fromkeys(("bound", "risk", *labels), "")),
        str(found),
        (*beside, *DIFFERENCES, EXPOSED),
    )


def _refuse(labels: Sequence[str], allowed: Sequence[str]) -> None:
    for label in labels:
        if label not in allowed:
            raise UnknownCode(label, "the labels of this shock", allowed)


def _thresholds(text: str) -> "Thresholds | None":
    from decentwork.footprints.risk_classes import Thresholds

    if not text:
        return None
    medium, _, high = text.partition(",")
    try:
        return Thresholds(float(medium), float(high))
    except ValueError:
        raise UnknownCode(text, "the thresholds", ("0.1,0.3",)) from None


def _show(frame: "pd.DataFrame", title: str, notes: Sequence[str], as_json: bool) -> None:
    if "month" not in frame and "day" not in frame and not as_json:
        frame = frame.sort_values("value", key=abs, ascending=False)
    known = frame.astype(object).where(frame.notna(), None)
    rows = [dict(row) for row in known.to_dict(orient="records")]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    print_rows([row for row in rows if row.pop("source", "calculated") == "calculated"], title)
    for note in notes:
        typer.echo(note)
