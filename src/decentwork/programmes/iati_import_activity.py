"""Reading an activity's own record from IATI 2.03."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

from decentwork.classifications.countries import countries, regions
from decentwork.programmes.iati_codes import REPORTED, TAGGED
from decentwork.programmes.iati_codings import UN_REGIONS
from decentwork.programmes.iati_elements import marked
from decentwork.programmes.iati_reading import (
    day_of,
    identifier_of,
    mark,
    own_tags,
    said_in,
)
from decentwork.programmes.iati_source import ALL, PARENT, Source
from decentwork.programmes.programme_file import Entry

UNTOLD = {"en": "The IATI file does not say why."}
NOT_REPORTED = "not_reported"


def activity_entry(source: Source, activity: etree._Element) -> Entry:
    """Return the entry of an activity."""
    tags = own_tags(activity)
    title = said_in(activity.find("title"), source.language)
    text = _description(source, activity, None)
    state = _state(activity)
    why = _description(source, activity, "why")
    if state in ("suspended", "dropped", "merged"):
        why = why or UNTOLD
    values: dict[str, Any] = {
        "id": source.id_of(activity),
        "title": title or {source.language: identifier_of(activity)},
        "text": {} if text == title else text,
        "kind": _one(tags, "kinds") or "project",
        "area": _one(tags, "areas") or ALL,
        "deliverable": _one(tags, "deliverables"),
        "attribution": _one(tags, "attribution"),
        "part_of": next(_parents(source, activity), None),
        "waits_for": list(_waits_for(source, activity)),
        "state": state,
        "why": why,
        "effect": _description(source, activity, "effect"),
        "workers_reached": mark(activity, "workers_reached"),
        "evidence": source.evidence(activity),
        "places": list(_places(activity)),
        "regions": list(_regions(activity)),
    }
    values |= {name: tags.get(name) for name in (*TAGGED, "answers")}
    return source.entry("activities", activity, values | dict(period(activity)))


def period(activity: etree._Element) -> Iterator[tuple[str, str]]:
    """Return when an activity starts and ends, what is actual before what is planned."""
    dates = {
        it.get("type"): it for it in activity.iterfind("activity-date") if not mark(it, "assumed")
    }
    for name, kinds in (("starts", ("2", "1")), ("ends", ("4", "3"))):
        found = next((dates[kind] for kind in kinds if kind in dates), None)
        if found is not None:
            yield name, mark(found, "period") or day_of(found)


def _description(source: Source, activity: etree._Element, field: str | None) -> dict[str, str]:
    """Return the description that is a field of ours, or the first that is general."""
    found = [it for it in activity.iterfind("description") if mark(it, "field") == field]
    return said_in(found[0], source.language) if found else {}


def _state(activity: etree._Element) -> str | None:
    element = activity.find("activity-status")
    reported = mark(element, "reported") or REPORTED.get(element.get("code", "").strip())
    return None if reported == NOT_REPORTED else reported


def _one(tags: dict[str, list[str]], vocabulary: str) -> str | None:
    return next(iter(tags.get(vocabulary, ())), None)


def _parents(source: Source, activity: etree._Element) -> Iterator[str]:
    for it in activity.iterfind("related-activity"):
        id = source.ids.get(it.get("ref", "").strip())
        if it.get("type") == PARENT and id is not None:
            yield id


def _waits_for(source: Source, activity: etree._Element) -> Iterator[str]:
    for it in activity.iterfind("related-activity"):
        id = source.ids.get(it.get("ref", "").strip())
        if it.find(marked("waits_for")) is not None and id is not None:
            yield id


def _places(activity: etree._Element) -> Iterator[str]:
    for it in activity.iterfind("recipient-country"):
        if found := _by_iso2().get(it.get("code", "").strip()):
            yield found


def _regions(activity: etree._Element) -> Iterator[str]:
    known = {it.code for it in regions()}
    for it in activity.iterfind("recipient-region"):
        code = it.get("code", "").strip()
        if it.get("vocabulary") == UN_REGIONS and code in known:
            yield code


@cache
def _by_iso2() -> dict[str, str]:
    return {it.iso2: it.iso3 for it in countries()}
