"""Over all chains: where activity and money go, against where evidence shows needs."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from decentwork.classifications.chains import chain as chain_of
from decentwork.classifications.chains import chains
from decentwork.classifications.countries import countries
from decentwork.classifications.topics import topics
from decentwork.dossiers.evidence import placed
from decentwork.dossiers.listing import goods_by_place
from decentwork.dossiers.needs import judged
from decentwork.dossiers.programmes_at_hand import (
    counted_ids,
    covering,
    is_planned,
    programmes_at_hand,
)
from decentwork.dossiers.survey_evidence import survey_figures
from decentwork.dossiers.work_evidence import latest_by_country
from decentwork.indicators.catalogue import Verdict
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Budget
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import releases_at_hand
from decentwork.sources.work_observations import observed_indicators

Money = Mapping[str, Mapping[str, float]]  # kind of budget → currency → amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What shows a deficit on a topic in a country: indicators, and chains with evidence of own."""

    indicators: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """One topic in one country: the need shown, and the activities that name both.

    An activity on several topics stands in several rows, with all its money: rows are not to be
    summed; `Portfolio.by_topic` and `by_place` count each activity once.
    """

    place: str
    topic: str
    need: Need
    activities: tuple[str, ...]
    planned: tuple[str, ...]
    money: Money

    @property
    def standing(self) -> str:
        """Return "answered", "unanswered", "planned" or "need_not_shown"."""
        if not (self.need.indicators or self.need.chains):
            return "need_not_shown"
        if self.activities:
            return "answered"
        return "planned" if self.planned else "unanswered"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "place": self.place,
            "topic": self.topic,
            "need": {
                "indicators": list(self.need.indicators),
                "chains": list(self.need.chains),
            },
            "activities": list(self.activities),
            "planned": list(self.planned),
            "money": {kind: dict(held) for kind, held in self.money.items()},
            "standing": self.standing,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One topic over all countries, or one country over all topics; each activity counts once.

    `needs` and `unanswered` count rows; a need that a plan answers is not yet answered.
    """

    code: str
    needs: int
    unanswered: int
    activities: int
    money: Money

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "code": self.code,
            "needs": self.needs,
            "unanswered": self.unanswered,
            "activities": self.activities,
            "money": {kind: dict(held) for kind, held in self.money.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """All rows in which a need is shown or something is done or planned.

    `money_of` is the money of each activity that stands in a row, by the activity's id.
    """

    rows: tuple[PortfolioRow, ...]
    money_of: Mapping[str, Money]

    def by_topic(self) -> tuple[Total, ...]:
        """Return a total for each topic that has a row, in the order of topics."""
        grouped = _grouped(self.rows, "topic")
        return tuple(self._total(it.id, grouped[it.id]) for it in topics() if it.id in grouped)

    def by_place(self) -> tuple[Total, ...]:
        """Return a total for each country that has a row, by code."""
        grouped = _grouped(self.rows, "place")
        return tuple(self._total(code, rows) for code, rows in sorted(grouped.items()))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: the rows, and the totals by topic and country."""
        return {
            "rows": [row.to_dict() for row in self.rows],
            "by_topic": [it.to_dict() for it in self.by_topic()],
            "by_place": [it.to_dict() for it in self.by_place()],
        }

    def _total(self, code: str, rows: Sequence[PortfolioRow]) -> Total:
        active = dict.fromkeys(id for row in rows for id in row.activities)
        needs = [row for row in rows if row.standing != "need_not_shown"]
        return Total(
            code=code,
            needs=len(needs),
            unanswered=sum(row.standing != "answered" for row in needs),
            activities=len(active),
            money=summed(self.money_of[id] for id in active if id in self.money_of),
        )


def portfolio(folder: DataFolder, on: date | None = None) -> Portfolio:
    """Return where needs are and where activity goes, over all countries, on a day.

    Needs are judged as in dossiers: the latest figures of a country against their norms, goods
    listed as made with child or forced labour, and what surveys of chains released. They are kept
    in the folder until its data change.
    """
    return of_needs(needs(folder), programmes_at_hand(folder), on or date.today())


