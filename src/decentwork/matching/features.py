"""What a mention is searched by: hashed features, and for each the mentions that have it.

Features are the tokens of name and address; pairs of them within the name, within the address, and
across; words of the name with a letter left out (a word mistyped once shares one of them with the
right spelling); phone, website and number of a register. Pairs are made of a text's rarest tokens:
each is far rarer than its parts, so that a search can go from rare to common and stop early.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit
from decentwork.matching.folding import Texts, folded
from decentwork.matching.in_turn import in_turn
from decentwork.matching.postings import postings
from decentwork.matching.room import give_back
from decentwork.matching.tokens import (
    ADDRESS,
    MOST_TOKENS,
    NAME,
    count_tokens,
    extended,
    mixed,
    telling,
    tokens,
    tokens_rarest_first,
)
from decentwork.registers.enterprise_records import EnterpriseRecords

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int64]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Counts = NDArray[np.uint32]
Flags = NDArray[np.bool_]

COUNTERS = 2**24
FEWEST_COUNTERS = 2**22
A_MENTION = 32
"""Counters of tokens, at most and at least, and how many a mention where they are in between."""

SINGLE = 24
NAME_WORDS, NAME_OTHERS = 3, 3
ADDRESS_WORDS, ADDRESS_OTHERS = 5, 4
ADDRESS_PAIRED = 5
MISTYPED = 3
"""How many of a text's rarest tokens are features alone; how many, words and others, are in pairs
across name and address, those of the name in pairs with each other too, of the address the first
`ADDRESS_PAIRED`; how many words of the name are spelt with one letter less."""

SHORTEST, LONGEST = 5, 14
"""Letters of a word that is spelt with one letter less."""

USUAL_FEATURES, MOST_FEATURES = 128, 256
CHUNK = 1_000

OF_NAME, OF_ADDRESS, OF_BOTH, OF_CODES = (np.uint64(kind << 62) for kind in range(4))
"""Kinds of features: the first two bits of a hash."""

_REST = np.uint64(2**62 - 1)
_PAIR = np.uint64(0x2545F4914F6CDD1D)
_CROSS = np.uint64(0x9E3779B97F4A7C15)
_TYPO = np.uint64(0xD6E8FEB86659FD93)


class Told(NamedTuple):
    """What n mentions tell, folded; `placed` whether an address, `latin` the script of the name."""

    name: Texts
    address: Texts
    codes: Texts
    placed: Flags
    latin: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """Mentions in an order in which alike ones are near each other, and what they share.

    `order` (n,) the place of each in the list; `group` (n,) number of its country, the last,
    `groups` − 1, where it is not known; `placed` (n,) whether it has an address, `latin`
    (n,) whether its name is in Latin letters. `first` (n + 1,)
    where in `feature` (m,) those of each mention begin; `kinds` (5,) where in the features those of
    each kind begin: names, addresses, both, codes; `posting_first` (f + 1,) where in `posting` (m,)
    the mentions of each feature begin, in order.
    """

    order: Places
    group: Places
    groups: int
    placed: NDArray[np.bool_]
    latin: NDArray[np.bool_]
    first: Whole
    feature: Places
    kinds: Whole
    posting_first: Whole
    posting: Places

    def __len__(self) -> int:
        return len(self.order)


def find_features(
    records: EnterpriseRecords, *, threads: int = 2, tell: Callable[[int], None] = lambda _: None
) -> Features:
    """Return the features that at least two mentions share; `tell` hears how many are read."""
    frame = records.frame
    told = told_by(frame)
    give_back()
    counts, written = counted(told, _counters(len(frame)))
    group, groups = _countries(frame["country"])
    order = _order(frame.index, told.name, told.address, counts, group)

    placed, latin = told.placed[order], told.latin[order]
    hashes, sizes = _hashed(told, order, (counts, written), threads, tell)
    del told, counts, written
    first, feature, kinds, posting_first, posting = postings(hashes, sizes)
    return Features(
        order=order,
        group=group[order],
        groups=groups,
        placed=placed,
        latin=latin,
        first=first,
        feature=feature,
        kinds=kinds,
        posting_first=posting_first,
        posting=posting,
    )


def _hashed(
    told: Told,
    order: Places,
    known: tuple[Counts, Flags],
    threads: int,
    tell: Callable[[int], None],
) -> tuple[Hashes, Places]:
    """Return the features of all mentions in an order, and how many each has."""

    def read(start: int) -> tuple[Hashes, Places]:
        return features_of(told, order[start : start + CHUNK], *known)

    hashes = np.empty(len(order) * USUAL_FEATURES, np.uint64)
    sizes, end = np.zeros(len(order), np.int32), 0
    for start, (found, often) in in_turn(read, range(0, len(order), CHUNK), threads):
        begin, end = end, end + len(found)
        if end > len(hashes):
            hashes.resize(end + end // 4, refcheck=False)
        hashes[begin:end] = found
        sizes[start : start + CHUNK] = often
        tell(min(start + CHUNK, len(order)))
    hashes.resize(end, refcheck=False)
    return hashes, sizes


def told_by(frame: pd.DataFrame) -> Told:
    """Return what mentions (n rows) are searched by."""
    address = folded(_whole_address(frame))
    return Told(
        name=folded(frame["name"]),
        address=address,
        codes=folded(_exact_codes(frame)),
        placed=np.diff(address.first) > 0,
        latin=_is_latin(frame["name"]),
    )


def counted(told: Told, counters: int = COUNTERS) -> tuple[Counts, Flags]:
    """Return how many mentions have each token, and which stand as a word, by its last bits."""
    counts = np.zeros(counters, np.uint32)
    written = np.zeros(counters, np.bool_)
    count_tokens(told.name.letters, told.name.first, NAME, counts, written)
    count_tokens(told.address.letters, told.address.first, ADDRESS, counts, written)
    return counts, written


def _counters(mentions: int) -> int:
    """Return how many counters so many mentions need: a power of two."""
    wanted: int = 1 << (A_MENTION * mentions).bit_length()
    return min(max(wanted, FEWEST_COUNTERS), COUNTERS)


def features_of(told: Told, chunk: Places, counts: Counts, written: Flags) -> tuple[Hashes, Places]:
    """Return the features of some mentions, one after the other, and how many each has."""
    name, address, codes = told.name, told.address, told.codes
    texts = name.letters, name.first, address.letters, address.first, codes.letters, codes.first
    return _chunk_features(chunk, *texts, counts, written)


def _whole_address(frame: pd.DataFrame) -> pd.Series:
    parts = [frame[column].astype("str") for column in ("address", "city", "region", "postcode")]
    return parts[0].str.cat(parts[1:], sep=" ")


def _exact_codes(frame: pd.DataFrame) -> pd.Series:
    """Return what is the same letter by letter or not at all: phone, website, number, by blanks.

    Of a phone the last seven digits count: before them stand country and area, or not.
    """
    digits = frame["phone"].astype("str").str.replace(r"\D+", "", regex=True)
    phone = digits.str[-7:].where(digits.str.len() >= 7, "")
    site = frame["website"].astype("str").str.lower()
    site = site.str.replace(r"^\s*(https?://)?(www\.)?", "", regex=True).str.replace(
        r"/.*", "", regex=True
    )
    number = frame["number"].astype("str")
    parts = [
        ("p" + phone).where(phone != "", ""),
        ("w" + site.str.replace(r"\W+", "", regex=True)).where(site != "", ""),
        ("n" + number.str.replace(r"\W+", "", regex=True)).where(number != "", ""),
    ]
    return parts[0].str.cat(parts[1:], sep=" ")


def _is_latin(name: pd.Series) -> NDArray[np.bool_]:
    """Return whether each name is without letters of any other script."""
    other = pc.match_substring_regex(pa.array(name, pa.large_string()), r"[^\P{L}\p{Latin}]")
    return ~np.asarray(other, dtype=bool)


def _countries(country: pd.Series) -> tuple[Places, int]:
    """Return each mention's country as a number, the last for those not known."""
    codes, names = pd.factorize(country.where(country != "", None), sort=True)
    return np.where(codes < 0, len(names), codes).astype(np.int32), len(names) + 1


