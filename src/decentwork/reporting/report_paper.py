"""The report of a programme as plain values in the reader's language, for page and print."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from decentwork import __version__
from decentwork.programmes.fields import said_in
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Area, Document, Organisation, Role
from decentwork.programmes.report import Report
from decentwork.programmes.report_paragraphs import Paragraph, Section
from decentwork.reporting.names import place_name
from decentwork.reporting.numbers import Reader, list_text
from decentwork.reporting.programme_words import CODES, STATES, VERDICTS
from decentwork.reporting.report_paper_tables import NotedTable, report_tables
from decentwork.reporting.report_words import (
    DOCUMENT_AT,
    FACTS,
    FORMS,
    HEADINGS,
    MADE,
    NO_SOURCE,
    NOTES,
    NOTHING,
    PURPOSE,
    QUOTED,
    RECORDS,
    RESTS_ON,
    SUMMARY,
    Words,
)

PARAGRAPH_MARK = "¶"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A text and the language it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A paragraph as it is printed, in pieces of one language; `notes` stand beneath it.

    It rests on `records`, by title, `counted` in words, and on `sources`; `mark` names those of
    the report that the records come from.
    """

    number: int
    lead: Spoken
    pieces: tuple[Spoken, ...]
    notes: tuple[str, ...]
    rests_on: str
    counted: str
    records: tuple[str, ...]
    sources: tuple[str, ...]
    mark: str

    @property
    def text(self) -> str:
        """What it says, in whatever languages."""
        return " ".join(it.text for it in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A heading and its numbered paragraphs."""

    title: Spoken
    paragraphs: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaper:
    """A report in one language; `facts` are label and text, `notices` are set apart at its head.

    `rests` is the title of the list of what each paragraph rests on, "" where it has none.
    """

    title: Spoken
    kind: str
    language: str
    notices: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[ReportSection, ...]
    tables: tuple[NotedTable, ...]
    rests: str
    made: str


def report_paper(report: Report, programme: Programme, reader: Reader) -> ReportPaper:
    """Return a report with its words, tables and what each paragraph rests on."""
    words = Words(programme, reader)
    place = place_name(report.place, reader.language, reader.translate) if report.place else ""
    has_rests = report.form != "status" and report.sections
    return ReportPaper(
        title=_spoken(programme.header.title, words),
        kind=words.say(FORMS[report.form], place=place),
        language=reader.language,
        notices=tuple(_notices(report, words)),
        facts=tuple(_facts(report, words)),
        sections=tuple(_section(it, words) for it in report.sections),
        tables=report_tables(report, words),
        rests=words.say(HEADINGS["rests"]) if has_rests else "",
        made=words.say(MADE, version=__version__, records=words.count(len(programme.by_id))),
    )


def _spoken(held: dict[str, str], words: Words) -> Spoken:
    language = said_in(held, words.language)
    return Spoken(text=held.get(language, ""), language=language)


def _notices(report: Report, words: Words) -> Iterator[str]:
    if words.programme.header.invented:
        yield words.say(NOTES["invented"])
    if report.regional:
        titles = "; ".join(words.name(id) for id in report.regional)
        yield words.say(NOTES["regional"], titles=titles)


def _facts(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    header = words.programme.header
    yield words.say(FACTS["organisation"]), _organisation(words)
    if units := _units(words):
        yield words.say(FACTS["unit"]), units
    document = words.programme.by_id.get(header.report)
    if isinstance(document, Document) and document.symbol:
        yield words.say(FACTS["symbol"]), document.symbol
    yield words.say(FACTS["language"]), words.say(CODES[words.language])
    yield words.say(FACTS["span"]), f"{header.starts}–{header.ends}"
    yield words.say(FACTS["on"]), words.day(report.on)
    if report.organisation:
        yield words.say(FACTS["organisation_of"]), words.name(report.organisation)
    yield words.say(FACTS["purpose"]), words.say(PURPOSE[report.form])
    yield words.say(FACTS["summary"]), _summary(report, words)
    if document and any(_mark(it, words) for it in report.paragraphs):
        name = document.name(words.language)
        yield words.say(FACTS["mark"]), words.say(NOTES["at"], document=name)


def _organisation(words: Words) -> str:
    """Return whose programme it is, in the reader's language where a record names it so."""
    name = words.programme.header.organisation
    known = (it for it in words.programme.all(Organisation) if name in it.title.values())
    return next((it.name(words.language) for it in known), name)


def _units(words: Words) -> str:
    """Return who answers for areas of the programme, or leads them."""
    areas = {it.id for it in words.programme.all(Area)}
    roles = [it for it in words.programme.all(Role) if it.record in areas]
    for wanted in ("accountable", "lead"):
        found = dict.fromkeys(words.name(it.organisation) for it in roles if it.role == wanted)
        if found:
            return list_text([*found], words.language)
    return ""


def _summary(report: Report, words: Words) -> str:
    states = Counter[str]()
    for line in report.states:
        states.update({state: len(ids) for state, ids in line.activities.items()})
    if not states and not report.results:
        return words.say(NOTHING[report.form])
    verdicts = Counter[str](line.standing.verdict for line in report.results)
    return " ".join(_sums(report, states, verdicts, words))


def _sums(
    report: Report, states: Counter[str], verdicts: Counter[str], words: Words
) -> Iterator[str]:
    if states:
        parts, count = words.counted(states, STATES), words.count(states.total())
        yield words.say(SUMMARY["activities"], count=count, parts=parts)
        if report.form != "country":
            yield words.say(SUMMARY["countries"], count=words.count(len(report.countries)))
    else:
        yield words.say(SUMMARY["no_activity"])
    if verdicts:
        parts, count = words.counted(verdicts, VERDICTS), words.count(verdicts.total())
        yield words.say(SUMMARY["indicators"], count=count, parts=parts)
    else:
        yield words.say(SUMMARY["no_indicator"])


def _section(section: Section, words: Words) -> ReportSection:
    area = words.programme.by_id.get(section.key)
    if isinstance(area, Area):
        language = said_in(area.title, words.language)
        title = words.say(HEADINGS["area"], number=area.number, title=section.title)
    else:
        title, language = words.say(HEADINGS[section.key]), words.language
    return ReportSection(
        title=Spoken(text=title, language=language),
        paragraphs=tuple(_told(it, words) for it in section.paragraphs),
    )


def _told(paragraph: Paragraph, words: Words) -> Told:
    spoken = paragraph.spoken or ((words.language, paragraph.text),)
    by_id, language = words.programme.by_id, words.language
    records = tuple(words.name(id) for id in paragraph.records if id in by_id)
    lead = Spoken(text="", language=language)
    if paragraph.lead:
        lead = _spoken(by_id[paragraph.records[0]].title, words)
    return Told(
        number=paragraph.number,
        lead=lead,
        pieces=tuple(Spoken(text=text, language=it) for it, text in spoken),
        notes=tuple(_notes(paragraph, [it for it, _ in spoken], words)),
        rests_on=words.say(RESTS_ON, number=paragraph.number),
        counted=words.say(RECORDS, count=words.count(len(records))),
        records=records,
        sources=tuple(_sources(paragraph, words)),
        mark=_mark(paragraph, words),
    )


def _notes(paragraph: Paragraph, languages: list[str], words: Words) -> Iterator[str]:
    given = [words.say(CODES[it]) for it in dict.fromkeys(languages) if it != words.language]
    if given:
        facts = {"wanted": words.say(CODES[words.language]), "given": ", ".join(given)}
        yield words.say(NOTES["elsewhere"], **facts)
    if paragraph.rewritten_by:
        yield words.say(NOTES["rewritten"], by=paragraph.rewritten_by)
    if paragraph.is_outdated:
        nothing = words.say(NOTES["nothing"])
        facts = {
            name: " ".join(words.say(QUOTED, words=it) for it in told) or nothing
            for name, told in (("gone", paragraph.gone), ("new", paragraph.new))
        }
        yield words.say(NOTES["outdated"], **facts)


def _places(paragraph: Paragraph) -> dict[str, list[str]]:
    """Return the documents behind a paragraph, each once, with the places in it."""
    places: dict[str, list[str]] = defaultdict(list)
    for source in paragraph.sources:
        document, _, place = source.partition(":")
        places[document] += [place] if place else []
    return places


def _mark(paragraph: Paragraph, words: Words) -> str:
    at = _places(paragraph).get(words.programme.header.report, ())
    return f"{PARAGRAPH_MARK}\N{NO-BREAK SPACE}{', '.join(dict.fromkeys(at))}" if at else ""


def _sources(paragraph: Paragraph, words: Words) -> Iterator[str]:
    mark = _mark(paragraph, words)
    if mark:
        yield mark
    for id, at in _places(paragraph).items():
        if id == words.programme.header.report and mark:
            continue
        known = ", ".join(dict.fromkeys(at))
        name = words.name(id)
        yield words.say(DOCUMENT_AT, document=name, places=known) if known else name
    if not paragraph.sources:
        yield words.say(NO_SOURCE)
