"""Names taken apart: the name proper, the legal form, and the number of a site.

"Công ty TNHH May Mặc Đại Phúc - Chi nhánh 2" and "Dai Phuc Garment Co., Ltd Branch II" differ in
what is said of the business, not in form, site or name.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from decentwork.matching.folding import fold

FORMS = ("", "limited", "stock", "partnership", "own_account", "cooperative")
"""Kinds of legal form; the first where a name tells none."""

LONGEST_UNIT_NUMBER = 2

Words = tuple[str, ...]


class ParsedName(NamedTuple):
    """What a name says: `core` its own words, `form` a place in `FORMS`, `unit` 0 where none."""

    core: Words
    form: int
    unit: int


class _Spellings(NamedTuple):
    """Words at the ends of a name that tell its form, words of sites, and numbers in words."""

    suffix: Mapping[Words, int]
    prefix: Mapping[Words, int]
    longest: int
    units: Mapping[Words, None]
    marks: frozenset[str]
    numbers: Mapping[str, int]


def parse_name(folded: str) -> ParsedName:
    """Return the parts of a name that `folding.fold` wrote in plain letters.

    Examples
    --------
    >>> parse_name("cty tnhh dai phuc chi nhanh 2")
    ParsedName(core=('dai', 'phuc'), form=1, unit=2)
    """
    spelt = _spellings()
    words = tuple(folded.split())
    form = unit = 0
    begun: Words = ()
    while words != begun:  # a site's number may stand before a form or after it
        begun = words
        words, found = _without_form(words, spelt)  # first, as the V of "S.A. de C.V." is no number
        form = form or found
        if not unit:
            words, unit = _without_unit(words, spelt)
    return ParsedName(words, form, unit)


def parse_names(folded: Sequence[str]) -> list[ParsedName]:
    """Return the parts of names (n,), each spelling taken apart once."""
    known: dict[str, ParsedName] = {}
    return [known[it] if it in known else known.setdefault(it, parse_name(it)) for it in folded]


def _without_form(words: Words, spelt: _Spellings) -> tuple[Words, int]:
    """Return a name without the longest form at either end, a word being left, and its kind."""
    for length in range(min(spelt.longest, len(words) - 1), 0, -1):
        tail, head = words[-length:], words[:length]
        numbered = _number(words[-length - 1], spelt) > 0
        if tail in spelt.suffix and (spelt.suffix[tail] or not numbered):  # "2nd factory" is a site
            return words[:-length], spelt.suffix[tail]
        if head in spelt.prefix:
            return words[length:], spelt.prefix[head]
        if spelt.prefix.get(tail):  # "Maju Jaya, PT"
            return words[:-length], spelt.prefix[tail]
    return words, 0


def _without_unit(words: Words, spelt: _Spellings) -> tuple[Words, int]:
    """Return a name without the number of a site, and that number (0: none)."""
    for at in range(len(words) - 1, 0, -1):
        number = _number(words[at], spelt)
        if not number:
            continue
        begin = at - (words[at - 1] in spelt.marks)
        marked = begin < at
        before = _unit_ending(words, begin, spelt)
        if before and begin - before > 0:
            return words[: begin - before] + words[at + 1 :], number
        after = _unit_starting(words, at + 1, spelt)
        plain = (
            marked or words[at][0].isdigit() or (len(words[at]) > 2 and words[at][-2:].isalpha())
        )
        if after and plain and begin > 0:
            return words[:begin] + words[at + 1 + after :], number
        if at == len(words) - 1 and begin > 0 and (marked or _stands_alone(words[at])):
            return words[:begin], number
    return _unit_first(words, spelt)


def _unit_first(words: Words, spelt: _Spellings) -> tuple[Words, int]:
    """Return a name without the site that it begins with: "Unit 2, …", "No. 2 … Factory"."""
    begin = _unit_starting(words, 0, spelt)
    begin += begin < len(words) and words[begin] in spelt.marks
    number = _number(words[begin], spelt) if 0 < begin < len(words) - 1 else 0
    return (words[begin + 1 :], number) if number else (words, 0)


def _unit_ending(words: Words, end: int, spelt: _Spellings) -> int:
    """Return how many words before `end` are a word for a site."""
    return next(
        (size for size in (2, 1) if end >= size and words[end - size : end] in spelt.units), 0
    )


def _unit_starting(words: Words, begin: int, spelt: _Spellings) -> int:
    """Return how many words from `begin` on are a word for a site."""
    return next((size for size in (2, 1) if words[begin : begin + size] in spelt.units), 0)


def _number(word: str, spelt: _Spellings) -> int:
    if word.isdigit():
        return int(word) if len(word) <= LONGEST_UNIT_NUMBER else 0
    return spelt.numbers.get(word, 0)


def _stands_alone(word: str) -> bool:
    """Return whether a last word is a site's number with no word for a site beside it."""
    return word.isdigit() or set(word) <= {"i", "v", "l"}


@cache
def _spellings() -> _Spellings:
    forms, units = _read("legal_forms.toml"), _read("unit_words.toml")
    numbers = {kind: place for place, kind in enumerate(FORMS)} | {"none": 0}

    def spelt(end: str) -> dict[Words, int]:
        return {
            tuple(fold(it).split()): numbers[kind]
            for kind, ends in forms.items()
            for it in ends[end]
        }

    suffix, prefix = spelt("suffix"), spelt("prefix")
    return _Spellings(
        suffix=suffix,
        prefix=prefix,
        longest=max(map(len, (*suffix, *prefix))),
        units=dict.fromkeys(tuple(fold(it).split()) for it in units["units"]),
        marks=frozenset(map(fold, units["marks"])),
        numbers=units["numbers"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("decentwork.matching").joinpath(name).read_text("utf-8"))
