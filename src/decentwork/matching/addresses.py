"""Addresses taken apart: words, words of the place, numbers, postcode; the country left out."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from decentwork.classifications.countries import countries
from decentwork.matching.folding import fold, folded

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

PLACE_WORDS = 3
"""Words at the end of an address that say where it is; at its beginning where it is written in
Chinese characters, of which each is a word, twice as many."""

POSTCODE_DIGITS = (5, 8)
"""Digits of a number that is taken for a postcode; four are one at the end of an address only."""

CHUNK = 5_000
"""Addresses that are taken apart at a time: what that needs is many times what comes of it."""

IDEOGRAPHS = r"[\u3400-\u9fff]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParsedAddresses:
    """Addresses of n mentions: a row of the three tables a word, of `numbers` a number.

    `mention`, `word`, `is_place` (w,) each word in order, and whether it says where in the country;
    `numbered`, `number` (m,) house, lot, block, kilometre; `postcode` (n,) "" where none is given.
    """

    mention: Whole
    word: pa.StringArray
    is_place: Flags
    numbered: Whole
    number: pa.StringArray
    postcode: NDArray[np.object_]


def parse_addresses(frame: pd.DataFrame) -> ParsedAddresses:
    """Return the parts of the addresses of `EnterpriseRecords.frame` (n rows)."""
    begins = range(0, max(len(frame), 1), CHUNK)
    parts = [_parsed(frame.iloc[begin : begin + CHUNK]) for begin in begins]
    return ParsedAddresses(
        mention=np.concatenate([it.mention + at for at, it in zip(begins, parts, strict=True)]),
        word=pa.concat_arrays([it.word for it in parts]),
        is_place=np.concatenate([it.is_place for it in parts]),
        numbered=np.concatenate([it.numbered + at for at, it in zip(begins, parts, strict=True)]),
        number=pa.concat_arrays([it.number for it in parts]),
        postcode=np.concatenate([it.postcode for it in parts]),
    )


def _parsed(frame: pd.DataFrame) -> ParsedAddresses:
    mention, word = split_words(_without_country(frame))
    from_start = frame["address"].astype("str").str.contains(IDEOGRAPHS).to_numpy(bool)
    is_number = pc.match_substring_regex(word, "[0-9]").to_numpy(zero_copy_only=False)
    is_place = _at_the_end(mention, is_number, from_start)
    postcode = _postcodes(frame, mention, word)
    given = pc.equal(pa.array(postcode, pa.string()).take(pa.array(mention)), word)
    towns, town = split_words(folded(frame["city"] + " " + frame["region"]).strings())
    is_word = ~is_number
    numbers = is_number & ~given.to_numpy(zero_copy_only=False)
    whole = np.concatenate([mention[is_word], towns])
    words = pa.concat_arrays([word.filter(pa.array(is_word)), town])
    placed = np.concatenate([is_place[is_word], np.ones(len(towns), bool)])
    order = np.argsort(whole, kind="stable")
    keep = order[_first_or_place(whole, words, len(towns))[order]]
    return ParsedAddresses(
        mention=whole[keep],
        word=words.take(pa.array(keep)),
        is_place=placed[keep],
        numbered=mention[numbers],
        number=pc.utf8_ltrim(word.filter(pa.array(numbers)), characters="0"),
        postcode=postcode,
    )


def split_words(texts: list[str]) -> tuple[Whole, pa.StringArray]:
    """Return the words of folded texts (n,), and for each the place of its text."""
    parts = pc.split_pattern(pa.array(texts, pa.string()), " ")
    word = parts.flatten()
    of = np.repeat(np.arange(len(texts)), np.diff(parts.offsets.to_numpy()))
    filled = pc.not_equal(word, "")
    return of[filled.to_numpy(zero_copy_only=False)], word.filter(filled)


def _first_or_place(mention: Whole, word: pa.StringArray, towns: int) -> Flags:
    """Return which words are kept: the last `towns`, of columns, where the address lacks them."""
    codes = word.dictionary_encode().indices.to_numpy().astype(np.int64)
    key = mention * (codes.max(initial=0) + 1) + codes
    written = len(key) - towns
    keep = np.ones(len(key), bool)
    keep[written:] = ~pd.Series(key[written:]).isin(key[:written]).to_numpy()
    return keep


def _without_country(frame: pd.DataFrame) -> list[str]:
    """Return the folded addresses without the country's name at their end."""
    text = pd.Series(folded(frame["address"]).strings(), dtype="str")
    country = frame["country"].to_numpy(object)
    names = _country_names()
    for code in set(country) & set(names):
        here = country == code
        text[here] = text[here].str.replace(names[code], "", regex=True)
    without: list[str] = text.tolist()
    return without


def _country_names() -> dict[str, re.Pattern[str]]:
    """Return for each country how its names end an address."""
    found = {}
    for it in countries():
        written = sorted({fold(name) for name in it.names.values()}, key=len, reverse=True)
        joined = {name.replace(" ", "") for name in written}
        either = "|".join(dict.fromkeys([*written, *sorted(joined)]))
        found[it.iso3] = re.compile(rf"(?:^| )(?:p r )?(?:{either})(?= \d+$|$)")
    return found


def _at_the_end(mention: Whole, is_number: Flags, from_start: Flags) -> Flags:
    """Return which words are among the last of their address that are no numbers (or the first)."""
    words = np.flatnonzero(~is_number)
    of = mention[words]
    begins = np.searchsorted(of, of, side="left")
    ends = np.searchsorted(of, of, side="right")
    at = np.arange(len(of))
    place = np.zeros(len(mention), bool)
    place[words] = np.where(from_start[of], at - begins < 2 * PLACE_WORDS, ends - at <= PLACE_WORDS)
    return place


def _postcodes(frame: pd.DataFrame, mention: Whole, word: pa.StringArray) -> NDArray[np.object_]:
    """Return postcodes: the column's, else the last number of the address that is long enough."""
    given = frame["postcode"].astype("str").str.replace(r"\D+", "", regex=True)
    length = pc.utf8_length(word).to_numpy(zero_copy_only=False)
    digits = pc.match_substring_regex(word, "^[0-9]+$").to_numpy(zero_copy_only=False)
    last = np.append(np.diff(mention) > 0, np.ones(min(len(mention), 1), bool))
    low, high = POSTCODE_DIGITS
    long = digits & (length <= high) & ((length >= low) | (last & (length == low - 1)))
    found = np.full(len(frame), "", object)
    found[mention[long]] = word.filter(pa.array(long)).to_numpy(zero_copy_only=False)
    return np.where(given != "", given, found).astype(object)
