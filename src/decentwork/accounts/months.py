"""Figures by place and month, such as closures, visits and sales: what dates a shock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode
from decentwork.estimates.provenance import Provenance

COLUMNS = ("place", "series", "month", "value")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonthlySeries:
    """Rows of `COLUMNS`, each place, series and month ("2020-04") once; no value is missing.

    `unit` says what a value is. A place or month that is not in it is not known.
    """

    name: str
    unit: str
    frame: pd.DataFrame
    provenance: Provenance

    def __post_init__(self) -> None:
        problems = _check_rows(self.frame)
        if problems:
            raise InvalidInput(self.name, problems)

    def __repr__(self) -> str:
        return f"MonthlySeries({self.name!r}, {self.months[0]}–{self.months[-1]}, {self.unit})"

    @property
    def months(self) -> tuple[str, ...]:
        """The months covered, in order."""
        return tuple(sorted(self.frame["month"].unique()))

    def at(self, series: str, month: str) -> dict[str, float]:
        """Return the value of each place that has one; UnknownCode names the series there are."""
        of_series = self.frame[self.frame["series"] == series]
        if of_series.empty:
            raise UnknownCode(series, f"the series of {self.name}", self.frame["series"].unique())
        rows = of_series[of_series["month"] == month]
        return dict(zip(rows["place"], rows["value"].astype(float), strict=True))


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return the months from one to another, both included; InvalidInput if they are none.

    Examples
    --------
    >>> months_between("2020-11", "2021-01")
    ('2020-11', '2020-12', '2021-01')
    """
    wrong = [text for text in (first, last) if not _MONTH.fullmatch(text)]
    problems = [Problem(text, "is not a month.", "Write it like 2020-04.") for text in wrong]
    if not problems and last < first:
        problems = [Problem(f"{first}..{last}", "ends before it begins.")]
    if problems:
        raise InvalidInput("Months", problems)
    return tuple(str(month) for month in pd.period_range(first, last, freq="M"))


def _check_rows(frame: pd.DataFrame) -> list[Problem]:
    missing = [name for name in COLUMNS if name not in frame]
    if missing:
        return [Problem("columns", f"{name} is missing.") for name in missing]
    if frame.empty:
        return [Problem("rows", "there are none.")]
    no_month = ~frame["month"].str.fullmatch(_MONTH)
    return [
        *_told(frame, no_month, "the month is not like 2020-04."),
        *_told(frame, frame.duplicated(list(COLUMNS[:3])), "the month occurs twice."),
        *_told(frame, frame["value"].isna(), "the value is missing."),
    ]


def _told(frame: pd.DataFrame, wrong: Sequence[bool], what: str) -> list[Problem]:
    rows = frame.loc[wrong, list(COLUMNS[:3])].head(_TOLD)
    return [Problem(" ".join(map(str, row)), what) for row in rows.itertuples(index=False)]
