"""United States Department of Labor: children's work in the yearly Findings."""

from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import (
    BROAD_SECTORS,
    Observations,
    groups,
    observations,
    shares,
    years,
)
from decentwork.sources.delimited import read_delimited

_SECTORS = {
    "agriculture_pct": BROAD_SECTORS["Agriculture"],
    "industry_pct": BROAD_SECTORS["Industry"],
    "services_pct": BROAD_SECTORS["Services"],
}
_NO_AGES = ("", "Unavailable", "MTC")
_REPORT_YEAR = translatable(
    "the year is that of the report, the survey is older and its year is not in the file"
)


def read_child_work(path: Path, provenance: Provenance) -> Observations:
    """Return working children by country, and their split over broad sectors, by report year.

    A report prints the latest survey again until there is another: equal values in a row are
    most likely one survey. Rows marked suspect are left out.

    References
    ----------
    US Department of Labor, Findings on the Worst Forms of Child Labor, 2014-2022, table on
    children's work and education.
    """
    cells = read_delimited(
        path,
        texts=("iso3", "work_age", "suspect"),
        numbers=("report_year", "working_children_pct", *_SECTORS),
    )
    suspect = cells["suspect"] != ""
    kept = cells[~suspect]
    frame = pd.concat(
        [
            _observed(kept, "working_children_pct", "working_children", ""),
            *(_observed(kept, it, "working_children_sector", at) for it, at in _SECTORS.items()),
        ]
    )
    steps = provenance.then(f"left out {suspect.sum()} rows marked suspect")
    return observations(frame, steps.then("per cent written as shares"))


def _observed(cells: pd.DataFrame, column: str, indicator: str, industry: str) -> pd.DataFrame:
    ages = cells["work_age"].where(~cells["work_age"].isin(_NO_AGES), "")
    return pd.DataFrame(
        {
            "indicator": indicator,
            "place": cells["iso3"],
            "industry": industry,
            "group": groups(pd.Series("Total", index=cells.index), ages),
            "period": years(cells["report_year"]),
            "value": shares(cells[column]),
            "note": _REPORT_YEAR,
        }
    )
