"""What can be wrong with a recruited sample: who recruited whom, and how many peers each knows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from decentwork.estimates.errors import Problem

NOBODY = "nobody is in it."
NOBODY_HINT = "If all who were asked refused, there is nothing to estimate from."


def recruitment_problems(people: pd.DataFrame, places: Sequence[str] = ()) -> list[Problem]:
    """Return every problem of a recruited sample.

    Parameters
    ----------
    people : (r, columns) frame
        Index `id`; `recruiter_id`, "" for a seed; `degree`, missing where not known.
    places : r texts, optional
        Where each row stands, e.g. its line in a file; without them a row is named by its id.
    """
    missing = [name for name in ("recruiter_id", "degree") if name not in people]
    if missing:
        return [Problem("people", f"the column {name!r} is missing.") for name in missing]
    if people.empty:
        return [Problem("people", NOBODY, NOBODY_HINT)]
    where = list(places) or [f"id {id!r}" for id in people.index]
    return [
        *_of_ids(people, where),
        *_of_recruiters(people, where),
        *_of_loops(people, where),
        *_of_degrees(people, where),
    ]


def recruiter_rows(people: pd.DataFrame) -> np.ndarray:
    """Return the row of each recruiter, −1 for a seed and −2 for one who is not in the sample."""
    rows = {id: row for row, id in reversed(list(enumerate(people.index)))}
    named = people["recruiter_id"]
    return np.array([-1 if id == "" else rows.get(id, -2) for id in named], dtype=np.int64)


def _of_ids(people: pd.DataFrame, where: Sequence[str]) -> list[Problem]:
    again = np.flatnonzero(people.index.duplicated()).tolist()
    told = [
        Problem(where[row], f"the id {people.index[row]!r} is there more than once.")
        for row in again
    ]
    empty = np.flatnonzero(people.index == "").tolist()
    return told + [Problem(where[row], "the id is empty.") for row in empty]


def _of_recruiters(people: pd.DataFrame, where: Sequence[str]) -> list[Problem]:
    recruiter = recruiter_rows(people)
    hint = "Leave recruiter_id empty for a seed."
    told = [
        Problem(where[row], f"the recruiter {people['recruiter_id'].iloc[row]!r} is no id.", hint)
        for row in np.flatnonzero(recruiter == -2).tolist()
    ]
    themselves = np.flatnonzero(recruiter == np.arange(len(people))).tolist()
    told += [
        Problem(where[row], f"{people.index[row]!r} recruited themselves.", hint)
        for row in themselves
    ]
    if not (recruiter == -1).any():
        told.append(Problem("people", "there is no seed: everyone has a recruiter.", hint))
    return told


def _of_loops(people: pd.DataFrame, where: Sequence[str]) -> list[Problem]:
    """Name each loop once, at its first row; those who recruited themselves are told apart."""
    recruiter = recruiter_rows(people)
    seen = np.zeros(len(people), dtype=np.int64)  # the walk in which a row was first met
    told = []
    for start in range(len(people)):
        row, walk = start, start + 1
        while row >= 0 and not seen[row]:
            seen[row] = walk
            row = recruiter[row]
        if row >= 0 and seen[row] == walk and recruiter[row] != row:
            loop = _loop(recruiter, row)
            first = min(loop)
            names = ", ".join(repr(people.index[each]) for each in loop)
            told.append(Problem(where[first], f"a loop: {names} recruited one another in a ring."))
    return told


def _loop(recruiter: np.ndarray, row: int) -> list[int]:
    loop = [row]
    while recruiter[loop[-1]] != row:
        loop.append(int(recruiter[loop[-1]]))
    return loop


def _of_degrees(people: pd.DataFrame, where: Sequence[str]) -> list[Problem]:
    degree = pd.to_numeric(people["degree"], errors="coerce").to_numpy(dtype=float)
    is_text = np.isnan(degree) & people["degree"].notna().to_numpy()
    wrong = is_text | (degree < 0) | np.isinf(degree)
    hint = "Write how many peers the person knows; leave it empty where not known."
    return [
        Problem(where[row], f"degree {people['degree'].iloc[row]!r} is no number of people.", hint)
        for row in np.flatnonzero(wrong).tolist()
    ]
