"""Who does what where in a programme as its reader meets it: a matrix, lists, a calendar."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from decentwork.classifications.topics import topics
from decentwork.estimates.messages import translatable
from decentwork.programmes import coordination
from decentwork.programmes.coordination import Doing, Event
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Organisation
from decentwork.reporting import names
from decentwork.reporting.numbers import Reader, locale
from decentwork.reporting.programme_pages import number
from decentwork.reporting.programme_words import SECTIONS

NOBODY_LEADS = translatable("no lead is recorded")
OCCASIONS = {
    "starts": translatable("begins"),
    "ends": translatable("ends"),
    "due": translatable("due"),
}
WHY = {
    "several_leads": translatable("several lead it"),
    "waits_for": translatable("one waits for the other"),
}
HEADS = {
    "place": translatable("Country"),
    "topic": translatable("Topic"),
    "organisation": translatable("Who leads"),
    "organisations": translatable("Who leads each"),
    "activities": translatable("Activities"),
    "day": translatable("Day"),
    "occasion": translatable("What happens"),
    "record": translatable("Record"),
    "kind": translatable("Kind"),
    "why": translatable("Why together"),
    "currency": translatable("Currency"),
    "needed": translatable("Needed"),
    "committed": translatable("Committed"),
    "spent": translatable("Spent"),
    "missing": translatable("Missing"),
}
PARTS = {
    "who": translatable("Who does what where"),
    "overlaps": translatable("Overlaps"),
    "blanks": translatable("Blanks"),
    "calendar": translatable("Calendar"),
    "deadlines": translatable("Deadlines"),
    "joint": translatable("What could be one proposal"),
    "resources": translatable("Resources needed against resources"),
}
"""The parts of the page, and the sheets of its workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """What a reader asks of the page; each part empty when not asked; a year of the calendar."""

    place: str = ""
    topic: str = ""
    organisation: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A record by key and title; organisations stand beside it where a list names who leads."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One topic in one country: who leads how many activities; empty where nobody does any."""

    topic: str
    topic_name: str
    count: int
    leads: tuple[str, ...]
    overlaps: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a list: what it is about in `names`, and the records it tells of.

    `values` are its other words by column, "" for what is not recorded.
    """

    names: tuple[str, ...]
    records: tuple[Named, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinationView:
    """All that the page shows, in the reader's language."""

    topics: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[MatrixCell, ...]], ...]
    who: tuple[Line, ...]
    overlaps: tuple[Line, ...]
    blanks: tuple[tuple[str, tuple[str, ...]], ...]
    calendar: tuple[Line, ...]
    deadlines: tuple[Line, ...]
    joint: tuple[Line, ...]
    resources: tuple[Line, ...]
    places: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str], ...]
    years: tuple[str, ...]
    unplaced: int


class _Words:
    """Names of a programme's records and of codes, in the reader's language."""

    def __init__(self, programme: Programme, reader: Reader) -> None:
        self.programme, self.reader = programme, reader

    def record(self, key: str) -> Named:
        return Named(key=key, title=self.programme.by_id[key].name(self.reader.language))

    def records(self, keys: Iterable[str]) -> tuple[Named, ...]:
        return tuple(self.record(key) for key in keys)

    def organisation(self, key: str | None) -> str:
        return self.record(key).title if key else self.reader.translate(NOBODY_LEADS)

    def organisations(self, keys: Iterable[str]) -> str:
        return "; ".join(self.organisation(key) for key in keys)

    def place(self, code: str) -> str:
        return names.place_name(code, self.reader.language, self.reader.translate)

    def topic(self, code: str) -> str:
        return names.topic_name(code, self.reader.language)

    def day(self, day: date) -> str:
        return format_date(day, format="long", locale=locale(self.reader.language))


def coordination_view(
    programme: Programme, asked: AskedOf, on: date, reader: Reader
) -> CoordinationView:
    """Return who does what where, overlaps and blanks, days, joint work and resources.

    Parameters
    ----------
    programme : a programme, all of whose records may be read
    asked : narrows matrix, lists, overlaps and blanks; of the calendar the year
    on : the day from which deadlines are counted
    reader : language and gettext
    """
    words = _Words(programme, reader)
    all_of_it = coordination.who_does_what_where(programme)
    doing = [it for it in all_of_it if _fits(it, asked)]
    crossed = [
        it
        for it in coordination.overlaps(programme)
        if asked.place in ("", it.place)
        and asked.topic in ("", it.topic)
        and (not asked.organisation or asked.organisation in it.organisations)
    ]
    events = coordination.calendar(programme)
    years = tuple(str(it) for it in dict.fromkeys(event.day.year for event in events))
    shown = {id for it in all_of_it for id in it.activities}
    return CoordinationView(
        topics=tuple(_topics(asked, words)),
        rows=tuple(_matrix(doing, {(it.place, it.topic) for it in crossed}, asked, words)),
        who=tuple(_who(it, words) for it in doing),
        overlaps=tuple(
            Line(
                names=(words.place(it.place), words.topic(it.topic)),
                records=words.records(it.activities),
                values={"organisations": words.organisations(it.organisations)},
            )
            for it in crossed
        ),
        blanks=tuple(_blanks(programme, asked, words)),
        calendar=tuple(_event(it, words) for it in events if str(it.day.year) == asked.year),
        deadlines=tuple(_deadline(it, on, words) for it in coordination.deadlines(programme, on)),
        joint=tuple(_joint(programme, asked, words)),
        resources=tuple(_resources(programme, words)),
        places=_named_places(all_of_it, words),
        organisations=tuple(
            (it.id, it.name(reader.language))
            for it in programme.all(Organisation)
            if any(it.id == each.organisation for each in all_of_it)
        ),
        years=years,
        unplaced=sum(it.state not in ("dropped", "merged") for it in programme.all(Activity))
        - len(shown),
    )


