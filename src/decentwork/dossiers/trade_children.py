"""Children's work linked to exports: a national count by broad sector, followed through trade."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from decentwork.accounts.tables import Matrix
from decentwork.classifications.chains import Chain
from decentwork.dossiers.trade_panel import PlaceTrade
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.footprints.place_labour import PlaceLabour, with_draws
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.sources.child_labour_accounts import (
    SectorCount,
    read_hazardous_counts,
    read_working_counts,
)
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.employment_accounts import broad_sector

COUNTS = {
    "working_children": ("usdol_child_work_statistics", read_working_counts),
    "hazardous_child_work": ("ilostat_hazardous_child_work_sector", read_hazardous_counts),
}
METHOD = "leontief_exports_domestic_L"
ALLOCATION = translatable(
    "simulated: only the split of broad sectors over industries; the count's sampling error is "
    "not published and not in it, nor are errors of the table"
)
NO_ALLOCATION_ERROR = NoInterval("the sampling error of the count is not published")
LINK = translatable(
    "A link through production, at the same rate for exports and home sales of an industry: not "
    "a count of children who work for export."
)
YEARS = translatable(
    "The year is that of the source on children, whose survey can be older; the trade table is of "
    "another year. Own-use production is in the count."
)
SPLIT = translatable("Broad sectors are split over industries by experimental employment.")


def child_figures(trade: PlaceTrade, chain: Chain) -> list[Figure]:
    """Return, for each definition apart, children linked to exports of a place and a chain."""
    return [figure for definition in COUNTS for figure in _figures_of(trade, chain, definition)]


def _figures_of(trade: PlaceTrade, chain: Chain, definition: str) -> Iterator[Figure]:
    labour = trade.experimental
    count = _nearest_count(trade, definition)
    if labour is None or count is None:
        yield _unknown(trade, definition)
        return
    panel = labour.panel
    year = panel.years[-1]
    children = share_by_employment(labour, count)
    step = (
        f"children aged {count.ages} by broad sector, published for {count.year}, split over "
        f"industries by employment {year}, per output {year}, times the domestic output that "
        f"gross exports {year} require, L_ss e"
    )
    at = Coordinates(
        place=trade.place,
        topic="child_labour",
        tier="context",
        group=f"age:{count.ages}",
        period=str(count.year),
    )
    notes = (LINK, YEARS, SPLIT)
    linked = _linked(children, year, panel.required_for_exports()[-1], step)
    yield Figure(indicator=f"{definition}_in_exports", at=at, known=linked, notes=notes)
    share = _over(linked, count.total)
    yield Figure(indicator=f"{definition}_export_share", at=at, known=share, notes=notes)
    own = _linked(children, year, panel.required_for_exports(chain.wiod35)[-1], step)
    here = replace(at, tier="whole_chain", industry=f"wiod35:{chain.wiod35}")
    yield Figure(indicator=f"{definition}_in_chain_exports", at=here, known=own, notes=notes)


def share_by_employment(labour: PlaceLabour, count: SectorCount) -> PlaceLabour:
    """Return the children of `count` by industry, in proportion to employment in each sector.

    The draws carry the uncertainty of that employment, and so of the split alone.
    """
    sectors = [broad_sector(industry) for industry in labour.panel.industries]
    children = _split(np.nan_to_num(labour.values), sectors, count)
    draws = None if labour.draws is None else _split(labour.draws, sectors, count)
    joined = replace(labour, provenance=labour.provenance.joined(count.provenance))
    return with_draws(joined, children, draws)


def _split(employment: Matrix, sectors: list[str], count: SectorCount) -> Matrix:
    children = np.zeros_like(employment)
    for sector, number in count.counts.items():
        inside = np.array(sectors) == sector
        total = employment[..., inside].sum(axis=-1, keepdims=True)
        part = np.divide(
            employment[..., inside], total, out=np.zeros_like(employment[..., inside]),
            where=total > 0,
        )  # fmt: skip
        children[..., inside] = number * part
    return children


def _linked(children: PlaceLabour, year: int, output: Matrix, step: str) -> Estimate:
    linked = children.behind(year, output, METHOD, step)
    interval = linked.interval
    stated = (
        replace(interval, method=ALLOCATION)
        if isinstance(interval, Interval)
        else NO_ALLOCATION_ERROR
    )
    return replace(linked, interval=stated)


def _over(linked: Estimate, total: float) -> Estimate:
    interval = linked.interval
    if isinstance(interval, Interval):
        interval = replace(interval, low=interval.low / total, high=interval.high / total)
    return replace(linked, value=linked.value / total, interval=interval, unit=Unit.SHARE)


def _nearest_count(trade: PlaceTrade, definition: str) -> SectorCount | None:
    """Return the count whose year is nearest to the table's last, to mix years the least."""
    entry, _ = COUNTS[definition]
    labour = trade.experimental
    if labour is None or not trade.folder.has(entry):
        return None
    counts = _counts(trade.folder, definition, trade.folder.fingerprint([entry]))
    here = [count for count in counts if count.place == trade.place]
    last = labour.panel.years[-1]
    return min(here, key=lambda count: (abs(count.year - last), -count.year), default=None)


@lru_cache(maxsize=4)  # the key changes with the content of the file
def _counts(folder: DataFolder, definition: str, key: str) -> tuple[SectorCount, ...]:
    entry, read = COUNTS[definition]
    return read(folder.file(entry), folder.provenance(entry))


def _unknown(trade: PlaceTrade, definition: str) -> Figure:
    entry, _ = COUNTS[definition]
    held = trade.folder.has(entry)
    return Figure(
        indicator=f"{definition}_in_exports",
        at=Coordinates(place=trade.place, topic="child_labour", tier="context"),
        known=Unknown(
            reason="no_national_count_by_sector" if held else "no_source",
            unit=Unit.THOUSAND_PERSONS,
            looked_in=trade.folder.provenance(entry) if held else None,
        ),
    )
