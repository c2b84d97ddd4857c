"""The files of GLORIA: matrices without labels in archives, and the workbook that labels them."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from decentwork.accounts.tables import Matrix
from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.odk_workbook import opened_workbook

BASIC_PRICES = "Markup001(full)"
AS_PUBLISHED = "Keep the files as published: the year, its satellite accounts and the ReadMe."
_FILE = re.compile(
    r"_(?P<what>T|Y|V|TQ)-Results_(?P<year>\d{4})_0?(?P<edition>\w+?)_" + re.escape(BASIC_PRICES)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of all rows and columns: of regions, sectors, uses, inputs and satellites."""

    regions: list[str]
    sectors: list[str]
    uses: list[str]
    inputs: list[str]
    satellites: list[tuple[str, str, str]]  # heading, row, unit

    def rows_of(self, kind: int) -> list[int]:
        """Return the numbers of the industries (kind 0) or the products (kind 1), in order."""
        size = len(self.sectors)
        starts = [(2 * region + kind) * size for region in range(len(self.regions))]
        return [start + sector for start in starts for sector in range(size)]


def is_gloria(path: Path) -> bool:
    """Say whether an archive or folder holds the matrices of one year."""
    return bool(_holding(path, "T"))


def gloria_years(path: Path) -> list[int]:
    """Return the year that the names of the matrices tell."""
    return sorted({int(found["year"]) for found in map(_FILE.search, _names(path)) if found})


def edition_of(path: Path) -> str:
    """Return the edition that the names of the matrices tell: "59"."""
    return next(found["edition"] for found in map(_FILE.search, _names(path)) if found)


def readme_of(path: Path, edition: str) -> Path:
    """Return the workbook of labels beside a year, the last corrected one; InvalidInput if none."""
    pattern = f"GLORIA_ReadMe_*{edition}*.xlsx"
    found = sorted(path.resolve().parent.glob(pattern))  # 059a corrects 059
    if not found:
        problem = Problem(pattern, "does not lie beside it.", AS_PUBLISHED)
        raise InvalidInput(path.name, [problem])
    return found[-1]


def satellites_of(path: Path, edition: str, year: int) -> Path | None:
    """Return the satellite accounts that lie beside a year."""
    beside = path.resolve().parent.glob(f"GLORIA_SatelliteAccounts_*{edition}_{year}*")
    return next((it for it in sorted(beside) if _holding(it, "TQ")), None)


def gloria_tables(folder: Path) -> list[Path]:
    """Return the archives and folders in a folder that hold the matrices of one year each."""
    return sorted(it for it in folder.iterdir() if is_gloria(it))


def read_labels(readme: Path) -> Labels:
    """Return the labels of a workbook; InvalidInput tells every sheet and column it lacks."""
    with opened_workbook(readme, str(readme), values=True) as book:
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    problems: list[Problem] = []

    def column(sheet: str, header: str) -> list[str]:
        rows = sheets.get(sheet) or [()]
        if header not in rows[0]:
            problems.append(Problem(f"sheet {sheet!r}", f"column {header!r} is missing."))
            return []
        at = rows[0].index(header)
        return [str(row[at]).strip() for row in rows[1:] if row[at] is not None]

    added = "Value added and final demand"
    names = ("Sat_head_indicator", "Sat_indicator", "Sat_unit")
    satellites = [column("Satellites", name) for name in names]
    if len({len(it) for it in satellites}) > 1:
        problems.append(Problem("sheet 'Satellites'", "a row lacks its heading, name or unit."))
    labels = Labels(
        regions=column("Regions", "Region_acronyms"),
        sectors=column("Sectors", "Sector_names"),
        uses=column(added, "Final_demand_names"),
        inputs=column(added, "Value_added_names"),
        satellites=[] if problems else list(zip(*satellites, strict=True)),
    )
    if problems:
        raise InvalidInput(readme.name, problems)
    return labels


def _names(path: Path) -> list[str]:
    if path.is_dir():
        return [it.name for it in path.iterdir()]
    if path.suffix.lower() != ".zip":
        return []
    try:
        with zipfile.ZipFile(path) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, OSError):
        return []


def _holding(path: Path, what: str) -> list[str]:
    return [it for it in _names(path) if (found := _FILE.search(it)) and found["what"] == what]


@contextmanager
def opened_matrix(path: Path, what: str) -> Iterator[TextIO]:
    """Give a matrix of an archive or folder as lines of text."""
    named = _holding(path, what)
    if len(named) != 1:
        told = "is missing." if not named else "is there more than once."
        raise InvalidInput(
            path.name, [Problem(f"{what}-Results at basic prices", told, AS_PUBLISHED)]
        )
    try:
        if path.is_dir():
            with (path / named[0]).open(encoding="ascii") as opened:
                yield opened
            return
        with zipfile.ZipFile(path) as packed, packed.open(named[0]) as raw:
            yield io.TextIOWrapper(raw, "ascii")
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        reason = f"{Path(named[0]).name} cannot be read ({error})."
        raise DamagedFile(str(path), reason, "Fetch it again.") from error


def next_rows(
    opened: Iterable[str], rows: int, width: int, columns: Sequence[int] | None = None
) -> Matrix:
    """Return the next rows of a matrix, of all columns or some; ValueError if they are others."""
    lines = list(islice(opened, rows))
    widths = {line.count(",") + 1 for line in lines}
    if len(lines) != rows or widths - {width}:
        told = f"{len(lines)} rows of {', '.join(map(str, sorted(widths)))} columns"
        raise ValueError(f"{told} where the ReadMe has labels for {rows} of {width}")
    return np.loadtxt(lines, delimiter=",", usecols=columns, ndmin=2)


def check_end(opened: Iterable[str]) -> None:
    """Raise ValueError if a matrix has more rows than were read."""
    if next(iter(opened), "").strip():
        raise ValueError("it has more rows than the ReadMe has labels")
