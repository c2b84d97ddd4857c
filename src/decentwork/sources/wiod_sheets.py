"""World Input-Output Database as its publisher gives it out: a workbook a year, 2013 and 2016."""

from pathlib import Path

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.adb_mrio import labelled
from decentwork.sources.published_table import PublishedTable
from decentwork.sources.table_sheet import SheetLayout, read_sheet

RELEASE_2013 = SheetLayout(
    publisher="WIOD 2013",
    industries=tuple(f"c{number}" for number in range(1, 36)),
    uses=("c37", "c38", "c39", "c41", "c42"),
    sums=frozenset(("r60", "TOT", "Total", "TOTAL", "c67")),
    inputs=frozenset(("r99", "r61", "r62", "r63", "r64", "r65")),
    output="r69",
)
RELEASE_2016 = SheetLayout(
    publisher="WIOD 2016",
    industries=tuple(
        "A01 A02 A03 B C10-C12 C13-C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 "
        "C30 C31_C32 C33 D35 E36 E37-E39 F G45 G46 G47 H49 H50 H51 H52 H53 I J58 J59_J60 J61 "
        "J62_J63 K64 K65 K66 L68 M69_M70 M71 M72 M73 M74_M75 N O84 P85 Q R_S T U".split()
    ),
    uses=("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"),
    sums=frozenset(("II_fob", "TOT", "Total", "TOTAL")),
    inputs=frozenset(("TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM")),
    output="GO",
)
CITATIONS = {
    "2013": "Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), An Illustrated User Guide to "
    "the World Input-Output Database, Review of International Economics 23: 575-605",
    "2016": "Timmer, Los, Stehrer, de Vries (2016), An Anatomy of the Global Trade Slowdown based "
    "on the WIOD 2016 Release, GGDC research memorandum 162",
}
RENAMED = {"ROM": "ROU"}  # the code of Romania before 2002, kept by the 2013 release


def read_wiod_2013(path: Path, year: int) -> PublishedTable:
    """Return a table of 40 countries and the rest, 35 industries c1 to c35 of ISIC Rev.3.

    Raises
    ------
    DamagedFile, InvalidInput
        As `read_sheet`.
    """
    return _read(path, year, "2013", RELEASE_2013)


def read_wiod_2016(path: Path, year: int) -> PublishedTable:
    """Return a table of 43 countries and the rest, 56 industries of ISIC Rev.4.

    The publisher's .xlsb is read as it is, and so is a copy saved as .xlsx.

    Raises
    ------
    DamagedFile, InvalidInput
        As `read_sheet`.
    """
    return _read(path, year, "2016", RELEASE_2016)


def _read(path: Path, year: int, release: str, layout: SheetLayout) -> PublishedTable:
    sheet = read_sheet(path, layout)
    if "previous year" in sheet.preamble.lower():
        what = "the table is at prices of the year before."
        raise InvalidInput(path.name, [Problem("prices", what, "Take the one at current prices.")])
    codes = dict.fromkeys(region for region, _ in sheet.rows)
    places = {code: RENAMED.get(code.upper(), code.upper()) for code in codes}
    origin = Origin(
        publisher="World Input-Output Database (WIOD)",
        title=f"World Input-Output Table {year}, {release} release",
        licence="CC BY 4.0",
        citation=CITATIONS[release],
        edition=f"{release} release",
    )
    provenance = Provenance(origins=(origin,), steps=(f"read from a sheet of WIOD {release}",))
    name = f"wiod{release}_{year}" if release == "2016" else f"wiod{release}_published_{year}"
    return PublishedTable(
        table=labelled(sheet, places, name, year, "million USD", provenance),
        primary_inputs=sheet.inputs,
        mapped={code: place for code, place in places.items() if code != place},
        accounts={},
    )
