"""Enterprises as lists name them: one row a mention, as it was given."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem

TEXTS = ("name", "address", "city", "region", "postcode", "country", "phone", "website", "number")
"""Columns of text, "" where a list does not tell: `country` is ISO alpha-3, `number` the one that a
register of enterprises gave."""

PLACES = ("latitude", "longitude")
"""Columns in degrees, missing where a list does not tell."""

SOURCES = ("source", "listed_on")
"""Columns that say which list a mention is of, and its date (ISO, "" where not known)."""

COLUMNS = (*TEXTS, *PLACES, *SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRecords:
    """Mentions of enterprises, checked when built.

    `frame` (n rows, index `id`, unique) with exactly `COLUMNS`. A mention without an address, or
    without a place on the map, is as good as any other.

    Raises
    ------
    InvalidInput
        With every problem at once.
    """

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        if problems := check_records(self.frame):
            raise InvalidInput("the list of enterprises", problems)

    def __repr__(self) -> str:
        """Return counts only."""
        return f"EnterpriseRecords({len(self.frame)} mentions)"

    def __len__(self) -> int:
        return len(self.frame)


def enterprise_records(given: pd.DataFrame) -> EnterpriseRecords:
    """Return mentions from a table that has some of `COLUMNS`, its index the ids.

    What it lacks is "" or missing; other columns are left out.
    """
    given = given.set_axis(given.index.astype(str).rename("id"))
    columns = {
        name: given[name].fillna("").astype(str).str.strip() if name in given else ""
        for name in (*TEXTS, *SOURCES)
    }
    places = {
        name: pd.to_numeric(given[name], errors="coerce").astype(float) if name in given else np.nan
        for name in PLACES
    }
    frame = pd.DataFrame(columns | places, index=given.index)
    return EnterpriseRecords(frame=frame[[*COLUMNS]])


def check_records(frame: pd.DataFrame) -> list[Problem]:
    """Return what is wrong with a table of mentions."""
    problems = [
        Problem("the header", f"the column {name!r} is missing.")
        for name in COLUMNS
        if name not in frame
    ]
    twice = frame.index[frame.index.duplicated()].unique()
    problems += [
        Problem(f"id {id!r}", "stands on several rows.", "Give each row an id of its own.")
        for id in twice[:20]
    ]
    if len(twice) > 20:
        problems.append(Problem("id", f"{len(twice) - 20} more ids stand on several rows."))
    if problems:
        return problems
    off = (frame["latitude"].abs() > 90) | (frame["longitude"].abs() > 180)
    return [
        Problem(f"id {id!r}", "the place is not on the map.", "Degrees: latitude, then longitude.")
        for id in frame.index[off][:20]
    ]
