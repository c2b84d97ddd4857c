"""The list that seeds are drawn from: one possible seed a row. It identifies, and is kept apart."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.plain_tables import PlainTable, read_plain_table
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.design_keys import near

REQUIRED = ("id", "name", "stratum", "region")


def read_frame(path: Path, design: SurveyDesign) -> pd.DataFrame:
    """Return the frame in a CSV file: index `id`, columns `name`, `stratum`, `region`, … as text.

    `phone` and `address`, where there, tell where a unit is found, and whether a supplier that
    somebody lists later is the same one.

    Raises
    ------
    InvalidInput
        With every problem: missing columns, empty or repeated ids, unknown strata, and strata
        whose rows are not the design's `frame_units`. Rows are named by line, never by name.
    """
    try:
        read = read_plain_table(path, REQUIRED)
    except OSError as error:
        raise _unreadable(path, f"it cannot be read ({error.strerror}).") from error
    except DamagedFile as error:
        raise _unreadable(path, error.reason) from error
    problems, table = read.problems, read.cells
    if not any(problem.where == "header" for problem in problems):
        problems = [*problems, *_check_rows(read, design), *_check_counts(table, design)]
    if problems:
        raise InvalidInput(str(path), problems)
    return table.astype(str).set_index("id")


def _unreadable(path: Path, what: str) -> InvalidInput:
    hint = "Save the list as CSV with the columns " + ", ".join(REQUIRED) + "."
    return InvalidInput(str(path), [Problem("file", what, hint)])


def _check_rows(read: PlainTable, design: SurveyDesign) -> Iterator[Problem]:
    table = read.cells
    strata = [each.id for each in design.strata]
    first: dict[str, int] = {}
    for line, id, name, stratum in zip(
        read.lines, table["id"], table["name"], table["stratum"], strict=True
    ):
        if not id:
            yield Problem(f"line {line}", "the id is empty.", "Give each unit its own.")
        elif id in first:
            yield Problem(f"line {line}", f"the id is that of line {first[id]}.", "Keep one.")
        if not name:
            yield Problem(f"line {line}", "the name is empty.", "An interviewer must find it.")
        if stratum not in strata:
            yield Problem(f"line {line}", f"no stratum is {stratum!r}.", near(stratum, strata))
        first.setdefault(id, line)


def _check_counts(table: pd.DataFrame, design: SurveyDesign) -> Iterator[Problem]:
    counts = table["stratum"].value_counts()
    for stratum in design.strata:
        rows = int(counts.get(stratum.id, 0))
        if rows != stratum.frame_units:
            what = f"it has {rows} rows; the design says {stratum.frame_units} units."
            hint = "Correct frame_units in study.toml, or the list: chances are made from it."
            yield Problem(f"stratum {stratum.id}", what, hint)
