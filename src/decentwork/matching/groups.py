"""Mentions put together to enterprises, by all the pairs of two groups and not by the best one.

Groups grow from the surest union on. What a union rests on is the mean, over all pairs across, of
their log odds; a pair that was never compared speaks against it, and so does a third group that one
of the two could as well belong to. So a chain of alike mentions does not pull unlike ones together.
"""

import heapq
import math
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from decentwork.matching.parts import parts

Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Union = tuple[float, int, int]

UNKNOWN = -1.0
"""Log odds of a pair across two groups that the search did not bring up."""

STRONGEST = 4.0
"""Log odds, both ways, beyond which a pair weighs no more in a mean."""

NEVER = -1e9
"""Log odds of a pair that people judged apart."""

BATCH = 10_000
"""Mentions, about, whose groups grow at a time."""

OPEN = np.dtype([("pair", np.int64), ("mentions", np.int64)])
"""A pair to ask about, and how many mentions the two enterprises have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Probabilities from which on two mentions are the same, and below which they are two."""

    same: float
    new: float


@cache
def usual_thresholds() -> Thresholds:
    """Return the thresholds of the model that ships; nothing compiled is loaded for them."""
    text = files("decentwork.matching").joinpath("trained.toml").read_text("utf-8")
    given = tomllib.loads(text)
    return Thresholds(same=given["same"], new=given["new"])


