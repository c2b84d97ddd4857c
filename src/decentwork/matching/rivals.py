"""What speaks against the union of two mentions because one of them could be another's."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.special import logit

Places = NDArray[np.int32]
Floats = NDArray[np.float64]

STRONGEST = 4.0
"""Log odds beyond which a rival counts no more."""


def rivalry(
    mentions: int,
    left: Places,
    right: Places,
    probability: Floats,
    possible: float,
    pairs: NDArray[np.int32],
) -> Floats:
    """Return (k,) how much less the log odds of pairs (k, 2) are for what each would rule out.

    A rival is a mention that could be one with one of the two (its probability is `possible` or
    higher) but not with the other.
    """
    could = probability >= possible
    odds = np.exp(np.clip(logit(probability[could]), -STRONGEST, STRONGEST))
    one, other = left[could], right[could]
    graph = coo_array(
        (np.tile(odds, 2), (np.concatenate([one, other]), np.concatenate([other, one]))),
        shape=(mentions, mentions),
    ).tocsr()

    def near(mention: int) -> tuple[Places, Floats]:
        row = slice(graph.indptr[mention], graph.indptr[mention + 1])
        return graph.indices[row], graph.data[row]

    found = np.zeros(len(pairs))
    for at, (a, b) in enumerate(pairs.tolist()):
        (near_a, odds_a), (near_b, odds_b) = near(a), near(b)
        found[at] += odds_a[~np.isin(near_a, [b, *near_b])].sum()
        found[at] += odds_b[~np.isin(near_b, [a, *near_a])].sum()
    told: Floats = np.log1p(found)
    return told
