"""Pairs that the search did not bring up, but that two of its pairs imply."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array

Places = NDArray[np.int32]
Floats = NDArray[np.float64]


def implied_pairs(
    mentions: int, left: Places, right: Places, probability: Floats, *, least: float, most: int
) -> tuple[Places, Places]:
    """Return the pairs that were not compared though both are probably one with a third mention.

    Of a mention that is probably one with more than `most` others, the pairs among these are left
    out.
    """
    likely = probability >= least
    one = np.concatenate([left[likely], right[likely]])
    other = np.concatenate([right[likely], left[likely]])
    graph = coo_array(
        (np.ones(len(one), np.int8), (one, other)), shape=(mentions, mentions)
    ).tocsr()
    busy = np.diff(graph.indptr) > most
    keep = ~busy[one]
    graph = coo_array((np.ones(keep.sum(), np.int32), (one[keep], other[keep])), shape=graph.shape)
    twice = (graph.tocsr().T @ graph.tocsr()).tocoo()
    upper = twice.row < twice.col
    key = twice.row[upper].astype(np.int64) * mentions + twice.col[upper]
    known = pd.Series(key).isin(left.astype(np.int64) * mentions + right)
    new = np.sort(key[~known.to_numpy()])
    return (new // mentions).astype(np.int32), (new % mentions).astype(np.int32)