def thresholds_or_usual(same: float | None, new: float | None) -> Thresholds:
    """Return thresholds, the usual one where None is given."""
    usual = usual_thresholds()
    return Thresholds(
        same=usual.same if same is None else same, new=usual.new if new is None else new
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resolution:
    """Mentions as enterprises.

    `enterprise` (n,) for each mention the place of the first mention of its enterprise;
    `probability` (n,) that the mention belongs there, 1 less that of its best pair where it stands
    alone; `asked` places in the list of pairs whose judgement is missing, what settles most first,
    and `asked_probability` of each.
    """

    enterprise: Places
    probability: Floats
    asked: NDArray[np.int64]
    asked_probability: Floats


def resolve(
    mentions: int,
    left: Places,
    right: Places,
    probability: Floats,
    thresholds: Thresholds,
    *,
    same: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> Resolution:
    """Return the enterprises of mentions by the probabilities of pairs (m,).

    Parameters
    ----------
    same, apart : pairs of mentions that people judged
        They hold, whatever the probabilities say.
    """
    same, apart = list(same), list(apart)
    start = _joined(mentions, same)
    odds = np.clip(logit(probability), -STRONGEST, STRONGEST)
    enterprise, asked = np.arange(mentions, dtype=np.int32), []
    possible = probability >= thresholds.new
    for batch in _batches(mentions, left, right, possible, start):
        members = batch.members
        bonds = _Bonds(
            np.searchsorted(members, start[members]).astype(np.int32),
            batch.left,
            batch.right,
            odds[batch.pairs],
            batch.local(apart),
        )
        bonds.grow(float(logit(thresholds.same)), float(logit(thresholds.new)))
        enterprise[members] = members[bonds.labels()]
        asked.append(_asked(batch, probability[batch.pairs], thresholds, bonds))
    own, best = _beliefs(mentions, left, right, probability, enterprise)
    alone = np.bincount(enterprise, minlength=mentions)[enterprise] == 1
    judged = {place for pair in same for place in pair}
    sure = np.isin(np.arange(mentions), list(judged)) & ~alone
    believed = np.where(sure, 1.0, np.where(alone, 1 - best, own))
    open_pairs = _most_telling(np.concatenate([np.zeros(0, OPEN), *asked]), probability)
    return Resolution(
        enterprise=enterprise,
        probability=believed,
        asked=open_pairs,
        asked_probability=probability[open_pairs],
    )


class _Batch(NamedTuple):
    """Some parts of the mentions: `members` in order, `pairs` within them, by place in the list.

    `left`, `right` the ends of these as places in `members`.
    """

    members: Places
    pairs: NDArray[np.int64]
    left: Places
    right: Places

    def local(self, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the pairs of mentions that are in here, as places in `members`."""
        given = np.array(pairs, np.int64).reshape(-1, 2)
        here = np.isin(given, self.members).all(axis=1)
        return [(one, other) for one, other in np.searchsorted(self.members, given[here]).tolist()]


def _batches(
    mentions: int, left: Places, right: Places, possible: NDArray[np.bool_], start: Places
) -> Iterator[_Batch]:
    """Yield mentions some parts at a time; `start` (n,) names those that people united.

    Parts do not touch each other, and groups take far more room while they grow than afterwards.
    """
    members = np.arange(mentions, dtype=np.int32)
    one, other = np.concatenate([left, members]), np.concatenate([right, start])
    joined = np.concatenate([possible, start != members])
    part = possible_parts(mentions, one, other, joined)
    sizes = np.bincount(part, minlength=1)
    batch = ((np.cumsum(sizes) - sizes) // BATCH)[part]
    within = part[left] == part[right]
    for number in np.unique(batch):
        members = np.flatnonzero(batch == number).astype(np.int32)
        pairs = np.flatnonzero(within & (batch[left] == number))
        ends = (np.searchsorted(members, end[pairs]).astype(np.int32) for end in (left, right))
        yield _Batch(members, pairs, *ends)


class _Bonds:
    """Groups while they grow: what speaks for the union of two, as a sum and a count of pairs."""

    def __init__(
        self,
        start: Places,
        left: Places,
        right: Places,
        odds: Floats,
        apart: list[tuple[int, int]],
    ) -> None:
        self.into = dict[int, int]()
        self.start = start
        # Mentions judged the same count as one, with the mean of what speaks for each; what speaks
        # against one counts no more than what is not known of it, as people said that even such
        # two are one. The best alone would draw in thirds that only one of them is a little like.
        self.size = [1] * len(start)
        self.bond: dict[int, dict[int, tuple[float, int]]] = {}
        for one, other, speaks in zip(
            start[left].tolist(), start[right].tolist(), odds.tolist(), strict=True
        ):
            if one != other:
                had, count = self.bond.get(one, {}).get(other, (0.0, 0))
                if count == 1:
                    had = max(had, UNKNOWN)
                found = had + max(speaks, UNKNOWN) if count else speaks
                self.bond.setdefault(one, {})[other] = found, count + 1
                self.bond.setdefault(other, {})[one] = found, count + 1
        for bonds in self.bond.values():
            for other, (total, count) in bonds.items():
                bonds[other] = total / count, 1
        for one, other in apart:
            a, b = int(start[one]), int(start[other])
            if a != b:
                self._add(a, b, NEVER, 0)

    def mean(self, one: int, other: int) -> float:
        """Return the mean log odds of the pairs across two groups."""
        total, count = self.bond[one].get(other, (0.0, 0)) if one in self.bond else (0.0, 0)
        pairs = self.size[one] * self.size[other]
        return (total + (pairs - count) * UNKNOWN) / pairs

    def grow(self, enough: float, possible: float) -> None:
        """Unite groups, the surest first, while what speaks for a union is enough."""
        waiting = [
            (-mean, one, other)
            for one, bonds in self.bond.items()
            for other in bonds
            if one < other and (mean := self.mean(one, other)) >= enough
        ]
        while waiting:
            refused, united = self._pass(waiting, enough, possible)
            waiting = refused if united else []  # with rivals united, there may be fewer

    def _pass(
        self, waiting: list[Union], enough: float, possible: float
    ) -> tuple[list[Union], bool]:
        """Unite groups; return the unions refused for rivals, and whether others were made."""
        heapq.heapify(waiting)
        refused: list[Union] = []
        united = False
        while waiting:
            speaks, one, other = heapq.heappop(waiting)
            if one in self.into or other in self.into or -speaks != self.mean(one, other):
                continue
            if self.rivalled(one, other, possible) < enough:
                refused.append((speaks, one, other))
                continue
            united, kept = True, self._unite(one, other)
            for third in self.bond[kept]:
                mean = self.mean(kept, third)
                if mean >= enough:
                    heapq.heappush(waiting, (-mean, min(kept, third), max(kept, third)))
        return refused, united

    def rivalled(self, one: int, other: int, possible: float) -> float:
        """Return the log odds of a union beside those of unions that it would rule out."""
        rivals = 0.0
        for a, b in ((one, other), (other, one)):
            for third in self.bond[a]:
                if third == b:
                    continue
                mean = self.mean(a, third)
                if mean >= possible and self.mean(b, third) < possible:
                    rivals += math.exp(min(mean, STRONGEST))
        return self.mean(one, other) - math.log1p(rivals)

    def labels(self) -> Places:
        """Return the group of each mention, named by its first mention."""
        found = np.arange(len(self.start))
        for gone in self.into:
            found[gone] = self._now(gone)
        of = found[self.start]
        first = np.full(len(of), len(of))
        np.minimum.at(first, of, np.arange(len(of)))
        named: Places = first[of].astype(np.int32)
        return named

    def _now(self, group: int) -> int:
        while group in self.into:
            group = self.into[group]
        return group

    def now(self, mention: int) -> int:
        """Return the group that a mention is in."""
        return self._now(int(self.start[mention]))

    def _add(self, one: int, other: int, speaks: float, count: int) -> None:
        for a, b in ((one, other), (other, one)):
            bonds = self.bond.setdefault(a, {})
            total, pairs = bonds.get(b, (0.0, 0))
            bonds[b] = total + speaks, pairs + count

    def _unite(self, one: int, other: int) -> int:
        kept, gone = (one, other) if len(self.bond[one]) >= len(self.bond[other]) else (other, one)
        self.into[gone] = kept
        self.bond[kept].pop(gone)
        for third, (total, count) in self.bond.pop(gone).items():
            if third != kept:
                self.bond[third].pop(gone)
                self._add(kept, third, total, count)
        self.size[kept] += self.size[gone]
        return kept


def _joined(mentions: int, same: list[tuple[int, int]]) -> Places:
    """Return for each mention the group it is in before any probability counts."""
    if not same:
        return np.arange(mentions, dtype=np.int32)
    return parts(mentions, *np.array(same, np.int32).T)


def possible_parts(
    mentions: int, left: Places, right: Places, possible: NDArray[np.bool_]
) -> Places:
    """Return the part of each mention: no pair between two parts could be one enterprise.

    A part has the number of its first mention.
    """
    return parts(mentions, left[possible], right[possible])


def _beliefs(
    mentions: int, left: Places, right: Places, probability: Floats, enterprise: Places
) -> tuple[Floats, Floats]:
    """Return (n,) each the mean probability with its own enterprise, and the best with another."""
    inside = enterprise[left] == enterprise[right]
    odds = np.clip(logit(probability), -STRONGEST, STRONGEST)
    total, count, best = np.zeros(mentions), np.zeros(mentions), np.zeros(mentions)
    for end in (left, right):
        np.add.at(total, end[inside], odds[inside])
        np.add.at(count, end[inside], 1)
        np.maximum.at(best, end[~inside], probability[~inside])
    return expit(total / np.maximum(count, 1)), best


def _asked(
    batch: _Batch, probability: Floats, thresholds: Thresholds, bonds: _Bonds
) -> NDArray[np.void]:
    """Return the pairs to ask about, one for each two enterprises: the most probable across them.

    `probability` that of each pair of the batch.
    """
    enterprise = bonds.labels()
    left, right = batch.left, batch.right
    open_pairs = np.flatnonzero(
        (enterprise[left] != enterprise[right]) & (probability >= thresholds.new)
    )
    order = open_pairs[np.lexsort((right[open_pairs], left[open_pairs], -probability[open_pairs]))]
    seen, kept = set[tuple[int, int]](), []
    for place in order.tolist():
        one, other = bonds.now(left[place]), bonds.now(right[place])
        key = (min(one, other), max(one, other))
        if key in seen:
            continue
        seen.add(key)
        if bonds.mean(one, other) > NEVER / 1e6:
            kept.append((batch.pairs[place], bonds.size[one] + bonds.size[other]))
    return np.array(kept, OPEN)


def _most_telling(asked: NDArray[np.void], probability: Floats) -> NDArray[np.int64]:
    """Return open pairs, what settles most first: an even chance, of large enterprises."""
    chance = probability[asked["pair"]]
    gain = np.minimum(chance, 1 - chance) * asked["mentions"]
    ranked: NDArray[np.int64] = asked["pair"][np.lexsort((asked["pair"], -chance, -gain))]
    return ranked
