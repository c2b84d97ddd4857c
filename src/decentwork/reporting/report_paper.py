"""The report of a programme as plain values in the reader's language, for page and print."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from decentwork import __version__
from decentwork.programmes.fields import said
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Area, Deliverable, Document
from decentwork.programmes.report import Report
from decentwork.programmes.report_figures import ResultLine, count_text, reached_text, value_text
from decentwork.programmes.report_paragraphs import Paragraph, Section
from decentwork.programmes.report_tables import CountryLine, MoneyLine
from decentwork.programmes.standing import aimed_at
from decentwork.reporting.names import place_name
from decentwork.reporting.numbers import Reader, locale
from decentwork.reporting.programme_words import CODES, STATES, VERDICTS
from decentwork.reporting.report_words import (
    COUNTED,
    DOCUMENT_AT,
    FACTS,
    FORMS,
    HEADINGS,
    HEADS,
    MADE,
    NO_SOURCE,
    NOTES,
    NOTHING,
    PURPOSE,
    SUMMARY,
    SUMMARY_WITHOUT_INDICATORS,
)

DASH = "–"
STOPPED = ("suspended", "merged", "dropped")
SHOWN = ("done", "on_track", "delayed", "not_started", "not_reported")
PARAGRAPH_MARK = "¶"
MOST_NAMED = 6  # records of a paragraph that the list of what it rests on names


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A paragraph as it is printed; `language` is that of its text, `notes` stand beneath it."""

    number: int
    lead: str
    text: str
    language: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A heading and its numbered paragraphs."""

    title: str
    paragraphs: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedTable:
    """A table and what has to be known to read it; its head and rows are text."""

    id: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaper:
    """A report in one language; `facts` are label and text, `notices` are set apart at its head."""

    title: str
    kind: str
    language: str
    notices: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[ReportSection, ...]
    tables: tuple[NotedTable, ...]
    made: str


def report_paper(report: Report, programme: Programme, reader: Reader) -> ReportPaper:
    """Return a report with its words, tables and what each paragraph rests on."""
    words = _Words(programme, reader)
    place = place_name(report.place, reader.language, reader.translate) if report.place else ""
    tables = [*_tables(report, words)]
    if report.form != "status":
        tables.append(_rests(report.paragraphs, words))
    return ReportPaper(
        title=programme.header.title.get(reader.language) or said(programme.header.title),
        kind=words.say(FORMS[report.form], place=place),
        language=reader.language,
        notices=tuple(_notices(report, words)),
        facts=tuple(_facts(report, words)),
        sections=tuple(_section(it, words) for it in report.sections),
        tables=tuple(it for it in tables if it.rows),
        made=words.say(MADE, version=__version__, records=words.count(len(programme.by_id))),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What every part of the paper needs to write: the records, and how their reader reads."""

    programme: Programme
    reader: Reader

    @property
    def language(self) -> str:
        return self.reader.language

    def say(self, text: str, **facts: object) -> str:
        return self.reader.translate(text) % facts

    def count(self, number: int) -> str:
        return count_text(number, self.language)

    def name(self, id: str) -> str:
        return self.programme.by_id[id].name(self.language)

    def day(self, day: date) -> str:
        return format_date(day, format="long", locale=locale(self.language))

    def counted(self, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
        told = (
            self.say(COUNTED, name=self.say(name), count=self.count(counts[id]))
            for id, name in names.items()
            if counts.get(id)
        )
        return ", ".join(told)


def _notices(report: Report, words: _Words) -> Iterator[str]:
    if words.programme.header.invented:
        yield words.say(NOTES["invented"])
    if report.regional:
        titles = "; ".join(words.name(id) for id in report.regional)
        yield words.say(NOTES["regional"], titles=titles)
    if report.unplaced:
        yield words.say(NOTES["unplaced"], keys=", ".join(report.unplaced))


def _facts(report: Report, words: _Words) -> Iterator[tuple[str, str]]:
    header = words.programme.header
    yield words.say(FACTS["organisation"]), header.organisation
    yield words.say(FACTS["span"]), f"{header.starts}–{header.ends}"
    document = words.programme.by_id.get(header.report)
    if isinstance(document, Document) and document.symbol:
        yield words.say(FACTS["symbol"]), document.symbol
    yield words.say(FACTS["on"]), words.day(report.on)
    yield words.say(FACTS["purpose"]), words.say(PURPOSE[report.form])
    yield words.say(FACTS["summary"]), _summary(report, words)


def _summary(report: Report, words: _Words) -> str:
    states = Counter[str]()
    for line in report.states:
        states.update({state: len(ids) for state, ids in line.activities.items()})
    if not states and not report.results:
        return words.say(NOTHING)
    verdicts = Counter[str](line.standing.verdict for line in report.results)
    facts = {
        "activities": words.count(states.total()),
        "states": words.counted(states, STATES),
        "countries": words.count(len(report.countries)),
        "indicators": words.count(verdicts.total()),
        "verdicts": words.counted(verdicts, VERDICTS),
    }
    return words.say(SUMMARY if report.results else SUMMARY_WITHOUT_INDICATORS, **facts)


def _section(section: Section, words: _Words) -> ReportSection:
    title = words.say(HEADINGS[section.key]) if section.key in HEADINGS else section.title
    area = words.programme.by_id.get(section.key)
    if isinstance(area, Area):
        title = words.say(HEADINGS["area"], number=area.number, title=section.title)
    return ReportSection(
        title=title, paragraphs=tuple(_told(it, words) for it in section.paragraphs)
    )


def _told(paragraph: Paragraph, words: _Words) -> Told:
    notes = []
    is_elsewhere = bool(paragraph.other_language) and not paragraph.rewritten_by
    if is_elsewhere:
        notes.append(words.say(NOTES["elsewhere"]))
    if paragraph.rewritten_by:
        notes.append(words.say(NOTES["rewritten"], by=paragraph.rewritten_by))
    if paragraph.is_outdated:
        nothing = words.say(NOTES["nothing"])
        facts = {
            name: " ".join(f"“{it}”" for it in told) or nothing
            for name, told in (("gone", paragraph.gone), ("new", paragraph.new))
        }
        notes.append(words.say(NOTES["outdated"], **facts))
    return Told(
        number=paragraph.number,
        lead=paragraph.lead,
        text=paragraph.text,
        language=words.programme.header.language if is_elsewhere else words.language,
        notes=tuple(notes),
    )


def _tables(report: Report, words: _Words) -> Iterator[NotedTable]:
    yield _table("states", _state_rows(report, words), words, columns=_state_heads(words))
    if report.form in ("committee", "donor"):
        yield _deliverables(report, words)
    heads = ("indicator", "of", "baseline", "target", "reached", "verdict")
    yield _table("results", (_result_row(it, words) for it in report.results), words, heads)
    if report.form in ("committee", "donor"):
        rows = sorted(_country_row(it, words) for it in report.countries)
        yield _table("countries", rows, words, ("country", "activities", "areas"))
    rows = (_money_row(it, words) for it in report.money)
    yield _table("money", rows, words, ("source", "kind", "amount", "records"))


def _table(
    id: str,
    rows: Iterable[tuple[str, ...]],
    words: _Words,
    heads: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> NotedTable:
    note = words.say(NOTES[id]) if id in NOTES else ""
    return NotedTable(
        id=id,
        title=words.say(HEADINGS[id]),
        note=note,
        head=tuple(columns) or tuple(words.say(HEADS[head]) for head in heads),
        rows=tuple(rows),
    )


def _state_heads(words: _Words) -> tuple[str, ...]:
    named = (words.say(HEADS["area"]), words.say(HEADS["activities"]))
    states = (words.say(STATES[state]) for state in SHOWN)
    return (*named, *states, words.say(HEADS["stopped"]))


def _state_rows(report: Report, words: _Words) -> Iterator[tuple[str, ...]]:
    for line in report.states:
        counts = {str(state): len(ids) for state, ids in line.activities.items()}
        stopped = sum(counts.get(state, 0) for state in STOPPED)
        shown = [line.count, *(counts.get(state, 0) for state in SHOWN), stopped]
        yield (words.name(line.area), *map(words.count, shown))


def _deliverables(report: Report, words: _Words) -> NotedTable:
    under = Counter(it.deliverable for it in words.programme.all(Activity) if it.deliverable)
    told = {id for it in report.states for id in it.reasons}
    acting = {it.deliverable for it in words.programme.all(Activity) if it.id in told}
    rows = tuple(
        (it.name(words.language), words.name(it.area), words.count(under[it.id]), it.ends or DASH)
        for it in words.programme.all(Deliverable)
        if report.form == "committee" or it.id in acting
    )
    planned = words.programme.header.planned_deliverables
    note = "" if planned is None else words.say(NOTES["deliverables"], planned=words.count(planned))
    heads = ("deliverable", "area", "activities", "ends")
    return NotedTable(
        id="deliverables",
        title=words.say(HEADINGS["deliverables"]),
        note=note,
        head=tuple(words.say(HEADS[head]) for head in heads),
        rows=rows,
    )


def _result_row(line: ResultLine, words: _Words) -> tuple[str, ...]:
    indicator, target = line.indicator, line.standing.target
    baseline = value_text(indicator.baseline, indicator, words.language)
    aim = value_text(aimed_at(target), indicator, words.language) if target else ""
    return (
        indicator.name(words.language),
        words.name(line.of),
        baseline or said(indicator.baseline_text, words.language) or DASH,
        aim or DASH,
        reached_text(line, words.language) or DASH,
        words.say(VERDICTS[line.standing.verdict]),
    )


def _country_row(line: CountryLine, words: _Words) -> tuple[str, ...]:
    areas = {it.id: it.number for it in words.programme.all(Area)}
    by_area = sorted((areas[area], len(ids)) for area, ids in line.activities.items())
    told = (words.say(COUNTED, name=number, count=words.count(held)) for number, held in by_area)
    place = place_name(line.place, words.language, words.reader.translate)
    return place, words.count(line.count), ", ".join(told)


def _money_row(line: MoneyLine, words: _Words) -> tuple[str, ...]:
    return (
        words.name(line.source) if line.source else DASH,
        words.say(CODES[line.kind]),
        f"{words.count(round(line.amount))} {line.currency}",
        words.count(len(line.records)),
    )


def _rests(paragraphs: Iterable[Paragraph], words: _Words) -> NotedTable:
    rows = tuple((str(it.number), _records(it, words), _sources(it, words)) for it in paragraphs)
    document = words.programme.by_id.get(words.programme.header.report)
    note = words.say(NOTES["at"], document=document.name(words.language)) if document else ""
    return replace(_table("rests", rows, words, ("paragraph", "records", "sources")), note=note)


def _records(paragraph: Paragraph, words: _Words) -> str:
    named = [words.name(id) for id in paragraph.records if id in words.programme.by_id]
    left = len(named) - MOST_NAMED
    more = [f"+ {words.count(left)}"] if left > 0 else []
    return "; ".join([*named[:MOST_NAMED], *more]) or DASH


def _sources(paragraph: Paragraph, words: _Words) -> str:
    """Return the documents behind a paragraph, each once, with the places in it."""
    places: dict[str, list[str]] = defaultdict(list)
    for source in paragraph.sources:
        document, _, place = source.partition(":")
        places[document] += [place] if place else []
    told = []
    for id, at in places.items():
        is_report, known = id == words.programme.header.report, ", ".join(dict.fromkeys(at))
        name = PARAGRAPH_MARK if is_report else words.name(id)
        told.append(
            words.say(DOCUMENT_AT, document=name, places=known) if known else words.name(id)
        )
    return "; ".join(told) or words.say(NO_SOURCE)
