"""The pandemic by month: closures (Oxford), visits (Google), retail sales (US, UK)."""

from pathlib import Path

import pandas as pd

from decentwork.accounts.months import MonthlySeries
from decentwork.estimates.provenance import Provenance
from decentwork.sources.delimited import read_delimited

_CLOSURES = (
    "c2_workplace_closing_mean",
    "c2_workplace_closing_max",
    "stringency_index_mean",
    "stringency_index_max",
)
_VISITS = ("retail_recreation", "workplaces")
ALL_RETAIL = "all-retailing"
"""The series of a market's retail sales as a whole."""


def read_closures(path: Path, provenance: Provenance) -> MonthlySeries:
    """Return the mean and maximum of workplace closing (0–3) and stringency (0–100).

    Level 3 of workplace closing is an order to close all but essential workplaces; a rule for
    part of a country counts for the whole of it.

    References
    ----------
    Hale et al. 2021, Nature Human Behaviour 5: 529–538; codebook of the tracker, indicator C2.
    """
    cells = read_delimited(path, texts=("iso3", "month"), numbers=_CLOSURES)
    unit = "level 0–3 of workplace closing, stringency 0–100"
    return _by_month("closures", unit, _long(cells, _CLOSURES), provenance)


def read_visits(path: Path, provenance: Provenance) -> MonthlySeries:
    """Return the change of visits to shops and recreation, and to workplaces, in per cent."""
    cells = read_delimited(path, texts=("iso3", "month"), numbers=_VISITS)
    unit = "per cent from 3 January to 6 February 2020"
    return _by_month("visits", unit, _long(cells, _VISITS), provenance)


def read_retail_volume(path: Path, provenance: Provenance) -> MonthlySeries:
    """Return retail volume by kind of product, as the index 2019 = 100."""
    cells = read_delimited(path, texts=("iso3", "month", "series"), numbers=("index_2019_100",))
    rows = cells.rename(columns={"iso3": "place", "index_2019_100": "value"})
    rows["series"] = rows["series"].replace("all-retailing-including-automotive-fuel", ALL_RETAIL)
    return _by_month("retail volume", "2019 = 100", rows, provenance)


def read_retail_sales(path: Path, provenance: Provenance) -> MonthlySeries:
    """Return retail and food services sales of all products, as the index 2019 = 100."""
    cells = read_delimited(path, texts=("iso3", "month"), numbers=("index_2019_100",))
    rows = _long(cells.rename(columns={"index_2019_100": ALL_RETAIL}), (ALL_RETAIL,))
    return _by_month("retail sales", "2019 = 100", rows, provenance)


def _long(cells: pd.DataFrame, series: tuple[str, ...]) -> pd.DataFrame:
    labels = cells.rename(columns={"iso3": "place"})
    return labels.melt(["place", "month"], list(series), var_name="series")


def _by_month(name: str, unit: str, rows: pd.DataFrame, provenance: Provenance) -> MonthlySeries:
    return MonthlySeries(
        name=name,
        unit=unit,
        frame=rows.dropna(subset=["value"]).reset_index(drop=True),
        provenance=provenance,
    )
