"""A survey's design as a TOML file: read with all problems told at once, written back the same."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from decentwork.classifications.names import LANGUAGES
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.surveys.design import Costs, CutOff, Follow, Stratum, SurveyDesign, WorkerStage
from decentwork.surveys.design_keys import check_keys
from decentwork.surveys.design_rules import check_rules
from decentwork.surveys.kinds import Disposition, Kind

_PLAIN = (
    "id",
    "place",
    "chain",
    "period",
    "office",
    "round",
    "deepest_tier",
    "draw_seed",
    "links",
    "invented",
    "frame",
    "note",
)
_LISTS = ("goods", "industries", "topics", "ratios")


def read_design(path: Path) -> SurveyDesign:
    """Return the design in a TOML file.

    Raises
    ------
    InvalidInput
        With every problem of the file, each named by its key ("costs.unit.formal").
    """
    try:
        content = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        problem = Problem("file", f"it cannot be read ({error.strerror}).", "Name a design file.")
        raise InvalidInput(str(path), [problem]) from error
    except UnicodeDecodeError as error:
        problem = Problem("file", "it is not UTF-8 text.", "Save it as UTF-8.")
        raise InvalidInput(str(path), [problem]) from error
    return parse_design(content, str(path))


def parse_design(content: str, subject: str = "the design") -> SurveyDesign:
    """Return the design written in TOML; `subject` names it in the message of `InvalidInput`."""
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(subject, [Problem("file", f"it is not TOML: {error}.")]) from error
    if problems := check_design(values):
        raise InvalidInput(subject, problems)
    return _design(values)


def check_design(values: Mapping[str, Any]) -> list[Problem]:
    """Return every problem of a design as plain values: keys, kinds of value, codes, sense."""
    return [*check_keys(values), *check_rules(values)]


def text(design: SurveyDesign) -> str:
    """Return the design as TOML, from which `parse_design` makes the same design again."""
    return "\n".join(_toml(_values(design))).lstrip("\n") + "\n"


def _design(values: Mapping[str, Any]) -> SurveyDesign:
    cutoff, costs = values["cutoff"], values["costs"]
    follow = values.get("follow", {})
    plain: dict[str, Any] = {key: values[key] for key in _PLAIN if key in values}
    lists: dict[str, Any] = {key: tuple(values.get(key, ())) for key in _LISTS}
    return SurveyDesign(
        **plain,
        **lists,
        names=dict(values["title"]),
        strata=tuple(Stratum(**stratum) for stratum in values["strata"]),
        cutoff=CutOff(**cutoff),
        follow=tuple(_follow(kind, follow[kind]) for kind in Kind if kind in follow),
        workers=WorkerStage(
            per_unit=values["workers"]["per_unit"],
            counted=tuple(values["workers"]["counted"]),
            off_site=values["workers"].get("off_site", True),
        ),
        costs=Costs(
            currency=costs["currency"],
            fixed=costs["fixed"],
            unit={Kind(kind): cost for kind, cost in costs["unit"].items()},
            worker=costs["worker"],
            budget=costs.get("budget"),
        ),
        replaced=tuple(Disposition(each) for each in values.get("replaced", ())),
        multiplicity=values.get("multiplicity", {}).get("missing", ""),
        minimum_cell=values.get("disclosure", {}).get("minimum_cell", 5),
        wanted=dict(values.get("wanted", {})),
        assumptions=dict(values.get("assumptions", {})),
    )


def _follow(kind: Kind, values: Mapping[str, Any]) -> Follow:
    return Follow(kind=kind, at_most=values.get("at_most"), response=values.get("response", 1.0))


def _values(design: SurveyDesign) -> dict[str, Any]:
    """Return the file's keys in the order in which people read them; what is empty is left out."""
    costs = design.costs
    values = {
        **{key: getattr(design, key) for key in _PLAIN},
        **{key: list(getattr(design, key)) for key in _LISTS},
        "replaced": [str(each) for each in design.replaced],
        "title": {lang: design.names[lang] for lang in _languages(design)},
        "strata": [
            {"id": each.id, "frame_units": each.frame_units, "seeds": each.seeds}
            for each in design.strata
        ],
        "cutoff": {key: getattr(design.cutoff, key) for key in ("rule", "number", "share")},
        "follow": {
            str(each.kind): {"at_most": each.at_most, "response": each.response}
            for each in design.follow
        },
        "workers": {
            "per_unit": design.workers.per_unit,
            "counted": list(design.workers.counted),
            "off_site": design.workers.off_site,
        },
        "costs": {
            **{key: getattr(costs, key) for key in ("currency", "fixed", "worker", "budget")},
            "unit": {str(kind): cost for kind, cost in costs.unit.items()},
        },
        "multiplicity": {"missing": design.multiplicity} if design.multiplicity else {},
        "disclosure": {"minimum_cell": design.minimum_cell},
        "wanted": dict(design.wanted),
        "assumptions": dict(design.assumptions),
    }
    return {key: value for key, value in values.items() if value not in ("", [], {})}


def _languages(design: SurveyDesign) -> list[str]:
    return sorted(design.names, key=lambda lang: ((*LANGUAGES, lang).index(lang), lang))


def _toml(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the lines of a table: its plain keys first, then the tables below it."""
    tables = {key: value for key, value in values.items() if _is_table(value)}
    for key, value in values.items():
        if key not in tables and value not in (None, ""):
            yield f"{_key(key)} = {_plain(value)}"
    for key, value in tables.items():
        below = (*path, _key(key))
        many = isinstance(value, list)
        for each in value if many else [value]:
            if many or not each or not all(map(_is_table, each.values())):
                yield from ("", f"[[{'.'.join(below)}]]" if many else f"[{'.'.join(below)}]")
            yield from _toml(each, below)


def _is_table(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _plain(key)


def _plain(value: object) -> str:
    # A string of JSON is one of TOML; DEL alone must be escaped in TOML and is not in JSON.
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_plain(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_plain(each) for each in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value) if isinstance(value, bool) else str(value)
