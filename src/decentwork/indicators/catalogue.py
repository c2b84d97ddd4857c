"""The definitions of all indicators, one TOML file each beside this module."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from decentwork.classifications.names import LANGUAGES, Named
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode
from decentwork.estimates.units import Unit

NO_NORM = "none"
_TEXTS = (
    "id",
    "topic",
    "unit",
    "universe",
    "numerator",
    "denominator",
    "norm",
    "definition_not",
    "reference",
)
_REQUIRED = (*_TEXTS, "source", "review_by", "name")
_OPTIONAL = ("norm_kind", "norm_value", "norm_shown_met")
_LIMITS = ("at_most", "at_least")


class Verdict(StrEnum):
    """What a value says against the indicator's norm."""

    DEFICIT = "deficit"
    OPPORTUNITY = "opportunity"  # something to build on, recorded beside deficits
    MET = "met"
    INCONCLUSIVE = "inconclusive"  # on the right side, but the figure cannot show that all comply
    CONTEXT = "context"  # no norm gives a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Named):
    """What a figure measures, in which unit, against which norm, and what it is not.

    `norm` names the Convention, law or statistical definition, "none" for context. Where the norm
    gives a value, `norm_value` holds it in `unit` and `norm_kind` says "at_most" or "at_least";
    `norm_shown_met` is false where a value on the right side does not show that everybody complies
    (a mean below a limit hides those above it). `sources` are entries of the data catalogue, the
    preferred one first.
    """

    id: str
    topic: str
    unit: Unit
    universe: str
    numerator: str
    denominator: str
    norm: str
    definition_not: str
    sources: tuple[str, ...]
    reference: str
    review_by: date
    norm_kind: str | None = None
    norm_value: float | None = None
    norm_shown_met: bool = True

    def judge(self, value: float) -> Verdict:
        """Return what `value` (in `unit`) says against the norm; never against other countries."""
        if self.norm_value is None:
            return Verdict.CONTEXT
        above = value > self.norm_value
        below = value < self.norm_value
        if above if self.norm_kind == "at_most" else below:
            return Verdict.DEFICIT
        return Verdict.MET if self.norm_shown_met else Verdict.INCONCLUSIVE


def indicator(id: str) -> Indicator:
    """Return the indicator of this id, e.g. "child_labour_economic_activity"."""
    known = _catalogue()
    if id not in known:
        near = [name for name in known if id.split("_", maxsplit=1)[0] in name]
        raise UnknownCode(id, "the catalogue of indicators", near[:3])
    return known[id]


def indicators(topic: str | None = None) -> tuple[Indicator, ...]:
    """Return all indicators, or those of one topic, in the order of topics, then by id."""
    found = _catalogue().values()
    return tuple(each for each in found if topic is None or each.topic == topic)


@cache
def _catalogue() -> Mapping[str, Indicator]:
    folder = files("decentwork.indicators")
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return MappingProxyType(load(texts))


def load(texts: Mapping[str, str]) -> dict[str, Indicator]:
    """Return the indicators written in `texts` (file name → TOML); tell all problems at once."""
    problems: list[Problem] = []
    found: list[Indicator] = []
    for filename, text in sorted(texts.items()):
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(filename, f"is not TOML: {error}."))
            continue
        wrong = check_definition(values, filename)
        problems += wrong
        if not wrong:
            found.append(_indicator(values))
    if problems:
        raise InvalidInput("catalogue of indicators", problems)
    order = {topic.id: place for place, topic in enumerate(topics())}
    return {each.id: each for each in sorted(found, key=lambda each: (order[each.topic], each.id))}


def check_definition(values: Mapping[str, Any], filename: str) -> list[Problem]:
    """Return a problem for each key that is missing, unknown, empty or outside its closed list."""
    return [
        *_check_keys(values, filename),
        *_check_codes(values, filename),
        *_check_norm(values, filename),
        *_check_names(values, filename),
    ]


def _check_keys(values: Mapping[str, Any], filename: str) -> Iterable[Problem]:
    for key in _REQUIRED:
        if not values.get(key):
            yield Problem(filename, f"key {key!r} is missing or empty.")
    for key in values:
        if key not in (*_REQUIRED, *_OPTIONAL):
            yield Problem(filename, f"key {key!r} is not known.")
    for key in _TEXTS:
        if values.get(key) and not isinstance(values[key], str):
            yield Problem(filename, f"key {key!r} must be text.")
    if "review_by" in values and not isinstance(values["review_by"], date):
        yield Problem(filename, "review_by must be a date.", "Write it without quotes.")


def _check_codes(values: Mapping[str, Any], filename: str) -> Iterable[Problem]:
    closed = {
        "id": (filename.removesuffix(".toml"),),
        "topic": tuple(topic.id for topic in topics()),
        "unit": tuple(Unit),
        "norm_kind": _LIMITS,
    }
    for key, allowed in closed.items():
        if key in values and values[key] not in allowed:
            hint = f"Write one of: {', '.join(allowed)}."
            yield Problem(filename, f"{key} = {values[key]!r} is not in the list.", hint)


def _check_norm(values: Mapping[str, Any], filename: str) -> Iterable[Problem]:
    if ("norm_value" in values) != ("norm_kind" in values):
        yield Problem(filename, "norm_value and norm_kind go together.")
    if values.get("norm") == NO_NORM and "norm_value" in values:
        yield Problem(filename, "norm_value without a named norm.", "Name the norm.")


def _check_names(values: Mapping[str, Any], filename: str) -> Iterable[Problem]:
    names = values.get("name")
    if names is None:
        return
    for lang in LANGUAGES:
        if not isinstance(names, Mapping) or not names.get(lang):
            yield Problem(filename, f"the name in {lang!r} is missing.")


def _indicator(values: Mapping[str, Any]) -> Indicator:
    source = values["source"]
    limit = values.get("norm_value")
    return Indicator(
        **{key: values[key] for key in _TEXTS if key != "unit"},
        unit=Unit(values["unit"]),
        sources=(source,) if isinstance(source, str) else tuple(source),
        review_by=values["review_by"],
        names=MappingProxyType(dict(values["name"])),
        norm_kind=values.get("norm_kind"),
        norm_value=None if limit is None else float(limit),
        norm_shown_met=values.get("norm_shown_met", True),
    )
