"""What a design's values must agree on: codes of classifications, and numbers that make sense."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from decentwork.classifications.chains import chain
from decentwork.classifications.countries import country
from decentwork.classifications.industries import Industry
from decentwork.classifications.topics import topic
from decentwork.estimates.errors import Problem, UnknownCode
from decentwork.surveys.design import COUNTED_WORKERS
from decentwork.surveys.design_keys import at, near, table, tables
from decentwork.surveys.kinds import Disposition

LINKS = ("suppliers", "clusters")
CUTOFFS = {"all": (), "top": ("number",), "share": ("share",)}
"""Rules of the cut-off, with the keys each needs."""

MULTIPLICITY = ("refuse", "observed", "model")
"""What weights can do where a unit cannot say how many buyers it has."""

REPLACEABLE = tuple(
    str(each)
    for each in (
        Disposition.NOT_LOCATED,
        Disposition.CLOSED,
        Disposition.OUT_OF_SCOPE,
        Disposition.REFUSED,
    )
)


def check_rules(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each code that no list has and each pair of values that disagree.

    Values of a wrong kind are passed over: `check_keys` tells them.
    """
    yield from _check_codes(values)
    yield from _check_lists(values)
    yield from _check_invented(values)
    yield from _check_strata(values)
    yield from _check_cutoff(values)
    yield from _check_follow(values)
    yield from _check_lead_size(values)
    yield from _check_wanted(values)


def _check_codes(values: Mapping[str, Any]) -> Iterator[Problem]:
    look_up: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("place", country),
        ("chain", chain),
        ("industries", Industry.parse),
        ("topics", topic),
    )
    for key, find in look_up:
        for code in _texts(values, key):
            try:
                find(code)
            except UnknownCode as error:
                yield Problem(key, str(error))
    id = at(values, "id")
    if isinstance(id, str) and not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", id):
        yield Problem("id", f"{id!r} is no id.", "Write small letters, digits and hyphens.")
    currency = at(values, "costs.currency")
    if isinstance(currency, str) and not re.fullmatch(r"[A-Z]{3}", currency):
        yield Problem("costs.currency", f"{currency!r} is no code.", "Write ISO 4217, e.g. USD.")


def _check_lists(values: Mapping[str, Any]) -> Iterator[Problem]:
    closed: tuple[tuple[str, Iterable[str]], ...] = (
        ("links", LINKS),
        ("cutoff.rule", CUTOFFS),
        ("workers.counted", COUNTED_WORKERS),
        ("replaced", REPLACEABLE),
        ("multiplicity.missing", MULTIPLICITY),
    )
    for key, known in closed:
        for word in _texts(values, key):
            if word not in known:
                yield Problem(key, f"{word!r} is not in the list.", near(word, known))


def _check_invented(values: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        place_is_invented = country(str(at(values, "place"))).invented
    except UnknownCode:
        return
    if place_is_invented != bool(at(values, "invented") or False):
        hint = "An invented study has an invented place (XAA), and only such a study has one."
        yield Problem("invented", "it does not agree with the place.", hint)


def _check_strata(values: Mapping[str, Any]) -> Iterator[Problem]:
    seen = set()
    for number, stratum in enumerate(tables(values, "strata"), start=1):
        id = stratum.get("id")
        if isinstance(id, str) and id in seen:
            yield Problem(f"strata {number}: id", f"{id!r} is there twice.", "Name each once.")
        seen.add(str(id))
        seeds, units = stratum.get("seeds"), stratum.get("frame_units")
        if isinstance(seeds, int) and isinstance(units, int) and seeds > units:
            what = f"{seeds} seeds cannot be drawn from {units} units."
            yield Problem(f"strata {number}: seeds", what, "Draw at most all of them.")


def _check_cutoff(values: Mapping[str, Any]) -> Iterator[Problem]:
    cutoff = table(values, "cutoff")
    rule = cutoff.get("rule")
    if not isinstance(rule, str) or rule not in CUTOFFS:
        return
    for key in ("number", "share"):
        if key in CUTOFFS[rule] and key not in cutoff:
            yield Problem(f"cutoff.{key}", f"the rule {rule!r} needs it.", "Add it.")
        if key not in CUTOFFS[rule] and key in cutoff:
            yield Problem(f"cutoff.{key}", f"the rule {rule!r} does not use it.", "Take it out.")


def _check_follow(values: Mapping[str, Any]) -> Iterator[Problem]:
    follow, costs = table(values, "follow"), table(values, "costs.unit")
    deepest = at(values, "deepest_tier")
    if isinstance(deepest, int) and deepest > 0 and not follow:
        hint = "Add a section such as [follow.formal], or set deepest_tier = 0."
        yield Problem("follow", "no kind of supplier is followed.", hint)
    if deepest != 0 and at(values, "links") == "clusters":
        hint = "Set deepest_tier = 0, or follow suppliers."
        yield Problem("deepest_tier", "clusters are visited, not followed.", hint)
    if deepest == 0 and follow:
        yield Problem("follow", "with deepest_tier = 0 nobody is followed.", "Take it out.")
    for kind in follow:
        if costs and kind not in costs:
            yield Problem(f"costs.unit.{kind}", "it is missing.", f"Units of {kind} are followed.")


def _check_lead_size(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the sizes of strata that there are not, such as of one that has another name now."""
    strata = [str(each.get("id")) for each in tables(values, "strata")]
    for section in ("assumptions.lead_size", "assumptions.size"):
        for id in table(values, section):
            if strata and id not in strata:
                hint = f"{near(id, strata)} Give it the stratum's new name, or take the line out."
                yield Problem(f"{section}.{id}", f"no stratum is {id!r}.", hint)


def _check_wanted(values: Mapping[str, Any]) -> Iterator[Problem]:
    for name, half_width in table(values, "wanted").items():
        try:
            topic(name)
        except UnknownCode as error:
            yield Problem(f"wanted.{name}", str(error))
        if isinstance(half_width, int | float) and not 0 < half_width < 0.5:
            hint = "Write half the width of an interval as a share: 0.05 is ± 5 points."
            yield Problem(f"wanted.{name}", f"{half_width} is not between 0 and 0.5.", hint)


def _texts(values: Mapping[str, Any], path: str) -> list[str]:
    found = at(values, path)
    found = found if isinstance(found, list) else [found]
    return [each for each in found if isinstance(each, str) and each.strip()]
