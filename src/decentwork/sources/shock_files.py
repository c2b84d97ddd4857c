"""Shocks that a user writes: changes of demand and closures, in a CSV file or in a word."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from decentwork.accounts.demand_changes import COLUMNS, EVERY, DemandChanges
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.sources.rows import Checks, Row, read_each

DEMAND_HINT = "Write PRODUCT=FACTOR@MARKET, e.g. c4=0.3@GBR, or the path of a CSV file."
CLOSURE_HINT = "Write PLACE=SHARE, e.g. CHN=0.5, or the path of a CSV file."


def demand_changes(texts: Sequence[str]) -> DemandChanges:
    """Return the changes of demand written as words ("c4=0.3@GBR") or in files.

    A word without market, or with nothing before "=", means all markets, or all products. All
    words are one scenario, "1". A file has the columns product, market and factor, and scenario
    where it holds several.

    Raises
    ------
    InvalidInput
        A word or a row that cannot be read; all are told.
    """
    rows, problems = [], []
    for text in texts:
        if "=" in text:
            product, _, rest = text.partition("=")
            factor, _, market = rest.partition("@")
            value = _number(factor)
            if value is None:
                problems.append(Problem(text, f"{factor!r} is not a number.", DEMAND_HINT))
            else:
                rows.append(("1", product, market, value))
        elif Path(text).is_file():
            rows += read_each(Path(text), COLUMNS[1:], _demand_row, optional=COLUMNS[:1])
        else:
            problems.append(Problem(text, "is neither a change nor a file.", DEMAND_HINT))
    if problems:
        raise InvalidInput("Changes of demand", problems)
    return DemandChanges(frame=pd.DataFrame(rows, columns=list(COLUMNS)))


def closures(texts: Sequence[str]) -> dict[tuple[str, str], float]:
    """Return the share of workplaces closed by place and industry, from words or files.

    A word ("CHN=0.5") closes part of a whole place. A file has the columns place and closed, and
    industry where only some are meant ("" is all).

    Raises
    ------
    InvalidInput
        A word or a row that cannot be read, or a place named twice; all are told.
    """
    rows, problems = [], []
    for text in texts:
        if "=" in text:
            place, _, share = text.partition("=")
            value = _number(share)
            if value is None:
                problems.append(Problem(text, f"{share!r} is not a number.", CLOSURE_HINT))
            else:
                rows.append(((place, EVERY), value))
        elif Path(text).is_file():
            rows += read_each(Path(text), ("place", "closed"), _closure_row, ("industry",))
        else:
            problems.append(Problem(text, "is neither a closure nor a file.", CLOSURE_HINT))
    named = pd.Series([" ".join(cell) for cell, _ in rows], dtype=object)
    problems += [Problem(cell, "is named twice.") for cell in named[named.duplicated()].unique()]
    if problems:
        raise InvalidInput("Closures", problems)
    return dict(rows)


def _demand_row(row: Row, checks: Checks) -> tuple[str, str, str, float]:
    return row["scenario"] or "1", row["product"], row["market"], _cell(row, checks, "factor")


def _closure_row(row: Row, checks: Checks) -> tuple[tuple[str, str], float]:
    return (checks.given(row, "place"), row["industry"]), _cell(row, checks, "closed")


def _cell(row: Row, checks: Checks, column: str) -> float:
    value = _number(row[column])
    if value is None:
        checks.note(row.where, f"{column} {row[column]!r} is not a number.")
    return value or 0.0


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
