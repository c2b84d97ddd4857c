"""Registers of invented enterprises, each mentioned several times, with the truth known.

Names and places are syllables put together by chance (`invented_registers.toml`); whoever they seem
to name does not exist.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from anyascii import anyascii
from numpy.typing import NDArray

from decentwork.registers.enterprise_records import EnterpriseRecords, enterprise_records

MENTIONS = (0.34, 0.26, 0.17, 0.12, 0.07, 0.04)
"""Share of enterprises with 1, 2, … mentions."""

BLANKS = ("\u00a0", "  ", "\t", "\u3000", "\u200b ")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
LETTERS = "abcdefghijklmnopqrstuvwxyz"

NAMES, PLACES = 1.7, 2.5
"""How far the most common names, and towns and roads, are ahead of the others."""

Draws = list[float]


class Spelt(NamedTuple):
    """A name in the country's own script and in Latin letters."""

    own: str
    latin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How a country writes (`style`), and its words: `cores` of names, and places."""

    code: str
    style: dict[str, Any]
    cores: list[Spelt]
    streets: list[Spelt]
    wards: list[Spelt]
    towns: list[Spelt]
    provinces: list[Spelt]
    zones: list[Spelt]


class Enterprise(NamedTuple):
    """What is true of an enterprise; numbers point into its country's words, −1 for none."""

    country: int
    core: int
    second: int
    product: int
    form: int
    unit: int
    town: int
    ward: int
    street: int
    zone: int
    no: int
    lot: str
    postcode: str
    phone: str
    latitude: float
    longitude: float
    own: bool


def invented_register(
    records: int, rng: np.random.Generator, *, countries: Sequence[str] = ()
) -> tuple[EnterpriseRecords, NDArray[np.int64]]:
    """Return a register of mentions, and the enterprise of each.

    One enterprise has one to six mentions: other scripts, typing errors, legal forms and roads
    shortened or left out, swapped words, addresses that are missing, cut or in the industrial zone
    of a hundred others. A tenth are sites of another enterprise's name in another town, a
    twentieth its second or third factory next door: different enterprises.

    Parameters
    ----------
    countries : sequence of ISO alpha-3
        Of those in `invented_registers.toml`; all of them where empty.

    Returns
    -------
    records, and a (records,) array
        The number of the true enterprise.
    """
    chosen = {code: _styles()[code] for code in countries or _styles()}
    size = rng.choice(6, records, p=MENTIONS) + 1
    size = size[: int(np.searchsorted(np.cumsum(size), records)) + 1]
    truth = np.repeat(np.arange(len(size)), size)[:records]
    share = np.array([style["share"] for style in chosen.values()])
    place = rng.choice(len(chosen), len(size), p=share / share.sum())
    counts = np.bincount(place, minlength=len(chosen))
    nations = [
        _country(code, style, int(count), rng)
        for (code, style), count in zip(chosen.items(), counts, strict=True)
    ]
    enterprises = _enterprises(place, nations, rng)
    rows = []
    for start in range(0, records, 20_000):
        part = truth[start : start + 20_000].tolist()
        draws = rng.random((len(part), 40)).tolist()
        rows += [
            _mention(enterprises[it], nations[enterprises[it].country], draw)
            for it, draw in zip(part, draws, strict=True)
        ]
    order = rng.permutation(records)
    frame = pd.DataFrame(rows, columns=list(_Row._fields)).iloc[order]
    frame.index = pd.Index([f"m{number:07d}" for number in range(records)])
    return enterprise_records(frame), truth[order]


class _Row(NamedTuple):
    name: str
    address: str
    city: str
    postcode: str
    country: str
    phone: str
    latitude: float
    longitude: float
    source: str
    listed_on: str


@cache
def _styles() -> dict[str, dict[str, Any]]:
    text = files("decentwork.matching").joinpath("invented_registers.toml").read_text("utf-8")
    return tomllib.loads(text)


def _country(
    code: str, style: dict[str, Any], enterprises: int, rng: np.random.Generator
) -> Country:
    """Return a country whose words grow in number with its enterprises, slower than they do."""
    scale = max(enterprises, 30)
    syllables = [Spelt(*(it.split("|") * 2)[:2]) for it in style["syllables"]]

    def words(count: float) -> list[Spelt]:
        return _words(syllables, style["glue"], round(count), rng)

    return Country(
        code=code,
        style=style,
        cores=words(4 * scale**0.7),
        streets=words(5 * scale**0.55),
        wards=words(4 * scale**0.5),
        towns=words(4 + 2 * scale**0.4),
        provinces=words(8),
        zones=words(2 + scale**0.4),
    )


