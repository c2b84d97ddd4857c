"""A recruited sample in a plain file: id, recruiter_id, degree, then traits."""

import csv
import difflib
import hashlib
import io
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.rows import read_text
from decentwork.surveys.recruitment import Recruitment
from decentwork.surveys.recruitment_checks import NOBODY, NOBODY_HINT, recruitment_problems

COLUMNS = ("id", "recruiter_id", "degree")
SYNONYMS = {"network_size": "degree"}
SEED = "seed"  # may stand where a seed's recruiter would
MISSING = frozenset({"", "NA"})


def read_recruitment(path: Path, provenance: Provenance | None = None) -> Recruitment:
    """Return a recruited sample from a CSV file in UTF-8 with a header line.

    `recruiter_id` is empty, or "seed", for a seed; `degree` may be called `network_size` and is
    empty where not known. A trait whose answers are all numbers is read as numbers; an empty
    answer, or NA, is missing. Rows are in the order of recruitment, as far as it is known.

    Raises
    ------
    InvalidInput
        With every problem and the line it is on: columns that are missing, ids that are there
        twice, recruiters who are no respondents, loops, no seed, degrees that are no numbers.
    """
    header, rows, lines, problems = _cells(path)
    if not problems and not rows:
        problems = [Problem("rows", NOBODY, NOBODY_HINT)]
    if problems:
        raise InvalidInput(path.name, problems)
    cells = pd.DataFrame(rows, columns=header, dtype=object).set_index("id")
    people = pd.DataFrame({name: _parsed(cells[name]) for name in header if name != "id"})
    people["recruiter_id"] = cells["recruiter_id"].replace({SEED: "", "NA": ""})
    people["degree"] = _degrees(cells["degree"])
    if problems := recruitment_problems(people, [f"line {line}" for line in lines]):
        raise InvalidInput(path.name, problems)
    people["degree"] = people["degree"].astype(float)
    return Recruitment(people=people, provenance=provenance or _own(path))


def _cells(path: Path) -> tuple[list[str], list[list[str]], list[int], list[Problem]]:
    """Return header, rows, the line of each row, and what is wrong with the layout."""
    reader = csv.reader(io.StringIO(read_text(path)))
    header = [name.strip() for name in next(reader, [])]
    header = [SYNONYMS.get(name, name) for name in header]
    problems = _of_header(header)
    rows, lines = [], []
    for cells in reader:
        if len(cells) == len(header):
            rows.append([cell.strip() for cell in cells])
            lines.append(reader.line_num)
        elif any(cells):
            what = f"has {len(cells)} cells where the header has {len(header)}."
            hint = "A comma inside a cell needs quotes."
            problems.append(Problem(f"line {reader.line_num}", what, hint))
    return header, rows, lines, problems


def _of_header(header: list[str]) -> list[Problem]:
    problems = []
    for name in COLUMNS:
        if name not in header:
            near = difflib.get_close_matches(name, [it for it in header if it not in COLUMNS])
            hint = f"Is it {near[0]!r}?" if near else f"Found: {', '.join(header)}."
            problems.append(Problem("header", f"the column {name!r} is missing.", hint))
    twice = sorted({name for name in header if header.count(name) > 1})
    return problems + [Problem("header", f"{name!r} is there more than once.") for name in twice]


def _parsed(cells: pd.Series) -> pd.Series:
    known = cells.mask(cells.isin(MISSING))
    numbers = pd.to_numeric(known, errors="coerce")
    return numbers.astype(float) if (numbers.notna() == known.notna()).all() else known


def _degrees(cells: pd.Series) -> pd.Series:
    """Return numbers, missing values, and as they stand the texts that are neither."""
    numbers = pd.to_numeric(cells, errors="coerce").astype(object)
    return numbers.where(numbers.notna() | cells.isin(MISSING), cells)


def _own(path: Path) -> Provenance:
    origin = Origin(
        publisher="Own data",
        title=path.name,
        licence="not stated",
        citation=f"The file {path.name}",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    return Provenance(origins=(origin,))
