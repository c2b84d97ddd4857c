"""Need × obligation × action of a dossier as its reader meets it: the named gaps first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.severity import Band
from decentwork.estimates.messages import translatable
from decentwork.programmes.fields import said
from decentwork.reporting import names
from decentwork.reporting.dossier_parts import ActionView, Sentence, action_view, sentences
from decentwork.reporting.lines import Reading, reading
from decentwork.reporting.numbers import Plain, Reader, list_text
from decentwork.reporting.programme_pages import measure_text
from decentwork.reporting.programme_words import CODES, STATES
from decentwork.reporting.wording import sentence

if TYPE_CHECKING:
    from decentwork.dossiers.gap_rows import GapRow

BANDS = {
    "low": translatable("low"),
    "medium": translatable("medium"),
    "high": translatable("high"),
}
BAND_SPAN = translatable("%(low)s to %(high)s")
STAYS = translatable("the same with any weights")
CHANGES = translatable("would change with other weights: %(low)s to %(high)s")
VERDICTS = {
    "deficit": translatable("misses the norm"),
    "opportunity": translatable("an opening"),
    "met": translatable("meets the norm"),
    "inconclusive": translatable("does not settle it"),
    "context": translatable("judges nothing"),
}
PARTS = {
    "scale": translatable("Scale: how grave the harm is"),
    "scope": translatable("Scope: how many it touches"),
    "irremediability": translatable("Irremediability: whether it can be made good"),
}
GAP_MEANS = {
    "no_obligation": translatable("Nothing at hand binds anybody here on this."),
    "no_action": translatable("No record at hand names anything that is done about it here."),
    "action_elsewhere": translatable(
        "Something is done on this topic, but no record says that it reaches here."
    ),
    "no_evidence_of_effect": translatable(
        "Something is done here; no source says what it has changed."
    ),
    "nothing_known": translatable("Something is done or planned; nothing is known of the need."),
}
"""What each kind of gap means, in a sentence."""
NO_GAP = translatable("no gap is left")
JUDGING = ("deficit", "opportunity", "met", "inconclusive")
NEED_REASONS = ("need_", "opportunity_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A figure that was looked at, the norm it is judged against, and what it says."""

    reading: Reading
    norm: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityView:
    """How severe what some figures show is: part, band and reason of each."""

    titles: tuple[str, ...]
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentView:
    """An organisation that could act together with others: what it is and does already."""

    name: str
    kind: str
    roles: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """An activity planned for a gap, how it stands, and what its results have reached.

    `results` are rows of indicator, baseline, target and what was reached; "" for what is not told.
    """

    programme: str
    record: str
    title: str
    state: str
    results: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """One topic at one tier: need, what binds, what is done, the gap, and all reasons."""

    id: str
    key: str
    topic: str
    tier: str
    need: str
    need_name: str
    gap: str
    gap_name: str
    means: str
    priority: str
    weights: str
    needs: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    context: tuple[Evidence, ...]
    severities: tuple[SeverityView, ...]
    binding: tuple[Sentence, ...]
    missing: tuple[Sentence, ...]
    not_in_data: tuple[Sentence, ...]
    counting: tuple[ActionView, ...]
    elsewhere: tuple[ActionView, ...]
    together: tuple[PresentView, ...]
    plans: tuple[PlanView, ...]
    supervision: tuple[Reading, ...]
    findings: tuple[tuple[str, str, str], ...]
    projects: tuple[ActionView, ...]
    research: tuple[ActionView, ...]

    @property
    def norms(self) -> tuple[str, ...]:
        """The norms that the evidence is judged against."""
        return tuple(dict.fromkeys(it.norm for it in self.evidence if it.norm))

    @property
    def is_linked(self) -> bool:
        """Say whether supervision, projects or research are recorded on the topic."""
        return bool(self.supervision or self.findings or self.projects or self.research)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsView:
    """The rows of a chain in three parts: gaps with a need, needs without one, need not known.

    `unknown` of `count` cells have no need that could be judged.
    """

    named: tuple[GapView, ...]
    answered: tuple[GapView, ...]
    unjudged: tuple[GapView, ...]
    unknown: int
    count: int


