"""The pairs of a matching that a later settling needs, each with what speaks for and against it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from decentwork.matching.comparisons import compare
from decentwork.matching.matched import Matched
from decentwork.matching.parsed import parse
from decentwork.matching.reasons import Reason, reasons
from decentwork.matching.settling import telling


class ToldPair(NamedTuple):
    """Two mentions by their ids, how probable it is that they are one enterprise, and why.

    `reasons` are told of pairs that could be one, by the threshold of the matching.
    """

    one: str
    other: str
    probability: float
    reasons: tuple[Reason, ...]


def told_pairs(found: Matched) -> Iterator[ToldPair]:
    """Yield pairs of a matching, the most probable first."""
    left, right, probability = found.left, found.right, found.probability
    kept = telling(len(found.records), left, right, probability, found.thresholds)
    kept = kept[np.argsort(-probability[kept], kind="stable")]
    possible = kept[probability[kept] >= found.thresholds.new]
    compared = compare(parse(found.records), left[possible], right[possible])
    ids = found.records.frame.index
    for at, place in enumerate(kept.tolist()):
        yield ToldPair(
            one=str(ids[left[place]]),
            other=str(ids[right[place]]),
            probability=float(probability[place]),
            reasons=reasons(compared, at) if at < len(possible) else (),
        )
