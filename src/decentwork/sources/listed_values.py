"""What the cells of a list of enterprises mean: countries, places on the map, days."""

import re
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from decentwork.classifications.countries import country_names
from decentwork.classifications.names import folded

Degrees = NDArray[np.float64]

# Languages of lists, beside the three of the classification.
_ELSEWHERE = (
    *("de", "it", "pt", "nl", "pl", "ro", "tr", "ru", "vi", "id", "th", "km", "my", "bn", "hi"),
    *("ar", "fa", "zh", "zh_Hant", "ja", "ko"),
)
_REMEMBERED = 10_000  # spellings of countries
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?) ?°? ?([NSEW]?)")
_PLAIN_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@lru_cache(_REMEMBERED)
def known_country(text: str) -> str:
    """Return the ISO alpha-3 code of a country named in any of two dozen languages, "" if unknown.

    A name given in two languages ("China / 中国") is known where the names agree.

    Examples
    --------
    >>> [known_country(name) for name in ("VN", "Deutschland", "China 中国", "Korea")]
    ['VNM', 'DEU', 'CHN', '']
    """
    if not text or len(text) > 80:
        return ""
    parts = [it.strip() for it in re.split(r"[/|(（)）]", text) if it.strip()]
    parts += re.findall(r"[\u3000-\u9fff]+|[\x00-\u024f]+", text) if len(parts) == 1 else []
    for names in ([text], parts):
        found = {code for name in names if (code := _named(name))}
        if len(found) == 1:
            return found.pop()
    return ""


def _named(text: str) -> str:
    # As `find_country`, which for each unknown name also looks for all that are spelled alike.
    codes = country_names().exact(text)
    if not codes and (iso2 := _names_elsewhere().get(folded(text))):
        codes = country_names().exact(iso2)
    return codes[0] if len(codes) == 1 else ""


@cache
def _names_elsewhere() -> dict[str, str]:
    """Return the ISO alpha-2 code of names in `_ELSEWHERE`, folded, each of one country."""
    from babel import Locale

    codes: dict[str, set[str]] = {}
    for language in _ELSEWHERE:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code != "XK":
                codes.setdefault(folded(name), set()).add(code)
    return {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}


def degrees(text: str) -> float | None:
    """Return degrees with a point or a comma, and N, S, E or W; None where it is no such number.

    Examples
    --------
    >>> degrees("22,5"), degrees("3.25° W"), degrees("about 22")
    (22.5, -3.25, None)
    """
    found = _DEGREES.fullmatch(text.strip())
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    return -value if found[2] in ("S", "W") else value


def iso_day(text: str) -> str:
    """Return a day as ISO writes it, "" where it is none or could be two ("03/04/2026").

    Examples
    --------
    >>> iso_day("2026/3/4"), iso_day("4.3.2026"), iso_day("03/04/2026")
    ('2026-03-04', '2026-03-04', '')
    """
    if found := _PLAIN_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _GERMAN_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def are_exchanged(latitude: Degrees, longitude: Degrees) -> bool:
    """Say whether two whole columns (n,) of degrees were plainly taken for each other.

    Half of the places at least, and three, are on no map as given; the other way round all are.
    """
    told = np.isfinite(latitude) & np.isfinite(longitude)
    off = (np.abs(latitude[told]) > 90) | (np.abs(longitude[told]) > 180)
    would_fit = (np.abs(longitude[told]) <= 90) & (np.abs(latitude[told]) <= 180)
    return bool(off.sum() >= max(3, 0.5 * told.sum()) and would_fit.all())
