"""Hashes that several mentions have, numbered; by mention and by hash."""

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Whole = NDArray[np.int64]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]


def postings(hashes: Hashes, sizes: Places) -> tuple[Whole, Places, Whole, Whole, Places]:
    """Return the features that two mentions or more share, numbered by hash, so by kind.

    As `first`, `feature`, `kinds`, `posting_first` and `posting` of `Features`.
    """
    bits = np.uint64(max(len(sizes).bit_length(), 1))
    hashes &= ~np.uint64((1 << int(bits)) - 1)
    hashes |= np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    hashes.sort()
    feature, posting, posting_first, kinds = _shared(hashes, bits)
    first, by_mention = _by_mention(feature, posting, len(sizes))
    return first, by_mention, kinds, posting_first, posting


@njit
def _shared(keys: Hashes, bits: np.uint64) -> tuple[Places, Places, Whole, Whole]:
    """Return feature and mention, first places and kinds of the runs of sorted keys.

    A run is of one hash in two keys or more; the last `bits` of a key are a mention's.
    """
    kept, runs = _runs(keys, bits)
    low = (np.uint64(1) << bits) - np.uint64(1)
    feature = np.empty(kept, np.int32)
    posting = np.empty(kept, np.int32)
    first = np.zeros(runs + 1, np.int64)
    kinds = np.zeros(5, np.int64)
    to, run, start = 0, 0, 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or (keys[at] >> bits) != (keys[start] >> bits):
            if at - start > 1:
                for place in range(start, at):
                    feature[to] = run
                    posting[to] = np.int32(keys[place] & low)
                    to += 1
                run += 1
                first[run] = to
                kinds[np.int64(keys[start] >> np.uint64(62)) + 1] = run
            start = at
    for kind in range(1, 5):
        kinds[kind] = max(kinds[kind], kinds[kind - 1])
    return feature, posting, first, kinds


@njit
def _runs(keys: Hashes, bits: np.uint64) -> tuple[int, int]:
    """Return how many keys are in runs of two and more, and how many runs there are."""
    kept, runs, start = 0, 0, 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or (keys[at] >> bits) != (keys[start] >> bits):
            if at - start > 1:
                kept += at - start
                runs += 1
            start = at
    return kept, runs


@njit
def _by_mention(feature: Places, posting: Places, mentions: int) -> tuple[Whole, Places]:
    """Return where each mention's features begin, and the features."""
    first = np.zeros(mentions + 1, np.int64)
    for mention in posting:
        first[mention + 1] += 1
    first = np.cumsum(first)
    to = first[:-1].copy()
    found = np.empty(len(feature), np.int32)
    for at in range(len(feature)):
        mention = posting[at]
        found[to[mention]] = feature[at]
        to[mention] += 1
    return first, found
