"""What a labour account is built from: totals, keys, published sums, what may be borrowed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from decentwork.accounts.tables import Table
from decentwork.estimates.errors import Problem
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit

TOTALS = ("place", "group", "value", "low", "high")
SHARES = ("place", "group", "sector", "value")
KEY = ("place", "group", "industry", "value")
OBSERVED = ("place", "group", "industry", "value", "low", "high")
RATES = ("place", "group", "sector", "industry", "value", "low", "high")
SUMS = ("region", "place", "group", "sector", "industry", "value")
TOTAL, SECTOR = "total", "sector share"  # sums that follow from totals and shares
LABELS = ("region", "place", "group", "sector", "industry")

_PEOPLE = (Unit.PERSONS, Unit.THOUSAND_PERSONS, Unit.MILLION_PERSONS)
_MONEY = (Unit.USD_MONTH, Unit.LOCAL_CURRENCY_MONTH, Unit.PPP_2021_MONTH)
SIZES: Mapping[Unit, float] = {
    **{Unit.PERSONS: 1.0, Unit.COUNT: 1.0},
    **{Unit.THOUSAND_PERSONS: 1e3, Unit.MILLION_PERSONS: 1e6},
}
"""How many one of a unit counts."""
FRACTIONS: Mapping[Unit, float] = {
    Unit.PER_100_000_WORKERS: 1e-5,
    Unit.PER_1_000_PERSONS: 1e-3,
    Unit.SHARE: 1.0,
}
"""What a rate in this unit counts for one worker."""
AMOUNTS: Mapping[Unit, tuple[Unit, float]] = {
    **{unit: (unit, 1.0) for unit in (Unit.HOURS_WEEK, *_MONEY)},
    Unit.USD_PERSON_YEAR: (Unit.MILLION_USD, 1e6),
}
"""The unit of a worker's amount: that of sums over workers, and how many amounts one of it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of labour: the units of its sums, and whether its name must state the ages."""

    units: tuple[Unit, ...]
    aged: bool = False


KINDS: Mapping[str, Kind] = {
    "workers": Kind(units=_PEOPLE),
    "hours": Kind(units=(Unit.HOURS_WEEK, Unit.MILLION_HOURS)),
    "pay": Kind(units=(*_MONEY, Unit.MILLION_USD, Unit.MILLION_EUR)),
    "working_children": Kind(units=_PEOPLE, aged=True),
    "child_labour_economic_activity": Kind(units=_PEOPLE, aged=True),
    "hazardous_child_work": Kind(units=_PEOPLE, aged=True),
    "forced_labour": Kind(units=_PEOPLE),
    "fatal_injuries": Kind(units=(Unit.COUNT, Unit.PERSONS)),
    "nonfatal_injuries": Kind(units=(Unit.COUNT, *_PEOPLE)),
}


