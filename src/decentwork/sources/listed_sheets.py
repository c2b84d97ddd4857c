"""Rows of a workbook's sheet as text; a formula is what its spreadsheet last made of it."""

import re
import zipfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from decentwork.sources.collected import as_text
from decentwork.sources.listed_texts import Progress
from decentwork.sources.odk_workbook import opened_workbook

Cells = tuple[int, list[str]]
"""The line a row ends on, from 1, and its cells."""

_BLOCK = 1 << 20  # bytes
_TOLD_EVERY = 1000  # rows
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook, whatever its name says."""
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def first_rows(path: Path, number: int) -> dict[str, list[Cells]]:
    """Return the first rows of each sheet of a workbook; errors as `opened_workbook`."""
    with opened_workbook(path, path.name, values=True) as book:
        return {
            sheet.title: [
                (line, [as_text(cell.value) for cell in cells])
                for line, cells in enumerate(islice(_rows(sheet)[0], number), start=1)
            ]
            for sheet in book.worksheets
        }


def sheet_rows(
    path: Path,
    sheet: str,
    *,
    places: Collection[int],
    below: int,
    without_value: list[str],
    with_value: list[str],
    tell: Progress = lambda done, total: None,
) -> Iterator[Cells]:
    """Yield the rows of a sheet below a line; errors as `opened_workbook`.

    Formulas in the columns at `places` are added by cell to `with_value` where the file holds what
    they last came to, else to `without_value`: a program wrote them, no spreadsheet opened them.
    """
    size = path.stat().st_size
    has_formulas = _has_formulas(path)
    with ExitStack() as opened:
        book = opened.enter_context(opened_workbook(path, path.name, values=True))
        rows, expected = _rows(book[sheet])
        formulas: Iterator[Any] = repeat(())
        if has_formulas:
            written = opened.enter_context(opened_workbook(path, path.name))
            formulas, _ = _rows(written[sheet])
        for number, (cells, asked) in enumerate(zip(rows, formulas, strict=False), start=1):
            for place, cell in enumerate(asked):
                if number > below and place in places and cell.data_type == "f":
                    has_value = place < len(cells) and cells[place].value is not None
                    (with_value if has_value else without_value).append(cell.coordinate)
            if number > below:
                yield number, [as_text(cell.value) for cell in cells]
            if not number % _TOLD_EVERY:
                tell(min(size, size * number // max(expected, number)), size)
    tell(size, size)


def _rows(sheet: Any) -> tuple[Iterator[Any], int]:  # noqa: ANN401 - openpyxl ships no types
    expected = sheet.max_row or 0
    sheet.reset_dimensions()  # some programs write a size that is not the sheet's
    return sheet.iter_rows(), expected


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            with packed.open(name) as part:
                end = b""
                while block := part.read(_BLOCK):
                    if _FORMULA.search(end + block):
                        return True
                    end = block[-20:]
    return False
