"""The shock of a month: closed workplaces and fallen demand, on the rows of any table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from decentwork.accounts.months import MonthlySeries
from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.classifications.concordances import concordance
from decentwork.classifications.countries import REST_OF_WORLD
from decentwork.classifications.industries import industries
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode

ALL_BUT_ESSENTIAL = 3  # of the tracker's levels of workplace closing
NORMAL_YEAR = "2019"
SIGNALS = ("visits", "stringency")
SALES_OF: Mapping[str, tuple[str, ...]] = {
    "c4": ("clothing",),
    "c7": ("books-newspapers-and-periodicals",),
    "c9": ("pharmaceutical-medical-cosmetic-and-toilet-goods",),
    "c14": ("computers-and-telecomms-equipment", "electrical-household-appliances"),
    "c16": ("household-goods-stores",),
}
"""The series of retail volume that stand for a product, by WIOD industry; a mean of several."""
ALL_PRODUCTS = "all-retailing"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandSignals:
    """What is known by month of demand: closures and visits of many markets, sales of a few."""

    closures: MonthlySeries
    visits: MonthlySeries
    sales: tuple[MonthlySeries, ...] = ()


def closed_share(closures: MonthlySeries, month: str, table: Table) -> tuple[Vector, Vector]:
    """Return the least and the most workplaces closed in a month: two (n,) arrays, share.

    Only the mean and the maximum of the daily level (0–3) are kept by month. If p is the part of
    days at level 3, then mean − 2 ≤ p ≤ mean / 3: the two bounds. Every industry of a place is
    taken to be closed alike, essential ones included. NaN where nothing is known.

    References
    ----------
    Hale et al. 2021, Nature Human Behaviour 5: 529–538, indicator C2.
    """
    mean = closures.at("c2_workplace_closing_mean", month)
    highest = closures.at("c2_workplace_closing_max", month)
    ever = {place: highest[place] >= ALL_BUT_ESSENTIAL for place in mean}
    least = {it: max(mean[it] - 2.0, 0.0) if ever[it] else 0.0 for it in mean}
    most = {it: mean[it] / ALL_BUT_ESSENTIAL if ever[it] else 0.0 for it in mean}
    rows = [table.place_codes.index(place) for place in table.places]
    return on_places(least, table.place_codes)[rows], on_places(most, table.place_codes)[rows]


def demand_fall(signals: DemandSignals, month: str, table: Table, signal: str = "visits") -> Matrix:
    """Return how far below normal demand was in a month: (n, markets), share; NaN if not known.

    By `signal` a market's visits to shops, or the stringency of its rules (a rank from 0 to 1,
    not a fall); where sales were observed, what they were below the same month of 2019, by
    product where the table's industries are those of WIOD.
    """
    if signal not in SIGNALS:
        raise UnknownCode(signal, "the signals of demand", SIGNALS)
    markets = table.market_codes
    if signal == "visits":
        found = {it: -v / 100 for it, v in signals.visits.at("retail_recreation", month).items()}
    else:
        rules = signals.closures.at("stringency_index_mean", month)
        found = {place: index / 100 for place, index in rules.items()}
    falls = np.tile(on_places(found, markets), (len(table.places), 1))
    if signal == "visits":
        _observe(falls, signals.sales, month, table)
    return falls


def on_places(values: Mapping[str, float], places: Sequence[str]) -> Vector:
    """Return the value of each place, NaN where there is none: (places,).

    The rest of the world gets the plain mean of all places that are not named, a stand-in.
    """
    rest = [value for place, value in values.items() if place not in places]
    known = dict(values)
    if rest:
        known[REST_OF_WORLD] = float(np.mean(rest))
    return np.array([known.get(place, np.nan) for place in places])


def manufactures(table: Table) -> tuple[str, ...]:
    """Return the manufacturing industries of a table: of WIOD, of the ETD, or ISIC's section C."""
    ours = set(_wiod_manufactures()) | {"manufacturing"}
    found = [it for it in table.industry_codes if it in ours or _in_section_c(it)]
    if not found:
        raise UnknownCode("manufacturing", f"the industries of {table.name}", table.industry_codes)
    return tuple(found)


def _observe(falls: Matrix, sales: Sequence[MonthlySeries], month: str, table: Table) -> None:
    """Put observed sales in the place of visits."""
    for series in sales:
        of_all = _below_normal(series, (ALL_PRODUCTS,), month)
        for column, market in enumerate(table.market_codes):
            if market in of_all:
                falls[:, column] = of_all[market]
        for product, names in SALES_OF.items():
            below = _below_normal(series, names, month)
            rows = np.array(table.industries) == product
            for column, market in enumerate(table.market_codes):
                if market in below:
                    falls[rows, column] = below[market]


def _below_normal(series: MonthlySeries, names: Sequence[str], month: str) -> dict[str, float]:
    """Return by market how far the mean of some series is below the same month of 2019."""
    there = set(series.frame["series"])
    now = [series.at(name, month) for name in names if name in there]
    then = [series.at(name, f"{NORMAL_YEAR}{month[4:]}") for name in names if name in there]
    if not now:
        return {}
    markets = set.intersection(*(set(it) for it in (*now, *then)))
    return {
        market: 1.0 - sum(it[market] for it in now) / sum(it[market] for it in then)
        for market in markets
    }


def _wiod_manufactures() -> list[str]:
    codes = [industry.code for industry in industries("wiod35")]
    to_etd = concordance("wiod35", "etd12").matrix(codes, ["manufacturing"])
    return [code for code, part in zip(codes, np.asarray(to_etd)[:, 0], strict=True) if part > 0]


def _in_section_c(code: str) -> bool:
    """Say whether a code names divisions of ISIC Rev.4's section C: "C13", "C10T12", "C13-C15"."""
    return code[:1] == "C" and code[1:3].isdecimal() and 10 <= int(code[1:3]) <= 33


def closed_on(table: Table, closures: Mapping[tuple[str, str], float]) -> Vector:
    """Return the share of workplaces closed in each row of `table`: (n,), 0 where none is named.

    Parameters
    ----------
    closures : mapping of (place, industry) to share
        An industry "" means all of the place that are not named themselves.

    Raises
    ------
    InvalidInput
        A place or industry that the table lacks, or no share; all are told.
    """
    known = set(zip(table.places, table.industries, strict=True))
    known |= {(place, "") for place in table.place_codes}
    problems = [
        Problem(" ".join(cell), "is no place and industry of the table.")
        for cell in closures
        if cell not in known
    ]
    problems += [
        Problem(" ".join(cell), f"{share:g} is no share.", "0 is open, 1 is closed.")
        for cell, share in closures.items()
        if not 0.0 <= share <= 1.0
    ]
    if problems:
        raise InvalidInput("Closures", problems)
    rows = zip(table.places, table.industries, strict=True)
    return np.array([closures.get(cell, closures.get((cell[0], ""), 0.0)) for cell in rows])
