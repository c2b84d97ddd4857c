"""The numbered paragraphs of a programme's report: the texts of records, and what editors wrote."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from decentwork.estimates.messages import translatable
from decentwork.programmes.fields import said
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Area, Finding, Record
from decentwork.programmes.report_figures import (
    ResultLine,
    by_record,
    count_text,
    reached_text,
    value_text,
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
    they tell since. `other_language` are those without a text in the report's language.
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
            yield Paragraph(key=ABOUT, text=about, told=(about,))
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
    text = RECORDED
    if planned[0] is not None and planned[1] is not None:
        text = PLANNED
        facts["deliverables"], facts["activities"] = (count_text(it or 0, lang) for it in planned)
    told = [writing.translate(text) % facts]
    if left_out := hidden(writing.programme):
        told.append(writing.translate(NOT_PUBLIC) % {"count": count_text(len(left_out), lang)})
    return Paragraph(key=COUNTS, text=" ".join(told), told=tuple(told))


def _paragraph(group: Group, writing: Writing) -> Paragraph:
    lang = writing.lang
    texts = [text for it in group.records for text in _texts(it, group, lang)]
    if not texts:  # a paragraph of a document of which no record has a text
        texts = [_sentence(it.name(lang)) for it in group.records]
    lines = [line for it in group.records for line in writing.lines.get(it.id, ())]
    figures = [figure for line in lines if (figure := _figure(line, writing))]
    printed = texts if group.follows else texts + figures[:FIGURES]
    measured = {id for line in lines for id in (line.result, line.indicator.id)}
    return Paragraph(
        key=group.key,
        lead=_lead(group, lang),
        text=" ".join(printed),
        records=(*(it.id for it in group.records), *sorted(measured)),
        sources=tuple(dict.fromkeys(source for it in group.records for source in it.sources)),
        told=(*texts, *figures),
        other_language=tuple(it.id for it in group.records if it.text and lang not in it.text),
    )


def _lead(group: Group, lang: str) -> str:
    """Return the title of what a paragraph begins with, unless it begins with the title anyway."""
    first = group.records[0]
    is_named = not group.follows and first.text and not isinstance(first, Area | Finding)
    return first.name(lang) if is_named else ""


def _texts(record: Record, group: Group, lang: str) -> list[str]:
    """Return what a record tells; where a document gives the order, its text or nothing."""
    text = said(record.text, lang)
    if group.follows:
        return [text] if text else []
    more = [said(getattr(record, name, {}), lang) for name in MORE]
    told = [it for it in (text or _sentence(record.name(lang)), *more) if it]
    return [_sentence(it) for it in told]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def _figure(line: ResultLine, writing: Writing) -> str:
    """Return what an indicator reached as a sentence; "" where nobody told."""
    value = reached_text(line, writing.lang)
    if not value:
        return ""
    facts = {"indicator": line.indicator.name(writing.lang), "value": value.rstrip(".")}
    target = line.standing.target
    aim = value_text(aimed_at(target), line.indicator, writing.lang) if target else ""
    if aim:
        return writing.translate(REACHED_OF) % (facts | {"target": aim})
    return writing.translate(REACHED) % facts


def with_words(paragraph: Paragraph, rewritten: Rewritten | None) -> Paragraph:
    """Return a paragraph with the words of an editor, and what has changed under them."""
    if rewritten is None:
        return paragraph
    return replace(
        paragraph,
        text=rewritten.text,
        rewritten_by=rewritten.by,
        gone=tuple(it for it in rewritten.told if it not in paragraph.told),
        new=tuple(it for it in paragraph.told if it not in rewritten.told),
    )
