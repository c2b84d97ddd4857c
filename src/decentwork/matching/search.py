"""Walk each mention's features from the rarest on; score whom it meets most; keep the best.

What counts is the rarest thing that two mentions share of their names, and the rarest of their
addresses: that a hundred common words agree says less than that one rare word does. The walk ends
when a budget of postings is used up, so work grows with the number of mentions, however many share
an address. Of a feature that would overrun the budget, the mentions nearest in `Features.order` are
met: alike ones stand near each other there.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Whole = NDArray[np.int64]
Places = NDArray[np.int32]
Scores = NDArray[np.float32]

MANY, ADDRESS_SHARE = 0.3, 0.4
"""Of the score, what all that two share counts for; of the rest, what their addresses count for.
Set, like the next, where most true pairs of invented registers come first."""

NO_ADDRESS = 0.6
"""Rarity, 0–1, of what a missing address shares with any."""

SCORED = 4
"""So many times as many mentions as are wanted are scored by all that they share; which, is judged
by what the walk saw them share."""

CROSSED = 0.5
"""Part of the rarity of a word of the name with a word of the address that each of both is given
when the walk ends before the words alone are met."""


class Shared(NamedTuple):
    """`Features` as plain arrays, and `begin` (groups + 1,), where countries begin in the order."""

    group: Places
    begin: Whole
    placed: NDArray[np.bool_]
    latin: NDArray[np.bool_]
    first: Whole
    feature: Places
    kinds: Whole
    posting_first: Whole
    posting: Places


@njit
def nearest(
    shared: Shared, start: int, stop: int, budget: int, most: int, others: int
) -> tuple[Places, Scores]:
    """Return the mentions that those from `start` to `stop` share most with, and their scores.

    Both are (stop − start, most + others), the best first: `most` whose name is in the same script,
    then `others` where one of both is in Latin letters and one is not; those share fewer words, so
    that they compete with their like. −1 and 0 where there are no more. A score is 0–1: 1 where two
    share all, and what nobody else has.
    """
    best = np.full((stop - start, most + others), -1, np.int32)
    score = np.zeros((stop - start, most + others), np.float32)
    shares = np.zeros((len(shared.group), 3), np.float32)
    met = np.empty(min(budget, len(shared.group)), np.int32)
    for mention in range(start, stop):
        row, latin = mention - start, shared.latin[mention]
        rare, seen = _rarities(shared, mention)
        whole = float((rare * rare).sum())
        count = _walked(shared, mention, rare, seen, budget, shares, met)
        for kind, begin, end in ((latin, 0, most), (not latin, most, most + others)):
            near = _nearest_met(shared, mention, kind, whole, shares, met[:count], end - begin)
            for other in near[near >= 0]:
                shared_of_both = _shares(shared, mention, other, rare)
                alike = _alike(shared, mention, other, shared_of_both, whole)
                _kept(best[row, begin:end], score[row, begin:end], other, alike)
        for other in met[:count]:
            shares[other] = 0.0
    return best, score


@njit
def _rarities(shared: Shared, mention: int) -> tuple[Scores, Whole]:
    """Return how rare each feature of a mention is, and where in the postings the mentions are.

    Rarity is 0–1: log(N / m) / log(N / 2) for what m mentions have of the N that the mention may be
    the same as; 0 for what none of these has.
    """
    own = shared.group[mention]
    everyone = _seen_by(shared, own) + 1
    start, stop = shared.first[mention], shared.first[mention + 1]
    rare = np.zeros(stop - start, np.float32)
    seen = np.zeros((stop - start, 4), np.int64)
    for at in range(stop - start):
        often = _visible(shared, shared.feature[start + at], own, seen[at])
        if often > 1:
            rare[at] = np.log(everyone / often) / np.log(everyone / 2)
    return rare, seen


@njit
def _walked(
    shared: Shared,
    mention: int,
    rare: Scores,
    seen: Whole,
    budget: int,
    shares: Scores,
    met: Places,
) -> int:
    """Write what others share with a mention, the rarest first; return how many are `met`.

    `shares` (n, 3): the rarest of names, the rarest of addresses, and the squares of all together.
    """
    count = 0
    for at in np.argsort(-rare, kind="mergesort"):
        if budget <= 0 or rare[at] == 0.0:
            break
        heavy = rare[at] * rare[at]
        name, address = _worth(shared, shared.feature[shared.first[mention] + at], rare[at])
        for part in range(0, 4, 2):
            begin, end = _window(
                shared.posting, seen[at, part], seen[at, part + 1], mention, budget
            )
            budget -= end - begin
            for place in range(begin, end):
                other = shared.posting[place]
                if other == mention:
                    continue
                if shares[other, 2] == 0.0:
                    met[count] = other
                    count += 1
                shares[other, 0] = max(shares[other, 0], name)
                shares[other, 1] = max(shares[other, 1], address)
                shares[other, 2] += heavy
    return count


@njit
def _worth(shared: Shared, feature: int, rare: np.float32) -> tuple[np.float32, np.float32]:
    """Return the rarity that a shared feature proves of the name, and of the address."""
    none = np.float32(0.0)
    if feature < shared.kinds[1]:
        return rare, none
    if feature < shared.kinds[2]:
        return none, rare
    if feature < shared.kinds[3]:
        part = rare * np.float32(CROSSED)
        return part, part
    return rare, rare


@njit
def _nearest_met(
    shared: Shared,
    mention: int,
    latin: bool,
    whole: float,
    shares: Scores,
    met: Places,
    wanted: int,
) -> Places:
    """Return those met, of one kind of script, that seem most alike; −1 where there are no more."""
    near = np.full(wanted * SCORED, -1, np.int32)
    score = np.zeros(wanted * SCORED, np.float32)
    if wanted > 0:
        for other in met:
            if shared.latin[other] == latin:
                _kept(near, score, other, _alike(shared, mention, other, shares[other], whole))
    return near


@njit
def _shares(shared: Shared, mention: int, other: int, rare: Scores) -> Scores:
    """Return what the walk would write of a pair if it met all that both have."""
    shares = np.zeros(3, np.float32)
    start, at, end = shared.first[mention], shared.first[other], shared.first[other + 1]
    for own in range(len(rare)):
        feature = shared.feature[start + own]
        while at < end and shared.feature[at] < feature:
            at += 1
        if at < end and shared.feature[at] == feature:
            name, address = _worth(shared, feature, rare[own])
            shares[0] = max(shares[0], name)
            shares[1] = max(shares[1], address)
            shares[2] += rare[own] * rare[own]
    return shares


@njit
def _alike(shared: Shared, mention: int, other: int, shares: Scores, whole: float) -> np.float32:
    """Return the score of a pair; `whole` is what the mention would share with its like."""
    address = shares[1]
    if not (shared.placed[mention] and shared.placed[other]):
        address = max(address, np.float32(NO_ADDRESS))
    rarest = (1 - ADDRESS_SHARE) * shares[0] + ADDRESS_SHARE * address
    return np.float32((1 - MANY) * rarest + MANY * shares[2] / whole)


@njit
def _seen_by(shared: Shared, own: int) -> int:
    """Return how many mentions are of a country or of none."""
    groups = len(shared.begin) - 1
    if own == groups - 1:
        return len(shared.group)
    known = shared.begin[own + 1] - shared.begin[own]
    return int(known + shared.begin[groups] - shared.begin[groups - 1])


@njit
def _visible(shared: Shared, feature: int, own: int, seen: Whole) -> int:
    """Return how many mentions of the own country or of none have a feature; write where they are.

    `seen` takes first and last places of both in the postings. A mention of no country sees all.
    """
    begin, end = shared.posting_first[feature], shared.posting_first[feature + 1]
    groups = len(shared.begin) - 1
    if own == groups - 1:
        seen[0], seen[1], seen[2], seen[3] = begin, end, end, end
        return int(end - begin)
    seen[0] = _place(shared.posting, begin, end, shared.begin[own])
    seen[1] = _place(shared.posting, seen[0], end, shared.begin[own + 1])
    seen[2] = _place(shared.posting, seen[1], end, shared.begin[groups - 1])
    seen[3] = end
    return int(seen[1] - seen[0] + seen[3] - seen[2])


@njit
def _place(posting: Places, begin: int, end: int, mention: int) -> int:
    """Return the first place from `begin` to `end` whose mention is not before `mention`."""
    while begin < end:
        middle = (begin + end) // 2
        if posting[middle] < mention:
            begin = middle + 1
        else:
            end = middle
    return begin


@njit
def _window(posting: Places, begin: int, end: int, mention: int, most: int) -> tuple[int, int]:
    """Return at most so many places between two, those around a mention's own."""
    if end - begin <= most:
        return begin, end
    own = _place(posting, begin, end, mention)
    begin = max(begin, min(own - most // 2, end - most))
    return begin, begin + most


@njit
def _kept(best: Places, score: Scores, other: int, alike: np.float32) -> None:
    """Put a mention among the best so far, if it is; of two alike the first in order."""
    last = len(best) - 1
    if not _before(alike, other, score[last], best[last]):
        return
    while last > 0 and _before(alike, other, score[last - 1], best[last - 1]):
        best[last], score[last] = best[last - 1], score[last - 1]
        last -= 1
    best[last], score[last] = other, alike


@njit
def _before(score: np.float32, mention: int, other_score: np.float32, other: int) -> bool:
    if other < 0 or score != other_score:
        return bool(other < 0 or score > other_score)
    return mention < other