def none_of(columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame of these columns without rows."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Key:
    """Numbers by place and industry (rows of `KEY`) in whose proportion totals are shared out."""

    name: str
    frame: pd.DataFrame
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedSums:
    """Published sums of cells (rows of `SUMS`): an empty label stands for all."""

    name: str
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rates:
    """Rates by place, and sector or industry (rows of `RATES`), and the workers they are of."""

    unit: Unit
    frame: pd.DataFrame
    workers: Key
    workers_unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AccountPlan:
    """What one account is built from; a row that is not there is not known, never zero.

    Parameters
    ----------
    groups : tuple of str
        Parts that make up the whole, e.g. ("women", "men"); ("",) if it has none.
    totals : frame of `TOTALS`
        By place and group, in `unit`; group "" is all groups together.
    keys : tuple of Key
        Mixed by their weights, inside each sector.
    sectors : mapping of industry to sector
        Needed for `shares` and for sums and rates by sector.
    shares : frame of `SHARES`
        Published parts of the totals, in any unit: used in proportion. Empty: keys alone.
    sums : tuple of PublishedSums
        What the cells are raked to beside the totals.
    hold : bool
        Totals, shares and observed cells stay; else sums may move them, and it is told.
    rounding : float
        How far sums that contradict each other may give way: half of their last digit.
    regions : mapping of place to region
    borrow : bool
        A place that lacks a total, shares or a key takes the pattern of its region.
    sizes : mapping of place to size
        In whose proportion a place without total takes part in its region's.
    share_concentration, key_concentration : float, optional
        Of the Dirichlet distribution of shares of sectors, of industries inside a sector.
    notes : tuple of Problem
        What is to be known of the numbers themselves, e.g. zeros that mean "not known".
    """

    name: str
    unit: Unit
    year: int
    provenance: Provenance
    keys: tuple[Key, ...] = ()
    groups: tuple[str, ...] = ("",)
    totals: pd.DataFrame = field(default_factory=lambda: none_of(TOTALS))
    sectors: Mapping[str, str] = field(default_factory=dict)
    shares: pd.DataFrame = field(default_factory=lambda: none_of(SHARES))
    sums: tuple[PublishedSums, ...] = ()
    observed: pd.DataFrame = field(default_factory=lambda: none_of(OBSERVED))
    rates: Rates | None = None
    hold: bool = True
    rounding: float = 0.0
    regions: Mapping[str, str] = field(default_factory=dict)
    borrow: bool = False
    sizes: Mapping[str, float] = field(default_factory=dict)
    share_concentration: float | None = None
    key_concentration: float | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def frames(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """What each frame is, and the frame."""
        yield "totals", self.totals
        yield "shares", self.shares
        yield "observed", self.observed
        yield from ((key.name, key.frame) for key in self.keys)
        yield from ((sums.name, sums.frame) for sums in self.sums)
        if self.rates is not None:
            yield "rates", self.rates.frame


def check_plan(plan: AccountPlan, table: Table) -> list[Problem]:
    """Return a problem for each label that the table or the plan lacks, and each absurd number."""
    known: Mapping[str, tuple[str, Collection[str]]] = {
        "place": (f"a place of {table.name}", set(table.places)),
        "industry": (f"an industry of {table.name}", set(table.industries)),
        "group": ("a declared group", {"", *plan.groups}),
        "sector": ("a sector of any industry", set(plan.sectors.values())),
        "region": ("a region of any place", set(plan.regions.values())),
    }
    problems = [] if plan.keys or plan.rates else [Problem("keys", "there is none.", _KEY_HINT)]
    if plan.totals.empty and plan.rates is None:
        problems.append(Problem("totals", "there is none, and no rate.", "Give one of them."))
    problems += [
        Problem(f"sums {it.name}", "has the name of another sum.", "Name it by its source.")
        for it in plan.sums
        if it.name in (TOTAL, SECTOR)
    ]
    for what, frame in plan.frames:
        for column in (label for label in LABELS if label in frame):
            whose, codes = known[column]
            problems += [
                Problem(what, f"{column} {code!r} is not {whose}.")
                for code in frame[column].unique()
                if code and code not in codes
            ]
        problems += _check_numbers(what, frame)
    return [*problems, *_check_rates(plan), *_check_groups(plan), *_check_sectors(plan, table)]


_KEY_HINT = "Share out by output, employment, or a file."


def _check_rates(plan: AccountPlan) -> list[Problem]:
    """Return a problem where rates times workers do not give the unit of the account."""
    if plan.rates is None:
        return []
    unit = plan.rates.unit
    if (unit in FRACTIONS and plan.unit in SIZES) or AMOUNTS.get(unit, ("",))[0] == plan.unit:
        return []
    what = f"in '{unit}' give no account in '{plan.unit}'."
    hint = f"Amounts of one worker add to sums in '{AMOUNTS[unit][0]}'." if unit in AMOUNTS else ""
    return [Problem("rates", what, hint)]


def _check_groups(plan: AccountPlan) -> list[Problem]:
    """Return a problem where something of all groups together would be taken for each of them."""
    if plan.groups == ("",):
        return []
    problems = []
    if (plan.observed["group"] == "").any():
        what = "a cell of no group: name its group, or make it a published sum."
        problems.append(Problem("observed", what))
    if plan.rates is not None and (plan.rates.workers.frame["group"] == "").any():
        what = "are not by group: each group would have the workers of all."
        problems.append(Problem(f"workers of rates, {plan.rates.workers.name}", what))
    return problems


def _check_sectors(plan: AccountPlan, table: Table) -> list[Problem]:
    needed = any("sector" in frame and (frame["sector"] != "").any() for _, frame in plan.frames)
    if not needed:
        return []
    return [
        Problem("sectors", f"industry {industry!r} of the table has no sector.")
        for industry in table.industry_codes
        if industry not in plan.sectors
    ]


def _check_numbers(what: str, frame: pd.DataFrame) -> list[Problem]:
    labels = [name for name in LABELS if name in frame]
    rows = [" ".join(filter(None, row)) for row in frame[labels].itertuples(index=False)]
    repeated = frame.duplicated(subset=labels)
    problems = [
        Problem(f"{what}, {rows[at]}", "occurs twice.") for at in repeated.to_numpy().nonzero()[0]
    ]
    values = frame["value"].astype(float)
    for at in (~(values >= 0) | (values == float("inf"))).to_numpy().nonzero()[0]:
        rule = f"the value ({values.iloc[at]:g}) is not a number of 0 or more."
        problems.append(Problem(f"{what}, {rows[at]}", rule, "Leave out what is not known."))
    if "low" in frame:
        low, high = frame["low"].astype(float), frame["high"].astype(float)
        around = (low > 0) & (low <= values) & (values <= high)
        wrong = ~around & (low.notna() | high.notna())
        rule = "low is not above 0, or the value is not between low and high."
        problems += [Problem(f"{what}, {rows[at]}", rule) for at in wrong.to_numpy().nonzero()[0]]
    return problems
