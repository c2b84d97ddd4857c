"""Published values with their coordinates, as one checked table."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance

NOT_PUBLISHED = translatable("the publisher gives no sampling error with this figure")
NOTE_SEPARATOR = "; "

COLUMNS = (
    "indicator",  # id of the catalogue
    "place",  # ISO alpha-3, or a region as the publisher names it
    "industry",  # "isic4:C13", "broad:industry", "etd12:mining"; empty for the whole economy
    "group",  # "" both sexes and all ages; else "female", "male", "age:5-17", "female;age:5-14"
    "period",  # "2011" or "2010-2014"
    "value",  # in the indicator's unit; never missing: a missing value is no row
    "low",  # interval as published, or missing
    "high",
    "subject",  # good, series or survey where one is needed to tell rows apart
    "note",  # the publisher's own flags in words, joined by NOTE_SEPARATOR; empty when none
)
SEXES = {
    **dict.fromkeys(("Total", "total", "bothsex", "SEX_T"), ""),
    **dict.fromkeys(("Female", "female", "SEX_F"), "female"),
    **dict.fromkeys(("Male", "male", "SEX_M"), "male"),
}
"""How publishers write the sexes, and what a group calls them."""

BROAD_SECTORS = {
    "Agriculture": "broad:agriculture",
    "Industry": "broad:industry",
    "Services": "broad:services",
    "Total": "",
}
"""How publishers write the three broad sectors, and what an industry coordinate calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """Rows of `COLUMNS` from one source with the provenance they share.

    `no_interval` says why rows without `low` and `high` have none.
    """

    frame: pd.DataFrame
    provenance: Provenance
    no_interval: str = NOT_PUBLISHED

    def __post_init__(self) -> None:
        problems = check_columns(self.frame) or check_values(self.frame)
        if problems:
            raise InvalidInput(self.provenance.origins[0].title, problems)

    def __repr__(self) -> str:
        return f"Observations({len(self.frame)} rows of {self.provenance.origins[0].title!r})"


def observations(
    frame: pd.DataFrame, provenance: Provenance, no_interval: str = NOT_PUBLISHED
) -> Observations:
    """Return `frame` as observations: absent columns are empty, rows without value dropped."""
    complete = frame.assign(
        **{name: "" for name in COLUMNS if name not in frame and name not in ("low", "high")},
        **{name: np.nan for name in ("low", "high") if name not in frame},
    )
    known = complete.dropna(subset=["value"]).reset_index(drop=True)
    return Observations(frame=known[list(COLUMNS)], provenance=provenance, no_interval=no_interval)


def groups(sex: pd.Series, age: pd.Series | str = "") -> pd.Series:
    """Return group labels, e.g. "female;age:5-17", from a publisher's sexes and ages.

    `age` is written "5-17" or "15+"; "" means all ages.
    """
    ages = pd.Series(age, index=sex.index) if isinstance(age, str) else age
    sexes = sex.map(SEXES)
    aged = "age:" + ages
    return sexes.where(ages == "", aged.where(sexes == "", sexes + ";" + aged))


def notes(flags: pd.Series, meanings: Mapping[str, str]) -> pd.Series:
    """Return publishers' flags ("x,y") in words; an empty flag has no note."""
    worded = {
        flag: NOTE_SEPARATOR.join(meanings[part] for part in flag.split(",") if part)
        for flag in flags.unique()
    }
    return flags.map(worded)


def together(*parts: pd.Series) -> pd.Series:
    """Return notes of several kinds as one; empty ones add nothing."""
    joined = parts[0]
    for part in parts[1:]:
        both = joined + NOTE_SEPARATOR + part
        joined = both.where((joined != "") & (part != ""), joined.where(part == "", part))
    return joined


def note_where(claim: pd.Series, note: str) -> pd.Series:
    """Return `note` in the rows where `claim` is true, nothing elsewhere."""
    return claim.map({True: note, False: ""})


def shares(percent: pd.Series) -> pd.Series:
    """Return per cent as shares, without the noise that dividing leaves behind the last digit."""
    return (percent / 100).round(12)


def years(year: pd.Series) -> pd.Series:
    """Return years read as numbers in the text form of a period."""
    return year.astype(int).astype(str)


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
