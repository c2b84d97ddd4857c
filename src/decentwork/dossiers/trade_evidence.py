"""What trade data say of a chain: jobs behind demand abroad, their markets, exports, rounds."""

from collections.abc import Iterator

import numpy as np

from decentwork.classifications.chains import Chain
from decentwork.dossiers.trade_children import child_figures
from decentwork.dossiers.trade_exposure import exposure_figures
from decentwork.dossiers.trade_panel import (
    OBSERVED_ACCOUNT,
    TABLE,
    PlaceTrade,
    is_in_rest_of_world,
)
from decentwork.dossiers.trade_women import women_figures
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.footprints.panel import PlacePanel
from decentwork.footprints.place_labour import SAME_AS_OUTPUT, PlaceLabour
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.sources.data_folder import DataFolder

TOPIC = "employment_security"
LAST_ROUND = 5
MOST_MARKETS = 10
NOT_SAMPLED = NoInterval("computed from published tables, which state no error")
OBSERVED_NOTE = translatable(
    "Observed employment of a wide industry: the chain is only a part of it."
)
EXPERIMENTAL_NOTE = translatable(
    "Experimental: employment of the industry is modelled, not observed; not for ranking."
)
SHARED_NOTE = translatable(
    "The table's industry is wider than the chain and may hold other chains too."
)
ROUND_NOTE = translatable(
    "A production round is a step of the calculation, not a tier of the chain."
)
EXPORTS_NOTE = translatable(
    "Exports are counted gross, with all domestic stages; those that return count too."
)
QUESTIONS = (
    ("jobs_foreign_demand_12", Unit.THOUSAND_PERSONS),
    ("jobs_foreign_demand_35", Unit.THOUSAND_PERSONS),
    ("jobs_by_market_35", Unit.THOUSAND_PERSONS),
    ("jobs_direct_in_exports", Unit.THOUSAND_PERSONS),
    ("jobs_indirect_in_exports", Unit.THOUSAND_PERSONS),
    ("jobs_by_round", Unit.THOUSAND_PERSONS),
    ("jobs_exposed_by_month", Unit.THOUSAND_PERSONS),
    ("backward_participation", Unit.SHARE),
    ("forward_participation", Unit.SHARE),
)
FINAL_DEMAND = "leontief_final_demand"
EXPORTS = "leontief_exports_domestic_L"


def trade_figures(place: str, chain: Chain, folder: DataFolder) -> list[Figure]:
    """Return the trade figures of a chain in a place; stated unknowns where there are none.

    Parameters
    ----------
    place : str
        ISO alpha-3 code.
    chain : Chain
        Its industries among the 35 and the 12 are looked up.
    folder : DataFolder
        Holds the table and the employment accounts; what is missing is a stated unknown.
    """
    if not folder.has(TABLE):
        missing = Unknown(reason="no_source")
        return [*_unknown(place, chain, missing), *women_figures(place, folder)]
    trade = PlaceTrade(folder, place)
    panel = trade.panel("35")
    if panel is None:
        inside = "place_inside_rest_of_world"
        reason = inside if is_in_rest_of_world(folder) else "place_not_in_table"
        missing = Unknown(reason=reason, looked_in=trade.provenance)
        return [*_unknown(place, chain, missing), *women_figures(place, folder)]
    return [
        *_observed(trade, chain),
        *_experimental(trade, chain),
        *_participation(trade, panel, chain),
        *women_figures(place, folder),
        *child_figures(trade, chain),
    ]


def _observed(trade: PlaceTrade, chain: Chain) -> Iterator[Figure]:
    labour = trade.observed
    if labour is None:
        missing = Unknown(
            reason="not_in_data",
            unit=Unit.THOUSAND_PERSONS,
            looked_in=trade.folder.provenance(OBSERVED_ACCOUNT)
            if trade.folder.has(OBSERVED_ACCOUNT)
            else None,
        )
        at = _at(trade.place, f"etd12:{chain.etd12}")
        yield Figure(indicator="jobs_foreign_demand_12", at=at, known=missing)
        return
    yield from _foreign_demand(labour, "12", f"etd12:{chain.etd12}", (OBSERVED_NOTE,))


def _experimental(trade: PlaceTrade, chain: Chain) -> Iterator[Figure]:
    labour = trade.experimental
    industry = f"wiod35:{chain.wiod35}"
    if labour is None:
        asked = [name for name, _ in QUESTIONS if name.startswith("jobs") and "12" not in name]
        missing = Unknown(reason="not_in_data", unit=Unit.THOUSAND_PERSONS)
        for indicator in asked:
            yield Figure(indicator=indicator, at=_at(trade.place, industry), known=missing)
        return
    notes = (EXPERIMENTAL_NOTE, SHARED_NOTE)
    yield from _foreign_demand(labour, "35", industry, notes)
    yield from _markets(labour, industry, notes)
    yield from _exports(labour, industry, (*notes, EXPORTS_NOTE))
    yield from _rounds(labour, industry, (*notes, ROUND_NOTE))
    yield from exposure_figures(trade, labour, industry, notes)