def _words(
    syllables: Sequence[Spelt], glue: str, count: int, rng: np.random.Generator
) -> list[Spelt]:
    """Return different words of two or three syllables, the shorter first."""
    found: dict[Spelt, None] = {}
    parts = 2
    while len(found) < count:
        for drawn in rng.integers(len(syllables), size=(count, parts)).tolist():
            own = glue.join(syllables[it].own for it in drawn)
            latin = glue.join(syllables[it].latin for it in drawn)
            found[Spelt(own.title(), latin.title())] = None
        parts += parts < 4
    return list(found)[:count]


def _enterprises(
    place: NDArray[np.int64], nations: Sequence[Country], rng: np.random.Generator
) -> list[Enterprise]:
    """Return enterprises; some carry the name of an earlier one of their country.

    No street has two factories of one name and number: nobody could tell them from each other.
    """
    found: list[Enterprise] = []
    numbered = set[tuple[int, ...]]()
    earlier: list[list[int]] = [[] for _ in nations]
    for number, draw in zip(place.tolist(), rng.random((len(place), 24)).tolist(), strict=True):
        made = _enterprise(number, nations[number], draw)
        mates = earlier[number]
        if mates and draw[20] < 0.16:
            near = max(len(mates) - 2_000, 0)
            namesake = found[mates[near + int(draw[21] * (len(mates) - near))]]
            made = _sibling(namesake, made, draw)
        while _of_a_street(made) in numbered:
            made = made._replace(unit=made.unit + 1)
        numbered.add(_of_a_street(made))
        mates.append(len(found))
        found.append(made)
    return found


def _enterprise(number: int, country: Country, draw: Draws) -> Enterprise:
    town = _common(draw[0], len(country.towns))
    digits = country.style["digits"]
    return Enterprise(
        country=number,
        core=_common(draw[1], len(country.cores), NAMES),
        second=_common(draw[2], len(country.cores), NAMES) if draw[3] < 0.45 else -1,
        product=_common(draw[4], len(country.style["products"])),
        form=int(draw[5] * 20),
        unit=int(1 + draw[6] * 40) if draw[6] < 0.1 else 0,
        town=town,
        ward=_common(draw[7], len(country.wards)),
        street=_common(draw[8], len(country.streets)),
        zone=town % len(country.zones) if draw[9] < 0.3 else -1,
        no=int(400 ** draw[10]),
        lot=f"{'ABCDE'[int(draw[11] * 5)]}{int(30 ** draw[12])}"
        if draw[11] < 0.6
        else str(int(40 * draw[12]) + 1),
        postcode=f"{(town * 7919 + 104729) % 10 ** (digits - 1)}{int(draw[13] * 4)}".zfill(digits),
        phone=f"{int(2e7 + draw[14] * 7e7)}",
        latitude=(town * 37 % 90) / 3 + draw[15] / 10 - 10,
        longitude=(town * 53 % 120) / 2 + draw[16] / 10,
        own=draw[17] < country.style["own_script"],
    )


def _sibling(namesake: Enterprise, made: Enterprise, draw: Draws) -> Enterprise:
    """Return a site of a name: in another town, or numbered, at the same address or next door."""
    named = {it: getattr(namesake, it) for it in ("core", "second", "product", "form", "own")}
    if draw[22] < 0.65:
        return made._replace(**named)
    door = namesake.no + int(draw[23] * 3)
    return namesake._replace(unit=namesake.unit % 9 + 1, no=door, phone=made.phone)


def _of_a_street(it: Enterprise) -> tuple[int, ...]:
    return it.country, it.core, it.second, it.product, it.unit, it.town, it.street, it.zone


def _common(draw: float, count: int, bent: float = PLACES) -> int:
    """Return a place in a list whose first ones come up most: P(< x) = (x / count)^(1 / bent)."""
    return int(count * draw**bent)


def _mention(it: Enterprise, country: Country, draw: Draws) -> _Row:
    style = country.style
    own = it.own if style["one_script"] else draw[0] < style["own_script"]
    name = _name(it, country, own, draw)
    address = "" if draw[10] < 0.08 else _address(it, country, own, draw)
    town = country.towns[it.town]
    if draw[11] < 0.4:
        name, address = _unmarked(name), _unmarked(address)
    if draw[12] < 0.25:
        name, address = name.upper(), address.upper()
    if draw[13] < 0.04:
        name = name.replace(" ", BLANKS[int(draw[13] / 0.04 * len(BLANKS))])
    there = draw[14] < 0.25
    return _Row(
        name=name,
        address=address,
        city=(town.own if own else town.latin) if draw[15] < 0.25 and address else "",
        postcode=it.postcode if draw[16] < 0.15 and address else "",
        country=country.code if draw[17] > 0.01 else "",
        phone=_phone(it.phone, style["phone"], draw[19]) if draw[18] < 0.2 else "",
        latitude=it.latitude + (draw[20] - 0.5) / 200 if there else np.nan,
        longitude=it.longitude + (draw[21] - 0.5) / 200 if there else np.nan,
        source=f"list {int(draw[22] * 20) + 1}",
        listed_on=f"{2015 + int(draw[23] * 10)}-01-01",
    )


