"""A file of IATI activities as it is read: which is the programme, and what ids its parts have."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from decentwork.programmes.iati_reading import as_id, identifier_of, main_language, mark
from decentwork.programmes.programme_file import Entry

PARENT, CHILD = "1", "2"
ALL = "all-activities"
"""Id of the one area of a file that names none."""


@dataclass(frozen=True)
class Source:
    """A file's activities with the ids that records get.

    `top` is the activity that stands for the programme, None in a flat file; `ids` are of the
    others, by identifier.
    """

    name: str
    root: etree._Element
    top: etree._Element | None

    @classmethod
    def of(cls, name: str, root: etree._Element) -> "Source":
        """Return what a file's root element holds."""
        return cls(name=name, root=root, top=_top(root))

    @cached_property
    def activities(self) -> list[etree._Element]:
        """All activities but the one that stands for the programme."""
        return [it for it in self.root.iterfind("iati-activity") if it is not self.top]

    @cached_property
    def first(self) -> etree._Element:
        """The activity that tells whose the file is."""
        return self.top if self.top is not None else self.activities[0]

    @cached_property
    def ours(self) -> bool:
        """Whether we wrote the file: then what it derives from records needs no reading."""
        return mark(self.first, "id") is not None

    @cached_property
    def language(self) -> str:
        """The main language of the file."""
        return main_language(self.first)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The id of each activity by its identifier."""
        return {identifier_of(it): self.id_of(it) for it in self.activities}

    @cached_property
    def documents(self) -> Mapping[str, str]:
        """The id of each linked document by its address."""
        found: dict[str, str] = {}
        for link in self.root.iter("document-link"):
            found.setdefault(link_key(link), mark(link, "id") or f"document-{len(found) + 1}")
        return found

    def id_of(self, activity: etree._Element) -> str:
        """Return the id of an activity's record: our mark, or its identifier without its owner."""
        owner = activity.find("reporting-org").get("ref", "").strip()
        rest = identifier_of(activity).removeprefix(owner)
        return mark(activity, "id") or as_id(rest) or as_id(identifier_of(activity))

    def record(self, activity: etree._Element, element: etree._Element) -> str:
        """Return the id of the record that a role, budget or result belongs to."""
        if told := mark(element, "of"):
            return told
        return ALL if activity is self.top else self.id_of(activity)

    def evidence(self, element: etree._Element) -> list[str]:
        """Return the ids of the documents that an element links, each once."""
        links = element.iterfind("document-link")
        return list(dict.fromkeys(self.documents[link_key(it)] for it in links))

    def entry(self, section: str, element: etree._Element, values: Mapping[str, Any]) -> Entry:
        """Return an entry whose problems name its line; what is empty is left out."""
        held = {key: it for key, it in values.items() if it not in (None, "", [], {}, ())}
        name = etree.QName(element).localname
        return Entry(section, held, f"{self.name}, line {element.sourceline}, {name}")


def link_key(link: etree._Element) -> str:
    """Return what tells one linked document from others: our mark, or its address."""
    return mark(link, "id") or str(link.get("url", "")).strip()


def _top(root: etree._Element) -> etree._Element | None:
    """Return the one activity that all others are children of, by their word or by its own."""
    activities = root.findall("iati-activity")
    for it in activities:
        if it.get("hierarchy", "1") != "1":
            continue
        name, children = identifier_of(it), _related(it, CHILD)
        others = [other for other in activities if other is not it]
        if all(name in _related(o, PARENT) or identifier_of(o) in children for o in others):
            return it if others or mark(it, "id") else None
    return None


def _related(activity: etree._Element, kind: str) -> set[str]:
    related = activity.iterfind("related-activity")
    return {it.get("ref", "").strip() for it in related if it.get("type") == kind}
