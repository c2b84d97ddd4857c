"""Read a free search such as "Viet Nam electronics" as a country and a supply chain."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decentwork.classifications.chains import Chain, chain, chain_names, chains_named
from decentwork.classifications.countries import Country, country, country_names
from decentwork.classifications.names import NameIndex, folded

# How sure a reading is. A lower-case code may be a word ("in", "can"), so it counts for less.
_NAMED, _CODED, _BEGUN, _MISSPELT, _ABSENT = 6, 5, 3, 2, 0
_LEFT_OVER = -3  # words of the search that the reading leaves unexplained

_NOISE = 4  # a reading this far below the best is not worth showing

_LONGEST_NAME = 8  # words of the longest names of countries that people write
_LONGEST_SEARCH = 12  # words; a longer text is not a search, and reading it would take long
_SHORTEST_BEGINNING = 3
_ISO2, _ISO3 = 2, 3

_LINKING_WORDS = frozenset(
    "a at and the of in from for by with made d l de des du del la las le les el los en et y e "
    "au aux dans pour por para "
    "industry sector supply chain chains industrie secteur filiere chaine "
    "industria cadena cadenas suministro approvisionnement".split()
)


@dataclass(frozen=True, slots=True)
class _Reading:
    place: Country | None
    chain: Chain | None
    score: int


def search(text: str, limit: int = 8) -> list[tuple[Country | None, Chain | None]]:
    """Return what a search may mean, best first; a part that is not there is None.

    Names in English, French and Spanish, codes, beginnings of names and near misses are read, in
    any order. An empty list means that neither a country nor a chain was recognised.
    """
    return [(reading.place, reading.chain) for reading in _readings(text)][:limit]


def _readings(text: str) -> list[_Reading]:
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))[:_LONGEST_SEARCH]
    best: dict[tuple[str, str], _Reading] = {}
    for reading in _every_reading(words):
        key = (
            reading.place.iso3 if reading.place else "",
            reading.chain.slug if reading.chain else "",
        )
        if key != ("", "") and (key not in best or best[key].score < reading.score):
            best[key] = reading
    ordered = sorted(best.values(), key=lambda reading: -reading.score)
    return [reading for reading in ordered if reading.score + _NOISE >= ordered[0].score]


def _every_reading(words: Sequence[str]) -> Iterator[_Reading]:
    """Take each run of words as the country, in turn, and the others as the chain."""
    runs = [
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _LONGEST_NAME) + 1)
    ]
    for start, end in [(0, 0), *runs]:
        rest = [*_trimmed(words[:start]), *_trimmed(words[end:])]
        places = _places(words[start:end])
        if not places:
            continue
        what = _chains(rest)
        for place, place_score in places:
            if not what:
                yield _Reading(place, None, place_score + (_LEFT_OVER if rest else _ABSENT))
            for found, chain_score in what:
                yield _Reading(place, found, place_score + chain_score)


def _places(words: Sequence[str]) -> list[tuple[Country | None, int]]:
    """Return the countries a run of words may mean; no words mean no country."""
    if not words:
        return [(None, _ABSENT)]
    text = " ".join(words)
    is_word = folded(text) in _LINKING_WORDS or len(text) == _ISO2
    if is_word and not text.isupper():
        return []
    codes = country_names().exact(text)
    score = _CODED if len(text) <= _ISO3 else _NAMED
    return [(country(code), score) for code in codes] or _guessed_places(text)


def _guessed_places(text: str) -> list[tuple[Country | None, int]]:
    return [(country(code), score) for code, score in _guessed(country_names(), text)]


def _chains(words: Sequence[str]) -> list[tuple[Chain, int]]:
    """Return the chains a run of words may mean."""
    text = " ".join(words)
    if not text:
        return []
    named = [(found, _NAMED) for found in chains_named(text)]
    return named or [(chain(slug), score) for slug, score in _guessed(chain_names(), text)]


def _guessed(index: NameIndex, text: str) -> list[tuple[str, int]]:
    """Return codes of which a name begins with `text`, or else is spelled almost like it."""
    beginning = folded(text)
    if len(beginning) < _SHORTEST_BEGINNING:
        return []
    begun = dict.fromkeys(
        code for name, codes in index.codes.items() if name.startswith(beginning) for code in codes
    )
    if begun:
        return [(code, _BEGUN) for code in begun]
    return [(code, _MISSPELT) for code in index.near(text, cutoff=0.8)]


def _trimmed(words: Sequence[str]) -> list[str]:
    """Return the words without linking words at either end, unless they are a chain's name."""
    if chains_named(" ".join(words)):
        return list(words)
    kept = list(words)
    while kept and folded(kept[0]) in _LINKING_WORDS:
        del kept[0]
    while kept and folded(kept[-1]) in _LINKING_WORDS:
        del kept[-1]
    return kept
