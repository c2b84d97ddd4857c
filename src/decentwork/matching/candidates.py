"""Pairs of mentions worth comparing: of each mention, the few that share most with it."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decentwork.matching.features import Features, find_features, in_turn
from decentwork.matching.search import Shared, nearest
from decentwork.registers.enterprise_records import EnterpriseRecords

Places = NDArray[np.int32]
Scores = NDArray[np.float32]

MOST = 10
"""Candidates of a mention."""

BUDGET = 1_000
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
    tell : function
        Called with the steps done and their total, two for each mention; an error it raises ends
        the search.
    """
    number, threads = len(records), threads or min(os.cpu_count() or 1, 8)
    features = find_features(records, threads=threads, tell=lambda done: tell(done, 2 * number))
    return _pairs_of(
        features, most, budget, least, threads, lambda done: tell(number + done, 2 * number)
    )


def _pairs_of(
    features: Features,
    most: int,
    budget: int,
    least: float,
    threads: int,
    tell: Callable[[int], None],
) -> Pairs:
    shared = _shared(features)
    starts = range(0, len(features), CHUNK)
    keys: list[NDArray[np.int64]] = []
    scores: list[Scores] = []

    def search(start: int) -> tuple[Places, Scores]:
        return nearest(shared, start, _stop(features, start), budget, most, most // 2)

    for start, found in in_turn(search, starts, threads):
        key, score = _in_the_list(features, start, *found, least)
        keys.append(key)
        scores.append(score)
        tell(_stop(features, start))
    return _unique(keys, scores, len(features))


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
) -> tuple[NDArray[np.int64], Scores]:
    """Return pairs as one number each, left × n + right by places in the list, and their scores."""
    row, column = np.nonzero((best >= 0) & (score >= least))
    one = features.order[start + row].astype(np.int64)
    other = features.order[best[row, column]].astype(np.int64)
    key = np.minimum(one, other) * len(features) + np.maximum(one, other)
    return key, score[row, column]


def _unique(keys: list[NDArray[np.int64]], scores: list[Scores], number: int) -> Pairs:
    """Return each pair once, with the higher of the scores it was found with."""
    key = np.concatenate([*keys, np.zeros(0, np.int64)])
    score = np.concatenate([*scores, np.zeros(0, np.float32)])
    order = np.argsort(key, kind="stable")
    key, score = key[order], score[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    if len(starts):
        score, key = np.maximum.reduceat(score, starts), key[starts]
    number = max(number, 1)
    return Pairs(
        left=(key // number).astype(np.int32), right=(key % number).astype(np.int32), score=score
    )