def _order(ids: pd.Index, name: Texts, address: Texts, counts: Counts, group: Places) -> Places:
    """Return mentions by country, rarest tokens of the name, rarest of the address; then by id."""
    keys = _content_keys(name.letters, name.first, address.letters, address.first, counts)
    last = pd.util.hash_array(ids.to_numpy(object))
    return np.lexsort((last, keys[2], keys[1], keys[0], group)).astype(np.int32)


@njit
def _content_keys(
    name: Bytes,
    name_first: Whole,
    address: Bytes,
    address_first: Whole,
    counts: Counts,
) -> Hashes:
    """Return (3, n) the two rarest tokens of the name that others have, and that of the address."""
    keys = np.zeros((3, len(name_first) - 1), np.uint64)
    found = np.empty(MOST_TOKENS, np.uint64)
    where = np.empty((MOST_TOKENS, 2), np.int64)
    for text in range(keys.shape[1]):
        begin, end = name_first[text], name_first[text + 1]
        count, alone = tokens_rarest_first(name, begin, end, NAME, counts, found, where)
        for key in range(min(count - alone, 2)):
            keys[key, text] = found[alone + key]
        begin, end = address_first[text], address_first[text + 1]
        count, alone = tokens_rarest_first(address, begin, end, ADDRESS, counts, found, where)
        if count > alone:
            keys[2, text] = found[alone]
    return keys