def told_row(row: "GapRow") -> dict[str, Any]:
    """Return a row as plain values with the English text of its reasons beside their ids."""
    values = row.to_dict()
    values["reasons"] = [it.to_dict() | {"text": sentence(it)} for it in row.reasons]
    for obligation, bound in zip(row.obligations, values["obligations"], strict=True):
        bound["reason"]["text"] = sentence(obligation.reason)
    return values


def gaps_view(dossier: Plain, reader: Reader) -> GapsView:
    """Return the rows of a dossier (its plain form) in words, the most severe gaps first."""
    figures = {each["id"]: each for each in dossier["figures"]}
    rows = sorted(dossier.get("gap_rows", ()), key=_first)
    views = [(row, _view(row, figures, dossier["chain"]["country"], reader)) for row in rows]
    needs = [cell["need"] for cell in dossier["matrix"]]
    return GapsView(
        named=tuple(it for row, it in views if row["gap"] not in (None, "nothing_known")),
        answered=tuple(it for row, it in views if row["gap"] is None),
        unjudged=tuple(it for row, it in views if row["gap"] == "nothing_known"),
        unknown=needs.count("unknown"),
        count=len(needs),
    )


def _first(row: Plain) -> tuple[int, int]:
    """Return what orders rows: the most severe first; in each band as topics and tiers stand."""
    bands = row["need"]["priority"]
    return (-Band[bands["high"].upper()], -Band[bands["low"].upper()]) if bands else (0, 0)


def _view(row: Plain, figures: Mapping[str, Plain], home: str, reader: Reader) -> GapView:
    language, translate = reader.language, reader.translate
    need = row["need"]
    looked_at = [it for it in need["evidence"] if it["id"] in figures]
    judging = [it for it in looked_at if it["says"] in JUDGING]
    actions = {it["id"]: action_view(it, language, translate) for it in row["actions"]}
    counting = [it["id"] for it in row["actions"] if it["counts"]]
    priority, weights = _priority(need["priority"], reader)
    return GapView(
        id=f"gap-{row['topic']}-{row['tier']}",
        key=row["key"],
        topic=names.topic_name(row["topic"], language),
        tier=names.tier_name(row["tier"], language),
        need=need["state"],
        need_name=translate(names.NEEDS[need["state"]]),
        gap=row["gap"] or "",
        gap_name=translate(names.GAPS[row["gap"]] if row["gap"] else NO_GAP),
        means=translate(GAP_MEANS[row["gap"]]) if row["gap"] else "",
        priority=priority,
        weights=weights,
        needs=sentences(
            (it for it in row["reasons"] if it["id"].startswith(NEED_REASONS)), language, translate
        ),
        evidence=_evidence(judging, figures, home, reader),
        context=_evidence([it for it in looked_at if it not in judging], figures, home, reader),
        severities=tuple(_severities(need["severity"], figures, home, reader)),
        binding=_rules(row["obligations"], True, reader),
        missing=_rules(row["obligations"], False, reader),
        not_in_data=_rules(row["obligations"], None, reader),
        counting=tuple(actions[id] for id in counting),
        elsewhere=tuple(it for id, it in actions.items() if id not in counting),
        together=tuple(_present(it, reader) for it in row["together"]),
        plans=tuple(_plan(it, reader) for it in row["plan_items"]),
        **_linked(row, figures, home, actions, reader),
    )


