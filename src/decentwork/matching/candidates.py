"""Pairs of mentions worth comparing: of each mention, the few that share most with it."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from decentwork.matching.features import Features, find_features
from decentwork.matching.in_turn import in_turn
from decentwork.matching.kept_chunks import FOUND, Found, KeptChunks, search_key
from decentwork.matching.search import Shared, nearest
from decentwork.registers.enterprise_records import EnterpriseRecords

Places = NDArray[np.int32]
Scores = NDArray[np.float32]

MOST = 10
"""Candidates of a mention."""

BUDGET = 500
"""Postings that the search for one mention's candidates reads: one of a mention that shares five
features is read five times."""

LEAST = 0.25
"""A pair whose score is below shares next to nothing."""

CHUNK = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Candidates: `left` < `right` (p,) places in the list, no pair twice; `score` (p,) 0–1."""

    left: Places
    right: Places
    score: Scores

    def __len__(self) -> int:
        return len(self.left)


def candidate_pairs(
    records: EnterpriseRecords,
    *,
    most: int = MOST,
    budget: int = BUDGET,
    least: float = LEAST,
    threads: int | None = None,
    kept: Path | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Pairs:
    """Return the pairs of mentions that may be one enterprise, within a country.

    A mention whose country is not known may be of any. The pairs depend neither on the order of the
    list nor on the number of threads.

    Parameters
    ----------
    most : int
        Candidates of a mention, and half as many of another script; with those whose candidate it
        is, it may be in more pairs.
    budget : int
        Postings read in the search for them; time grows in proportion.
    kept : folder
        Where chunks of the search are kept once they are done; those of the same search that are
        there already are not searched again. A list of one chunk is not worth it.
    tell : function
        Called with the steps done and their total, two for each mention; an error it raises ends
        the search.
    """
    number = len(records)
    starts = range(0, number, CHUNK)
    store = None
    if kept is not None and len(starts) > 1:
        key = search_key(records, (most, budget, least, CHUNK))
        store = KeptChunks(folder=kept, key=key)
    done = {start: store.read(start) if store else None for start in starts}
    missing = [start for start, found in done.items() if found is None]
    limits = (budget, most, most // 2)
    for start, found in _searched(records, missing, limits, least, threads, tell):
        done[start] = found
        if store:
            store.keep(start, found)
        left = sum(min(CHUNK, number - it) for it, known in done.items() if known is None)
        tell(2 * number - left, 2 * number)
    if not missing:
        tell(2 * number, 2 * number)
    return _unique([it for it in done.values() if it is not None], number)


def _searched(
    records: EnterpriseRecords,
    starts: Sequence[int],
    limits: tuple[int, int, int],
    least: float,
    threads: int | None,
    tell: Callable[[int, int], None],
) -> Iterator[tuple[int, Found]]:
    """Yield where chunks start and what is found for their mentions."""
    if not starts:
        return
    threads = threads or min(os.cpu_count() or 1, 8)
    features = find_features(
        records, threads=threads, tell=lambda done: tell(done, 2 * len(records))
    )
    shared = _shared(features)

    def search(start: int) -> tuple[Places, Scores]:
        return nearest(shared, start, _stop(features, start), *limits)

    for start, found in in_turn(search, starts, threads):
        yield start, _in_the_list(features, start, *found, least)


def _stop(features: Features, start: int) -> int:
    return min(start + CHUNK, len(features))


def _shared(features: Features) -> Shared:
    begin = np.searchsorted(features.group, np.arange(features.groups + 1)).astype(np.int64)
    return Shared(
        group=features.group,
        begin=begin,
        placed=features.placed,
        latin=features.latin,
        first=features.first,
        feature=features.feature,
        kinds=features.kinds,
        posting_first=features.posting_first,
        posting=features.posting,
    )


def _in_the_list(
    features: Features, start: int, best: Places, score: Scores, least: float
) -> Found:
    """Return pairs by places in the list, and their scores."""
    row, column = np.nonzero((best >= 0) & (score >= least))
    one = features.order[start + row].astype(np.int64)
    other = features.order[best[row, column]].astype(np.int64)
    found = np.empty(len(row), FOUND)
    found["pair"] = np.minimum(one, other) * len(features) + np.maximum(one, other)
    found["score"] = score[row, column]
    return found


def _unique(chunks: list[Found], number: int) -> Pairs:
    """Return each pair once, with the higher of the scores it was found with."""
    found = np.concatenate([*chunks, np.zeros(0, FOUND)])
    order = np.argsort(found["pair"], kind="stable")
    key, score = found["pair"][order], found["score"][order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    if len(starts):
        score, key = np.maximum.reduceat(score, starts), key[starts]
    number = max(number, 1)
    return Pairs(
        left=(key // number).astype(np.int32), right=(key % number).astype(np.int32), score=score
    )
