"""The numbered paragraphs of a programme's report: the texts of records, and what editors wrote."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import NamedTuple

from decentwork.estimates.messages import translatable
from decentwork.programmes.fields import said, said_in
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Area, Finding, Record
from decentwork.programmes.report_figures import (
    ResultLine,
    by_record,
    count_text,
    measure_text,
    reached_text,
)
from decentwork.programmes.report_groups import BACKGROUND, Group, groups, hidden
from decentwork.programmes.standing import aimed_at

ABOUT, COUNTS = "about", "counts"
FIGURES = 3  # results told in a paragraph; the table has them all

PLANNED = translatable(
    "%(deliverables)s deliverables and %(activities)s key activities were planned in all; these "
    "are totals only. The number of activities recorded here is %(recorded)s: a record may be a "
    "part of a planned activity or stand for several, so the two numbers cannot be compared."
)
RECORDED = translatable("The number of activities recorded here is %(recorded)s.")
NOT_PUBLIC = translatable("Dialogues that are not public are left out; their number is %(count)s.")
REACHED = translatable("%(indicator)s: %(value)s.")
REACHED_OF = translatable("%(indicator)s: %(value)s; the target is %(target)s.")

# What a record tells besides its text, where no document has put the texts in order.
MORE = ("outcome", "context", "tried", "happened", "conditions", "progress", "effect", "response")

Translate = Callable[[str], str]
Words = Mapping[str, str]


class _Piece(NamedTuple):
    """What a record tells, and the language it tells it in."""

    of: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A paragraph as an editor wrote it, and what its records told (`Paragraph.told`) then."""

    text: str
    by: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A numbered paragraph and what it rests on; `lead` names what it is about, where it has to.

    `records` are ids; `sources` documents and places as records cite them; `told` what the records
    tell today, text by text and figure by figure. `text` is what they tell, or what an editor
    wrote, named in `rewritten_by`: then `gone` is what the records no longer tell and `new` what
    they tell since. `spoken` is the text of the records in pieces, each with its language;
    `other_language` are those whose piece is not in the report's language.
    """

    number: int = 0
    key: str
    lead: str = ""
    text: str
    records: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    rewritten_by: str = ""
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    other_language: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()

    @property
    def is_outdated(self) -> bool:
        """Say whether the records tell something else than when it was rewritten."""
        return bool(self.gone or self.new)

    @property
    def digest(self) -> str:
        """Return a key of what the records tell: it changes when they do."""
        return hashlib.sha256("\n".join(self.told).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section; `key` is "background", "conclusions" or the id of an area, `title` the area's."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What paragraphs are written from; `kept` are the records to tell of, None for all."""

    programme: Programme
    lang: str
    translate: Translate
    lines: Mapping[str, Sequence[ResultLine]]
    kept: Collection[str] | None


def written_sections(
    programme: Programme,
    lang: str,
    *,
    results: Iterable[ResultLine],
    rewritten: Mapping[str, Rewritten],
    translate: Translate,
    kept: Collection[str] | None = None,
    only_opening: bool = False,
) -> tuple[Section, ...]:
    """Return the sections that have a paragraph, all paragraphs numbered through from 1.

    With `only_opening` these are what the programme is about and what it counts.
    """
    writing = Writing(
        programme=programme,
        lang=lang,
        translate=translate,
        lines=by_record(results),
        kept=kept,
    )
    numbers = count(1)
    sections = []
    found = {BACKGROUND: []} if only_opening else groups(programme, kept)
    for key, held in found.items():
        paragraphs = tuple(
            with_words(replace(it, number=next(numbers)), rewritten.get(it.key))
            for it in _paragraphs(key, held, writing)
        )
        if paragraphs:
            area = programme.by_id.get(key)
            title = area.name(lang) if isinstance(area, Area) else ""
            sections.append(Section(key=key, title=title, paragraphs=paragraphs))
    return tuple(sections)


def _paragraphs(key: str, held: Sequence[Group], writing: Writing) -> Iterator[Paragraph]:
    if key == BACKGROUND:
        about = said(writing.programme.header.about, writing.lang)
        if about:
            language = said_in(writing.programme.header.about, writing.lang)
            yield Paragraph(key=ABOUT, text=about, told=(about,), spoken=((language, about),))
    area = writing.programme.by_id.get(key)
    if isinstance(area, Area) and area.text and (held or writing.kept is None):
        yield _paragraph(Group(key=key, records=(area,)), writing)
    for group in held:
        found = _paragraph(group, writing)
        if found.text:
            yield found
    if key == BACKGROUND and writing.kept is None:
        yield _counts(writing)


