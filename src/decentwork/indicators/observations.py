"""Published values with their coordinates, as one checked table."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Provenance

COLUMNS = (
    "indicator",  # id of the catalogue
    "place",  # ISO alpha-3, or a region as the publisher names it
    "industry",  # "isic4:C", "etd:manufacturing", "wiod:c4"; empty for the whole economy
    "group",  # "" both sexes and all ages; else "female", "male", "age:5-17", "female;age:5-14"
    "period",  # "2011" or "2010-2014"
    "value",  # in the indicator's unit; never missing: a missing value is no row
    "low",  # interval as published, or missing
    "high",
    "subject",  # good, series or survey where one is needed to tell rows apart
    "note",  # the publisher's own flag in words; empty when none
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """Rows of `COLUMNS` from one source with the provenance they share."""

    frame: pd.DataFrame
    provenance: Provenance

    def __post_init__(self) -> None:
        problems = check_columns(self.frame) or check_values(self.frame)
        if problems:
            raise InvalidInput(self.provenance.origins[0].title, problems)

    def __repr__(self) -> str:
        return f"Observations({len(self.frame)} rows of {self.provenance.origins[0].title!r})"


def observations(frame: pd.DataFrame, provenance: Provenance) -> Observations:
    """Return `frame` as observations: absent columns are empty, rows without value dropped."""
    complete = frame.assign(
        **{name: "" for name in COLUMNS if name not in frame and name not in ("low", "high")},
        **{name: np.nan for name in ("low", "high") if name not in frame},
    )
    known = complete.dropna(subset=["value"]).reset_index(drop=True)
    return Observations(frame=known[list(COLUMNS)], provenance=provenance)


def check_columns(frame: pd.DataFrame) -> list[Problem]:
    """Return a problem for each column that is missing or not known."""
    return [
        Problem("columns", f"{name} is {'missing' if name in COLUMNS else 'not known'}.")
        for name in sorted(set(COLUMNS) ^ set(frame.columns))
    ]


def check_values(frame: pd.DataFrame) -> list[Problem]:
    """Return a problem for each row whose value is missing or not finite, or that lacks a place."""
    wrong = ~np.isfinite(frame["value"].to_numpy(dtype=float))
    nameless = (frame["place"] == "").to_numpy() | frame["place"].isna().to_numpy()
    return [
        *(
            Problem(f"row {row + 1}", "the value is not a finite number.")
            for row in np.flatnonzero(wrong)
        ),
        *(Problem(f"row {row + 1}", "the place is missing.") for row in np.flatnonzero(nameless)),
    ]