def of_needs(
    shown: Mapping[tuple[str, str], Need], programmes: Sequence[Programme], on: date
) -> Portfolio:
    """Return the portfolio of needs by (place, topic) and of programmes."""
    begun: dict[tuple[str, str], list[str]] = defaultdict(list)
    planned: dict[tuple[str, str], list[str]] = defaultdict(list)
    money: dict[str, Money] = {}
    for programme in programmes:
        money |= _money(programme)
        for id, activity in counted_ids(programme):
            later = is_planned(programme, activity, on)
            for place in activity.places:
                for topic in activity.topics:
                    (planned if later else begun)[place, topic].append(id)
    order = {topic.id: number for number, topic in enumerate(topics())}
    keys = sorted({*shown, *begun, *planned}, key=lambda it: (it[0], order[it[1]]))
    return Portfolio(
        rows=tuple(
            PortfolioRow(
                place=place,
                topic=topic,
                need=shown.get((place, topic), Need()),
                activities=tuple(begun.get((place, topic), ())),
                planned=tuple(planned.get((place, topic), ())),
                money=summed(money[id] for id in begun.get((place, topic), ()) if id in money),
            )
            for place, topic in keys
        ),
        money_of=money,
    )


def needs(folder: DataFolder) -> dict[tuple[str, str], Need]:
    """Return the needs shown in each country on each topic, kept until the data change."""
    path = folder.kept("portfolio", folder.fingerprint(folder.known()), ".json")
    if path.is_file():
        return _read(path)
    found = _needs(folder)
    folder.keep(path, lambda staged: _write(found, staged))
    return found


def _needs(folder: DataFolder) -> dict[tuple[str, str], Need]:
    indicators: dict[tuple[str, str], list[str]] = defaultdict(list)
    of_chains: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in observed_indicators():
        if each.norm_value is None:
            continue
        for item in placed("work", latest_by_country(each.id, folder)):
            if judged(item) is Verdict.DEFICIT:
                indicators[item.figure.at.place, each.topic].append(each.id)
    known = {it.iso3 for it in countries(invented=folder.invented)}
    for place, goods in goods_by_place(folder).items():
        for chain in chains():
            for topic in dict.fromkeys(it for good in chain.goods for it in goods.get(good, ())):
                of_chains[place, topic].append(chain.slug)
    for release in releases_at_hand(folder):
        for item in placed("tiers", survey_figures(release.place, chain_of(release.chain), folder)):
            if judged(item) is Verdict.DEFICIT:
                of_chains[release.place, item.figure.at.topic].append(release.chain)
    return {
        key: Need(
            indicators=tuple(indicators.get(key, ())),
            chains=tuple(dict.fromkeys(of_chains.get(key, ()))),
        )
        for key in sorted({*indicators, *of_chains})
        if key[0] in known
    }


def summed(held: Iterable[Money]) -> dict[str, dict[str, float]]:
    """Return money added up by kind and currency; different currencies are never added."""
    sums: dict[str, dict[str, float]] = {}
    for money in held:
        for kind, amounts in money.items():
            for currency, amount in amounts.items():
                of_kind = sums.setdefault(kind, {})
                of_kind[currency] = of_kind.get(currency, 0.0) + amount
    return sums


def _money(programme: Programme) -> dict[str, Money]:
    """Return the money of each activity that counts by itself, by its id among all.

    A kind of budget that a whole does not have itself is the sum of its parts that count with it.
    """
    own: dict[str, Money] = {}
    of_parts: dict[str, Money] = {}
    for budget in programme.all(Budget):
        activity = programme.by_id[budget.record]
        if isinstance(activity, Activity):
            whole = covering(programme, activity)
            held = of_parts if whole else own
            id = f"{programme.header.id}.{(whole or activity).id}"
            added: Money = {budget.kind: {budget.currency: budget.amount}}
            held[id] = summed([held.get(id, {}), added])
    return {id: {**of_parts.get(id, {}), **own.get(id, {})} for id in {*own, *of_parts}}


def _grouped(rows: Iterable[PortfolioRow], by: str) -> dict[str, list[PortfolioRow]]:
    groups: dict[str, list[PortfolioRow]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups


def _write(found: Mapping[tuple[str, str], Need], path: Path) -> None:
    rows = [[*key, need.indicators, need.chains] for key, need in found.items()]
    path.write_text(json.dumps(rows), encoding="utf-8")


def _read(path: Path) -> dict[tuple[str, str], Need]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        (place, topic): Need(indicators=tuple(ids), chains=tuple(slugs))
        for place, topic, ids, slugs in rows
    }
