"""Regions by name, and the countries in them."""

from functools import cache

from decentwork.classifications.countries import SCHEMES, Country, Region, countries, regions
from decentwork.classifications.names import NameIndex
from decentwork.estimates.errors import UnknownCode

_CLASSIFICATION = "the regions of M49 and of the ILO"


def find_region(text: str) -> Region:
    """Return the region a person means: a code or a name in English, French or Spanish.

    Where both schemes have a name, M49's is meant; "ilo:southern_asia" asks for the other.

    Raises
    ------
    UnknownCode
        None does; regions spelled almost alike are suggested.

    Examples
    --------
    >>> find_region("Asie du Sud-Est").code
    '035'
    """
    index = _names()
    found = index.exact(text)
    if not found:
        near = [index.labels[code] for code in index.near(text)]
        raise UnknownCode(text, _CLASSIFICATION, near)
    return _listed()[found[0]]


def countries_in(region: Region) -> tuple[Country, ...]:
    """Return the countries and territories of a region, by ISO code."""
    levels = (
        ("m49_region", "m49_subregion", "m49_intermediate")
        if region.scheme == "m49"
        else ("ilo_region", "ilo_subregion")
    )
    return tuple(
        it for it in countries() if region.code in {getattr(it, level) for level in levels}
    )


@cache
def _listed() -> dict[str, Region]:
    return {f"{it.scheme}:{it.code}": it for scheme in SCHEMES for it in regions(scheme)}


@cache
def _names() -> NameIndex:
    listed = _listed()
    named = [(name, code) for code, it in listed.items() for name in it.names.values()]
    codes = [(written, code) for code, it in listed.items() for written in (code, it.code)]
    labels = {code: f"{it.name()} ({it.code})" for code, it in listed.items()}
    return NameIndex.of(_CLASSIFICATION, [*named, *codes], labels)
