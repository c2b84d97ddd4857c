"""Words of a folded text as numbers, compiled: each word, and neighbours written as one.

"heng sheng" and "hengsheng" share a token that way, as do 深圳 and Shenzhen. A token's number is a
hash of its letters; the same word in a name and in an address has two numbers.
"""

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Counts = NDArray[np.uint32]
Flags = NDArray[np.bool_]

MOST_TOKENS = 96
"""Tokens kept of one text; a longer text's end is not searched by."""

SYLLABLE = 6
"""Most letters of a word that may be a third of a longer one."""

BLANK, DIGITS_END = 32, 58
TWO, THREE = -1, -2
PRIME = np.uint64(0x100000001B3)
NAME = np.uint64(0xCBF29CE484222325)
ADDRESS = np.uint64(0x9AE16A3B2F90404F)
TURN = np.uint64(30)
TURN_AGAIN = np.uint64(27)
LAST_TURN = np.uint64(31)
STIR = np.uint64(0xBF58476D1CE4E5B9)
STIR_AGAIN = np.uint64(0x94D049BB133111EB)


@njit
def mixed(number: np.uint64) -> np.uint64:
    """Return a number whose every bit depends on all of `number` (the finish of SplitMix64)."""
    number = (number ^ (number >> TURN)) * STIR
    number = (number ^ (number >> TURN_AGAIN)) * STIR_AGAIN
    return number ^ (number >> LAST_TURN)


@njit
def extended(start: np.uint64, letters: Bytes, begin: int, end: int, without: int) -> np.uint64:
    """Return the running hash (FNV-1a) after some letters, one of them left out (−1: none)."""
    for at in range(begin, end):
        if at != without:
            start = (start ^ np.uint64(letters[at])) * PRIME
    return start


@njit
def tokens(
    letters: Bytes, begin: int, end: int, seed: np.uint64, found: Hashes, where: Whole
) -> int:
    """Return how many tokens a text has, after writing them to `found`.

    `where` (m, 2) takes where each word begins and ends; of two or three written as one it takes
    `TWO` or `THREE`. Three are tried where each may be a syllable: "yuan hua li".
    """
    count, at, one, two = 0, begin, begin, begin
    words = 0
    while at < end and count < len(found) - 2:
        stop = at
        while stop < end and letters[stop] != BLANK:
            stop += 1
        count = _added(_joined(seed, letters, at, stop), at, stop, found, where, count)
        if words > 0:
            count = _added(_joined(seed, letters, two, stop), TWO, TWO, found, where, count)
        if words > 1 and _are_syllables(letters, one, stop):
            count = _added(_joined(seed, letters, one, stop), THREE, THREE, found, where, count)
        one, two, at, words = two, at, stop + 1, words + 1
    return count


@njit
def _joined(seed: np.uint64, letters: Bytes, begin: int, end: int) -> np.uint64:
    """Return the hash of some letters without their blanks."""
    for at in range(begin, end):
        if letters[at] != BLANK:
            seed = (seed ^ np.uint64(letters[at])) * PRIME
    return mixed(seed)


@njit
def _are_syllables(letters: Bytes, begin: int, end: int) -> bool:
    """Return whether words are short, and of letters only."""
    length = 0
    for at in range(begin, end):
        length = 0 if letters[at] == BLANK else length + 1
        if length > SYLLABLE or BLANK < letters[at] < DIGITS_END:
            return False
    return True


@njit
def _added(token: np.uint64, begin: int, end: int, found: Hashes, where: Whole, count: int) -> int:
    """Return the count with a token, that of before where it is there already."""
    for earlier in range(count):
        if found[earlier] == token:
            return count
    found[count] = token
    where[count, 0], where[count, 1] = begin, end
    return count + 1


@njit
def tokens_rarest_first(
    letters: Bytes,
    begin: int,
    end: int,
    seed: np.uint64,
    counts: Counts,
    found: Hashes,
    where: Whole,
) -> tuple[int, int]:
    """Return how many tokens a text has, the rarest first, and how many no other text has."""
    count = tokens(letters, begin, end, seed, found, where)
    return count, _sort_rarest_first(found, where, count, counts)


@njit
def count_tokens(
    letters: Bytes, first: Whole, seed: np.uint64, counts: Counts, written: Flags
) -> None:
    """Add to `counts` (a power of two long) the texts that hold each token, by its last bits.

    `written` takes which tokens stand somewhere as a word, not only as two neighbours.
    """
    found = np.empty(MOST_TOKENS, np.uint64)
    where = np.empty((MOST_TOKENS, 2), np.int64)
    last = np.uint64(len(counts) - 1)
    for text in range(len(first) - 1):
        count = tokens(letters, first[text], first[text + 1], seed, found, where)
        for token in range(count):
            counts[found[token] & last] += np.uint32(1)
            written[found[token] & last] |= where[token, 0] >= 0


@njit
def telling(found: Hashes, written: Flags, words: int, others: int, chosen: Hashes) -> int:
    """Return how many tokens of a text are chosen for pairs, after writing them to `chosen`.

    Of tokens rarest first, these are the first `words` that stand somewhere as a word, and the
    first `others`: where 创昌 is "chuang chang" here, "chuangchang" is a word of another list, what
    the end of a word and the beginning of the next make is not.
    """
    last, count, wanted = np.uint64(len(written) - 1), 0, words + others
    for token in found:
        is_word = written[token & last]
        if count == wanted:
            break
        if is_word and words > 0:
            words -= 1
        elif not is_word and others > 0:
            others -= 1
        else:
            continue
        chosen[count] = token
        count += 1
    return count


@njit
def _sort_rarest_first(found: Hashes, where: Whole, count: int, counts: Counts) -> int:
    """Put a text's tokens in order, the rarest first; return how many no other text has."""
    last, alone = np.uint64(len(counts) - 1), 0
    for at in range(count):
        token, begin, end = found[at], where[at, 0], where[at, 1]
        often = counts[token & last]
        alone += often < 2
        to = at
        while to > 0:
            other = counts[found[to - 1] & last]
            if other < often or (other == often and found[to - 1] <= token):
                break
            found[to] = found[to - 1]
            where[to, 0], where[to, 1] = where[to - 1, 0], where[to - 1, 1]
            to -= 1
        found[to] = token
        where[to, 0], where[to, 1] = begin, end
    return alone
