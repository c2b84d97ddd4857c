"""Tables of submissions from CSV: the zip of ODK Central, or its files unpacked; Kobo's CSV."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.odk_packed import packed_names
from decentwork.sources.odk_tables import Sheet
from decentwork.sources.rows import FETCH_AGAIN

OUR_MARK = "_decentwork"  # a column of our own exports, whose cells are neutralised
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "'")


def read_csv_files(paths: Mapping[str, Path]) -> list[Sheet]:
    """Return the tables of CSV files that lie in one folder, by what problems call each file."""
    return [_sheet(path.read_bytes(), where, path.stem) for where, path in paths.items()]


def read_csv_zip(path: Path, where: str) -> list[Sheet]:
    """Return the tables in a zip of ODK Central; other files in it (photos) are passed over.

    `where` is what problems call the file.

    Raises
    ------
    DamagedFile
        The zip is cut short, encrypted, or unpacks to more than a survey can be.
    InvalidInput
        A table has rows that do not fit its header; tells all of them.
    """
    listed = [PurePosixPath(name) for name in packed_names(path, where)]
    tables = [it for it in listed if it.suffix == ".csv" and "__MACOSX" not in it.parts]
    with zipfile.ZipFile(path) as packed:
        return [_sheet(packed.read(str(it)), f"{where}, {it.name}", it.stem) for it in tables]


def _sheet(content: bytes, where: str, name: str) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as “CSV UTF-8”, or export it again without opening it in a spreadsheet."
        raise DamagedFile(where, f"Byte {error.start} is not UTF-8 text.", hint) from error
    if "\0" in text:
        raise DamagedFile(where, "The file is no text.", FETCH_AGAIN)
    header, _, _ = text.partition("\n")
    separator = ";" if header.count(";") > header.count(",") else ","  # Kobo writes semicolons
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        listed = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise DamagedFile(where, f"Line {reader.line_num}: {error}.", FETCH_AGAIN) from error
    columns = tuple(cell.strip() for cell in listed[0][1]) if listed else ()
    rows = [(number, cells) for number, (_, cells) in enumerate(listed[1:], 2) if any(cells)]
    _check_shape(where, columns, rows)
    is_ours = OUR_MARK in columns
    return Sheet(
        where=where,
        name=name,
        columns=columns,
        rows=tuple(
            (row, dict(zip(columns, (_plain(it, is_ours) for it in cells), strict=True)))
            for row, cells in rows
        ),
    )


def _check_shape(
    where: str, columns: tuple[str, ...], rows: Sequence[tuple[int, list[str]]]
) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    problems = [
        Problem(f"{where}, header", f"column {name!r} is there twice.", "Delete one of them.")
        for name in twice
    ]
    problems += [
        Problem(
            f"{where}, row {row}",
            f"has {len(cells)} cells where the header has {len(columns)}.",
            "A separator inside a cell needs quotes.",
        )
        for row, cells in rows
        if len(cells) != len(columns)
    ]
    if problems:
        raise InvalidInput(where, problems)


def _plain(cell: str, is_ours: bool) -> str:
    """Return a cell as it was answered: our own exports put an apostrophe before formula signs."""
    cell = cell.strip()
    marked = is_ours and cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS)
    return cell[1:] if marked else cell
