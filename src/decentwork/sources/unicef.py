"""UNICEF: child labour by country and region, from the data warehouse and the yearly report."""

from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import (
    SEXES,
    Observations,
    groups,
    note_where,
    notes,
    observations,
    shares,
    together,
)
from decentwork.sources.delimited import read_delimited

_AREAS = ("country", "region")
SOWC_PERIOD = "2013-2021"
"""The years from which table 12 of the 2023 report takes the latest survey; it names no year."""

_FLAGS = {
    "x": translatable("older than the years of the table, outside its definition, or part of it"),
    "y": translatable("differs from the standard definition or refers to part of the country"),
    "v": translatable("assumed by the publisher"),
}
_NO_YEAR = translatable("the table gives the latest survey of 2013-2021 without its year")
_AGES_DIFFER = translatable("the ages differ from the standard range of 5-17")


def read_child_labour(path: Path, provenance: Provenance) -> Observations:
    """Return the data warehouse's shares of children in child labour, economic activity.

    References
    ----------
    UNICEF Data Warehouse, child labour (economic activities), ages 5-17.
    """
    cells = read_delimited(
        path,
        texts=("iso3", "area", "area_type", "reference_period", "sex", "age"),
        numbers=("year", "child_labour_pct"),
        codes={"area_type": _AREAS, "sex": SEXES},
    )
    frame = pd.DataFrame(
        {
            "indicator": "child_labour_economic_activity",
            "place": _places(cells),
            "group": groups(cells["sex"], cells["age"]),
            "period": cells["reference_period"].map(_full_years),
            "value": shares(cells["child_labour_pct"]),
            "note": note_where(cells["age"] != "5-17", _AGES_DIFFER),
        }
    )
    return observations(frame, provenance.then("per cent written as shares"))


def read_child_protection(path: Path, provenance: Provenance) -> Observations:
    """Return child labour, household chores included, from table 12 of the 2023 report.

    Where the SDG database of 2020 has the same country, its series with household chores agrees
    and its series of economic activity does not: the definition is taken from that.

    References
    ----------
    UNICEF, The State of the World's Children 2023, table 12.
    """
    cells = read_delimited(
        path,
        texts=("area_type", "iso3", "area", "indicator", "sex", "flag"),
        numbers=("value",),
        codes={"area_type": _AREAS, "sex": SEXES, "flag": ("", "x", "y", "v", "x,y")},
    )
    cells = cells[cells["indicator"] == "child_labour_pct"]
    older = cells["flag"].str.contains("x")
    frame = pd.DataFrame(
        {
            "indicator": "child_labour_with_chores",
            "place": _places(cells),
            "group": groups(cells["sex"], "5-17"),
            "period": older.map({True: "", False: SOWC_PERIOD}),
            "value": shares(cells["value"]),
            "note": together(notes(cells["flag"], _FLAGS), note_where(~older, _NO_YEAR)),
        }
    )
    return observations(frame, provenance.then("kept child labour; per cent written as shares"))


def _places(cells: pd.DataFrame) -> pd.Series:
    """Return the ISO code of a country, the publisher's name of a region."""
    return cells["iso3"].where(cells["area_type"] == "country", cells["area"])


def _full_years(period: str) -> str:
    """Return "2022-2023" for "2022-23"."""
    first, _, last = period.partition("-")
    return f"{first}-{first[:-2]}{last}" if last else first
