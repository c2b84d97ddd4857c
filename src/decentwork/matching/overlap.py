"""Which words two texts share, compiled: the same, nearly the same, or one written in parts.

A word weighs the more the fewer mentions have it. A town that the addresses have makes two names
neither as alike, in both, nor as different, in one, as a word of their own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int64]
Places = NDArray[np.int32]
Values = NDArray[np.float32]
Floats = NDArray[np.float64]

MOST_WORDS = 32
"""Words of a text that are compared."""

SHORTEST = 4
"""Letters of a word that may be mistyped, or written in parts."""

SHORTEST_ABBREVIATION = 3
ABBREVIATED = 0.7
"""Share that a word and one it is the beginning of have in common."""

SLIP = 1.5
"""Letters that one slip costs."""

AROUND = 0.3
"""Share of its weight with which a word of a name counts that the addresses have too."""

FIELDS = ("least", "most", "rarest", "clash", "extra", "place", "around")
"""What is told of a pair, in this order: the lower and the higher share of a text's weight that the
other has; the weight of the rarest word that both have; the lower and the higher, of the two, of
the heaviest word that the other lacks; the higher share of the words of a place that the other
has; the lower, of the two, of the heaviest word that the other lacks and the addresses have."""


class Words(NamedTuple):
    """Words of n texts: those of text i are `word[first[i]:first[i + 1]]`, with `place` flags."""

    first: Whole
    word: Places
    place: NDArray[np.bool_]


class Vocabulary(NamedTuple):
    """Letters of each word (ASCII, one after the other; `first` where each begins)."""

    letters: Bytes
    first: Whole


@njit
def overlaps(
    left: Places,
    right: Places,
    texts: Words,
    weights: Values,
    around: Words,
    vocabulary: Vocabulary,
) -> Values:
    """Return (pairs, len(FIELDS)) what the texts of each pair share.

    A word that `around` of the pair has too counts less, whether both texts have it or one does.
    """
    told = np.zeros((len(left), len(FIELDS)), np.float32)
    for pair in range(len(left)):
        one, other = left[pair], right[pair]
        if _comes_after(one, other, texts, vocabulary):  # words are matched in an order
            one, other = other, one
        _told(one, other, texts, weights, around, vocabulary, told[pair])
    return told


@njit
def _comes_after(one: int, other: int, texts: Words, vocabulary: Vocabulary) -> bool:
    """Return whether a text has more words than another, or as many and later letters."""
    a, b = texts.first[one], texts.first[other]
    size = int(texts.first[one + 1] - a)
    other_size = int(texts.first[other + 1] - b)
    if size != other_size:
        return size > other_size
    for at in range(size):
        word, that = texts.word[a + at], texts.word[b + at]
        if word != that:
            return _is_later(word, that, vocabulary)
    return False


@njit
def _is_later(one: int, other: int, vocabulary: Vocabulary) -> bool:
    a, end_a = vocabulary.first[one], vocabulary.first[one + 1]
    b, end_b = vocabulary.first[other], vocabulary.first[other + 1]
    while a < end_a and b < end_b:
        if vocabulary.letters[a] != vocabulary.letters[b]:
            return bool(vocabulary.letters[a] > vocabulary.letters[b])
        a, b = a + 1, b + 1
    return bool(end_a - a > end_b - b)


class _Side(NamedTuple):
    """A text of a pair: `words`, and whether each is of a `place`.

    `weight` is what a word counts with, −1 while the other text is not known to have it; `share`
    how much of it both have.
    """

    words: Places
    place: NDArray[np.bool_]
    weight: Floats
    share: Floats


@njit
def _side(text: int, texts: Words) -> _Side:
    begin = texts.first[text]
    end = min(texts.first[text + 1], begin + MOST_WORDS)
    size = end - begin
    return _Side(texts.word[begin:end], texts.place[begin:end], np.full(size, -1.0), np.zeros(size))


@njit
def _told(
    one: int,
    other: int,
    texts: Words,
    weights: Values,
    around: Words,
    vocabulary: Vocabulary,
    told: Values,
) -> None:
    a, b = _side(one, texts), _side(other, texts)
    if len(a.words) == 0 or len(b.words) == 0:
        return
    _match_same(a, b, weights)
    _match_parts(a, b, weights, vocabulary)
    _match_parts(b, a, weights, vocabulary)
    _match_near(a, b, weights, vocabulary)
    of_a = _summed(a, weights, around, one, other)
    of_b = _summed(b, weights, around, one, other)
    told[0], told[1] = min(of_a[0], of_b[0]), max(of_a[0], of_b[0])
    told[2] = max(of_a[1], of_b[1])
    told[3], told[4] = min(of_a[2], of_b[2]), max(of_a[2], of_b[2])
    told[5] = max(of_a[3], of_b[3])
    told[6] = min(of_a[4], of_b[4])


@njit
def _summed(
    side: _Side, weights: Values, around: Words, one: int, other: int
) -> tuple[float, float, float, float, float]:
    """Return of one text: share of weight, rarest shared, heaviest lacking, share of the place.

    Last stands the heaviest lacking of those that are around.
    """
    total = shared = rarest = lacking = lacking_around = there = there_shared = 0.0
    for at in range(len(side.words)):
        counts, word = side.weight[at], side.words[at]
        around_it = _is_around(word, around, one) or _is_around(word, around, other)
        if counts < 0:
            counts = float(weights[word])
            if around_it:
                lacking_around = max(lacking_around, counts)
            else:
                lacking = max(lacking, counts)
        if around_it:
            counts *= AROUND
        total += counts
        shared += counts * side.share[at]
        rarest = max(rarest, counts * side.share[at])
        if side.place[at]:
            there += counts
            there_shared += counts * side.share[at]
    return (
        shared / total if total > 0 else 0.0,
        rarest,
        lacking,
        there_shared / there if there > 0 else 0.0,
        lacking_around,
    )


@njit
def _is_around(word: int, around: Words, text: int) -> bool:
    for at in range(around.first[text], around.first[text + 1]):
        if around.word[at] == word:
            return True
    return False


@njit
def _match_same(a: _Side, b: _Side, weights: Values) -> None:
    for i in range(len(a.words)):
        for j in range(len(b.words)):
            if a.words[i] == b.words[j] and b.weight[j] < 0:
                a.weight[i] = b.weight[j] = weights[a.words[i]]
                a.share[i] = b.share[j] = 1.0
                break


@njit
def _match_parts(a: _Side, b: _Side, weights: Values, vocabulary: Vocabulary) -> None:
    """Match a word of `a` with neighbours in `b` that, written as one, are that word."""
    for i in range(len(a.words)):
        word = a.words[i]
        size = vocabulary.first[word + 1] - vocabulary.first[word]
        if a.weight[i] >= 0 or size < SHORTEST:
            continue
        for j in range(len(b.words) - 1):
            end = _written_by(word, b, j, vocabulary)
            if end < 0:
                continue
            together = 0.0
            for at in range(j, end):
                together += weights[b.words[at]]
            counts = min(float(weights[word]), together)
            a.weight[i], a.share[i] = counts, 1.0
            for at in range(j, end):
                b.weight[at] = counts * weights[b.words[at]] / max(together, 1e-9)
                b.share[at] = 1.0
            break


@njit
def _written_by(word: int, parts: _Side, begin: int, vocabulary: Vocabulary) -> int:
    """Return where the unmatched neighbours from `begin` on end that write a word, −1 if none."""
    at, end = vocabulary.first[word], vocabulary.first[word + 1]
    for part in range(begin, len(parts.words)):
        start = vocabulary.first[parts.words[part]]
        stop = vocabulary.first[parts.words[part] + 1]
        if parts.weight[part] >= 0 or stop - start > end - at:
            return -1
        if not _alike(vocabulary.letters, start, stop, at):
            return -1
        at += stop - start
        if at == end:
            return part + 1 if part > begin else -1
    return -1


@njit
def _match_near(a: _Side, b: _Side, weights: Values, vocabulary: Vocabulary) -> None:
    """Match words that differ by one slip, or of which one is the beginning of the other."""
    for i in range(len(a.words)):
        if a.weight[i] >= 0:
            continue
        for j in range(len(b.words)):
            if b.weight[j] >= 0:
                continue
            near = _nearness(a.words[i], b.words[j], vocabulary)
            if near > 0:
                counts = min(weights[a.words[i]], weights[b.words[j]])
                a.weight[i] = b.weight[j] = counts
                a.share[i] = b.share[j] = near
                break


@njit
def _nearness(one: int, other: int, vocabulary: Vocabulary) -> float:
    """Return 0–1 how near two words are: 0 where more than a slip or an abbreviation apart."""
    letters = vocabulary.letters
    a, end_a = vocabulary.first[one], vocabulary.first[one + 1]
    b, end_b = vocabulary.first[other], vocabulary.first[other + 1]
    long, short = max(end_a - a, end_b - b), min(end_a - a, end_b - b)
    if short < SHORTEST_ABBREVIATION:
        return 0.0
    while a < end_a and b < end_b and letters[a] == letters[b]:
        a, b = a + 1, b + 1
    if (a == end_a or b == end_b) and long - short > 1:
        return ABBREVIATED
    if short < SHORTEST or long - short > 1:
        return 0.0
    missing = end_b - b > end_a - a
    extra = end_a - a > end_b - b
    slip = _alike(letters, a + (not missing), end_a, b + (not extra))
    if not slip and not missing and not extra and a + 1 < end_a:
        turned = letters[a] == letters[b + 1] and letters[a + 1] == letters[b]
        slip = turned and _alike(letters, a + 2, end_a, b + 2)
    return 1.0 - SLIP / long if slip else 0.0


@njit
def _alike(letters: Bytes, begin: int, end: int, other: int) -> bool:
    """Return whether the letters from `begin` to `end` are those from `other` on."""
    for at in range(begin, end):
        if letters[at] != letters[other + at - begin]:
            return False
    return True


@njit
def shared_numbers(left: Places, right: Places, first: Whole, number: Places) -> Values:
    """Return (pairs, 2) the count of numbers both of a pair have, and the lower of their counts."""
    told = np.zeros((len(left), 2), np.float32)
    for pair in range(len(left)):
        a = number[first[left[pair]] : first[left[pair] + 1]]
        b = number[first[right[pair]] : first[right[pair] + 1]]
        for one in a:
            for other in b:
                if one == other:
                    told[pair, 0] += 1
                    break
        told[pair, 1] = min(len(a), len(b))
    return told
