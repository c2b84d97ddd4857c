"""Reading results, indicators, baselines, targets and actual values from IATI 2.03."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

from decentwork.programmes.iati_codes import LEVELS_READ, MEASURES_READ, SDG_INDICATORS
from decentwork.programmes.iati_elements import marked, share_of
from decentwork.programmes.iati_reading import day_of, mark, said_in
from decentwork.programmes.iati_rules import LANG
from decentwork.programmes.iati_source import Source
from decentwork.programmes.programme_file import Entry

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PERCENT = {"en": "per cent", "fr": "pour cent", "es": "por ciento"}


def result_entries(source: Source, activity: etree._Element) -> Iterator[Entry]:
    """Return an activity's results with their indicators, targets and actual values."""
    begins = source.id_of(activity)
    for number, result in enumerate(activity.iterfind("result"), start=1):
        id = mark(result, "id") or f"{begins}-result-{number}"
        values = {
            "id": id,
            "of": source.record(activity, result),
            "title": _title(source, result, id),
            "text": said_in(result.find("description"), source.language),
            "level": LEVELS_READ.get(result.get("type", "").strip(), result.get("type")),
            "adds_to": mark(result, "adds_to"),
        }
        yield source.entry("results", result, values)
        for place, indicator in enumerate(result.iterfind("indicator"), start=1):
            told = mark(indicator, "id") or f"{id}-indicator-{place}"
            yield from _indicator(source, indicator, told, id)


def _indicator(source: Source, element: etree._Element, id: str, result: str) -> Iterator[Entry]:
    measure = _measure(element)
    share = measure == "percentage"
    references = element.iterfind("reference")
    sdg = (it.get("code") for it in references if it.get("vocabulary") == SDG_INDICATORS)
    values = {
        "id": id,
        "result": result,
        "title": _title(source, element, id),
        "text": said_in(element.find("description"), source.language),
        "measure": measure,
        "unit": _unit(element, measure),
        "rising": element.get("ascending", "1").strip() in ("1", "true"),
        "cumulative": mark(element, "cumulative") == "1" or _overlap(element),
        "scale": _texts(element, "step"),
        "adds_to": mark(element, "adds_to"),
        "dimensions": _dimensions(element),
        "sdg": next(sdg, None),
        "estimate": mark(element, "estimate"),
    }
    yield source.entry("indicators", element, values | _baseline(source, element, share))
    for period in element.iterfind("period"):
        for it in period:
            if it.tag in ("target", "actual"):
                yield from _measured(source, period, it, id, measure)


def _title(source: Source, element: etree._Element, id: str) -> dict[str, str]:
    return said_in(element.find("title"), source.language) or {source.language: id}


def _measure(element: etree._Element) -> str:
    """Return the measure that values allow.

    A percentage without its numerator cannot be summed over parts, so it is kept as a number; steps
    of an unknown scale are kept as words.
    """
    code = str(element.get("measure", "")).strip()
    measure = MEASURES_READ.get(code, code)
    if measure == "percentage":
        found = [*element.iter("target"), *element.iter("actual")]
        if any(it.find(marked("ratio")) is None for it in found):
            return "unit"
    if measure == "ordinal" and not _texts(element, "step"):
        return "qualitative"
    return measure


def _unit(element: etree._Element, measure: str) -> dict[str, str]:
    words = {it.get(LANG, "en"): it.text or "" for it in element.iterfind(marked("unit"))}
    percent = MEASURES_READ.get(element.get("measure", "").strip()) == "percentage"
    return words or (PERCENT if percent and measure == "unit" else {})


def _texts(element: etree._Element, name: str) -> list[str]:
    return [it.text or "" for it in element.iterfind(marked(name))]


def _dimensions(element: etree._Element) -> list[str]:
    told = _texts(element, "dimension")
    seen = [part.partition("=")[0] for it in element.iter("target", "actual") for part in _part(it)]
    return list(dict.fromkeys([*told, *seen]))


def _part(element: etree._Element) -> list[str]:
    """Return which part a value is of: each dimension, and each location by its reference."""
    located = [f"location={it.get('ref', '')}" for it in element.iterfind("location")]
    named = element.iterfind("dimension")
    return [f"{it.get('name', 'part')}={it.get('value', '')}" for it in named] + located


def _overlap(element: etree._Element) -> bool:
    """Say whether actual values are of periods that overlap: then each counts from the start."""
    spans = sorted(
        (day_of(it.find("period-start")), day_of(it.find("period-end")))
        for it in element.iterfind("period")
        if it.find("actual") is not None
    )
    return any(later <= ends for (_, ends), (later, _) in pairwise(dict.fromkeys(spans)))


def _baseline(source: Source, element: etree._Element, share: bool) -> dict[str, Any]:
    """Return the baseline of the whole, not of a part."""
    found: Sequence[etree._Element] = [
        it for it in element.iterfind("baseline") if it.find("dimension") is None
    ]
    if not found:
        return {}
    value = (found[0].get("value") or "").strip()
    return {
        "baseline_year": found[0].get("year"),
        "baseline": share_of(value) if share and _NUMBER.fullmatch(value) else value,
        "baseline_text": said_in(found[0].find("comment"), source.language),
    }


def _measured(
    source: Source, period: etree._Element, it: etree._Element, id: str, measure: str
) -> Iterator[Entry]:
    words = said_in(it.find("comment"), source.language)
    value = (it.get("value") or "").strip()
    ratio = it.find(marked("ratio"))
    if measure == "qualitative":
        words = words or ({source.language: value} if value else {})
        value = value if _NUMBER.fullmatch(value) else ""
    if not (value or words or ratio is not None):
        return
    values = {
        "indicator": id,
        "starts": day_of(period.find("period-start")),
        "ends": day_of(period.find("period-end")),
        "part": _part(it),
        "value": None if measure == "percentage" else value,
        "words": words,
    }
    if ratio is not None:
        values |= {name: ratio.get(name) for name in ("numerator", "denominator")}
    if it.tag == "actual":
        values |= {"state": "approved", "evidence": source.evidence(it)}
    yield source.entry("targets" if it.tag == "target" else "updates", it, values)
