"""Versions of a design: what each is known by, and two of them key by key."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.design_file import parse_design, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A key of the design file ("strata.large.seeds") in two designs; "" where one lacks it."""

    key: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Tell whether the two designs say different things."""
        return self.one != self.other


def version(design: SurveyDesign) -> str:
    """Return what a design is known by (SHA-256): the same content, the same version."""
    return hashlib.sha256(text(design).encode()).hexdigest()


def compared(one: SurveyDesign, other: SurveyDesign) -> tuple[Compared, ...]:
    """Return every key that either design has, in the order of the file."""
    first, second = (dict(_leaves(tomllib.loads(text(each)))) for each in (one, other))
    return tuple(
        Compared(key=key, one=first.get(key, ""), other=second.get(key, ""))
        for key in dict.fromkeys((*first, *second))
    )


def _leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield keys and what they say; a table in a list is named by its id."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _leaves(below, f"{key}.{name}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        for number, each in enumerate(value, start=1):
            yield from _leaves(each, f"{key}.{each.get('id', number)}")
    elif isinstance(value, list):
        yield key, ", ".join(map(str, value))
    else:
        yield key, str(value)


def changed(made: SurveyDesign, answers: Mapping[str, Any]) -> SurveyDesign:
    """Return a design with the numbers of the plan's form in it.

    `answers`: "seeds-<stratum>", "follow-<kind>" (None: all of them), "deepest_tier", "per_unit"
    and "budget" (None: without limit).

    Raises
    ------
    InvalidInput
        The numbers do not fit each other; all reasons at once.
    """
    strata = tuple(replace(it, seeds=answers[f"seeds-{it.id}"]) for it in made.strata)
    follow = tuple(replace(it, at_most=answers[f"follow-{it.kind}"]) for it in made.follow)
    new = replace(
        made,
        strata=strata,
        follow=follow,
        deepest_tier=answers["deepest_tier"],
        workers=replace(made.workers, per_unit=answers["per_unit"]),
        costs=replace(made.costs, budget=answers["budget"]),
    )
    return parse_design(text(new))
