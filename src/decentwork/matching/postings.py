"""Hashes that several mentions have, numbered; by mention and by hash."""

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Whole = NDArray[np.int64]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]

_HALF, _LAST = np.uint64(32), np.uint64(2**32 - 1)


def postings(hashes: Hashes, sizes: Places) -> tuple[Whole, Places, Whole, Whole, Places]:
    """Return the features that two mentions or more share, numbered by hash, so by kind.

    As `first`, `feature`, `kinds`, `posting_first` and `posting` of `Features`. `hashes` are
    written over, and `posting` takes their place: there are a hundred of a mention, and this is
    where a search needs most room.
    """
    bits = np.uint64(max(len(sizes).bit_length(), 1))
    hashes &= ~np.uint64((1 << int(bits)) - 1)
    _name_mentions(hashes, sizes)
    hashes.sort()
    kept, runs = _runs(hashes, bits)
    posting_first, kinds = _shared(hashes, bits, runs)
    hashes.resize(kept, refcheck=False)
    first, feature = _by_mention(hashes, len(sizes))
    _keep_mentions(hashes, hashes.view(np.int32))
    hashes.resize((kept + 1) // 2, refcheck=False)
    posting = hashes.view(np.int32)[:kept]
    return first, feature, kinds, posting_first, posting


@njit
def _name_mentions(hashes: Hashes, sizes: Places) -> None:
    """Write the mention that each hash is of into its last bits."""
    at = 0
    for mention in range(len(sizes)):
        for _ in range(sizes[mention]):
            hashes[at] |= np.uint64(mention)
            at += 1


@njit
def _shared(keys: Hashes, bits: np.uint64, runs: int) -> tuple[Whole, Whole]:
    """Return first places and kinds of the runs of sorted keys; write over these.

    A run is of one hash in two keys or more; the last `bits` of a key are a mention's. The first
    keys become the feature, by its number, in the upper half and the mention in the lower.
    """
    low = (np.uint64(1) << bits) - np.uint64(1)
    first = np.zeros(runs + 1, np.int64)
    kinds = np.zeros(5, np.int64)
    to, run, start = 0, 0, 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or (keys[at] >> bits) != (keys[at - 1] >> bits):
            if at - start > 1:
                kind = int(keys[start] >> np.uint64(62))
                for place in range(start, at):
                    keys[to] = (np.uint64(run) << _HALF) | (keys[place] & low)
                    to += 1
                run += 1
                first[run] = to
                kinds[kind + 1] = run
            start = at
    for kind in range(1, 5):
        kinds[kind] = max(kinds[kind], kinds[kind - 1])
    return first, kinds


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
def _by_mention(pairs: Hashes, mentions: int) -> tuple[Whole, Places]:
    """Return where each mention's features begin, and the features."""
    first = np.zeros(mentions + 1, np.int64)
    for pair in pairs:
        first[np.int64(pair & _LAST) + 1] += 1
    first = np.cumsum(first)
    to = first[:-1].copy()
    feature = np.empty(len(pairs), np.int32)
    for pair in pairs:
        mention = np.int64(pair & _LAST)
        feature[to[mention]] = np.int32(pair >> _HALF)
        to[mention] += 1
    return first, feature


@njit
def _keep_mentions(pairs: Hashes, into: Places) -> None:
    """Write the mentions of pairs one after the other; `into` may begin where `pairs` does."""
    for at in range(len(pairs)):
        into[at] = np.int32(pairs[at] & _LAST)