def calendar_year(programme: Programme, asked: str, on: date) -> str:
    """Return the year of the calendar to show: as asked, else this one, else the last before it."""
    years = sorted({event.day.year for event in coordination.calendar(programme)})
    if asked.isdecimal() and int(asked) in years:
        return asked
    before = [year for year in years if year <= on.year]
    return str(max(before, default=years[0])) if years else ""


def tables_of(view: CoordinationView, reader: Reader) -> dict[str, list[dict[str, str]]]:
    """Return every part of the page as a table keyed by column head, under the part's name."""
    wanted = {
        "who": (view.who, ("place", "topic", "organisation"), ()),
        "overlaps": (view.overlaps, ("place", "topic"), ("organisations",)),
        "calendar": (view.calendar, ("day", "occasion", "kind"), ()),
        "deadlines": (view.deadlines, ("day", "occasion", "kind"), ()),
        "joint": (view.joint, ("why",), ("organisations",)),
        "resources": (
            view.resources, ("currency",), ("needed", "committed", "spent", "missing"),
        ),
    }  # fmt: skip
    heads = {id: reader.translate(text) for id, text in HEADS.items()}
    made = {
        reader.translate(PARTS[part]): [
            dict(zip((heads[it] for it in first), line.names, strict=True))
            | {heads["activities"]: "; ".join(it.title for it in line.records)}
            | {heads[it]: line.values[it] for it in rest}
            for line in lines
        ]
        for part, (lines, first, rest) in wanted.items()
    }
    made[reader.translate(PARTS["blanks"])] = [
        {heads["place"]: place, heads["topic"]: topic}
        for place, missing in view.blanks
        for topic in missing
    ]
    return made


def _fits(doing: Doing, asked: AskedOf) -> bool:
    return (
        asked.place in ("", doing.place)
        and asked.topic in ("", doing.topic)
        and asked.organisation in ("", doing.organisation)
    )


def _topics(asked: AskedOf, words: _Words) -> Iterable[tuple[str, str]]:
    for topic in topics():
        if asked.topic in ("", topic.id):
            yield topic.id, words.topic(topic.id)


def _matrix(
    doing: Iterable[Doing], crossed: set[tuple[str, str]], asked: AskedOf, words: _Words
) -> Iterable[tuple[str, str, tuple[MatrixCell, ...]]]:
    """Yield code and name of each country with a cell for each topic, countries by their names."""
    held: dict[str, dict[str, list[Doing]]] = defaultdict(lambda: defaultdict(list))
    for each in doing:
        held[each.place][each.topic].append(each)
    for place, name in sorted(((it, words.place(it)) for it in held), key=lambda it: it[1]):
        yield (
            place,
            name,
            tuple(
                MatrixCell(
                    topic=topic,
                    topic_name=topic_name,
                    count=len({id for it in held[place][topic] for id in it.activities}),
                    leads=tuple(words.organisation(it.organisation) for it in held[place][topic]),
                    overlaps=(place, topic) in crossed,
                )
                for topic, topic_name in _topics(asked, words)
            ),
        )


def _who(doing: Doing, words: _Words) -> Line:
    return Line(
        names=(
            words.place(doing.place),
            words.topic(doing.topic),
            words.organisation(doing.organisation),
        ),
        records=words.records(doing.activities),
        values={},
    )


def _blanks(
    programme: Programme, asked: AskedOf, words: _Words
) -> Iterable[tuple[str, tuple[str, ...]]]:
    missing: dict[str, list[str]] = defaultdict(list)
    for place, topic in coordination.blanks(programme):
        if asked.place in ("", place) and asked.topic in ("", topic):
            missing[words.place(place)].append(words.topic(topic))
    for name, left in sorted(missing.items()):
        yield name, tuple(left)


def _event(event: Event, words: _Words) -> Line:
    translate = words.reader.translate
    kind = words.programme.by_id[event.record].section
    return Line(
        names=(
            words.day(event.day),
            translate(OCCASIONS[event.occasion]),
            translate(SECTIONS[kind]),
        ),
        records=words.records([event.record]),
        values={"settled": "yes" if event.settled else ""},
    )


def _deadline(event: Event, on: date, words: _Words) -> Line:
    line = _event(event, words)
    late = {"late": "yes" if event.day < on else ""}
    return Line(names=line.names, records=line.records, values=dict(line.values) | late)


def _joint(programme: Programme, asked: AskedOf, words: _Words) -> Iterable[Line]:
    for each in coordination.joint(programme):
        if asked.organisation and asked.organisation not in each.organisations:
            continue
        yield Line(
            names=(words.reader.translate(WHY[each.why]),),
            records=words.records(each.activities),
            values={"organisations": words.organisations(each.organisations)},
        )


def _resources(programme: Programme, words: _Words) -> Iterable[Line]:
    for each in coordination.resources(programme):
        amounts = {
            "needed": each.needed,
            "committed": each.committed,
            "spent": each.spent,
            "missing": each.missing,
        }
        yield Line(
            names=(each.currency,),
            records=words.records([each.record]),
            values={
                name: "" if amount is None else number(amount, words.reader)
                for name, amount in amounts.items()
            },
        )


def _named_places(doing: Iterable[Doing], words: _Words) -> tuple[tuple[str, str], ...]:
    found = {(it.place, words.place(it.place)) for it in doing}
    return tuple(sorted(found, key=lambda it: it[1]))
