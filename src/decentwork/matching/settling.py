"""What is one enterprise, by pairs that were compared and by what people judged.

A part of a list is settled as the whole of it would be, if it is closed: no pair that could be one
enterprise, no judgement and no identifier reaches out of it.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.matching.groups import Resolution, Thresholds, possible_parts, resolve
from decentwork.matching.identified import identified
from decentwork.matching.parts import parts
from decentwork.registers.judgements import Judgement, settled

Places = NDArray[np.int32]
Floats = NDArray[np.float64]

AT_HAND = 20
"""Pairs asked about of one part of a list. Thousands of mentions at one address are one part: what
is judged of the first pairs says what to ask next."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settlement:
    """Mentions as enterprises: `identifiers` (n,), and the `resolution` that they are of.

    `worth` of each pair asked about, how many mentions an answer is likely to settle; `behind` how
    many more are asked about in its part of the list, if it is among the first `AT_HAND` of these,
    0 if there are none; −1 if it is one of those that wait behind.
    """

    identifiers: NDArray[np.object_]
    resolution: Resolution
    worth: Floats
    behind: Places


def settle(
    frame: pd.DataFrame,
    left: Places,
    right: Places,
    probability: Floats,
    thresholds: Thresholds,
    *,
    judgements: Sequence[Judgement] = (),
    known: Mapping[str, str] | None = None,
    taken: Container[str] = frozenset(),
) -> Settlement:
    """Return which mentions are one enterprise, the same in whatever order pairs are given.

    Parameters
    ----------
    frame : table of mentions, its index the ids, sorted
        With `country` and `listed_on`.
    left, right, probability : (m,) arrays
        Pairs that were compared, as places in `frame`; all of them or those that `telling` names.
        Of a pair that is certain (1), one mention repeats the other, and counts with it as one.
    judgements : what people judged, oldest first
        Mentions that are not in `frame` are passed over; what is the same through them is.
    known : identifiers that mentions had before
    taken : identifiers of enterprises elsewhere, given to none of these
    """
    one, other = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((other, one))
    same, apart = _judged(judgements, frame.index)
    same += _repeats(len(frame), left, right, probability, apart)
    found = resolve(
        len(frame), one[order], other[order], probability[order], thresholds, same=same, apart=apart
    )
    asked = order[found.asked]
    resolution = Resolution(
        enterprise=found.enterprise,
        probability=found.probability,
        asked=asked,
        asked_probability=found.asked_probability,
    )
    size = np.bincount(found.enterprise, minlength=len(frame))[found.enterprise]
    chance = found.asked_probability
    return Settlement(
        identifiers=identified(frame, found.enterprise, known or {}, taken),
        resolution=resolution,
        worth=np.minimum(chance, 1 - chance) * (size[left[asked]] + size[right[asked]]),
        behind=_behind(
            possible_parts(len(frame), left, right, probability >= thresholds.new)[left[asked]]
        ),
    )


def _repeats(
    mentions: int, left: Places, right: Places, probability: Floats, apart: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the pairs of mentions of which one repeats the other, unless people parted them.

    Of several that repeat one, who was parted from the others leaves them together.
    """
    certain = probability >= 1
    one, other = left[certain], right[certain]
    group = parts(mentions, one, other)
    parted = {place for pair in apart if len({*group[[*pair]]}) == 1 for place in pair}
    often = np.bincount(np.concatenate([one, other]), minlength=mentions)
    gone = {place for place in parted if often[place] == 1}
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    return [pair for pair in pairs if not gone.intersection(pair)]


def _behind(part: Places) -> Places:
    """Return `Settlement.behind` of pairs by the part that each is in, the first pair first."""
    order = np.argsort(part, kind="stable")
    of = part[order]
    begins, ends = (np.searchsorted(of, of, side=side) for side in ("left", "right"))
    place = np.empty(len(of), np.int64)
    place[order] = np.arange(len(of)) - begins
    more = np.empty(len(of), np.int64)
    more[order] = ends - begins - AT_HAND
    return np.where(place < AT_HAND, np.maximum(more, 0), -1).astype(np.int32)


def outcomes(resolution: Resolution, left: Places, right: Places) -> NDArray[np.object_]:
    """Return (n,) `same` of one enterprise with another mention, `ask` where open, or `new`."""
    enterprise = resolution.enterprise
    alone = np.bincount(enterprise, minlength=len(enterprise))[enterprise] == 1
    is_open = np.zeros(len(enterprise), bool)
    is_open[left[resolution.asked]] = True
    is_open[right[resolution.asked]] = True
    return np.where(alone, np.where(is_open, "ask", "new"), "same").astype(object)


def telling(
    mentions: int, left: Places, right: Places, probability: Floats, thresholds: Thresholds
) -> NDArray[np.int64]:
    """Return the places of the pairs that a later settling needs.

    Those of mentions that could be one enterprise, by whatever way round, and the best of each
    mention, which tells how sure it is that it stands alone.
    """
    part = possible_parts(mentions, left, right, probability >= thresholds.new)
    kept = part[left] == part[right]
    order = np.argsort(-probability, kind="stable")
    for end in (left, right):
        _, first = np.unique(end[order], return_index=True)
        kept[order[first]] = True
    return np.flatnonzero(kept)


def _judged(
    judgements: Sequence[Judgement], ids: pd.Index
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return pairs of places that are one enterprise, and pairs that are two."""
    found = settled(judgements)
    place = {id: at for at, id in enumerate(ids)} if judgements else {}
    stands: dict[str, int] = {}
    same = []
    for id, first in found.enterprise.items():
        if id in place:
            same.append((stands.setdefault(first, place[id]), place[id]))
    here = {**place, **stands}
    apart = [
        (here[one], here[other]) for one, other in found.apart if one in here and other in here
    ]
    return same, apart
