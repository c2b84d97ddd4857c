"""Names and addresses of any script in plain Latin letters: lower case, no marks, single blanks.

`fold` says what becomes of one text; `folded` does the same to a million, in compiled code on one
array of bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from anyascii import anyascii
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int64]

POINTS = 0x110000
BLANK = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """Folded texts, one after the other.

    `letters` (all letters,) ASCII; `first` (n + 1,) where in it each text begins.
    """

    letters: Bytes
    first: Whole

    def __len__(self) -> int:
        return len(self.first) - 1

    def strings(self) -> list[str]:
        """Return each text as a string."""
        buffers = [None, pa.py_buffer(self.first), pa.py_buffer(self.letters)]
        found: list[str] = pa.Array.from_buffers(pa.large_string(), len(self), buffers).to_pylist()
        return found


def fold(text: str) -> str:
    """Return a text in ASCII letters of lower case and digits, with a blank for all else.

    A Chinese character becomes a word of its own; "&" and "+" become "and".

    Examples
    --------
    >>> fold("Công ty TNHH Đại-Phúc"), fold("Ünal & Şti."), fold("鑫盛2厂")
    ('cong ty tnhh dai phuc', 'unal and sti', 'xin sheng 2 chang')
    """
    return " ".join("".join(map(_plain, text)).split())


def folded(texts: Sequence[str] | pd.Series) -> Texts:
    """Return `texts` (n,) as `fold` would write each; a missing one is empty."""
    given, first = _utf8(texts)
    count = _counted(given, first)
    points = np.flatnonzero(count)
    plain = [_plain(chr(point)).encode() for point in points.tolist()]
    length = np.array([len(it) for it in plain], dtype=np.int64)
    begin = np.zeros(POINTS, dtype=np.int32)
    end = np.zeros(POINTS, dtype=np.int32)
    end[points] = np.cumsum(length)
    begin[points] = end[points] - length
    table = np.frombuffer(b"".join(plain), dtype=np.uint8)
    room = int((count[points] * length).sum()) + len(first)
    letters, out = _written(given, first, table, begin, end, room)
    return Texts(letters=letters[: out[-1]].copy(), first=out)


def _plain(character: str) -> str:
    if character in "&+":
        return " and "
    latin = anyascii(character).lower()
    plain = "".join(it if it.isalnum() and it.isascii() else " " for it in latin)
    return f" {plain} " if _is_ideograph(character) else plain


def _is_ideograph(character: str) -> bool:
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or character >= "\U00020000"
    )


def _utf8(texts: Sequence[str] | pd.Series) -> tuple[Bytes, Whole]:
    """Return the bytes of all texts, and where each begins."""
    array = pa.array(texts, type=pa.large_string(), from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if array.null_count:
        array = array.fill_null("")
    if not len(array):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    _, offsets, data = array.buffers()
    first = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data or b"", np.uint8), first


@njit
def _point(given: Bytes, at: int) -> tuple[int, int]:
    """Return the character at a place, and the place of the next."""
    byte = int(given[at])
    if byte < 0x80:
        return byte, at + 1
    if byte < 0xE0:
        return ((byte & 0x1F) << 6) | (int(given[at + 1]) & 0x3F), at + 2
    tail = ((int(given[at + 1]) & 0x3F) << 6) | (int(given[at + 2]) & 0x3F)
    if byte < 0xF0:
        return ((byte & 0x0F) << 12) | tail, at + 3
    return ((byte & 0x07) << 18) | (tail << 6) | (int(given[at + 3]) & 0x3F), at + 4


@njit
def _counted(given: Bytes, first: Whole) -> Whole:
    """Return how often each character comes up."""
    count = np.zeros(POINTS, np.int64)
    at = first[0]
    while at < first[-1]:
        point, at = _point(given, at)
        count[point] += 1
    return count


@njit
def _written(
    given: Bytes,
    first: Whole,
    table: Bytes,
    begin: NDArray[np.int32],
    end: NDArray[np.int32],
    room: int,
) -> tuple[Bytes, Whole]:
    """Return all texts with each character as the table has it, and blanks made single."""
    letters = np.empty(room, np.uint8)
    out = np.zeros(len(first), np.int64)
    to = 0
    for text in range(len(first) - 1):
        start = to
        at = first[text]
        while at < first[text + 1]:
            point, at = _point(given, at)
            for place in range(begin[point], end[point]):
                letter = table[place]
                if letter != BLANK or (to > start and letters[to - 1] != BLANK):
                    letters[to] = letter
                    to += 1
        if to > start and letters[to - 1] == BLANK:
            to -= 1
        out[text + 1] = to
    return letters, out
