"""Tables of submissions from a workbook: Kobo's XLSX, one sheet a form and one a repeat."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.collected import as_text
from decentwork.sources.odk_packed import packed_names
from decentwork.sources.odk_tables import Sheet
from decentwork.sources.rows import FETCH_AGAIN

OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"  # how an encrypted workbook begins, and one of the old .xls
_MACROS = "xl/vbaProject.bin"
# What openpyxl lets through of a workbook whose parts do not fit each other.
_NO_WORKBOOK = (
    AttributeError,
    IndexError,
    KeyError,
    SyntaxError,
    TypeError,
    ValueError,
)


@contextmanager
def opened_workbook(path: Path, where: str, *, values: bool = False) -> Iterator[Any]:
    """Open a workbook row by row: its formulas, or with `values` what they last came to.

    `where` is what problems call the file.

    Raises
    ------
    DamagedFile
        The workbook is damaged, protected by a password, old (.xls) or has macros.
    """
    # Long lists are mostly CSV, and need the room that it takes.
    import openpyxl  # type: ignore[import-untyped] # it ships no types
    from openpyxl.utils.exceptions import (  # type: ignore[import-untyped] # it ships no types
        InvalidFileException,
    )

    with path.open("rb") as opened:
        if opened.read(4) == OLD_OR_ENCRYPTED:
            hint = "Save it as .xlsx without a password."
            raise DamagedFile(where, "It has a password, or is an old .xls.", hint)
    if _MACROS in packed_names(path, where):
        raise DamagedFile(where, "It contains macros.", "Save it as .xlsx, which has none.")
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=values)) as book:
            yield book
    except (*_NO_WORKBOOK, InvalidFileException) as error:
        raise DamagedFile(where, "It is no workbook, or a damaged one.", FETCH_AGAIN) from error


def read_workbook(path: Path, where: str) -> list[Sheet]:
    """Return the sheets of a workbook as text; empty rows and sheets are passed over.

    `where` is what problems call the file.

    Raises
    ------
    DamagedFile
        As `opened_workbook`.
    InvalidInput
        Cells that are formulas, or columns that are there twice; tells all of them.
    """
    problems: list[Problem] = []
    with opened_workbook(path, where) as book:
        sheets = [
            _sheet(sheet.title, sheet.iter_rows(), where, problems) for sheet in book.worksheets
        ]
    if problems:
        raise InvalidInput(where, problems)
    return [sheet for sheet in sheets if sheet.columns]


def _sheet(title: str, rows: Iterator[Any], filename: str, problems: list[Problem]) -> Sheet:
    where = f"{filename}, sheet {title}"
    columns = tuple(as_text(cell.value) for cell in next(iter(rows), ()))
    while columns and not columns[-1]:
        columns = columns[:-1]
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        what = f"column {name!r} is there twice."
        problems.append(Problem(f"{where}, header", what, "Delete one of them."))
    read = []
    for number, cells in enumerate(rows, start=2):
        for cell in cells:
            if cell.data_type == "f":
                what = f"cell {cell.coordinate} is a formula."
                problems.append(Problem(f"{where}, row {number}", what, "Paste it as a value."))
        texts = [as_text(cell.value) for cell in cells[: len(columns)]]
        if any(texts):
            texts += [""] * (len(columns) - len(texts))
            read.append((number, dict(zip(columns, texts, strict=True))))
    return Sheet(where=where, name=title, columns=columns, rows=tuple(read))
