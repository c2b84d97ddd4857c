"""Asian Development Bank multiregional tables: a workbook a year, 62 to 74 economies and the rest.

Of the tables with Viet Nam, Bangladesh and Cambodia, this is the one that anyone may fetch.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from decentwork.accounts.tables import Table
from decentwork.classifications.countries import REST_OF_WORLD, find_country
from decentwork.estimates.errors import AmbiguousName, InvalidInput, Problem, UnknownCode
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.published_table import PublishedTable
from decentwork.sources.table_sheet import SheetLayout, SheetTable, legend, read_sheet

LAYOUT = SheetLayout(
    publisher="ADB MRIO",
    industries=tuple(f"c{number}" for number in range(1, 36)),
    uses=tuple(f"F{number}" for number in range(1, 6)),
    sums=frozenset(("r60", "ToT", "TOT", "TOTAL")),
    inputs=frozenset(("r99", "r61", "r62", "r63", "r64", "r65", "trs")),
    output="r69",
)
"""`r60` purchases in all, `r99` taxes, `r61` cif/fob, `r62` and `r63` purchases abroad and of
non-residents, `r64` value added, `trs` transport margins, `r69` output."""

OTHER_CODES = {
    "BAN": "BGD", "BHU": "BTN", "BRU": "BRN", "CAM": "KHM", "DEN": "DNK", "FIJ": "FJI",
    "GER": "DEU", "INO": "IDN", "IRE": "IRL", "KUW": "KWT", "MAL": "MYS", "MLD": "MDV",
    "MON": "MNG", "NEP": "NPL", "NET": "NLD", "PHI": "PHL", "POR": "PRT", "PRC": "CHN",
    "ROM": "ROU", "SIN": "SGP", "SPA": "ESP", "SRI": "LKA", "SWI": "CHE", "TAP": "TWN",
    "UAE": "ARE", "UKG": "GBR", "VIE": "VNM",
}  # fmt: skip
"""The bank's codes that differ from ISO alpha-3."""

SAME_CODES = frozenset(
    "ARG ARM AUS AUT BEL BGR BRA CAN COL CYP CZE ECU EGY EST FIN FRA GEO GRC HKG HRV HUN IND ITA "
    "JPN KAZ KGZ KOR LAO LTU LUX LVA MEX MLT NOR NZL PAK POL ROW RUS SAU SVK SVN SWE THA TUR "
    "USA".split()
)
"""The bank's codes that are ISO alpha-3. Those of neither list are looked up in the legend: "DEN"
must not be taken for what is nobody's code only because it has three letters."""


def read_adb_mrio(path: Path, year: int) -> PublishedTable:
    """Return the table of a workbook: places in ISO alpha-3 or ROW, industries c1 to c35.

    Raises
    ------
    DamagedFile
        The file is no workbook, or has no row of codes.
    InvalidInput
        Codes or cells break the layout, regions are unknown, the unit is not stated.

    References
    ----------
    Asian Development Bank, Multiregional Input-Output Tables; country codes: K. A. L. S. Reyes,
    mrio: ADB MRIO Tools.
    """
    sheet = read_sheet(path, LAYOUT)
    codes = list(dict.fromkeys(region for region, _ in sheet.rows))
    problems: list[Problem] = []
    places = _places(codes, legend(path), problems)
    unit = _unit(sheet.preamble, problems)
    problems += _check_count(sheet.preamble, len(codes))
    if problems:
        raise InvalidInput(path.name, problems)
    constant = "_constant" if "constant" in unit else ""
    name = f"adb_mrio{len(codes) - (REST_OF_WORLD in places.values())}{constant}_{year}"
    table = labelled(sheet, places, name, year, unit, _provenance(year, sheet.preamble))
    return PublishedTable(
        table=table,
        primary_inputs=sheet.inputs,
        mapped={code: place for code, place in places.items() if code != place},
        accounts={},
    )


def labelled(
    sheet: SheetTable,
    places: Mapping[str, str],
    name: str,
    year: int,
    unit: str,
    provenance: Provenance,
) -> Table:
    """Return the table of a sheet with our codes of its regions."""
    return Table(
        name=name,
        year=year,
        unit=unit,
        places=tuple(places[region] for region, _ in sheet.rows),
        industries=tuple(code for _, code in sheet.rows),
        markets=tuple(places[region] for region, _ in sheet.columns),
        categories=tuple(code for _, code in sheet.columns),
        transactions=sheet.flows,
        final_demand=sheet.demand,
        output=sheet.output,
        provenance=provenance,
    )


def _places(codes: list[str], names: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """Return our code of each region: from the lists above, else by its name in the legend."""
    places = {}
    for code in codes:
        upper = code.upper()
        known = OTHER_CODES.get(upper) or (upper if upper in SAME_CODES else None)
        places[code] = known or _named(code, names.get(code, ""), problems)
    taken = list(places.values())
    twice = {code: place for code, place in places.items() if place and taken.count(place) > 1}
    problems += [Problem(f"region {code}", f"{it} is there twice.") for code, it in twice.items()]
    return places


def _named(code: str, name: str, problems: list[Problem]) -> str:
    try:
        return find_country(name).iso3
    except (UnknownCode, AmbiguousName):
        named = f" The legend calls it {name!r}." if name else " No legend names it."
        problems.append(Problem(f"region {code!r}", f"the code is not known.{named}"))
        return ""


def _unit(preamble: str, problems: list[Problem]) -> str:
    if not re.search(r"millions? of\s+(US\s?\$|USD|US dollars)", preamble, re.IGNORECASE):
        what = "the text above the table does not say millions of US dollars."
        problems.append(Problem("unit", what, "It is no table of ADB MRIO as published."))
    constant = re.search(r"constant\s+((?:19|20)\d\d)?", preamble, re.IGNORECASE)
    if constant is None:
        return "million USD"
    return f"million USD at constant {constant[1] or ''} prices".replace("  ", " ")


def _check_count(preamble: str, found: int) -> list[Problem]:
    """Return a problem where the title tells another number of economies than there are."""
    told = re.search(r"(\d+)[ -]econom", preamble)
    if told is None or abs(int(told[1]) - found) <= 1:  # some count the rest of the world
        return []
    return [Problem("regions", f"the title tells {told[1]} economies, the table has {found}.")]


def _provenance(year: int, preamble: str) -> Provenance:
    origin = Origin(
        publisher="Asian Development Bank",
        title=f"Multiregional Input-Output Table {year}",
        licence="ADB terms of use (attribution)",
        citation="Asian Development Bank, Multiregional Input-Output Tables",
        edition=str(year),
    )
    return Provenance(origins=(origin,), steps=(f"read from a sheet: {_title(preamble)}",))


def _title(preamble: str) -> str:
    return " / ".join(preamble.splitlines()[:3])
