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
from decentwork.registers.judgements import Judgement, settled

Places = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settlement:
    """Mentions as enterprises: `identifiers` (n,), and the `resolution` that they are of.

    `worth` of each pair asked about, how many mentions an answer is likely to settle.
    """

    identifiers: NDArray[np.object_]
    resolution: Resolution
    worth: Floats


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
    judgements : what people judged, oldest first
        Mentions that are not in `frame` are passed over; what is the same through them is.
    known : identifiers that mentions had before
    taken : identifiers of enterprises elsewhere, given to none of these
    """
    one, other = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((other, one))
    same, apart = _judged(judgements, frame.index)
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
    )


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
