"""Over many chains at once: the needs shown at a tier on which no recorded action reaches it.

A cell here is that of the chain's dossier; what no need is judged by (trade, rules) is not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from decentwork.classifications.chains import chain as chain_of
from decentwork.classifications.countries import country
from decentwork.dossiers.actions import actions_in
from decentwork.dossiers.dossier import Cell
from decentwork.dossiers.evidence import Evidence, placed
from decentwork.dossiers.goods_evidence import goods_figures
from decentwork.dossiers.matrix import judgeable, matrix
from decentwork.dossiers.needs import judged
from decentwork.dossiers.obligations import obligations
from decentwork.dossiers.plan_items import NATIONAL, gap_key
from decentwork.dossiers.programmes_at_hand import programmes_at_hand
from decentwork.dossiers.severity import Priority, priority, severity
from decentwork.dossiers.survey_evidence import survey_figures
from decentwork.dossiers.work_evidence import work_figures
from decentwork.indicators.catalogue import Verdict
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity
from decentwork.sources.data_folder import DataFolder

SHOWN = ("deficit", "opportunity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A need at a topic and tier of a chain that no recorded action reaches.

    `planned` are the ids of activities that name this gap as one they answer.
    """

    place: str
    chain: str
    topic: str
    tier: str
    need: str
    gap: str | None
    priority: Priority | None
    planned: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "place": self.place,
            "chain": self.chain,
            "topic": self.topic,
            "tier": self.tier,
            "need": self.need,
            "gap": self.gap,
            "priority": self.priority.to_dict() if self.priority else None,
            "planned": list(self.planned),
        }


def unanswered(
    chains: Iterable[tuple[str, str]], folder: DataFolder, on: date
) -> tuple[Unanswered, ...]:
    """Return the needs that nobody answers in some chains, the most severe first.

    What the national context shows is told once for each country, at the first of its chains.

    Parameters
    ----------
    chains : ISO alpha-3 code and slug of each
    folder : where the data sets and the published programmes are
    on : the day on which actions are planned or begun

    Raises
    ------
    UnknownCode
        A place or chain is in no classification.
    """
    views = {view.invented: view for view in (folder, folder.sample_world())}
    programmes = {invented: programmes_at_hand(view) for invented, view in views.items()}
    return merged(
        _of_chain(place, chain, views[invented], programmes[invented], on)
        for place, chain in chains
        for invented in (country(place).invented,)
    )


def merged(lots: Iterable[Iterable[Unanswered]]) -> tuple[Unanswered, ...]:
    """Return the needs of several lots as one list, the most severe first."""
    found: dict[tuple[str, ...], Unanswered] = {}
    for each in (it for lot in lots for it in lot):
        at = (each.place,) if each.tier == NATIONAL else (each.place, each.chain)
        found.setdefault((*at, each.topic, each.tier), each)
    return tuple(sorted(found.values(), key=_first))


def _first(each: Unanswered) -> tuple[int, int]:
    bands = each.priority
    return (-bands.high, -bands.low) if bands else (0, 0)


def _of_chain(
    place: str, chain: str, folder: DataFolder, programmes: tuple[Programme, ...], on: date
) -> Iterable[Unanswered]:
    what = chain_of(chain)
    evidence = Evidence(
        place=place,
        placed=(
            *placed("tiers", survey_figures(place, what, folder)),
            *placed("work", work_figures(place, what, folder)),
            *placed("goods", goods_figures(place, what, folder)),
        ),
    )
    binding = obligations(place, what, folder)
    for cell in matrix(evidence, binding, actions_in(place, chain, programmes, on)):
        if cell.need in SHOWN and cell.action == "no":
            yield Unanswered(
                place=place,
                chain=chain,
                topic=cell.topic,
                tier=cell.tier,
                need=cell.need,
                gap=cell.gap,
                priority=_priority(evidence, cell),
                planned=_planned(gap_key(place, chain, cell.topic, cell.tier), programmes),
            )


def _priority(evidence: Evidence, cell: Cell) -> Priority | None:
    figures = judgeable(evidence, cell.topic, cell.tier)
    return priority([severity(it) for it in figures if judged(it) is Verdict.DEFICIT])


def _planned(key: str, programmes: Iterable[Programme]) -> tuple[str, ...]:
    return tuple(
        f"{programme.header.id}.{activity.id}"
        for programme in programmes
        for activity in programme.all(Activity)
        if key in activity.answers
    )
