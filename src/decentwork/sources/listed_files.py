"""Files of lists: where the table in them begins, its rows, and how it is written."""

import csv
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.listed_columns import Headings, guessed_columns, headings_of, separator
from decentwork.sources.listed_mentions import where
from decentwork.sources.listed_sheets import Cells, first_rows, is_workbook, sheet_rows
from decentwork.sources.listed_texts import (
    TOLD,
    Progress,
    Writing,
    encoding_name,
    text_lines,
    writing,
)
from decentwork.sources.rows import FETCH_AGAIN

_FIRST_ROWS = 200  # rows in which the header and the separator are looked for
_SEPARATORS = (",", ";", "\t", "|")
_NEVER = "\x1f"  # separates nothing: a list of one column
_AT_ENDS = "".join((*_SEPARATORS, " "))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """A file with the list in it found: `written` None for a workbook, which has no `separator`.

    `has_titles` says whether anything stands above the header.
    """

    path: Path
    headings: Headings
    written: Writing | None
    separator: str
    has_titles: bool


def list_file(path: Path, sheet: str = "", wanted: Collection[str] = ()) -> ListFile:
    """Return the list in a file, its header the row that names most of those `wanted`.

    Raises
    ------
    DamagedFile
        The file is no table, or cannot be read.
    InvalidInput
        It has no such sheet, or no rows.
    """
    if is_workbook(path):
        found = _in_workbook(path, sheet, wanted)
    elif sheet:
        problem = Problem("sheet", "a text file has none.", "Leave the name of the sheet out.")
        raise InvalidInput(path.name, [problem])
    else:
        found = _in_text(path, wanted)
    if not found.headings.names:
        raise InvalidInput(path.name, [Problem("rows", "there are none.", FETCH_AGAIN)])
    return found


def list_rows(
    found: ListFile, places: Collection[int], formulas: list[str], tell: Progress
) -> Iterator[Cells]:
    """Yield the rows below the header; formulas in the columns at `places` are added by cell.

    Raises
    ------
    DamagedFile
        The file turns out to be no table.
    InvalidInput
        At the end, when formulas hold no value: tells all of them.
    """
    begun = found.headings
    if found.written:
        lines = text_lines(found.path, found.written, tell)
        rows = _split(found.path, lines, found.separator)
        yield from (row for row in rows if row[0] > begun.header_line)
        return
    empty: list[str] = []
    yield from sheet_rows(
        found.path,
        begun.sheet,
        places=places,
        below=begun.header_line,
        without_value=empty,
        with_value=formulas,
        tell=tell,
    )
    if empty:
        raise InvalidInput(found.path.name, _without_values(begun.sheet, empty))


def notes_on(found: ListFile, formulas: Sequence[str]) -> list[Problem]:
    """Return notes on how the file is written."""
    notes = _of_writing(found.written) if found.written else []
    begun = found.headings
    if found.has_titles:
        what = "what stands above the header was passed over."
        notes.append(Problem(f"lines before {begun.header_line}", what))
    if not begun.header_line:
        what = "no header was found; columns are called by their number."
        notes.append(Problem("header", what, "If the first row is one, name the columns."))
    if others := [name for name in begun.sheets if name != begun.sheet]:
        what = f"{begun.sheet} was read, other sheets were not: {', '.join(others)}."
        notes.append(Problem("sheets", what, "Read each by its name."))
    if formulas:
        what = f"{len(formulas)} cells are formulas; what they last came to was taken."
        notes.append(Problem(f"sheet {begun.sheet}", what, f"First: {formulas[0]}."))
    return notes


def _in_workbook(path: Path, sheet: str, wanted: Collection[str]) -> ListFile:
    first = first_rows(path, _FIRST_ROWS)
    if sheet and sheet not in first:
        close = ", ".join(get_close_matches(sheet, first) or first)
        what = f"there is no sheet {sheet!r}."
        raise InvalidInput(path.name, [Problem("sheet", what, f"Is it one of: {close}?")])
    looked_at = {
        name: headings_of(rows, wanted, filename=path.name, sheet=name, sheets=tuple(first))
        for name, rows in first.items()
        if name == sheet or not sheet
    }
    best = max(looked_at.values(), key=_tells)
    return ListFile(
        path=path,
        headings=best,
        written=None,
        separator="",
        has_titles=_has_titles(first[best.sheet], best.header_line),
    )


def _tells(headings: Headings) -> tuple[bool, int, bool]:
    """Return how much a sheet tells of enterprises, to be compared with the others."""
    return bool(headings.examples), len(guessed_columns(headings)), len(headings.names) > 1


def _in_text(path: Path, wanted: Collection[str]) -> ListFile:
    written = writing(path)
    with closing(text_lines(path, written)) as lines:
        first = list(islice(lines, _FIRST_ROWS))
    split = {it: list(_split(path, iter(first), it)) for it in _SEPARATORS}
    chosen = separator(first, split) or _NEVER
    rows = split.get(chosen) or list(_split(path, iter(first), chosen))
    begun = headings_of(rows, wanted, filename=path.name, encoding=written.name)
    return ListFile(
        path=path,
        headings=begun,
        written=written,
        separator=chosen,
        has_titles=_has_titles(rows, begun.header_line),
    )


def _has_titles(rows: list[Cells], header_line: int) -> bool:
    return any(line < header_line and any(cells) for line, cells in rows)


def _split(path: Path, lines: Iterator[str], separator: str) -> Iterator[Cells]:
    reader = csv.reader(lines, delimiter=separator)
    try:
        for cells in reader:
            if separator == _NEVER:
                cells = [cell.strip(_AT_ENDS) for cell in cells]
            yield reader.line_num, cells
    except csv.Error as error:
        reason = f"Line {reader.line_num}: {error}."
        hint = "Look for a quotation mark that is not closed, and save the file as CSV in UTF-8."
        raise DamagedFile(path.name, reason, hint) from error


def _of_writing(written: Writing) -> list[Problem]:
    if written.first == "utf-8" and not written.number_doubtful:
        return []
    codec = encoding_name(written.then if written.first == "utf-8" else written.first)
    hint = f"Does {written.example!r} read rightly? If not, save the file as CSV in UTF-8."
    if written.is_one:
        notes = [Problem("encoding", f"the file was taken for {codec}.", hint)]
    else:
        at = where(written.doubtful, written.number_doubtful)
        notes = [Problem(at, f"not UTF-8, as the rest is; taken for {codec}.", hint)]
    if written.first != "utf-8" and written.number_doubtful:
        at = where(written.doubtful, written.number_doubtful)
        notes.append(Problem(at, f"not {codec}; read as well as could be.", hint))
    return notes


def _without_values(sheet: str, cells: list[str]) -> list[Problem]:
    hint = "Open it in a spreadsheet and save it, or paste the cells as values."
    what = "is a formula, and the file does not hold what it comes to."
    told = [Problem(f"sheet {sheet}, cell {cell}", what, hint) for cell in cells[:TOLD]]
    rest = len(cells) - len(told)
    return [*told, Problem(f"{rest} more cells", what, hint)] if rest else told
