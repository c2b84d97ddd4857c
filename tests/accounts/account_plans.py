"""Small account plans on the invented table of three places and two industries."""

import pandas as pd
from tests.footprints.toy import CHILDREN, INDUSTRIES, JOBS, PLACES, provenance, table

from decentwork.accounts.account_plan import (
    KEY,
    OBSERVED,
    RATES,
    SHARES,
    SUMS,
    TOTALS,
    AccountPlan,
    Key,
    PublishedSums,
)
from decentwork.estimates.units import Unit

TABLE = table()
NUMBERS = {"value", "low", "high"}


def frame(columns, text):
    """Return rows written as lines of words: "." is an empty label, "?" a number not known."""
    rows = [line.split() for line in text.strip().split("\n") if line.strip()]
    cells = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    return pd.DataFrame(
        {
            name: [float("nan") if it == "?" else float(it) for it in column]
            if name in NUMBERS
            else ["" if it == "." else it for it in column]
            for name, column in cells.items()
        }
    )


def totals(text):
    rows = [line.split() for line in text.strip().split("\n")]
    return frame(TOTALS, "\n".join(" ".join([*row, "?", "?"][:5]) for row in rows))


def shares(text):
    return frame(SHARES, text)


def key(text=None, name="employment", weight=1.0):
    """Return a key: jobs of the toy, or lines of place, group, industry, value."""
    lines = [f"{p} . {i} {v}" for p, i, v in zip(PLACES, INDUSTRIES, JOBS, strict=True)]
    return Key(name=name, frame=frame(KEY, text or "\n".join(lines)), weight=weight)


def children_key():
    cells = zip(PLACES, INDUSTRIES, CHILDREN, strict=True)
    return key("\n".join(f"{p} . {i} {v}" for p, i, v in cells), "children")


def sums(text, name="survey"):
    return PublishedSums(name=name, frame=frame(SUMS, text))


def observed(text):
    rows = [line.split() for line in text.strip().split("\n")]
    return frame(OBSERVED, "\n".join(" ".join([*row, "?", "?"][:6]) for row in rows))


def rates(text):
    rows = [line.split() for line in text.strip().split("\n")]
    return frame(RATES, "\n".join(" ".join([*row, "?", "?"][:7]) for row in rows))


def plan(**parts):
    stated = {
        "name": "workers",
        "unit": Unit.THOUSAND_PERSONS,
        "year": 2011,
        "provenance": provenance("Invented account"),
        "keys": (key(),),
    }
    return AccountPlan(**{**stated, **parts})


def cell(built, place, industry, group="", column="value"):
    rows = built.cells
    rows = rows[(rows["place"] == place) & (rows["industry"] == industry)]
    return rows[rows["group"] == group][column].item()
