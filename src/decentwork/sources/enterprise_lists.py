"""Lists of enterprises as brands and registers publish them: one row a mention.

Headers, separators, encodings and title rows are found, and nothing is mended silently. A cell of
text that begins like a formula stays text and is never evaluated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.registers.enterprise_records import COLUMNS, PLACES, TEXTS, EnterpriseRecords
from decentwork.sources.data_folder import checksum
from decentwork.sources.listed_columns import Column, Headings
from decentwork.sources.listed_columns import guessed_columns as guessed_columns
from decentwork.sources.listed_files import ListFile, list_file, list_rows, notes_on
from decentwork.sources.listed_mentions import Doubts, Mentions, mentions, placed, where
from decentwork.sources.listed_texts import TOLD, Progress
from decentwork.sources.listed_values import iso_day
from decentwork.sources.rows import FETCH_AGAIN

FIELDS = ("id", *TEXTS, *PLACES, "listed_on")
"""What a column of a list can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseList:
    """A list that was read.

    `columns` field → its header, or the headers of an address in parts: a plain dict that JSON can
    hold, to be given when the source's next list is read. `notes` what was doubtful. `digest` the
    file's SHA-256. `given` the headers of columns that were left out.
    """

    records: EnterpriseRecords
    columns: Mapping[str, Column]
    notes: tuple[Problem, ...]
    digest: str
    given: tuple[str, ...]


def headings(path: Path, *, sheet: str = "") -> Headings:
    """Return how a list begins: its columns and first rows, so that a person can map them.

    Without `sheet`, that of a workbook whose header says most.

    Raises
    ------
    DamagedFile
        The file is no table, or cannot be read.
    InvalidInput
        The workbook has no such sheet, or the file has no rows.
    """
    return list_file(path, sheet).headings


def read_enterprise_list(
    path: Path,
    *,
    columns: Mapping[str, Column] | None = None,
    sheet: str = "",
    source: str = "",
    listed_on: str = "",
    ids: str = "",
    tell: Progress = lambda done, total: None,
) -> EnterpriseList:
    """Return the mentions of enterprises in a CSV file, packed with gzip or not, or a workbook.

    Parameters
    ----------
    path : Path
    columns : field -> header, optional
        Fields are `FIELDS`; an address may have several headers, which are joined with commas.
        Without it, what `guessed_columns` finds.
    sheet : of a workbook, optional; as `headings`
    source : what the list is called; the file's name if nothing is said
    listed_on : ISO date of the list, for rows that tell none
    ids : what stands before the line in the id of a mention, where no column has ids; the file's
        name without its ending if nothing is said
    tell : called now and then with the bytes of the file that are read, and all

    Raises
    ------
    DamagedFile
        The file is no table, or cannot be read.
    InvalidInput
        Columns that are not there, no column of names, ids that are empty or there twice, cells of
        a workbook that are formulas and hold no value, no rows. Tells every one.

    Notes
    -----
    What can be kept is kept, with a note: mentions without a name, countries that are not known,
    places that are on no map, lines in another encoding.
    """
    given = {field: header for field, header in (columns or {}).items() if header}
    wanted = {name for header in given.values() for name in _several(header)}
    found = list_file(path, sheet, wanted)
    mapped = given or guessed_columns(found.headings)
    _check(found.headings, mapped, listed_on)
    doubts = Doubts()
    formulas: list[str] = []
    read = _mentions(found, mapped, doubts, formulas, tell)
    if not len(read.lines):
        what = "there are none below the header."
        raise InvalidInput(path.name, [Problem("rows", what, FETCH_AGAIN)])
    read, notes = placed(read, doubts)
    records = _records(read, found, source=source or path.name, listed_on=listed_on, ids=ids)
    return EnterpriseList(
        records=records,
        columns=mapped,
        notes=(*notes_on(found, formulas), *notes, *doubts.notes()),
        digest=checksum(path),
        given=tuple(
            name
            for name in found.headings.names
            if not any(name in _several(header) for header in mapped.values())
        ),
    )


def _several(header: Column) -> tuple[str, ...]:
    return (header,) if isinstance(header, str) else tuple(header)


def _check(headings: Headings, mapped: Mapping[str, Column], listed_on: str) -> None:
    """Raise InvalidInput with all that is wrong with what was asked for."""
    problems = []
    for field, header in mapped.items():
        if field not in FIELDS:
            hint = f"Fields: {', '.join(FIELDS)}."
            problems.append(Problem("columns", f"{field!r} is no field.", hint))
        if len(_several(header)) > 1 and field != "address":
            what = f"{field} has several headers."
            problems.append(Problem("columns", what, "Only an address can be told in parts."))
        for name in _several(header):
            if name not in headings.names:
                close = get_close_matches(name, headings.names) or headings.names
                what = f"{field}: there is no column {name!r}."
                problems.append(Problem("header", what, f"Is it one of: {', '.join(close)}?"))
    if "name" not in mapped:
        hint = f"Say which column it is: {', '.join(headings.names)}."
        problems.append(Problem("header", "no column is plainly the name.", hint))
    if listed_on and iso_day(listed_on) != listed_on:
        what = f"{listed_on!r} is not a date."
        problems.append(Problem("listed_on", what, "Write it as YYYY-MM-DD."))
    if problems:
        raise InvalidInput(headings.filename, problems)


def _mentions(
    found: ListFile,
    mapped: Mapping[str, Column],
    doubts: Doubts,
    formulas: list[str],
    tell: Progress,
) -> Mentions:
    names = found.headings.names
    places = {
        field: tuple(names.index(name) for name in _several(header))
        for field, header in mapped.items()
    }
    used = {place for each in places.values() for place in each}
    rows = list_rows(found, used, formulas, tell)
    return mentions(
        rows,
        places,
        len(names),
        doubts,
        below=found.headings.header_line,
        are_ragged=found.written is None,
    )


def _records(
    read: Mentions, found: ListFile, *, source: str, listed_on: str, ids: str
) -> EnterpriseRecords:
    """Return mentions as records, their ids those of the list or made of its lines."""
    frame = read.texts.to_pandas()
    if "id" in frame:
        index = pd.Index(frame.pop("id"), name="id")
        if problems := _of_ids(index, read.lines):
            raise InvalidInput(found.path.name, problems)
    else:
        begins = ids or Path(found.path.name.removesuffix(".gz")).stem
        index = pd.Index([f"{begins}:{line}" for line in read.lines], dtype="str", name="id")
    frame.index = index
    frame["latitude"], frame["longitude"] = read.latitude, read.longitude
    frame["source"] = source
    if "listed_on" not in frame:
        frame["listed_on"] = listed_on
    elif listed_on:
        frame["listed_on"] = frame["listed_on"].where(frame["listed_on"] != "", listed_on)
    for name in COLUMNS:
        if name not in frame:
            frame[name] = ""
    return EnterpriseRecords(frame=frame[[*COLUMNS]])


def _of_ids(ids: pd.Index, lines: np.ndarray) -> list[Problem]:
    hint = "Each row needs an id of its own; leave the column out, and lines of the file serve."
    problems = []
    if len(empty := lines[ids == ""]):
        problems.append(Problem(where(empty[:TOLD].tolist(), len(empty)), "has no id.", hint))
    twice = ids[ids.duplicated() & (ids != "")].unique()
    for id in twice[:TOLD]:
        at = lines[ids == id]
        problems.append(
            Problem(where(at[:TOLD].tolist(), len(at)), f"id {id!r} is the same.", hint)
        )
    if rest := len(twice[TOLD:]):
        problems.append(Problem("id", f"{rest} more ids stand on several rows.", hint))
    return problems
