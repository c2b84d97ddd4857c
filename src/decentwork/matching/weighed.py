"""Pairs compared some at a time, of which only what they weigh is kept.

What is compared of a pair takes forty times the room of what comes of it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from decentwork.matching.comparisons import CHUNK, compare
from decentwork.matching.in_turn import in_turn
from decentwork.matching.model import MatchModel, chances, unproven, weights
from decentwork.matching.parsed import Parsed

Places = NDArray[np.int32]
Values = NDArray[np.float32]
Floats = NDArray[np.float64]

WORKERS = 2


class Weighed(NamedTuple):
    """Pairs `left`, `right` (m,), their `weight` in a model, and which of them are `unproven`."""

    left: Places
    right: Places
    weight: Values
    unproven: NDArray[np.bool_]

    def chances(self, model: MatchModel) -> Floats:
        """Return (m,) the probabilities in a model that has the coefficients weighed with."""
        return chances(model, self.weight)


def weigh(
    model: MatchModel,
    parsed: Parsed,
    left: Places,
    right: Places,
    *,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Weighed:
    """Return pairs of mentions (m,), places in the list `parsed` was made of, weighed."""
    weight, only_people = np.zeros(len(left), np.float32), np.zeros(len(left), np.bool_)

    def fill(start: int) -> int:
        part = slice(start, start + CHUNK)
        told = compare(parsed, left[part], right[part])
        weight[part], only_people[part] = weights(model, told), unproven(told)
        return min(start + CHUNK, len(left))

    for _, done in in_turn(fill, range(0, len(left), CHUNK), WORKERS):
        tell(done, len(left))
    return Weighed(left, right, weight, only_people)


def both(one: Weighed, other: Weighed) -> Weighed:
    """Return pairs weighed in two goes."""
    return Weighed(*(np.concatenate(columns) for columns in zip(one, other, strict=True)))
