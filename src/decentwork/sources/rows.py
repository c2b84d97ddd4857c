"""Rows of a delimited text file, with all that is wrong in it told at once."""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from decentwork.classifications.countries import country
from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownCode

Value = TypeVar("Value")

FETCH_AGAIN = "Fetch the file again from its publisher, or from where it was copied."


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it ends on, and its cells by column, stripped of blanks."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def where(self) -> str:
        """Where the row is, as a problem names it."""
        return f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Checks:
    """The problems found so far while the cells of one file are read.

    A method that cannot read a cell notes the problem and returns None, so that the rest of the
    file is still looked at; `refuse` ends the reading when there was any.
    """

    subject: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, where: str, what: str, hint: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(where, what, hint))

    def refuse(self) -> None:
        """Raise `InvalidInput` with every problem noted, if any."""
        if self.problems:
            raise InvalidInput(self.subject, self.problems)

    def day(self, row: Row, column: str) -> date | None:
        """Return an ISO date; None when empty or, with a problem noted, when it is no date."""
        text = row[column]
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.note(row.where, f"{column} {text!r} is not a date.", "Write it as YYYY-MM-DD.")
            return None

    def whole(self, row: Row, column: str) -> int | None:
        """Return a whole number ("2003" or "2003.0"); None as in `day`."""
        text = row[column].removesuffix(".0")
        if not text:
            return None
        if not text.isdecimal():
            self.note(row.where, f"{column} {row[column]!r} is not a whole number.")
            return None
        return int(text)

    def place(self, row: Row, column: str = "iso3", former: Sequence[str] = ()) -> str:
        """Return an ISO alpha-3 code, noting a problem when no country has it.

        `former` are codes of countries that are no more and may stand in the file.
        """
        code = row[column]
        if code in former:
            return code
        try:
            country(code)
        except UnknownCode as error:
            close = ", ".join(error.suggestions)
            hint = f"Did you mean: {close}?" if close else "Write the ISO alpha-3 code."
            self.note(row.where, f"{column} {code!r} is not a country.", hint)
        return code

    def one_of(self, row: Row, column: str, allowed: Sequence[str]) -> str:
        """Return the cell, noting a problem when it is not in the closed list."""
        if row[column] not in allowed:
            hint = f"Write one of: {', '.join(allowed)}."
            self.note(row.where, f"{column} {row[column]!r} is not in the list.", hint)
        return row[column]

    def given(self, row: Row, column: str) -> str:
        """Return the cell, noting a problem when it is empty."""
        if not row[column]:
            self.note(row.where, f"{column} is empty.")
        return row[column]


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, gzipped or not; DamagedFile when it cannot be read whole."""
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DamagedFile(path.name, "The file is cut short or damaged.", FETCH_AGAIN) from error
    except UnicodeDecodeError as error:
        hint = "Save it as CSV in UTF-8."
        raise DamagedFile(path.name, f"Byte {error.start} is not UTF-8 text.", hint) from error


def read_rows(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Return these columns of a comma-separated file that has a header line.

    Each of `columns` must be there; one of `optional` that is not reads as empty, and others are
    passed over. A missing column, a row with too few or too many cells and an empty file raise
    `InvalidInput` with every such problem.
    """
    reader = csv.reader(io.StringIO(read_text(path)))
    header = [name.strip() for name in next(reader, [])]
    checks = Checks(path.name)
    for name in columns:
        if name not in header:
            checks.note("header", f"column {name!r} is missing.", f"Found: {', '.join(header)}.")
    checks.refuse()
    absent = dict.fromkeys(optional, "")
    places = [(name, header.index(name)) for name in (*columns, *optional) if name in header]
    rows = []
    for cells in reader:
        if len(cells) == len(header):
            read = {name: cells[place].strip() for name, place in places}
            rows.append(Row(reader.line_num, {**absent, **read}))
        elif any(cells):
            what = f"has {len(cells)} cells where the header has {len(header)}."
            checks.note(f"line {reader.line_num}", what, "A comma inside a cell needs quotes.")
    if not rows and not checks.problems:
        checks.note("rows", "there are none.", FETCH_AGAIN)
    checks.refuse()
    return rows


def read_each(
    path: Path,
    columns: Sequence[str],
    read: Callable[[Row, Checks], Value],
    optional: Sequence[str] = (),
) -> list[Value]:
    """Return what `read` makes of each row; `InvalidInput` with all problems that it noted."""
    checks = Checks(path.name)
    values = [read(row, checks) for row in read_rows(path, columns, optional)]
    checks.refuse()
    return values
