"""Countries and territories, the regions they belong to, and how people write their names.

Codes follow ISO 3166-1. Regions follow the UN's M49 and the ILO's own grouping, which differ:
Türkiye is in Western Asia for the first, in Europe and Central Asia for the second. A territory
that a scheme does not place has no region there.
"""

from dataclasses import dataclass
from functools import cache

from decentwork.classifications.names import LANGUAGES, Named, NameIndex, shipped_rows
from decentwork.estimates.errors import UnknownCode

REST_OF_WORLD = "ROW"
"""Place code of the tables for all countries they do not show; not a country."""

SCHEMES = ("m49", "ilo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Named):
    """A country or territory; `invented` ones are the sample world's and exist nowhere else.

    `m49_region`, `m49_subregion`, `m49_intermediate`, `ilo_region` and `ilo_subregion` are codes
    of `Region`, empty where the scheme does not place the territory.
    """

    iso3: str
    iso2: str
    m49: str
    m49_region: str = ""
    m49_subregion: str = ""
    m49_intermediate: str = ""
    ilo_region: str = ""
    ilo_subregion: str = ""
    note: str = ""
    invented: bool = False

    def __str__(self) -> str:
        return f"{self.name()} ({self.iso3})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region(Named):
    """A region of one scheme; `parent` is the code of the region around it, empty at the top."""

    scheme: str
    code: str
    parent: str


def countries(*, invented: bool = False) -> tuple[Country, ...]:
    """Return all countries and territories by ISO code; with `invented`, the sample world's."""
    return _INVENTED if invented else tuple(_real().values())


def country(iso3: str) -> Country:
    """Return the country of an ISO 3166-1 alpha-3 code, or the invented place of that code.

    Raises
    ------
    UnknownCode
        No entry has this code.
    """
    found = _by_code().get(iso3)
    if found is None:
        raise UnknownCode(iso3, "ISO 3166-1", _suggestions(iso3))
    return found


def find_country(text: str) -> Country:
    """Return the country a person means: a code or a name in English, French or Spanish.

    Raises
    ------
    AmbiguousName
        Several countries answer to the name ("Congo", "Korea").
    UnknownCode
        None does; countries spelled almost alike are suggested.

    Examples
    --------
    >>> find_country("Turquía").iso3
    'TUR'
    """
    return _by_code()[country_names().find(text)]


def regions(scheme: str = "m49") -> tuple[Region, ...]:
    """Return the regions of a scheme ("m49" or "ilo"), each after the region around it."""
    return tuple(_regions(scheme).values())


def region(code: str, scheme: str = "m49") -> Region:
    """Return one region of a scheme; an unlisted code raises `UnknownCode`."""
    listed = _regions(scheme)
    if code not in listed:
        raise UnknownCode(code, f"regions of {scheme}", tuple(listed)[:3])
    return listed[code]


def region_of(iso3: str, scheme: str = "m49") -> Region | None:
    """Return the region a country is in ("Asia" for VNM), None where the scheme has none."""
    place = country(iso3)
    listed = _regions(scheme)
    return listed.get(place.m49_region if scheme == "m49" else place.ilo_region)


def subregion_of(iso3: str, scheme: str = "m49") -> Region | None:
    """Return the subregion a country is in ("South-eastern Asia" for VNM), None if none."""
    place = country(iso3)
    listed = _regions(scheme)
    return listed.get(place.m49_subregion if scheme == "m49" else place.ilo_subregion)


@cache
def country_names() -> NameIndex:
    """Return the index of all names, aliases and codes of countries, invented ones included."""
    every = _by_code()
    pairs = [(name, place.iso3) for place in every.values() for name in place.names.values()]
    pairs += [(str(place), place.iso3) for place in every.values()]
    pairs += [(row["alias"], row["iso3"]) for row in shipped_rows("country_aliases.csv")]
    taken = NameIndex.of("names of countries", pairs, {}).codes
    # A code gives way to a name written alike.
    codes = [
        (code, place.iso3)
        for place in every.values()
        for code in (place.iso3, place.iso2)
        if code and code.casefold() not in taken
    ]
    labels = {code: str(place) for code, place in every.items()}
    return NameIndex.of("the list of countries", [*pairs, *codes], labels)


def _suggestions(text: str) -> list[str]:
    index = country_names()
    return [index.labels[code] for code in index.exact(text) or index.near(text)]


@cache
def _real() -> dict[str, Country]:
    return {row["iso3"]: _country(row) for row in shipped_rows("countries.csv")}


def _country(row: dict[str, str]) -> Country:
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row["m49"],
        names={lang: row[lang] for lang in LANGUAGES},
        m49_region=row["m49_region"],
        m49_subregion=row["m49_subregion"],
        m49_intermediate=row["m49_intermediate"],
        ilo_region=row["ilo_region"],
        ilo_subregion=row["ilo_subregion"],
        note=row["note"],
    )


@cache
def _by_code() -> dict[str, Country]:
    return {**_real(), **{place.iso3: place for place in _INVENTED}}


@cache
def _regions(scheme: str) -> dict[str, Region]:
    if scheme not in SCHEMES:
        raise UnknownCode(scheme, "schemes of regions", SCHEMES)
    return {
        row["code"]: Region(
            scheme=scheme,
            code=row["code"],
            parent=row["parent"],
            names={lang: row[lang] for lang in LANGUAGES},
        )
        for row in shipped_rows("regions.csv")
        if row["scheme"] == scheme
    }


def _invented(iso3: str, name: str) -> Country:
    # XAA–XZZ are user-assigned in ISO 3166-1: no country will ever take these codes.
    names = dict.fromkeys(LANGUAGES, name)
    note = "Invented: a place of the sample world."
    return Country(iso3=iso3, iso2="", m49="", names=names, note=note, invented=True)


_INVENTED = (_invented("XAA", "Avonia"), _invented("XAB", "Belmora"), _invented("XAC", "Corvane"))
