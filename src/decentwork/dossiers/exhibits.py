"""Which figures of a dossier a chart draws; `reporting.charts` has one drawing for each id."""

from collections.abc import Mapping
from typing import Any

from decentwork.dossiers.dossier import Exhibit, PlacedFigure
from decentwork.dossiers.evidence import Evidence
from decentwork.dossiers.needs import LISTED
from decentwork.dossiers.summary import CHILD_LABOUR
from decentwork.dossiers.survey_evidence import kind_of

# Series on work that a chart shows over the years, in the order of topics.
TRENDS = (
    "union_density",
    "labour_rights_noncompliance",
    "fatal_injury_rate",
    "hours_week",
    "informal_employment",
    "unemployment_rate",
)
CHAIN_MAP = "surveyed_chain"
# What each exhibit draws; one is shown where at least one of its figures is known.
EXHIBITS = (
    ("surveyed_size", "tiers", ("surveyed_units", "surveyed_workers")),
    ("surveyed_deficits", "tiers", ()),
    ("surveyed_opportunities", "tiers", ()),
    ("indicator_trends", "work", TRENDS),
    ("child_labour_definitions", "work", CHILD_LABOUR),
    ("jobs_over_time", "trade", ("jobs_foreign_demand_12", "jobs_foreign_demand_35")),
    ("jobs_by_market", "trade", ("jobs_by_market_35",)),
    ("jobs_by_round", "trade", ("jobs_by_round",)),
    ("exposure_by_month", "trade", ("jobs_exposed_by_month",)),
    (
        "participation_over_time",
        "trade",
        ("backward_participation", "forward_participation"),
    ),
    (
        "listed_goods_by_edition",
        "goods",
        (
            "listed_child_labour_good",
            "listed_forced_labour_good",
            "listed_forced_child_labour_good",
            "listed_downstream_good",
        ),
    ),
)


def exhibits(evidence: Evidence, chain_map: Mapping[str, Any] | None = None) -> tuple[Exhibit, ...]:
    """Return the exhibits that have something to show, in the order of sections."""
    shown = {id: _of_place(evidence, indicators) for id, _, indicators in EXHIBITS}
    shown["indicator_trends"] = _trends(evidence)
    shown |= _surveyed(evidence)
    # The four definitions stand side by side only for the whole country: a sector is part of it.
    whole = [item for item in shown["child_labour_definitions"] if not item.figure.at.industry]
    shown["child_labour_definitions"] = whole
    if not any(_is_listed(item) for item in shown["listed_goods_by_edition"]):
        shown["listed_goods_by_edition"] = []
    drawn = (
        Exhibit(id=id, section=section, figures=tuple(item.id for item in shown[id]))
        for id, section, _ in EXHIBITS
    )
    mapped = Exhibit(id=CHAIN_MAP, section="tiers", figures=(), chain_map=chain_map)
    return tuple(it for it in (mapped, *drawn) if it.figures or it.chain_map)


def _of_place(evidence: Evidence, indicators: tuple[str, ...]) -> list[PlacedFigure]:
    known = evidence.known(*indicators)
    return [item for item in known if item.figure.at.place == evidence.place]


def _surveyed(evidence: Evidence) -> dict[str, list[PlacedFigure]]:
    """Return the newest round's shares by tier: of what falls short of a norm, and of openings."""
    everybody = [
        item
        for item in evidence.newest(evidence.placed)
        if item.section == "tiers" and not item.figure.at.group
    ]
    return {
        f"surveyed_{many}": [item for item in everybody if kind_of(item.figure.indicator) == kind]
        for kind, many in (("deficit", "deficits"), ("opportunity", "opportunities"))
    }


def _is_listed(item: PlacedFigure) -> bool:
    return str(item.figure.value).startswith(LISTED)


def _trends(evidence: Evidence) -> list[PlacedFigure]:
    """Return the national series of more than one year, and what is published for the region."""
    found: list[PlacedFigure] = []
    for indicator in TRENDS:
        known = [item for item in evidence.known(indicator) if not item.figure.at.industry]
        widest = [item for item in known if _same_people(item, known[0])]
        home = [item for item in widest if item.figure.at.place == evidence.place]
        if len(home) > 1:
            found += widest
    return found


def _same_people(one: PlacedFigure, other: PlacedFigure) -> bool:
    first, second = one.figure, other.figure
    return (first.at.group, first.subject) == (second.at.group, second.subject)