def _linked(
    row: Plain,
    figures: Mapping[str, Plain],
    home: str,
    actions: Mapping[str, ActionView],
    reader: Reader,
) -> dict[str, Any]:
    """Return what ties supervision, projects and research together on the row's topic."""
    linked = row["linked"]
    told = [figures[id] for id in linked["supervision"] if id in figures]
    return {
        "supervision": tuple(reading(it, home, reader.language, reader.translate) for it in told),
        "findings": tuple(_finding(id, row["findings"], reader) for id in linked["findings"]),
        "projects": tuple(actions[id] for id in linked["projects"] if id in actions),
        "research": tuple(actions[id] for id in linked["research"] if id in actions),
    }


def priority_text(bands: Plain | None, reader: Reader) -> str:
    """Return a priority as a band or a span of bands, "" where there is none."""
    return _span(bands["low"], bands["high"], reader) if bands else ""


def _priority(bands: Plain | None, reader: Reader) -> tuple[str, str]:
    """Return the band of a need, and whether other weights would give another one."""
    if bands is None:
        return "", ""
    ends = (bands["lowest_with_any_weights"], bands["highest_with_any_weights"])
    low, high = (reader.translate(BANDS[it]) for it in ends)
    weights = CHANGES if bands["changes_with_weights"] else STAYS
    told = reader.translate(weights) % {"low": low, "high": high}
    return _span(bands["low"], bands["high"], reader), told


def _span(low: str, high: str, reader: Reader) -> str:
    words = {"low": reader.translate(BANDS[low]), "high": reader.translate(BANDS[high])}
    return words["low"] if low == high else reader.translate(BAND_SPAN) % words


def _evidence(
    given: Iterable[Plain], figures: Mapping[str, Plain], home: str, reader: Reader
) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            reading=reading(figures[it["id"]], home, reader.language, reader.translate),
            norm="" if it["norm"] == "none" else reader.translate(it["norm"]),
            says=reader.translate(VERDICTS[it["says"]]),
        )
        for it in given
    )


def _severities(
    given: Iterable[Plain], figures: Mapping[str, Plain], home: str, reader: Reader
) -> Iterator[SeverityView]:
    """Yield how severe deficits are; figures of which the same is said are told of together."""
    alike: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for it in given:
        figure = figures[it["figure"]]
        title = reading(figure, home, reader.language, reader.translate).title
        alike.setdefault(tuple(_parts(it, reader)), []).append(title)
    for parts, titles in alike.items():
        yield SeverityView(titles=tuple(dict.fromkeys(titles)), parts=parts)


def _parts(given: Plain, reader: Reader) -> Iterator[tuple[str, str, str]]:
    for name, label in PARTS.items():
        grade = given[name]
        band = _span(grade["low"], grade["high"], reader) if grade["low"] else ""
        yield reader.translate(label), band, reader.translate(grade["why"])


def _rules(
    obligations: Sequence[Plain], binding: bool | None, reader: Reader
) -> tuple[Sentence, ...]:
    chosen = [it["reason"] for it in obligations if it["binding"] is binding]
    told = sentences(chosen, reader.language, reader.translate)
    return tuple({it.text: it for it in told}.values())


def _present(given: Plain, reader: Reader) -> PresentView:
    return PresentView(
        name=given["name"],
        kind=reader.translate(CODES[given["kind"]]),
        roles=list_text([reader.translate(CODES[it]) for it in given["roles"]], reader.language),
        here=given["here"],
    )


def _plan(given: Plain, reader: Reader) -> PlanView:
    return PlanView(
        programme=given["programme"],
        record=given["activity"],
        title=said(given["titles"], reader.language),
        state=reader.translate(STATES[given["state"]]),
        results=tuple(
            (
                said(it["titles"], reader.language),
                measure_text(it["baseline"], it, reader),
                measure_text(it["target"], it, reader),
                measure_text(it["reached"], it, reader),
            )
            for it in given["results"]
        ),
    )


def _finding(
    id: str, titles: Mapping[str, Mapping[str, str]], reader: Reader
) -> tuple[str, str, str]:
    """Return the programme, key and title of a finding."""
    programme, _, record = id.partition(".")
    return programme, record, said(dict(titles.get(id, {})), reader.language) or record
