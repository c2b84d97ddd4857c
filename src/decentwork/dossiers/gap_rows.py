"""Need × obligation × action of a chain: a row for each topic and tier, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from decentwork.dossiers.acting_together import Present, linked, present
from decentwork.dossiers.actions import (
    Action,
    actions_in,
    actions_nearby,
    counted,
)
from decentwork.dossiers.dossier import Cell, Dossier, Message, PlacedFigure
from decentwork.dossiers.evidence import Evidence
from decentwork.dossiers.matrix import judgeable
from decentwork.dossiers.needs import judged
from decentwork.dossiers.obligations import Obligation
from decentwork.dossiers.plan_items import PlanItem, gap_key, plan_items
from decentwork.dossiers.severity import Priority, Severity, priority, severity
from decentwork.indicators.catalogue import NO_NORM, Verdict, indicator
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Finding
from decentwork.sources.data_folder import DataFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One topic at one tier of a chain: what is needed, what binds, what is done, what is left.

    `evidence` are the newest figures there, with their verdicts; `severities` one for each that
    shows a deficit; `actions` those on the topic that reach this tier, then those that do not;
    `gap` as `gaps.gap` defines it, None where none is left. `findings` are the titles, by language,
    of the findings among `linked`.
    """

    key: str
    topic: str
    tier: str
    need: str
    evidence: tuple[tuple[PlacedFigure, Verdict], ...]
    severities: tuple[Severity, ...]
    priority: Priority | None
    obligations: tuple[Obligation, ...]
    actions: tuple[Action, ...]
    gap: str | None
    reasons: tuple[Message, ...]
    together: tuple[Present, ...]
    plan_items: tuple[PlanItem, ...]
    linked: dict[str, list[str]]
    findings: Mapping[str, Mapping[str, str]]

    @property
    def tells_something(self) -> bool:
        """Say whether a need was judged here, or something is done or planned for it."""
        return self.need != "unknown" or bool(self.counting or self.plan_items)

    @property
    def norms(self) -> tuple[str, ...]:
        """The norms that the evidence is judged against; empty where nothing can be judged."""
        names = [indicator(item.figure.indicator).norm for item, _ in self.evidence]
        return tuple(dict.fromkeys(name for name in names if name != NO_NORM))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as `decentwork programme gaps --json` and the API print them."""
        counting = self.counting
        return {
            "key": self.key,
            "topic": self.topic,
            "tier": self.tier,
            "need": {
                "state": self.need,
                "evidence": [_plain(item, verdict) for item, verdict in self.evidence],
                "severity": [it.to_dict() for it in self.severities],
                "priority": self.priority.to_dict() if self.priority else None,
            },
            "norm": list(self.norms),
            "obligations": [_bound(it) for it in self.obligations],
            "actions": [it.to_dict() | {"counts": it in counting} for it in self.actions],
            "gap": self.gap,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "measures": self._measures(),
            "together": [it.to_dict() for it in self.together],
            "plan_items": [it.to_dict() for it in self.plan_items],
            "linked": self.linked,
            "findings": {id: dict(titles) for id, titles in self.findings.items()},
        }

    @property
    def counting(self) -> tuple[Action, ...]:
        """The actions on this row: begun, reaching tier and group; parts not beside their whole."""
        shown = (Verdict.DEFICIT, Verdict.OPPORTUNITY)
        groups = [item.figure.at.group for item, verdict in self.evidence if verdict in shown]
        return tuple(
            counted([it for it in self.actions if it.answers(self.topic, self.tier, groups)])
        )

    def _measures(self) -> dict[str, list[str]]:
        """Return what sets norms beside what does not: names of rules, figures, actions."""
        return {
            "normative": [it.name for it in self.obligations if it.binding],
            "normative_missing": [it.name for it in self.obligations if it.binding is False],
            "normative_not_in_data": [it.name for it in self.obligations if it.binding is None],
            "supervision": self.linked["supervision"],
            "non_normative": [it.id for it in self.counting],
        }


def gap_rows(
    place: str, chain: str, folder: DataFolder, on: date | None = None
) -> tuple[GapRow, ...]:
    """Return the rows of a chain (slug) in a country (ISO alpha-3), as of a day.

    Raises
    ------
    UnknownCode, EmptyDataFolder
        As `build_dossier`.
    """
    from decentwork.dossiers.assemble import build_dossier  # which itself asks for `rows_of`

    return build_dossier(place, chain, folder, on).gap_rows


def rows_of(
    dossier: Dossier,
    obligations: Sequence[Obligation],
    programmes: Sequence[Programme],
    on: date,
) -> tuple[GapRow, ...]:
    """Return the rows of a dossier that is built; the gap of a row is that of its cell."""
    at = (dossier.place, dossier.chain)
    actions = (*actions_in(*at, programmes, on), *actions_nearby(*at, programmes, on))
    by_topic = {
        topic: (
            present(topic, actions, programmes),
            linked(topic, dossier.place, dossier.figures, actions, programmes),
        )
        for topic in dict.fromkeys(cell.topic for cell in dossier.cells)
    }
    evidence = Evidence(place=dossier.place, placed=dossier.figures)
    found = {
        f"{programme.header.id}.{it.id}": it.title
        for programme in programmes
        for it in programme.all(Finding)
    }
    return tuple(
        _row(
            cell,
            [(item, judged(item)) for item in judgeable(evidence, cell.topic, cell.tier)],
            [it for it in obligations if it.topic == cell.topic and cell.tier in it.tiers],
            _ordered(actions, cell),
            by_topic[cell.topic],
            (key := gap_key(*at, cell.topic, cell.tier)),
            plan_items(key, programmes, on),
            found,
        )
        for cell in dossier.cells
    )


def _ordered(actions: Sequence[Action], cell: Cell) -> list[Action]:
    """Return the actions on a topic, those that reach the tier first, what is only near last."""
    on_topic = [action for action in actions if cell.topic in action.topics]
    return sorted(
        on_topic, key=lambda it: (cell.tier not in it.reach, it.near is not None, it.planned)
    )


def _row(
    cell: Cell,
    evidence: Sequence[tuple[PlacedFigure, Verdict]],
    binding: Sequence[Obligation],
    actions: Sequence[Action],
    by_topic: tuple[tuple[Present, ...], dict[str, list[str]]],
    key: str,
    planned: tuple[PlanItem, ...],
    found: Mapping[str, Mapping[str, str]],
) -> GapRow:
    missed = [severity(item) for item, verdict in evidence if verdict is Verdict.DEFICIT]
    return GapRow(
        key=key,
        topic=cell.topic,
        tier=cell.tier,
        need=cell.need,
        evidence=tuple((item, it) for item, it in evidence if item.figure.value is not None),
        severities=tuple(missed),
        priority=priority(missed),
        obligations=tuple(binding),
        actions=tuple(actions),
        gap=cell.gap,
        reasons=cell.reasons,
        together=by_topic[0],
        plan_items=planned,
        linked=by_topic[1],
        findings={id: found[id] for id in by_topic[1]["findings"]},
    )


def _plain(item: PlacedFigure, verdict: Verdict) -> dict[str, Any]:
    """Return a figure as evidence: value, interval, quality, origin, and what it says."""
    values = item.to_dict()
    origin = values.pop("provenance") or {}
    kept = (
        "id", "indicator", "subject", "kind", "value", "low", "high", "level", "interval_note",
        "unit", "method", "place", "industry", "group", "period", "notes",
    )  # fmt: skip
    return {name: values[name] for name in kept} | {
        "says": str(verdict),
        "norm": indicator(item.figure.indicator).norm,
        "publisher": origin.get("publisher"),
        "citation": origin.get("citation"),
    }


def _bound(obligation: Obligation) -> dict[str, Any]:
    return {
        "name": obligation.name,
        "binding": obligation.binding,
        "reason": obligation.reason.to_dict(),
    }
