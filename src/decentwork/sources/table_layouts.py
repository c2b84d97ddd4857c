"""Which publisher made a table, and of which year: told by its content, checked by its name."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownFile
from decentwork.sources import (
    adb_mrio,
    emerging,
    figaro,
    gloria,
    gloria_files,
    mrio_systems,
    oecd_icio,
    wiod_sheets,
)
from decentwork.sources.binary_workbook import is_binary_workbook
from decentwork.sources.listed_sheets import is_workbook
from decentwork.sources.published_table import PublishedTable
from decentwork.sources.table_sheet import fits, sheet_head

KNOWN = (
    "Tables known: OECD ICIO and FIGARO (.csv), ADB MRIO and WIOD 2013 (.xlsx), WIOD 2016 (.xlsb, "
    ".xlsx), EMERGING (.mat), GLORIA, EXIOBASE 3, Eora26 and what pymrio saved (.zip or a folder), "
    "and the own tidy form (a folder with table.toml). Other data are added with: decentwork data "
    "add PATH."
)
HEAD_BYTES = 1 << 22
TEXTS = (".csv", ".gz", ".txt")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"wiot(\d\d)_", re.IGNORECASE)
_ICIO = re.compile(r"icio_?((?:19|20)\d\d)?[_-]?((?:19|20)\d\d)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A file in a known layout: whose it is, its year, and how to read it."""

    publisher: str
    year: int
    read: Callable[[], PublishedTable]


def recognise(path: Path, year: int | None = None) -> Recognised:
    """Return whose table a file is and of which year.

    `year` settles it where neither the file nor its name tells.

    Raises
    ------
    UnknownFile
        The file is in none of the layouts.
    InvalidInput
        Its year is not told, or file, name and `year` differ.
    """
    if is_whole(path):
        return _system(path, year)
    if not path.is_file():
        raise UnknownFile(str(path), "There is no such file.", KNOWN)
    if is_workbook(path) or is_binary_workbook(path):
        return _workbook(path, year)
    head = _first_line(path) if path.name.lower().endswith(TEXTS) else ""
    if emerging.is_matlab(path):
        of = _agreed(path, year, _years(path.name), [])
        return _sheet("EMERGING", of, emerging.read_emerging, path)
    if figaro.is_figaro(head):
        of = _agreed(path, year, _years(path.name), [])
        return _sheet("FIGARO", of, figaro.read_figaro, path)
    if oecd_icio.is_icio(head):
        return _icio(path, year)
    raise UnknownFile(str(path), "This is no table in a known layout.", KNOWN)


def is_whole(path: Path) -> bool:
    """Say whether a folder or archive is one table of many files."""
    return any(
        fits(path)
        for fits in (gloria_files.is_gloria, mrio_systems.is_eora, mrio_systems.is_system)
    )


def _system(path: Path, year: int | None) -> Recognised:
    if gloria_files.is_gloria(path):
        of = _agreed(path, year, [], gloria_files.gloria_years(path))
        return _sheet("GLORIA", of, gloria.read_gloria, path)
    of = _agreed(path, year, mrio_systems.system_years(path), [])
    if mrio_systems.is_eora(path):
        return Recognised(
            publisher="Eora26", year=of, read=lambda: mrio_systems.read_eora(path, of)
        )
    return Recognised(publisher="pymrio", year=of, read=lambda: mrio_systems.read_system(path, of))


def _icio(path: Path, year: int | None) -> Recognised:
    named = _ICIO.search(path.name)
    edition = named[1] or "" if named and named[2] else ""
    told = [int(named[2])] if named and named[2] else _years(path.name)
    of = _agreed(path, year, told, [])
    return Recognised(
        publisher="OECD ICIO",
        year=of,
        read=lambda: oecd_icio.read_icio(path, of, edition),
    )


def _workbook(path: Path, year: int | None) -> Recognised:
    head = sheet_head(path)
    above = " ".join(it for row in head[:6] for it in row[:4] if isinstance(it, str))
    told = _years(re.sub(r"constant\s+\d{4}", "", above))
    if fits(wiod_sheets.RELEASE_2016, head):
        of = _agreed(path, year, _years(path.name)[:1], [])
        return _sheet("WIOD 2016", of, wiod_sheets.read_wiod_2016, path)
    if not fits(adb_mrio.LAYOUT, head):
        raise UnknownFile(str(path), "This workbook is no table in a known layout.", KNOWN)
    if any("F1" in (str(it).strip() for it in row) for row in head):
        of = _agreed(path, year, _years(path.name)[:1], told[:1])
        return _sheet("ADB MRIO", of, adb_mrio.read_adb_mrio, path)
    short = _SHORT_YEAR.search(path.name)
    named = [_century(int(short[1]))] if short else _years(path.name)[:1]
    of = _agreed(path, year, named, told[:1])
    return _sheet("WIOD 2013", of, wiod_sheets.read_wiod_2013, path)


def _sheet(
    publisher: str, year: int, read: Callable[[Path, int], PublishedTable], path: Path
) -> Recognised:
    return Recognised(publisher=publisher, year=year, read=lambda: read(path, year))


def _century(short: int) -> int:
    return 1900 + short if short > 50 else 2000 + short


def _years(text: str) -> list[int]:
    return [int(found) for found in YEAR.findall(text.replace("_", " "))]


def _agreed(path: Path, asked: int | None, named: list[int], told: list[int]) -> int:
    """Return the year: as asked, as the file tells or as its name does; they must not differ."""
    inside, outside = next(iter(told), None), next(iter(named), None)
    if inside and outside and inside != outside and asked is None:
        what = f"the file tells {inside}, its name {outside}."
        raise InvalidInput(path.name, [Problem("year", what, "Say which it is with --year.")])
    year = asked or inside or outside
    if year is None:
        what = "neither the file nor its name tells it."
        raise InvalidInput(path.name, [Problem("year", what, "Say it with --year.")])
    if asked and inside and asked != inside:
        what = f"you say {asked}, the file {inside}."
        raise InvalidInput(path.name, [Problem("year", what, "Leave --year out.")])
    return year


def _first_line(path: Path) -> str:
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as opened:
            return opened.readline(HEAD_BYTES).decode("utf-8-sig", "replace")
    except (OSError, EOFError) as error:
        raise DamagedFile(
            str(path), f"It cannot be unpacked ({error}).", "Fetch it again."
        ) from error
