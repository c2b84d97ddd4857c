"""What pages show of a programme: its tree, the fields of a record, values of indicators."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from decentwork.estimates.messages import translatable
from decentwork.programmes import report_figures
from decentwork.programmes.fields import said
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Header, Indicator
from decentwork.programmes.status import Status, status
from decentwork.reporting import names
from decentwork.reporting.numbers import Reader, locale
from decentwork.reporting.programme_fields import FormField, code_name, fields_of
from decentwork.reporting.programme_words import REASONS

Plain = dict[str, Any]
YES, NO = translatable("yes"), translatable("no")
LINES = 10  # activities of one branch that the tree shows
# What is looked at by itself still needs a programme around it.
NOBODYS = Header(id="stand-in", title={"en": "-"}, organisation="-", starts="2000", ends="2000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An activity in the tree: how it stands and why, where, and its indicators by verdict."""

    key: str
    title: str
    state: str
    reason: str
    places: tuple[str, ...]
    verdicts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """An area or a deliverable in the tree, with all that is counted beneath it.

    `lines` are its first activities, `hidden` how many more there are.
    """

    key: str
    title: str
    number: int | None
    branches: tuple["Branch", ...]
    lines: tuple[Line, ...]
    hidden: int
    states: Mapping[str, int]
    verdicts: Mapping[str, int]


def tree(
    held: Mapping[str, Mapping[str, Plain]],
    standings: Mapping[str, Mapping[str, int]],
    on: date,
    reader: Reader,
) -> list[Branch]:
    """Return the areas of a programme with their deliverables and activities.

    `held` are areas, deliverables and activities by section and id, `standings` the verdicts on
    indicators by what their results belong to.
    """
    activities = held["activities"]
    found = states(activities, on)
    beneath: dict[str, list[str]] = defaultdict(list)
    for key, content in activities.items():
        deliverable = content.get("deliverable", "")
        above = deliverable if deliverable in held["deliverables"] else content["area"]
        beneath[above].append(key)

    def branch(key: str, content: Plain, branches: Sequence[Branch]) -> Branch:
        counted = Counter(standings.get(key, {}))
        known = Counter[str](found[it].state for it in beneath[key])
        for it in beneath[key]:
            counted.update(standings.get(it, {}))
        for each in branches:
            counted.update(each.verdicts)
            known.update(each.states)
        return Branch(
            key=key,
            title=said(content["title"], reader.language),
            number=content.get("number"),
            branches=tuple(branches),
            lines=tuple(
                _line(it, activities[it], found[it], standings.get(it, {}), reader)
                for it in beneath[key][:LINES]
            ),
            hidden=max(0, len(beneath[key]) - LINES),
            states=known,
            verdicts=counted,
        )

    promised: dict[str, list[Branch]] = defaultdict(list)
    for key, content in held["deliverables"].items():
        promised[content["area"]].append(branch(key, content, ()))
    areas = sorted(held["areas"].items(), key=lambda it: it[1]["number"])
    return [branch(key, content, promised[key]) for key, content in areas]


def _line(
    key: str, content: Plain, found: Status, verdicts: Mapping[str, int], reader: Reader
) -> Line:
    where = (*content.get("places", ()), *content.get("regions", ()))
    places = [names.place_name(code, reader.language, reader.translate) for code in where]
    return Line(
        key=key,
        title=said(content["title"], reader.language),
        state=found.state,
        reason=reason_text(found, reader),
        places=tuple(places),
        verdicts=verdicts,
    )


def reason_text(found: Status, reader: Reader) -> str:
    """Return why an activity stands as it does, in the reader's language."""
    return reader.translate(REASONS[found.reason]) % found.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field of a record as it is read: `keys` where it names records, else `texts`."""

    name: str
    label: str
    texts: tuple[str, ...]
    keys: tuple[str, ...] = ()


def shown(section: str, content: Plain, reader: Reader) -> list[Shown]:
    """Return the fields of a record that say something, in the reader's language."""
    found = []
    for field in fields_of(section):
        value = content.get(field.name)
        if field.name in ("id", "title") or value is None:
            continue
        entries = value if isinstance(value, list) else [value]
        is_reference = bool(field.sections)
        found.append(
            Shown(
                name=field.name,
                label=reader.translate(field.label),
                texts=() if is_reference else tuple(_text(field, it, reader) for it in entries),
                keys=tuple(entries) if is_reference else (),
            )
        )
    return found


def _text(field: FormField, value: Any, reader: Reader) -> str:  # noqa: ANN401 - one entry
    if isinstance(value, dict):
        return said(value, reader.language)
    if isinstance(value, bool):
        return reader.translate(YES if value else NO)
    if field.kind == "day":
        return format_date(date.fromisoformat(value), format="long", locale=locale(reader.language))
    if isinstance(value, float) or (isinstance(value, int) and field.kind == "number"):
        return number(value, reader)
    if field.classification or field.kind in ("choice", "list"):
        return code_name(field.name, str(value), reader.language, reader.translate)
    return str(value)


def number(value: float, reader: Reader) -> str:
    """Return a value of a record as the reader's language writes it, as it was reported."""
    return report_figures.number_text(value, reader.language)


def measure_text(value: float | None, indicator: Plain, reader: Reader) -> str:
    """Return a value of an indicator, in its plain form, as `report_figures.measure_text` does."""
    checked_before = Indicator.model_construct(**indicator)
    return report_figures.measure_text(value, checked_before, reader.language)


def states(activities: Mapping[str, Plain], on: date) -> dict[str, Status]:
    """Return how activities stand on a day, by their ids; `activities` are all of a programme.

    Of thousands most share state and dates: each such case is judged once.
    """
    waited = {it for content in activities.values() for it in content.get("waits_for", ())}
    known = {key: _bare(key, activities[key], activities) for key in waited & set(activities)}
    held = Programme(header=NOBODYS, sections={}, by_id=known, by_indicator={}, by_sum={})
    judged: dict[tuple[Any, ...], Status] = {}
    found = {}
    for key, content in activities.items():
        case = (
            *(content.get(name) for name in ("state", "starts", "ends")),
            *content.get("waits_for", ()),
        )
        if case not in judged:
            judged[case] = status(held, _bare(key, content, activities), on)
        found[key] = judged[case]
    return found


def _bare(key: str, content: Plain, activities: Mapping[str, Plain]) -> Activity:
    """Return an activity that was checked when it was kept; what it waits for is there."""
    waits_for = tuple(it for it in content.get("waits_for", ()) if it in activities)
    return Activity.model_construct(**content | {"id": key, "waits_for": waits_for})