@njit
def _chunk_features(
    chunk: Places,
    name: Bytes,
    name_first: Whole,
    address: Bytes,
    address_first: Whole,
    codes: Bytes,
    codes_first: Whole,
    counts: Counts,
    written: Flags,
) -> tuple[Hashes, Places]:
    """Return the features of some mentions, one after the other, and how many each has."""
    out = np.empty(len(chunk) * MOST_FEATURES, np.uint64)
    sizes = np.zeros(len(chunk), np.int32)
    words = np.empty(MOST_TOKENS, np.uint64)
    where = np.empty((MOST_TOKENS, 2), np.int64)
    places = np.empty(MOST_TOKENS, np.uint64)
    there = np.empty((MOST_TOKENS, 2), np.int64)
    name_chosen = np.empty(NAME_WORDS + NAME_OTHERS, np.uint64)
    address_chosen = np.empty(ADDRESS_WORDS + ADDRESS_OTHERS, np.uint64)
    to = 0
    for row, text in enumerate(chunk):
        start = to
        count, alone = tokens_rarest_first(
            name, name_first[text], name_first[text + 1], NAME, counts, words, where
        )
        to = _less_a_letter(name, where, count, out, to)
        own = words[alone:count]
        names = telling(own, written, NAME_WORDS, NAME_OTHERS, name_chosen)
        to = _within(own, name_chosen[:names], OF_NAME, out, to)
        begin, end = address_first[text], address_first[text + 1]
        count, alone = tokens_rarest_first(address, begin, end, ADDRESS, counts, places, there)
        around = places[alone:count]
        chosen = telling(around, written, ADDRESS_WORDS, ADDRESS_OTHERS, address_chosen)
        to = _within(around, address_chosen[: min(chosen, ADDRESS_PAIRED)], OF_ADDRESS, out, to)
        for word in name_chosen[:names]:
            for place in address_chosen[:chosen]:
                out[to] = (mixed(word * _CROSS ^ place) & _REST) | OF_BOTH
                to += 1
        count = tokens(codes, codes_first[text], codes_first[text + 1], _PAIR, places, there)
        for code in range(count):
            if there[code, 0] >= 0:
                out[to] = (places[code] & _REST) | OF_CODES
                to += 1
        to = start + _without_twins(out[start:to])
        sizes[row] = to - start
    return out[:to].copy(), sizes


@njit
def _within(found: Hashes, chosen: Hashes, kind: np.uint64, out: Hashes, to: int) -> int:
    """Write the rarest tokens, and pairs of the chosen; return where the writing ends."""
    for token in found[:SINGLE]:
        out[to] = (token & _REST) | kind
        to += 1
    for one in range(len(chosen)):
        for other in range(one + 1, len(chosen)):
            out[to] = (mixed((chosen[one] ^ chosen[other]) * _PAIR) & _REST) | kind
            to += 1
    return to


@njit
def _less_a_letter(name: Bytes, where: Whole, count: int, out: Hashes, to: int) -> int:
    """Write the rarest words of the name as they are and with each letter left out."""
    words = 0
    for token in range(count):
        begin, end = where[token, 0], where[token, 1]
        if words == MISTYPED:
            break
        if begin < 0 or not SHORTEST <= end - begin <= LONGEST:
            continue
        words += 1
        for without in range(begin - 1, end):
            out[to] = (mixed(extended(_TYPO, name, begin, end, without)) & _REST) | OF_NAME
            to += 1
    return to


@njit
def _without_twins(found: Hashes) -> int:
    """Sort some features and keep one of each; return how many are left."""
    found.sort()
    kept = 0
    for at in range(len(found)):
        if at == 0 or found[at] != found[at - 1]:
            found[kept] = found[at]
            kept += 1
    return kept
