"""A recruited sample in a plain file: id, recruiter_id, degree, then traits."""

import hashlib
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.plain_tables import (
    MISSING,
    misprints,
    numbers_or_words,
    read_plain_table,
)
from decentwork.surveys.recruitment import Recruitment
from decentwork.surveys.recruitment_checks import NOBODY, NOBODY_HINT, recruitment_problems

COLUMNS = ("id", "recruiter_id", "degree")
SYNONYMS = {"network_size": "degree"}
SEED = "seed"  # may stand where a seed's recruiter would


def read_recruitment(path: Path, provenance: Provenance | None = None) -> Recruitment:
    """Return a recruited sample from a CSV file in UTF-8 with a header line.

    `recruiter_id` is empty, or "seed", for a seed; `degree` may be called `network_size` and is
    empty where not known. A trait whose answers are all numbers is read as numbers; an empty
    answer, or NA, is missing. Rows are in the order of recruitment, as far as it is known.

    Raises
    ------
    InvalidInput
        With every problem and the line it is on: columns that are missing, ids that are there
        twice, recruiters who are no respondents, loops, no seed, degrees that are no numbers, a
        few answers that are no numbers among many that are.
    """
    table = read_plain_table(path, COLUMNS, SYNONYMS)
    problems = table.problems
    if not problems and table.cells.empty:
        problems = [Problem("rows", NOBODY, NOBODY_HINT)]
    if problems:
        raise InvalidInput(path.name, problems)
    cells, places = table.cells.set_index("id"), [f"line {line}" for line in table.lines]
    traits = [name for name in cells if name not in COLUMNS]
    read = {name: numbers_or_words(cells[name]) for name in traits}
    people = pd.DataFrame(
        {
            "recruiter_id": cells["recruiter_id"].replace({SEED: "", "NA": ""}),
            "degree": _degrees(cells["degree"]),
            **{name: column for name, (column, _) in read.items()},
        }
    )
    problems = recruitment_problems(people, places)
    for name, (_, wrong) in read.items():
        problems += misprints(cells[name], wrong, places)
    if problems:
        raise InvalidInput(path.name, problems)
    people["degree"] = people["degree"].astype(float)
    return Recruitment(people=people, provenance=provenance or _own(path))


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
