"""What can be wrong with a surveyed chain, each check told as a list of problems."""

from collections.abc import Iterator

import pandas as pd

from decentwork.estimates.errors import Problem


def check_units(units: pd.DataFrame) -> list[Problem]:
    """Return the problems of a table of units: ids, tiers, chances, multiplicities."""
    return [*_check_ids(units, "units")]


def check_links(links: pd.DataFrame, units: pd.DataFrame) -> list[Problem]:
    """Return the problems of a table of links: ends that are no unit, loops, impossible counts."""
    return []


def check_workers(workers: pd.DataFrame, units: pd.DataFrame) -> list[Problem]:
    """Return the problems of a table of workers: units that are not there, impossible counts."""
    return [*_check_ids(workers, "workers")]


def check_recruitment(people: pd.DataFrame) -> list[Problem]:
    """Return the problems of a recruited sample: unknown recruiters, loops, no seed."""
    return [*_check_ids(people, "people")]


def _check_ids(table: pd.DataFrame, name: str) -> Iterator[Problem]:
    for id in table.index[table.index.duplicated()].unique():
        yield Problem(name, f"the id {id!r} is there more than once.")
