"""Mentions made ready to be compared: words as numbers with their weights, codes, places."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from decentwork.matching.addresses import CHUNK, ParsedAddresses, parse_addresses, split_words
from decentwork.matching.folding import folded
from decentwork.matching.names import parse_names
from decentwork.matching.overlap import Vocabulary, Words
from decentwork.registers.enterprise_records import EnterpriseRecords

Places = NDArray[np.int32]
Values = NDArray[np.float32]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Often:
    """In how many of `number` mentions words of names, of addresses, and names proper stand.

    `key` (k,) their hashes in order, `often` (k,) each; what is not there stands in one.
    """

    number: int
    key: NDArray[np.uint64]
    often: Counts

    def of(self, key: NDArray[np.uint64]) -> Counts:
        """Return how often each stands (m,)."""
        if len(self.key) == 0:
            return np.ones(len(key), np.int64)
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        found: Counts = np.where(self.key[place] == key, self.often[place], 1)
        return found


class _Read(NamedTuple):
    """Names and addresses of n mentions; words as places in `words` (v,)."""

    core: NDArray[np.object_]
    form: NDArray[np.int8]
    unit: NDArray[np.int16]
    of_name: Counts
    in_name: Places
    address: ParsedAddresses
    in_address: Places
    words: pa.StringArray

    def often(self) -> tuple[Counts, Counts, Counts]:
        """Return in how many names, in how many addresses each word is (v,); each core (n,)."""
        codes, _ = pd.factorize(self.core)
        size = len(self.words)
        return (
            _often(self.of_name, self.in_name, size),
            _often(self.address.mention, self.in_address, size),
            np.bincount(codes)[codes] if len(codes) else np.zeros(0, np.int64),
        )

    def keys(self) -> tuple[NDArray[np.uint64], ...]:
        """Return the hashes of words in names (v,), of words in addresses (v,), of cores (n,)."""
        words = self.words.to_numpy(zero_copy_only=False).astype(object)
        kinds = (
            (words, "word of a name"),
            (words, "word of a place"),
            (self.core, "the name itself"),
        )
        return tuple(pd.util.hash_array(it, hash_key=kind.ljust(16)[:16]) for it, kind in kinds)


def parse(records: EnterpriseRecords, whole: Often | None = None) -> Parsed:
    """Return mentions ready to be compared: of a list, or of a part of one that is counted."""
    frame = records.frame
    number, read = len(frame), _read(frame)
    name_often, address_often, core_often = map(whole.of, read.keys()) if whole else read.often()
    of = whole.number if whole else number
    address, in_name = read.address, read.in_name
    return Parsed(
        names=_words(number, read.of_name, in_name, np.zeros(len(in_name), bool)),
        addresses=_words(number, address.mention, read.in_address, address.is_place),
        vocabulary=_letters(read.words),
        name_weight=_rarity(name_often, of),
        address_weight=_rarity(address_often, of),
        core=read.core,
        joined=np.array([it.replace(" ", "") for it in read.core], object),
        core_weight=_rarity(core_often, of),
        form=read.form,
        unit=read.unit,
        numbers=_numbers(number, address),
        codes=_codes(frame),
        postcode=_postcodes(address),
        latitude=frame["latitude"].to_numpy(float),
        longitude=frame["longitude"].to_numpy(float),
    )


def count_words(records: EnterpriseRecords) -> Often:
    """Return how often words and names stand in a part of a list, to be added up over its parts."""
    read = _read(records.frame)
    names, addresses, cores = read.often()
    told = np.concatenate(read.keys()), np.concatenate([names, addresses, cores])
    key, first = np.unique(told[0], return_index=True)
    often = told[1][first]
    return Often(number=len(records), key=key[often > 0], often=often[often > 0])


def _read(frame: pd.DataFrame) -> _Read:
    core, form, unit = _names(frame["name"])
    of_name, name_word = split_words(core)
    address = parse_addresses(frame)
    words = pa.concat_arrays([name_word, address.word]).dictionary_encode()
    code = words.indices.to_numpy().astype(np.int32)
    return _Read(
        core=np.array(core, object),
        form=np.array(form, np.int8),
        unit=np.array(unit, np.int16),
        of_name=of_name,
        in_name=code[: len(of_name)],
        address=address,
        in_address=code[len(of_name) :],
        words=words.dictionary,
    )


def _names(name: pd.Series) -> tuple[list[str], list[int], list[int]]:
    """Return of each name its core, form and unit."""
    core, form, unit = list[str](), list[int](), list[int]()
    for begin in range(0, len(name), CHUNK):
        for it in parse_names(folded(name.iloc[begin : begin + CHUNK]).strings()):
            core.append(" ".join(it.core))
            form.append(it.form)
            unit.append(it.unit)
    return core, form, unit


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


def _often(mention: Counts, word: Places, size: int) -> Counts:
    """Return in how many mentions each of so many words is."""
    kept = pd.unique(mention * max(size, 1) + word) % max(size, 1)
    often: Counts = np.bincount(kept, minlength=size)
    return often


def _rarity(often: Counts, number: int) -> Values:
    """Return weights: the log of a word's rarity, over the highest there can be."""
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
