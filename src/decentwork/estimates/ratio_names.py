"""How ratios are named: "pay/hours", and between groups "pay[sex=female]/pay[sex=male]"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from decentwork.estimates.errors import InvalidInput, Problem

_PART = r"\s*([^\[\]/]+?)\s*(?:\[\s*([^\[\]=]+?)\s*=\s*([^\[\]]+?)\s*\])?\s*"
_RATIO = re.compile(f"{_PART}/{_PART}")
_HINT = 'Write "pay/hours", or between groups "pay[sex=female]/pay[sex=male]".'


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a ratio: a variable, of all or of those whose `column` says `category`."""

    variable: str
    column: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio by its `name`, as it stands under "variable" in tables, and its two sides."""

    name: str
    above: Part
    below: Part

    @property
    def variables(self) -> set[str]:
        """Return the one or two variables compared."""
        return {self.above.variable, self.below.variable}

    @property
    def within(self) -> bool:
        """Say whether both sides are of the same respondents."""
        sides = (self.above, self.below)
        above, below = ((side.column, side.category) for side in sides)
        return above == below


def read_ratios(texts: Iterable[str]) -> tuple[Ratio, ...]:
    """Return ratios from their names, each once.

    Raises
    ------
    InvalidInput
        With every text that names no ratio.
    """
    found, problems = [], []
    for text in dict.fromkeys(texts):
        if matched := _RATIO.fullmatch(text):
            above, below = matched.groups("")[:3], matched.groups("")[3:]
            found.append(Ratio(name=text.strip(), above=Part(*above), below=Part(*below)))
        else:
            problems.append(Problem(repr(text), "is no ratio of two columns.", _HINT))
    if problems:
        raise InvalidInput("ratios", problems)
    return tuple(found)
