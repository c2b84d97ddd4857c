"""The keys of a design file: which there are, which must be there, what kind of value each has."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from decentwork.estimates.errors import Problem
from decentwork.surveys.kinds import Kind


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of value: how it is told, and whether a value is one."""

    called: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Key:
    """One key: its kind of value, and whether it must be there."""

    kind: _Kind
    required: bool = False


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_count(value: object) -> bool:
    return isinstance(value, int) and _is_number(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_TEXT = _Kind("text that is not empty", _is_text)
_REMARK = _Kind("text", lambda value: isinstance(value, str))
_COUNT = _Kind("a whole number, 0 or more", _is_count)
_AT_LEAST_ONE = _Kind("a whole number, 1 or more", lambda value: _is_count(value) and value > 0)
_NUMBER = _Kind("a number, 0 or more", _is_number)
_SHARE = _Kind("a share above 0 and up to 1", lambda value: _is_number(value) and 0 < value <= 1)
_YES_NO = _Kind("true or false", lambda value: isinstance(value, bool))
_TEXTS = _Kind(
    'a list of texts, such as ["a", "b"]',
    lambda value: isinstance(value, list) and all(map(_is_text, value)),
)
_TABLE = _Kind("a section", lambda value: isinstance(value, Mapping))
_TABLES = _Kind(
    "one section or more, each under [[strata]]",
    lambda value: (
        isinstance(value, list) and bool(value) and all(isinstance(it, Mapping) for it in value)
    ),
)

_TOP = {
    "id": _Key(_TEXT, required=True),
    "place": _Key(_TEXT, required=True),
    "chain": _Key(_TEXT, required=True),
    "period": _Key(_TEXT, required=True),
    "office": _Key(_TEXT, required=True),
    "round": _Key(_AT_LEAST_ONE),
    "deepest_tier": _Key(_COUNT, required=True),
    "draw_seed": _Key(_COUNT, required=True),
    "links": _Key(_TEXT),
    "invented": _Key(_YES_NO),
    "frame": _Key(_REMARK),
    "note": _Key(_REMARK),
    "goods": _Key(_TEXTS),
    "industries": _Key(_TEXTS),
    "topics": _Key(_TEXTS),
    "ratios": _Key(_TEXTS),
    "replaced": _Key(_TEXTS),
    "title": _Key(_TABLE, required=True),
    "strata": _Key(_TABLES, required=True),
    "cutoff": _Key(_TABLE, required=True),
    "follow": _Key(_TABLE),
    "workers": _Key(_TABLE, required=True),
    "costs": _Key(_TABLE, required=True),
    "multiplicity": _Key(_TABLE),
    "disclosure": _Key(_TABLE),
    "wanted": _Key(_TABLE),
    "assumptions": _Key(_TABLE),
}
_STRATUM = {
    "id": _Key(_TEXT, required=True),
    "frame_units": _Key(_AT_LEAST_ONE, required=True),
    "seeds": _Key(_AT_LEAST_ONE, required=True),
}
_FOLLOW = {"at_most": _Key(_AT_LEAST_ONE), "response": _Key(_SHARE)}
_SECTIONS = {
    "title": {"en": _Key(_TEXT, required=True), "fr": _Key(_TEXT), "es": _Key(_TEXT)},
    "cutoff": {
        "rule": _Key(_TEXT, required=True),
        "number": _Key(_AT_LEAST_ONE),
        "share": _Key(_SHARE),
    },
    "workers": {
        "per_unit": _Key(_COUNT, required=True),
        "counted": _Key(_TEXTS, required=True),
        "off_site": _Key(_YES_NO),
    },
    "costs": {
        "currency": _Key(_TEXT, required=True),
        "fixed": _Key(_NUMBER, required=True),
        "worker": _Key(_NUMBER, required=True),
        "unit": _Key(_TABLE, required=True),
        "budget": _Key(_NUMBER),
    },
    "costs.unit": {str(kind): _Key(_NUMBER) for kind in Kind},
    "follow": {str(kind): _Key(_TABLE) for kind in Kind},
    **{f"follow.{kind}": _FOLLOW for kind in Kind},
    "multiplicity": {"missing": _Key(_TEXT)},
    "disclosure": {"minimum_cell": _Key(_AT_LEAST_ONE)},
}


def check_keys(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each key that is missing, not known, or has a value of another kind."""
    yield from _check_table(values, _TOP, "")
    for path, keys in _SECTIONS.items():
        section = at(values, path)
        if isinstance(section, Mapping):
            yield from _check_table(section, keys, f"{path}.")
    for number, stratum in enumerate(tables(values, "strata"), start=1):
        yield from _check_table(stratum, _STRATUM, f"strata {number}: ")
    for name, half_width in table(values, "wanted").items():
        if not _NUMBER.fits(half_width):
            yield Problem(f"wanted.{name}", f"the value must be {_NUMBER.called}.")


def at(values: Mapping[str, Any], path: str) -> object:
    """Return what stands under a path of keys ("costs.unit"), None where nothing does."""
    found: Any = values
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def table(values: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the section under a path, an empty one where there is none."""
    found = at(values, path)
    return found if isinstance(found, Mapping) else {}


def tables(values: Mapping[str, Any], path: str) -> list[Mapping[str, Any]]:
    """Return the sections in a list under a path."""
    found = at(values, path)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def near(word: str, known: Iterable[str]) -> str:
    """Return a hint that names what `word` may have been meant for."""
    known = list(known)
    alike = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {alike[0]!r}?" if alike else f"Known are: {', '.join(known)}."


def _check_table(
    values: Mapping[str, Any], keys: Mapping[str, _Key], path: str
) -> Iterator[Problem]:
    for name, key in keys.items():
        if name not in values:
            if key.required:
                yield Problem(f"{path}{name}", "it is missing.", f"Write {key.kind.called}.")
        elif not key.kind.fits(values[name]):
            yield Problem(f"{path}{name}", f"the value must be {key.kind.called}.")
    for name in values:
        if name not in keys:
            yield Problem(f"{path}{name}", "the key is not known.", near(name, keys))
