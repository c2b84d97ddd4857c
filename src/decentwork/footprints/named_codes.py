"""What people write for places and industries of a table: codes, countries, regions, chains."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from decentwork.accounts.tables import Table
from decentwork.classifications.chains import Chain, find_chain
from decentwork.classifications.countries import (
    Country,
    countries,
    find_country,
    regions,
)
from decentwork.classifications.regions import countries_in, find_region
from decentwork.estimates.errors import AmbiguousName, Problem, UnknownCode, UnknownLabels
from decentwork.footprints.dated_shocks import manufactures

SCHEMES = ("m49_region", "m49_subregion", "ilo_region", "ilo_subregion")
MANUFACTURING = "manufacturing"
T = TypeVar("T")
_ISIC = re.compile(r"([A-U])(\d\d)(?:T(\d\d)|((?:_\d\d)+))?")  # C13T15, A01_02, C26


def named_codes(table: Table, **written: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the codes of the table that each label's texts mean, each once, in the order written.

    Parameters
    ----------
    written : place=, market=, industry= or product= texts
        A place or market is a code of the table, a country's name, or a region of M49 or the ILO,
        which stands for those of its countries that the table has. An industry or product is a
        code of the table, "manufacturing", or a supply chain ("garments"), which stands for the
        table's industries that hold it and may be wider.

    Raises
    ------
    UnknownLabels
        Texts that mean nothing in this table, all told at once with what is spelled alike.
    """
    problems: list[Problem] = []
    found = {}
    for label, texts in written.items():
        at_work = label in ("place", "market")
        known = table.place_codes if at_work else table.industry_codes
        known = table.market_codes if label == "market" else known
        codes: list[str] = []
        for text in texts:
            meant = _places(text, known) if at_work else _industries(text, table)
            codes += meant
            if not meant:
                problems.append(Problem(f"{label} {text!r}", *_not_here(text, at_work, known)))
        found[label] = tuple(dict.fromkeys(codes))
    if problems:
        raise UnknownLabels(f"Labels of table {table.name}", problems)
    return found


def region_of_place(table: Table, scheme: str) -> dict[str, str]:
    """Return the region of each place of the table; one that has none keeps its own code.

    Parameters
    ----------
    scheme : "m49_region", "m49_subregion", "ilo_region" or "ilo_subregion"
    """
    if scheme not in SCHEMES:
        raise UnknownCode(scheme, "the groupings of countries", SCHEMES)
    names = {it.code: it.name() for it in regions(scheme.split("_")[0])}
    code = {it.iso3: getattr(it, scheme) for it in _every()}
    return {place: names.get(code.get(place, ""), place) for place in table.place_codes}


def _every() -> Iterable[Country]:
    return (*countries(), *countries(invented=True))


def _places(text: str, known: Sequence[str]) -> list[str]:
    if text in known:
        return [text]
    place = _or_none(find_country, text)
    region = _or_none(find_region, text) if place is None else None
    meant = [place] if place else countries_in(region) if region else []
    return [it.iso3 for it in meant if it.iso3 in known]


def _industries(text: str, table: Table) -> list[str]:
    if text in table.industry_codes:
        return [text]
    if text == MANUFACTURING:
        return list(_or_none(lambda _: manufactures(table), text) or ())
    chain = _or_none(find_chain, text)
    return [] if chain is None else _of_chain(chain, table.industry_codes)


def _of_chain(chain: Chain, known: Sequence[str]) -> list[str]:
    """Return the industries that hold a chain: by ISIC division, else of WIOD, else of the ETD."""
    by_division = [code for code in known if _divisions(code) & set(chain.isic4)]
    wider = [[code] for code in (chain.wiod35, chain.etd12) if code in known]
    return by_division or (wider[0] if wider else [])


def _divisions(code: str) -> set[str]:
    """Return the divisions of ISIC that a code such as "C13T15" or "A01_02" holds."""
    read = _ISIC.fullmatch(code)
    if read is None:
        return set()
    section, first, last, others = read.groups()
    numbers = range(int(first), int(last or first) + 1)
    further = [it for it in (others or "").split("_") if it]
    return {f"{section}{number:02d}" for number in numbers} | {section + it for it in further}


def _or_none(look: Callable[[str], T], text: str) -> T | None:
    try:
        return look(text)
    except (UnknownCode, AmbiguousName):
        return None


def _not_here(text: str, at_work: bool, known: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with a text and what may have been meant."""
    near = difflib.get_close_matches(text.casefold(), [it.casefold() for it in known], n=3)
    spelled: Mapping[str, str] = {it.casefold(): it for it in known}
    guesses = [spelled[it] for it in near]
    for look in (find_country, find_region) if at_work else (find_chain,):
        try:
            look(text)
        except UnknownCode as error:
            guesses += error.suggestions
        except AmbiguousName as error:
            guesses += error.matches
        else:
            return "is known, but the table does not show it.", f"It has: {_few(known)}."
    if guesses:
        return "is not known.", f"Did you mean: {', '.join(dict.fromkeys(guesses))}?"
    return "is not known.", f"The table has: {_few(known)}."


def _few(codes: Sequence[str], most: int = 12) -> str:
    return ", ".join(codes[:most]) + (" …" if len(codes) > most else "")
