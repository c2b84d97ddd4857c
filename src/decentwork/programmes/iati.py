"""A programme as a file of IATI 2.03: itself at hierarchy 1, each activity below it at 2.

Coordinates, areas and deliverables are tags of our own vocabularies; what a standard element cannot
tell (ids, numerators, steps of a scale) stands in our own namespace, as the schema allows.
What IATI cannot hold is in `iati_notes`.

References
----------
International Aid Transparency Initiative, IATI Standard 2.03 (2018): activity standard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.programmes.iati_codes import EQUAL_SHARES, INVENTED, NAMESPACE
from decentwork.programmes.iati_codings import (
    places_of,
    write_coordinates,
    write_goals,
    write_markers,
    write_places,
    write_scope,
    write_sectors,
    write_tag,
)
from decentwork.programmes.iati_context import Context
from decentwork.programmes.iati_elements import added, marked, narrated, printable
from decentwork.programmes.iati_notes import Note, iati_notes
from decentwork.programmes.iati_parties import (
    write_budgets,
    write_participants,
    write_reporting,
    write_spending,
)
from decentwork.programmes.iati_results import ResultsWriter, linked, write_documents
from decentwork.programmes.iati_rules import LANG, rules
from decentwork.programmes.iati_times import write_programme_times, write_times
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Area, Deliverable, Document

PARENT, CHILD, SIBLING = "1", "2", "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiFile:
    """A programme as IATI 2.03: the file, how much is in it, and what it does not tell.

    `counts` are of activities (the programme is one), results and indicators; `notes` tell what
    IATI cannot hold, and what the standard demands and no record says.
    """

    xml: bytes
    counts: Mapping[str, int]
    notes: tuple[Note, ...]


def iati_file(programme: Programme, generated: datetime) -> IatiFile:
    """Return a programme as a file of IATI 2.03, with what it does not tell.

    Parameters
    ----------
    programme : Programme
        Any; its header needs the identifier of its organisation in IATI.
    generated : datetime
        When the file is made. Activities stand as of this day.

    Raises
    ------
    InvalidInput
        The organisation of the programme has no identifier.
    """
    if not printable(programme.header.organisation_iati):
        hint = "IATI needs the organisation's identifier, such as XM-DAC-41302: give it there."
        problem = Problem("programme, organisation_iati", "is not there.", hint)
        raise InvalidInput(f"Programme {programme.header.id}", [problem])
    root = etree.Element(
        "iati-activities",
        {"version": rules().version, "generated-datetime": generated.isoformat()},
        nsmap={"decentwork": NAMESPACE},
    )
    context, results = Context.of(programme, generated), ResultsWriter(programme)
    _write_programme(root, context, results)
    for activity in programme.all(Activity):
        _write_activity(root, context, results, activity)
    counts = {
        "activities": len(root),
        "results": len(root.findall("iati-activity/result")),
        "indicators": len(root.findall("iati-activity/result/indicator")),
    }
    etree.indent(root)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
    return IatiFile(xml=xml, counts=counts, notes=iati_notes(programme))


def _write_programme(root: etree._Element, context: Context, results: ResultsWriter) -> None:
    programme, header = context.programme, context.programme.header
    areas, deliverables = programme.all(Area), programme.all(Deliverable)
    activities = programme.all(Activity)
    ids = [it.id for it in (*areas, *deliverables)]
    element = _begun(root, context, "1", {"id": header.id})
    added(element, "iati-identifier").text = context.identifier()
    write_reporting(element, context)
    _write_texts(element, context, header.title, header.about)
    write_participants(element, context, ids)
    write_programme_times(element, context)
    write_places(element, None)
    write_sectors(element, [topic for it in activities for topic in it.topics])
    for area in areas:
        write_tag(element, "areas", area.id, area.title, {"number": str(area.number)})
    for it in deliverables:
        marks = {"area": it.area, "ends": it.ends}
        write_tag(element, "deliverables", it.id, it.title, marks)
    write_goals(element, results.indicators_of(ids))
    write_budgets(element, context, ids)
    write_spending(element, context, ids)
    write_documents(element, linked(programme, [it.id for it in programme.all(Document)]))
    for activity in activities:
        _write_related(element, CHILD, context.identifier(activity.id))
    results.write(element, ids)


def _write_activity(
    root: etree._Element, context: Context, results: ResultsWriter, it: Activity
) -> None:
    reached = None if it.workers_reached is None else str(it.workers_reached)
    element = _begun(root, context, "2", {"id": it.id, "workers_reached": reached})
    added(element, "iati-identifier").text = context.identifier(it.id)
    write_reporting(element, context)
    _write_texts(element, context, it.title, it.text)
    _write_more_texts(element, it)
    write_participants(element, context, [it.id])
    write_times(element, context, it)
    write_scope(element, it)
    write_places(element, it)
    write_sectors(element, it.topics)
    write_coordinates(element, it)
    write_goals(element, results.indicators_of([it.id]))
    write_markers(element, it)
    write_budgets(element, context, [it.id])
    write_spending(element, context, [it.id])
    write_documents(element, linked(context.programme, it.evidence))
    _write_relations(element, context, it)
    results.write(element, [it.id])


def _begun(
    root: etree._Element, context: Context, hierarchy: str, marks: Mapping[str, str | None]
) -> etree._Element:
    attributes = {
        LANG: context.programme.header.language,
        "default-currency": context.currency,
        # No record of a programme on labour speaks of an emergency.
        "humanitarian": "0",
        "hierarchy": hierarchy,
    }
    return added(root, "iati-activity", attributes, marks)


def _write_texts(
    element: etree._Element, context: Context, title: Mapping[str, str], text: Mapping[str, str]
) -> None:
    narrated(element, "title", title)
    narrated(element, "description", text or title, {"type": "1"})
    if context.programme.header.invented:
        narrated(element, "description", INVENTED, {"type": "4"}, {"field": "invented"})


def _write_more_texts(element: etree._Element, it: Activity) -> None:
    several = sum(map(len, places_of(it))) > 1
    told = {"why": it.why, "effect": it.effect, "shares": EQUAL_SHARES if several else {}}
    for field, words in told.items():
        if words:
            narrated(element, "description", words, {"type": "4"}, {"field": field})


def _write_relations(element: etree._Element, context: Context, it: Activity) -> None:
    _write_related(element, PARENT, context.identifier())
    if it.part_of:
        _write_related(element, PARENT, context.identifier(it.part_of))
    for part in context.parts.get(it.id, ()):
        _write_related(element, CHILD, context.identifier(part))
    for id in it.waits_for:
        related = _write_related(element, SIBLING, context.identifier(id))
        # The schema allows this element no foreign attribute, but foreign elements.
        added(related, marked("waits_for"))


def _write_related(element: etree._Element, kind: str, identifier: str) -> etree._Element:
    return added(element, "related-activity", {"ref": identifier, "type": kind})
