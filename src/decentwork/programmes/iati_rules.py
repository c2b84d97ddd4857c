"""Checking a file of IATI 2.03 activities, offline, by the facts in `iati_rules.toml`.

`check_iati` covers what the schema says (elements, their order and number, attributes and their
types), the code lists of the standard, and its rules for publishers.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from lxml import etree

from decentwork.estimates.errors import Problem
from decentwork.programmes.iati_conditions import unmet
from decentwork.programmes.iati_types import fits

LARGEST = 256 * 2**20
"""Bytes of the largest file that is read; an activity has about 4,000, with 120 values 24,000."""
MOST = 200
"""Problems that are listed: a broken file may have as many as it has lines."""
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ROOT = "iati-activities"
_CHILD = re.compile(r"([a-z0-9-]+)([?*+]?)")
_ATTRIBUTE = re.compile(r"([a-zA-Z0-9-]+)(!?)(?::(\w+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What an element may hold: children with "?", "*", "+" or "" for one; text; attributes.

    `attributes` give the type of each and whether it is required.
    """

    children: Mapping[str, str]
    text: str
    attributes: Mapping[str, tuple[str, bool]]
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The facts of IATI 2.03; keys of `elements` and `coded` are as in the file."""

    version: str
    elements: Mapping[str, Element]
    coded: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]

    def element(self, parent: str, name: str) -> Element:
        """Return what an element may hold where it stands."""
        return self.elements.get(f"{parent}/{name}") or self.elements[name]

    def codes(self, parent: str, name: str, attribute: str) -> tuple[str, frozenset[str]] | None:
        """Return the name of the list that an attribute is coded by, and its codes; None: none."""
        key = f"{name}/@{attribute}"
        listed = self.coded.get(f"{parent}/{key}") or self.coded.get(key)
        return (listed, self.lists[listed]) if listed else None


@cache
def rules() -> Rules:
    """Return the facts of the standard that ship with the library."""
    text = (files("decentwork.programmes") / "iati_rules.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    return Rules(
        version=held["version"],
        elements={name: _element(entry) for name, entry in held["elements"].items()},
        coded=held["coded"],
        lists={
            name: frozenset(f"{entry['codes']} {entry.get('later', '')}".split())
            for name, entry in held["lists"].items()
        },
    )


def _element(entry: Mapping[str, str]) -> Element:
    children = [_CHILD.fullmatch(it) for it in entry.get("children", "").split()]
    attributes = [_ATTRIBUTE.fullmatch(it) for it in entry.get("attributes", "").split()]
    return Element(
        children={it[1]: it[2] for it in children if it},
        text=entry.get("text", ""),
        attributes={it[1]: (it[3] or "string", bool(it[2])) for it in attributes if it},
        sealed=bool(entry.get("sealed")),
    )


def check_iati(xml: bytes) -> list[Problem]:
    """Return what is wrong with a file of IATI 2.03 activities; an empty list: it is valid.

    Nothing is fetched, and no entity is resolved.
    """
    root, problems = parsed_iati(xml)
    if root is None:
        return problems
    problems = check_structure(root)
    return problems or [*_unlisted(root), *unmet(root)]


def too_large(size: int) -> list[Problem]:
    """Return a problem if a file has more bytes than are read."""
    if size <= LARGEST:
        return []
    what = f"it has {size / 2**20:.0f} MB, and at most {LARGEST // 2**20} are read."
    return [Problem("file", what, "Divide it.")]


def parsed_iati(xml: bytes) -> tuple[etree._Element | None, list[Problem]]:
    """Return the root element of a file, or None and why it is not read."""
    if problems := too_large(len(xml)):
        return None, problems
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        return None, [Problem("file", f"it is no XML: {error.msg}.", "Mend it there.")]
    if root.getroottree().docinfo.doctype:
        # Only a document type can name other files or blow entities up; IATI has none.
        what = "it has a document type, which no IATI file has."
        return None, [Problem("file", what, "Take the <!DOCTYPE …> out.")]
    if root.tag != ROOT:
        what = f"it begins with <{root.tag}>, and a file of activities with <{ROOT}>."
        return None, [Problem("file", what)]
    return root, []


def check_structure(root: etree._Element) -> list[Problem]:
    """Return what the schema does not allow: elements, their order, attributes, their types."""
    version = root.get("version", "")
    if not version.startswith("2."):
        what = f"it is of version {version!r} of the standard, and only 2.03 is read."
        return [Problem(ROOT, what, "Ask its publisher for 2.03.")]
    problems = list(islice(_within("", root), MOST + 1))
    if len(problems) > MOST:
        problems[MOST:] = [Problem("file", f"it has more than these {MOST} problems.")]
    return problems


def place(element: etree._Element) -> str:
    """Return how a problem names an element: "line 12, iati-activity/budget"."""
    parent = element.getparent()
    above = f"{parent.tag}/" if parent is not None else ""
    return f"line {element.sourceline}, {above}{element.tag}"


def own(element: etree._Element) -> Iterator[etree._Element]:
    """Return the children of an element that are of no other namespace."""
    yield from (it for it in element if isinstance(it.tag, str) and not it.tag.startswith("{"))


def _within(parent: str, element: etree._Element) -> Iterator[Problem]:
    name = str(element.tag)
    rule = rules().element(parent, name)
    yield from _attributes(rule, element)
    if rule.text:
        yield from _simple(rule, element)
        return
    if any((text or "").strip() for text in (element.text, *(it.tail for it in element))):
        yield Problem(place(element), "it has text outside of its elements.")
    yield from _order(rule, element)
    for child in element:
        if child.tag in rule.children:
            yield from _within(name, child)
        elif isinstance(child.tag, str) and child.tag.startswith("{"):
            yield from _languages(child)


def _languages(foreign: etree._Element) -> Iterator[Problem]:
    """Return a problem for each language in elements of another namespace: all else is theirs."""
    for it in foreign.iter(etree.Element):
        if not fits("lang", it.get(LANG, "")):
            yield Problem(place(it), f"lang: {it.get(LANG)!r} is no lang.")


def _simple(rule: Element, element: etree._Element) -> Iterator[Problem]:
    if any(isinstance(it.tag, str) for it in element):
        yield Problem(place(element), "it holds elements, and only text is allowed.")
    text = (element.text or "") + "".join(it.tail or "" for it in element)
    if not fits(rule.text, text):
        yield Problem(place(element), f"{text!r} is no {rule.text}.")


def _attributes(rule: Element, element: etree._Element) -> Iterator[Problem]:
    for key, value in element.attrib.items():
        name = str(key)
        kind, _ = rule.attributes.get(name, ("lang" if name == LANG else "", False))
        if name not in rule.attributes and (rule.sealed or not name.startswith("{")):
            yield Problem(place(element), f"it has no attribute {name!r}.")
        elif kind and not fits(kind, str(value)):
            yield Problem(place(element), f"{etree.QName(name).localname}: {value!r} is no {kind}.")
    for name, (_, required) in rule.attributes.items():
        if required and element.get(name) is None:
            yield Problem(place(element), f"its attribute {name!r} is not there.")


def _order(rule: Element, element: etree._Element) -> Iterator[Problem]:
    names = list(rule.children)
    reached, foreign = 0, False
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag.startswith("{"):
            foreign = True
        elif child.tag not in rule.children:
            yield Problem(place(child), "there is no such element here.")
        elif names.index(child.tag) < reached or foreign:
            yield Problem(place(child), f"it stands too late: the order is {', '.join(names)}.")
        else:
            reached = names.index(child.tag)
    counted = Counter(it.tag for it in own(element))
    for name, times in rule.children.items():
        if times in ("", "+") and not counted[name]:
            yield Problem(place(element), f"it has no {name}.")
        if times in ("", "?") and counted[name] > 1:
            yield Problem(place(element), f"it has {counted[name]} {name}, and one is allowed.")


def _unlisted(root: etree._Element) -> Iterator[Problem]:
    """Return a problem for each code that is not in its list."""
    for element in root.iter(etree.Element):
        parent = element.getparent()
        for attribute, code in element.attrib.items():
            above = str(parent.tag) if parent is not None else ""
            listed = rules().codes(above, str(element.tag), str(attribute))
            if listed and code not in listed[1]:
                known = ", ".join(sorted(listed[1]))
                what = f"{attribute} {code!r} is not in {listed[0]}."
                yield Problem(place(element), what, f"Its codes: {known}.")
