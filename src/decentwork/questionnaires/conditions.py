"""Conditions on answers: one question compared, or several conditions joined."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TESTS = ("is", "not", "above", "below")
JOINS = ("all", "any")
UNKNOWN = frozenset({"dont_know", "refused"})
"""Choices that say that nothing is known; scoring takes them as missing, never as no."""
ALONE = frozenset({"none", *UNKNOWN})
"""Choices that exclude every other where several can be chosen."""

Truth = NDArray[np.float64]
"""One value a respondent: 1 where a condition holds, 0 where not, NaN where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A question compared: "is" or "not" one of the choices, "above" or "below" a number.

    A question with several answers "is" a choice where that choice is among them.
    """

    question: str
    test: str
    choices: tuple[str, ...] = ()
    number: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Conditions of which "all" or "any" must hold."""

    how: str
    parts: tuple["Condition", ...]


Condition = Comparison | Joined


def read_condition(values: Mapping[str, Any]) -> Condition:
    """Return the condition that checked `values` describe.

    Examples
    --------
    >>> read_condition({"question": "hours", "above": 48})
    Comparison(question='hours', test='above', choices=(), number=48)
    """
    for how in JOINS:
        if how in values:
            return Joined(how=how, parts=tuple(read_condition(each) for each in values[how]))
    test = next(test for test in TESTS if test in values)
    wanted = values[test]
    if test in ("above", "below"):
        return Comparison(question=values["question"], test=test, number=wanted)
    choices = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    return Comparison(question=values["question"], test=test, choices=choices)


def what_is_wrong(values: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a file holds
    """Yield what keeps `values`, as read from a file, from being a condition."""
    if not isinstance(values, Mapping):
        yield f"{values!r} is not a condition."
        return
    joins = [how for how in JOINS if how in values]
    if joins:
        if len(values) > 1 or not isinstance(values[joins[0]], list) or not values[joins[0]]:
            yield f"{joins[0]!r} stands alone and holds a list of conditions."
            return
        for part in values[joins[0]]:
            yield from what_is_wrong(part)
        return
    tests = [test for test in TESTS if test in values]
    if len(tests) != 1 or set(values) != {"question", tests[0]}:
        yield f"a condition is a question and one of {', '.join(TESTS)}, not {sorted(values)}."
    elif tests[0] in ("above", "below") and not isinstance(values[tests[0]], int | float):
        yield f"{tests[0]!r} takes a number."
    elif tests[0] in ("is", "not") and not _are_choices(values[tests[0]]):
        yield f"{tests[0]!r} takes a choice or a list of choices."


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Yield every comparison inside a condition."""
    if isinstance(condition, Comparison):
        yield condition
        return
    for part in condition.parts:
        yield from comparisons(part)


def truth(condition: Condition, answers: pd.DataFrame, unknown: Collection[str] = UNKNOWN) -> Truth:
    """Return for each row of `answers` (texts) whether a condition holds.

    An empty cell, a question without a column and a choice in `unknown` are not known. What is not
    known stays so, unless the other parts already decide: one false part makes "all" false, one
    true part makes "any" true.
    """
    if isinstance(condition, Comparison):
        return _compared(condition, answers, unknown)
    parts = np.stack([truth(part, answers, unknown) for part in condition.parts])
    if condition.how == "all":
        return np.where((parts == 0).any(axis=0), 0.0, parts.min(axis=0))
    return np.where((parts == 1).any(axis=0), 1.0, parts.max(axis=0))


def numbers(answers: pd.DataFrame, question: str) -> Truth:
    """Return the answers to a question as numbers, NaN where there is none."""
    if question not in answers:
        return np.full(len(answers), np.nan)
    found: Truth = pd.to_numeric(answers[question], errors="coerce").to_numpy(dtype=float)
    return found


def plain(number: float) -> str:
    """Return a number in digits: XForms know no exponent.

    Examples
    --------
    >>> plain(1e9), plain(0.5)
    ('1000000000', '0.5')
    """
    return f"{number:.15g}"


def xpath(condition: Condition, name: Callable[[str], str]) -> str:
    """Return a condition as an XForm expression; `name` writes the reference to a question.

    Examples
    --------
    >>> xpath(read_condition({"question": "sex", "is": "female"}), "${{{}}}".format)
    "selected(${sex}, 'female')"
    """
    if isinstance(condition, Joined):
        word = " and " if condition.how == "all" else " or "
        return "(" + word.join(xpath(part, name) for part in condition.parts) + ")"
    asked = name(condition.question)
    if condition.test in ("above", "below"):
        sign = ">" if condition.test == "above" else "<"
        return f"{asked} {sign} {plain(condition.number)}"
    chosen = " or ".join(f"selected({asked}, '{choice}')" for choice in condition.choices)
    if condition.test == "not":
        return f"({asked} != '' and not({chosen}))"
    return f"({chosen})" if len(condition.choices) > 1 else chosen


def _compared(compared: Comparison, answers: pd.DataFrame, unknown: Collection[str]) -> Truth:
    if compared.question not in answers:
        return np.full(len(answers), np.nan)
    if compared.test in ("above", "below"):
        found = numbers(answers, compared.question)
        holds = found > compared.number if compared.test == "above" else found < compared.number
        return np.where(np.isnan(found), np.nan, holds)
    places: NDArray[np.intp]
    places, cells = pd.factorize(answers[compared.question].fillna(""))
    chosen = [set(str(cell).split()) for cell in cells]
    wanted = set(compared.choices)
    among = np.array([bool(each & wanted) for each in chosen], dtype=float)
    known = np.array([bool(each) and each.isdisjoint(unknown) for each in chosen], dtype=bool)
    held: Truth = np.where(known, among if compared.test == "is" else 1 - among, np.nan)
    return held[places]


def _are_choices(values: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    listed = [values] if isinstance(values, str) else values
    return (
        isinstance(listed, list)
        and bool(listed)
        and all(isinstance(each, str) and each for each in listed)
    )