def _unmarked(text: str) -> str:
    """Return a text without marks on its letters; of another script than Latin, the text."""
    other = any("\u02ff" < letter < "\u1e00" or letter > "\u2fff" for letter in text)
    return text if other else anyascii(text)


def _name(it: Enterprise, country: Country, own: bool, draw: Draws) -> str:
    style, prefix = country.style, "own_" if own else ""
    forms = style[prefix + "forms"]
    form = forms[it.form % len(forms)] if draw[1] < 0.5 else forms[int(draw[1] * len(forms))]
    words = style["products"][it.product].split("|")
    product = words[0] if own else _synonym(words[1:], draw[2])
    core = _core(it, country, own, draw)
    patterns = style[prefix + "name"]
    name = patterns[(it.form + (draw[5] < 0.2)) % len(patterns)].format(
        town=_spelt(country.towns[it.town], own, 1),
        core=core,
        product="" if draw[6] < 0.06 else product,
        form="" if draw[7] < 0.22 else form,
    )
    if it.unit and draw[8] < 0.9:
        units = style[prefix + "units"]
        roman = ROMAN[it.unit - 1] if it.unit <= len(ROMAN) else str(it.unit)
        unit = units[int(draw[9] * len(units))].format(u=it.unit, r=roman)
        name += (style["gap"] if own else " ") + unit
    name = " ".join(name.split()).strip(" ,-")
    if draw[24] < 0.05:
        name = _swapped(name, draw[25])
    return _mistyped(name, draw[27], draw[28]) if draw[26] < 0.14 else name


def _core(it: Enterprise, country: Country, own: bool, draw: Draws) -> str:
    """Return the one or two words that are the name proper, now and then in another order."""
    words = [_spelt(country.cores[at], own, draw[3]) for at in (it.core, it.second) if at >= 0]
    gap = country.style["glue"] if own and not country.style["gap"] else " "
    return gap.join(words[::-1] if draw[4] < 0.04 else words)


def _spelt(word: Spelt, own: bool, draw: float) -> str:
    """Return a word in a script; a Chinese one in Latin letters now and then by syllables."""
    if own:
        return word.own
    by_syllables = draw < 0.15 and "\u4e00" <= word.own[0] <= "\u9fff"
    return " ".join(map(anyascii, word.own)) if by_syllables else word.latin


def _synonym(words: Sequence[str], draw: float) -> str:
    return words[0] if draw < 0.75 else words[int((draw - 0.75) * 4 * len(words))]


def _swapped(name: str, draw: float) -> str:
    words = name.split(" ")
    if len(words) < 2:
        return name
    at = int(draw * (len(words) - 1))
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def _mistyped(text: str, where: float, how: float) -> str:
    """Return a text with one letter missing, doubled, wrong or swapped with the next."""
    at = int(where * max(len(text) - 1, 1))
    match int(how * 4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[: at + 1] + text[at:]
        case 2 if text[at : at + 1].isascii():
            return text[:at] + LETTERS[int(how * 4 % 1 * 26)] + text[at + 1 :]
        case _:
            return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _address(it: Enterprise, country: Country, own: bool, draw: Draws) -> str:
    style = country.style
    patterns = style[("own_" if own else "") + ("zone" if it.zone >= 0 else "street")]
    pattern = "{town}, {province}" if draw[29] < 0.06 else patterns[int(draw[30] * len(patterns))]
    side = 0 if own else 1
    address = pattern.format(
        no=it.no,
        lot=it.lot,
        r=ROMAN[it.no % 3],
        postcode=it.postcode,
        street=country.streets[it.street][side],
        ward=country.wards[it.ward][side],
        town=country.towns[it.town][side],
        province=country.provinces[it.town % len(country.provinces)][side],
        zone=country.zones[it.zone][side],
    )
    if draw[31] < 0.5:
        for pair in style["shortened"]:
            address = address.replace(*pair.split("|"))
    if draw[32] < 0.1:
        address = address[: 20 + int(draw[33] * 40)]
    return _mistyped(address, draw[35], draw[36]) if draw[34] < 0.1 else address


def _phone(number: str, code: str, draw: float) -> str:
    whole = f"+{code} {number[:4]} {number[4:]}"
    return (whole, f"0{number}", f"00{code}-{number}", f"({number[:2]}) {number[2:]}")[
        int(draw * 4)
    ]
