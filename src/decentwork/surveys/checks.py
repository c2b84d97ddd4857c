"""What can be wrong with a recruited sample, told as a list of problems."""

from collections.abc import Iterator

import pandas as pd

from decentwork.estimates.errors import Problem
from decentwork.surveys.recruitment_checks import recruitment_problems


def check_recruitment(people: pd.DataFrame) -> list[Problem]:
    """Return the problems of a recruited sample: unknown recruiters, loops, no seed."""
    return recruitment_problems(people)


def _check_ids(table: pd.DataFrame, name: str) -> Iterator[Problem]:
    for id in table.index[table.index.duplicated()].unique():
        yield Problem(name, f"the id {id!r} is there more than once.")