def _counts(writing: Writing) -> Paragraph:
    """Return what was planned in all beside what is recorded; a total says nothing of its parts."""
    header, lang = writing.programme.header, writing.lang
    facts = {"recorded": count_text(len(writing.programme.all(Activity)), lang)}
    planned = (header.planned_deliverables, header.planned_activities)
    sentence = RECORDED
    if planned[0] is not None and planned[1] is not None:
        sentence = PLANNED
        facts["deliverables"], facts["activities"] = (count_text(it or 0, lang) for it in planned)
    told = [writing.translate(sentence) % facts]
    if left_out := hidden(writing.programme):
        told.append(writing.translate(NOT_PUBLIC) % {"count": count_text(len(left_out), lang)})
    text = " ".join(told)
    return Paragraph(key=COUNTS, text=text, told=tuple(told), spoken=((lang, text),))


def _paragraph(group: Group, writing: Writing) -> Paragraph:
    lang = writing.lang
    texts = [piece for it in group.records for piece in _texts(it, group, lang)]
    if not texts:  # a paragraph of a document of which no record has a text
        texts = [_title(it, lang) for it in group.records]
    lines = [line for it in group.records for line in writing.lines.get(it.id, ())]
    figures = [figure for line in lines if (figure := _figure(line, writing)).text]
    printed = texts if group.follows else texts + figures[:FIGURES]
    measured = {id for line in lines for id in (line.result, line.indicator.id)}
    measured |= {it.indicator for line in lines for it in line.standing.found.made_of}
    elsewhere = (it.of for it in printed if it.language != lang)
    return Paragraph(
        key=group.key,
        lead=_lead(group, lang),
        text=" ".join(it.text for it in printed),
        records=(*(it.id for it in group.records), *sorted(measured)),
        sources=tuple(dict.fromkeys(source for it in group.records for source in it.sources)),
        told=tuple(it.text for it in (*texts, *figures)),
        other_language=tuple(dict.fromkeys(elsewhere)),
        spoken=tuple(
            (language, " ".join(it.text for it in pieces))
            for language, pieces in groupby(printed, key=lambda it: it.language)
        ),
    )


def _lead(group: Group, lang: str) -> str:
    """Return the title of what a paragraph begins with, unless it begins with the title anyway."""
    first = group.records[0]
    is_named = not group.follows and first.text and not isinstance(first, Area | Finding)
    return first.name(lang) if is_named else ""


def _texts(record: Record, group: Group, lang: str) -> list[_Piece]:
    """Return what a record tells; where a document gives the order, its text or nothing."""
    if group.follows:
        return [_piece(record.id, record.text, lang)] if record.text else []
    more = [getattr(record, name, {}) for name in MORE]
    first = _piece(record.id, record.text, lang) if record.text else _title(record, lang)
    return [first, *(_piece(record.id, it, lang) for it in more if it)]


def _piece(of: str, words: Words, lang: str) -> _Piece:
    return _Piece(of, said_in(words, lang), _sentence(said(words, lang)))


def _title(record: Record, lang: str) -> _Piece:
    return _piece(record.id, record.title, lang)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def _figure(line: ResultLine, writing: Writing) -> _Piece:
    """Return what an indicator reached as a sentence; without text where nobody told."""
    indicator, lang = line.indicator, writing.lang
    value, target = reached_text(line, lang), line.standing.target
    aim = measure_text(aimed_at(target), indicator, lang) if target else ""
    facts = {"indicator": indicator.name(lang), "value": value.rstrip("."), "target": aim}
    text = writing.translate(REACHED_OF if aim else REACHED) % facts if value else ""
    return _Piece(indicator.id, said_in(indicator.title, lang), text)


def with_words(paragraph: Paragraph, rewritten: Rewritten | None) -> Paragraph:
    """Return a paragraph with the words of an editor, and what has changed under them."""
    if rewritten is None:
        return paragraph
    return replace(
        paragraph,
        text=rewritten.text,
        spoken=(),
        rewritten_by=rewritten.by,
        gone=tuple(it for it in rewritten.told if it not in paragraph.told),
        new=tuple(it for it in paragraph.told if it not in rewritten.told),
    )
