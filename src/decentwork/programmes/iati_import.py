"""Reading a programme from a file of IATI 2.03, of our own or of others.

What we wrote is read to the same records. In a file of others an activity that all others name as
their parent is the programme; without one, the organisation that reports stands for it, and all
activities are in one area. `read_iati` is the short form of `iati_reading`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from decentwork.estimates.errors import InvalidInput, UnknownFile
from decentwork.estimates.messages import translatable
from decentwork.programmes.iati_import_activity import activity_entry, period
from decentwork.programmes.iati_import_parties import (
    budget_entries,
    is_spending,
    organisation_entries,
    role_entries,
)
from decentwork.programmes.iati_import_results import result_entries
from decentwork.programmes.iati_notes import Note
from decentwork.programmes.iati_reading import as_id, day_of, mark, said_in, tags_of
from decentwork.programmes.iati_rules import check_structure, parsed_iati, too_large
from decentwork.programmes.iati_source import ALL, Source, link_key
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_file import HEADER, Entry, programme_of

NO_RECORD = translatable("No record of a programme holds them.")
UNREAD = (
    "other-identifier", "contact-info", "location", "country-budget-items", "humanitarian-scope",
    "planned-disbursement", "capital-spend", "legacy-data", "conditions", "crs-add", "fss",
)  # fmt: skip
UNREAD_OF_OTHERS = ("sector", "policy-marker")
"""We derive them from topics, and from no sector or marker can a topic be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiReading:
    """A programme read from a file, and how many of which elements no record holds."""

    programme: Programme
    unread: tuple[Note, ...]


def read_iati(path: Path) -> Programme:
    """Return the programme of a file of IATI 2.03.

    Raises
    ------
    UnknownFile, InvalidInput
        As `iati_reading`.
    """
    return iati_reading(path).programme


def iati_reading(path: Path) -> IatiReading:
    """Return the programme of a file of IATI 2.03, and what was not read of it.

    Entities are not resolved and nothing is fetched: a file with a document type is refused.

    Raises
    ------
    UnknownFile
        There is no such file.
    InvalidInput
        It breaks the structure of the standard, or its records do not fit together; all problems
        of a kind are told at once.
    """
    if not path.is_file():
        raise UnknownFile(str(path), "There is no such file.", "Name a file of IATI activities.")
    if problems := too_large(path.stat().st_size):
        raise InvalidInput(path.name, problems)
    root, problems = parsed_iati(path.read_bytes())
    if root is None or (problems := check_structure(root)):
        raise InvalidInput(path.name, problems)
    source = Source.of(path.name, root)
    return IatiReading(
        programme=programme_of(path.name, list(_entries(source))), unread=_unread(source)
    )


def _entries(source: Source) -> Iterator[Entry]:
    yield _header(source)
    yield from _documents(source)
    yield from organisation_entries(source)
    yield from _areas(source)
    for activity in source.activities:
        yield activity_entry(source, activity)
    for activity in source.root.iterfind("iati-activity"):
        yield from role_entries(source, activity)
        yield from budget_entries(source, activity)
        yield from result_entries(source, activity)


def _header(source: Source) -> Entry:
    first, language = source.first, source.language
    reporting = first.find("reporting-org")
    organisation = said_in(reporting, language)
    named = organisation.get(language) or next(iter(organisation.values()), "")
    about = said_in(first.find("description"), language)
    title = said_in(first.find("title"), language)
    if source.top is None:
        title, about = organisation, {}
    days = [day_of(it) for it in source.root.iterfind("iati-activity/activity-date")]
    told = dict(period(source.top)) if source.top is not None else {}
    values = {
        "id": _programme_id(source),
        "title": title or {language: named or reporting.get("ref")},
        "organisation": named or reporting.get("ref"),
        "organisation_iati": reporting.get("ref", "").strip(),
        "starts": told.get("starts") or min(days),
        "ends": told.get("ends") or max(days),
        "language": language,
        "about": {} if about == title else about,
        "invented": any(mark(it, "field") == "invented" for it in first.iterfind("description")),
    }
    return source.entry(HEADER, first, values)


def _programme_id(source: Source) -> str:
    if source.top is not None:
        return source.id_of(source.top)
    return as_id(source.first.find("reporting-org").get("ref", "")) or "programme"


def _documents(source: Source) -> Iterator[Entry]:
    told = set()
    for link in source.root.iter("document-link"):
        key = link_key(link)
        if key in told:
            continue
        told.add(key)
        when = link.find("document-date")
        published = None if when is None else mark(when, "period") or day_of(when)
        address = str(link.get("url", "")).strip()
        values = {
            "id": source.documents[key],
            "title": said_in(link.find("title"), source.language) or {source.language: address},
            "text": said_in(link.find("description"), source.language),
            "address": address,
            "published": published,
        }
        yield source.entry("documents", link, values)


def _areas(source: Source) -> Iterator[Entry]:
    """Return areas and deliverables; where the file has no areas, the one that holds all."""
    language, top = source.language, source.top
    tagged = [] if top is None else list(tags_of(top, "areas"))
    for number, tag in enumerate(tagged, start=1):
        code = tag.get("code")
        values = {
            "id": code,
            "number": mark(tag, "number") or number,
            "title": said_in(tag, language) or {language: code},
        }
        yield source.entry("areas", tag, values)
    if not tagged:
        values = {"id": ALL, "number": 1, "title": {"en": "Activities"}}
        yield source.entry("areas", source.first, values)
    for tag in [] if top is None else tags_of(top, "deliverables"):
        code = tag.get("code")
        values = {
            "id": code,
            "area": mark(tag, "area"),
            "title": said_in(tag, language) or {language: code},
            "ends": mark(tag, "ends"),
        }
        yield source.entry("deliverables", tag, values)


def _unread(source: Source) -> tuple[Note, ...]:
    elements = source.root.iterfind("iati-activity/*")
    counted = Counter(str(it.tag) for it in elements if _is_unread(source, it))
    return tuple(Note(what=tag, count=count, why=NO_RECORD) for tag, count in counted.items())


def _is_unread(source: Source, element: etree._Element) -> bool:
    if element.tag == "transaction":
        return not is_spending(element)
    if element.tag == "description":
        return not source.ours and element.get("type", "1") != "1"
    return element.tag in UNREAD or (not source.ours and element.tag in UNREAD_OF_OTHERS)
