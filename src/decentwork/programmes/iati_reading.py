"""Reading single parts of an IATI element: words, marks of our own, tags, days, ids."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from decentwork.classifications.names import LANGUAGES
from decentwork.programmes.iati_codes import OWN_CODES, VOCABULARY
from decentwork.programmes.iati_elements import marked
from decentwork.programmes.iati_rules import LANG


def mark(element: etree._Element, name: str) -> str | None:
    """Return a mark of our own at an element, or None."""
    found = element.get(marked(name))
    return None if found is None else str(found)


def said_in(element: etree._Element | None, language: str) -> dict[str, str]:
    """Return an element's narratives by language.

    A narrative without a language is in its activity's. Where none is in a language of this
    software, the first stands under `language`, the main one of the file.
    """
    if element is None:
        return {}
    narratives = element.findall("narrative")
    words: dict[str, str] = {}
    for it in narratives:
        lang, text = _language(it, language), (it.text or "").strip()
        if lang in LANGUAGES and text:
            words[lang] = f"{words[lang]}\n{text}" if lang in words else text
    texts = ((it.text or "").strip() for it in narratives)
    first = next((text for text in texts if text), "")
    return words or ({language: first} if first else {})


def main_language(element: etree._Element) -> str:
    """Return the language of an activity, in English if this software has no such language."""
    found = str(element.get(LANG, ""))[:2].lower()
    return found if found in LANGUAGES else LANGUAGES[0]


def _language(narrative: etree._Element, otherwise: str) -> str:
    at = narrative
    while at is not None:
        if lang := at.get(LANG):
            return str(lang)[:2].lower()
        at = at.getparent()
    return otherwise


def own_tags(activity: etree._Element) -> dict[str, list[str]]:
    """Return the codes of each of our own vocabularies that an activity is tagged with."""
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tags_of(activity):
        found[tag.get("vocabulary-uri", "").removeprefix(VOCABULARY)].append(tag.get("code", ""))
    return dict(found)


def tags_of(activity: etree._Element, vocabulary: str = "") -> Iterator[etree._Element]:
    """Return the tags of our own vocabularies, or of one of them."""
    begins = f"{VOCABULARY}{vocabulary}"
    for tag in activity.iterfind("tag"):
        uri = tag.get("vocabulary-uri", "")
        if tag.get("vocabulary") == OWN_CODES and uri.startswith(VOCABULARY):
            if not vocabulary or uri == begins:
                yield tag


def day_of(element: etree._Element | None) -> str:
    """Return an element's day as YYYY-MM-DD, without a time zone; "" if there is none."""
    return "" if element is None else str(element.get("iso-date", "")).strip()[:10]


def identifier_of(activity: etree._Element) -> str:
    """Return an activity's identifier."""
    return (activity.findtext("iati-identifier") or "").strip()


def as_id(text: str) -> str:
    """Return text as an id of ours: "XM-DAC-7/Área 1" is "xm-dac-7-area-1".

    Examples
    --------
    >>> as_id("XM-DAC-7/Área 1")
    'xm-dac-7-area-1'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
