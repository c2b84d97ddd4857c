"""Mentions made ready to be compared: words as numbers with their weights, codes, places."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from decentwork.matching.addresses import ParsedAddresses, parse_addresses, split_words
from decentwork.matching.folding import folded
from decentwork.matching.names import parse_names
from decentwork.matching.overlap import Vocabulary, Words
from decentwork.registers.enterprise_records import EnterpriseRecords

Places = NDArray[np.int32]
Values = NDArray[np.float32]
Floats = NDArray[np.float64]

FEW = 1000
"""Mentions below which a list is too short to tell rare words from common ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parsed:
    """n mentions, v words. Codes are −1 where a mention does not tell.

    `names` and `addresses` words of each, `name_weight` and `address_weight` (v,) 1 for a word that
    one mention has, 0 for one that all have; `core` (n,) the name proper, `joined` without blanks;
    `core_weight` (n,) 1 where one mention has it; `form`, `unit` (n,) 0 where none; `numbers` those
    of an address; `codes` (n,) each: phone, website, number, country; `postcode` (n,) as a number,
    0 where none; `latitude`, `longitude` degrees.
    """

    names: Words
    addresses: Words
    vocabulary: Vocabulary
    name_weight: Values
    address_weight: Values
    core: NDArray[np.object_]
    joined: NDArray[np.object_]
    core_weight: Values
    form: NDArray[np.int8]
    unit: NDArray[np.int16]
    numbers: Words
    codes: dict[str, Places]
    postcode: NDArray[np.int64]
    latitude: Floats
    longitude: Floats

    def __len__(self) -> int:
        return len(self.core)

    @property
    def nothing(self) -> Words:
        """Return no words for each mention."""
        first = np.zeros(len(self) + 1, np.int64)
        return Words(first=first, word=np.zeros(0, np.int32), place=np.zeros(0, bool))


def parse(records: EnterpriseRecords) -> Parsed:
    """Return mentions ready to be compared."""
    frame = records.frame
    number = len(frame)
    names = parse_names(folded(frame["name"]).strings())
    core = [" ".join(it.core) for it in names]
    of_name, name_word = split_words(core)
    address = parse_addresses(frame)
    words = pa.concat_arrays([name_word, address.word]).dictionary_encode()
    code = words.indices.to_numpy().astype(np.int32)
    in_name, in_address = code[: len(of_name)], code[len(of_name) :]
    size = len(words.dictionary)
    return Parsed(
        names=_words(number, of_name, in_name, np.zeros(len(in_name), bool)),
        addresses=_words(number, address.mention, in_address, address.is_place),
        vocabulary=_letters(words.dictionary),
        name_weight=_weights(of_name, in_name, size, number),
        address_weight=_weights(address.mention, in_address, size, number),
        core=np.array(core, object),
        joined=np.array([it.replace(" ", "") for it in core], object),
        core_weight=_core_weights(core),
        form=np.array([it.form for it in names], np.int8),
        unit=np.array([it.unit for it in names], np.int16),
        numbers=_numbers(number, address),
        codes=_codes(frame),
        postcode=_postcodes(address),
        latitude=frame["latitude"].to_numpy(float),
        longitude=frame["longitude"].to_numpy(float),
    )


def _words(
    number: int, mention: NDArray[np.int64], word: Places, place: NDArray[np.bool_]
) -> Words:
    first = np.searchsorted(mention, np.arange(number + 1)).astype(np.int64)
    return Words(first=first, word=word, place=place)


def _letters(words: pa.StringArray) -> Vocabulary:
    large = words.cast(pa.large_string())
    _, offsets, letters = large.buffers()
    first = (
        np.frombuffer(offsets, np.int64)[: len(large) + 1] if len(large) else np.zeros(1, np.int64)
    )
    return Vocabulary(letters=np.frombuffer(letters or b"", np.uint8), first=first)


def _weights(mention: NDArray[np.int64], word: Places, size: int, number: int) -> Values:
    """Return the weight of each word: the log of its rarity, over the highest there can be."""
    kept = pd.unique(mention * max(size, 1) + word) % max(size, 1)
    often = np.maximum(np.bincount(kept, minlength=size), 1)
    return _rarity(often, number)


def _core_weights(core: list[str]) -> Values:
    codes, _ = pd.factorize(np.array(core, object))
    return _rarity(np.bincount(codes)[codes] if len(codes) else np.zeros(0, int), len(core))


def _rarity(often: NDArray[np.int64], number: int) -> Values:
    of = max(number, FEW)
    rarity: Values = (1 - np.log(np.maximum(often, 1)) / np.log(of)).astype(np.float32)
    return rarity


def _numbers(number: int, address: ParsedAddresses) -> Words:
    codes = address.number.dictionary_encode().indices.to_numpy().astype(np.int32)
    return _words(number, address.numbered, codes, np.zeros(0, bool))


def _postcodes(address: ParsedAddresses) -> NDArray[np.int64]:
    digits = pd.Series(address.postcode, dtype=object).where(lambda it: it.str.len() <= 12, "")
    numbers: NDArray[np.int64] = pd.to_numeric(digits, errors="coerce").fillna(0).to_numpy(np.int64)
    return numbers


def _codes(frame: pd.DataFrame) -> dict[str, Places]:
    """Return what is the same or not: of a phone, the last seven digits; of a website, its host."""
    digits = frame["phone"].astype("str").str.replace(r"\D+", "", regex=True)
    site = frame["website"].astype("str").str.lower()
    site = site.str.replace(r"^\s*(?:https?://)?(?:www\.)?", "", regex=True)
    told = {
        "phone": digits.str[-7:].where(digits.str.len() >= 7, ""),
        "website": site.str.replace(r"[/?#:].*", "", regex=True).str.strip(),
        "number": frame["number"].astype("str").str.upper().str.replace(r"[\W_]+", "", regex=True),
        "country": frame["country"],
    }
    return {name: _codes_of(column) for name, column in told.items()}


def _codes_of(column: pd.Series) -> Places:
    texts = column.to_numpy(object)
    codes: Places = pd.factorize(np.where(texts == "", None, texts))[0].astype(np.int32)
    return codes