def _foreign_demand(
    labour: PlaceLabour, detail: str, industry: str, notes: tuple[str, ...]
) -> Iterator[Figure]:
    panel, place = labour.panel, labour.panel.place
    own = panel.position(industry.partition(":")[2])
    step = "jobs per output times the output that final demand abroad requires (Leontief)"
    for at, year in enumerate(panel.years):
        if not labour.covers(year):
            continue
        abroad = panel.served_abroad[at]
        only = np.where(np.arange(len(abroad)) == own, abroad, 0.0)
        here, everywhere = _at(place, industry, year), _at(place, None, year, tier="context")
        jobs = labour.behind(year, only, FINAL_DEMAND, step)
        yield _figure(f"jobs_foreign_demand_{detail}", here, jobs, notes)
        share = Estimate(
            value=float(abroad[own] / panel.output[at, own]) if panel.output[at, own] else 0.0,
            interval=SAME_AS_OUTPUT,
            unit=Unit.SHARE,
            method=FINAL_DEMAND,
            provenance=labour.provenance.then(step),
        )
        yield _figure(f"jobs_foreign_demand_share_{detail}", here, share, notes)
        total = labour.behind(year, abroad, FINAL_DEMAND, step)
        yield _figure(f"jobs_foreign_demand_total_{detail}", everywhere, total, notes[:-1])
        part = labour.share_behind(year, abroad, FINAL_DEMAND, step)
        yield _figure(f"jobs_foreign_demand_total_share_{detail}", everywhere, part, notes[:-1])


def _markets(labour: PlaceLabour, industry: str, notes: tuple[str, ...]) -> Iterator[Figure]:
    panel, year = labour.panel, labour.panel.years[-1]
    own = panel.position(industry.partition(":")[2])
    served = panel.served[-1, own]
    order = [it for it in np.argsort(-served) if panel.markets[it] != panel.place]
    step = "jobs per output times the output that each market's final demand requires (Leontief)"
    for market in order[:MOST_MARKETS]:
        output = np.zeros(len(panel.industries))
        output[own] = served[market]
        jobs = labour.behind(year, output, FINAL_DEMAND, step)
        at = _at(panel.place, industry, year, market=panel.markets[market])
        yield _figure("jobs_by_market_35", at, jobs, notes)


def _exports(labour: PlaceLabour, industry: str, notes: tuple[str, ...]) -> Iterator[Figure]:
    panel, code = labour.panel, industry.partition(":")[2]
    direct, required = panel.exports_of(code), panel.required_for_exports(code)
    for at, year in enumerate(panel.years):
        if not labour.covers(year):
            continue
        here = _at(panel.place, industry, year)
        step = "jobs per output times gross exports of the industry"
        jobs = labour.behind(year, direct[at], EXPORTS, step)
        yield _figure("jobs_direct_in_exports", here, jobs, notes)
        step = "jobs per output times further domestic output behind these exports, (L_ss − I) e"
        jobs = labour.behind(year, required[at] - direct[at], EXPORTS, step)
        yield _figure("jobs_indirect_in_exports", here, jobs, notes)


def _rounds(labour: PlaceLabour, industry: str, notes: tuple[str, ...]) -> Iterator[Figure]:
    panel, year = labour.panel, labour.panel.years[-1]
    rounds = panel.rounds_of_exports(industry.partition(":")[2], year, LAST_ROUND)
    for number, output in enumerate(rounds):
        later = " and later" if number > LAST_ROUND else ""
        step = "jobs per output times domestic output of the round, A_ss^t e"
        jobs = labour.behind(year, output, EXPORTS, step)
        at = _at(labour.panel.place, industry, year)
        yield _figure("jobs_by_round", at, jobs, notes, f"round {number}{later}")


def _participation(trade: PlaceTrade, panel: PlacePanel, chain: Chain) -> Iterator[Figure]:
    own = panel.position(chain.wiod35)
    backward, forward = (panel.share_of_place(name) for name in ("backward", "forward"))
    for at, year in enumerate(panel.years):
        national = _at(trade.place, None, year, tier="context")
        yield _figure("backward_participation", national, _content(trade, backward[at]))
        yield _figure("forward_participation", national, _content(trade, forward[at]))
        if panel.exports[at, own] > 0:
            here = _at(trade.place, f"wiod35:{chain.wiod35}", year)
            content = _content(trade, panel.foreign_content[at, own])
            yield _figure("backward_participation_industry", here, content, (SHARED_NOTE,))


def _content(trade: PlaceTrade, share: float) -> Estimate:
    return Estimate(
        value=float(share),
        interval=NOT_SAMPLED,
        unit=Unit.SHARE,
        method="value_added_in_gross_exports",
        provenance=trade.provenance.then("value added by origin in gross exports, over exports"),
    )


def _unknown(place: str, chain: Chain, known: Unknown) -> Iterator[Figure]:
    for indicator, unit in QUESTIONS:
        industry = f"etd12:{chain.etd12}" if indicator.endswith("12") else f"wiod35:{chain.wiod35}"
        at = _at(place, industry)
        if unit is Unit.SHARE:
            at = _at(place, None, tier="context")
        stated = Unknown(reason=known.reason, unit=unit, looked_in=known.looked_in)
        yield Figure(indicator=indicator, at=at, known=stated, subject=TABLE)


def _at(
    place: str,
    industry: str | None,
    year: int | None = None,
    tier: str = "whole_chain",
    market: str | None = None,
) -> Coordinates:
    return Coordinates(
        place=place,
        topic=TOPIC,
        industry=industry,
        tier=tier,
        period=None if year is None else str(year),
        market=market,
    )


def _figure(
    indicator: str,
    at: Coordinates,
    known: Estimate,
    notes: tuple[str, ...] = (),
    subject: str | None = None,
) -> Figure:
    return Figure(indicator=indicator, at=at, known=known, notes=notes, subject=subject)
