"""International Labour Organization, Global Wage Database: minimum, mean and low pay to 2013."""

from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import Observations, observations, shares, years
from decentwork.sources.delimited import read_delimited

_SERIES = {
    "EAR_INEE_NOC_NB": "minimum_wage",
    "EAR_XEES_MOD_NB": "monthly_earnings_local",
    "EAR_XTLP_NOC_RT": "low_pay",
}
_NATIONAL = translatable("from national sources, published without an interval")

# Listed as local currency by the publisher: 40 to 80 a month, beside mean earnings in riels that
# are thousands of times as much.
_SET_IN_DOLLARS = frozenset({"KHM"})


def read_wages(path: Path, provenance: Provenance) -> Observations:
    """Return statutory minimum wages, mean monthly earnings and the share of low pay.

    The copy lost the dimension that tells several series of one country apart (in China, units of
    different ownership). A country with two different values for one year is left out of that
    series. The file's other series (median, real growth, inequality, labour share) are not read.

    References
    ----------
    ILO, Global Wage Database, 1995-2013: EAR_INEE, EAR_XEES, EAR_XTLP.
    """
    cells = read_delimited(path, texts=("series", "iso3"), numbers=("year", "value"))
    chosen = cells[cells["series"].isin(list(_SERIES))].drop_duplicates()
    unclear = _unclear(chosen)
    kept = chosen[~unclear]
    percent = kept["series"] == "EAR_XTLP_NOC_RT"
    dollars = (kept["series"] == "EAR_INEE_NOC_NB") & kept["iso3"].isin(_SET_IN_DOLLARS)
    frame = pd.DataFrame(
        {
            "indicator": kept["series"].map(_SERIES).mask(dollars, "minimum_wage_usd"),
            "place": kept["iso3"],
            "period": years(kept["year"]),
            "value": kept["value"].where(~percent, shares(kept["value"])),
        }
    )
    lost = chosen.loc[unclear, "iso3"].nunique()
    steps = provenance.then(
        f"left out a series of {lost} countries that has two values for one year"
    ).then("chose series; per cent written as shares")
    if dollars.any():
        steps = steps.then("minimum wage of Cambodia, set in US dollars, read in that unit")
    return observations(frame, steps, _NATIONAL)


def _unclear(cells: pd.DataFrame) -> pd.Series:
    """Return true for all rows of a country's series that has two values for one year."""
    twice = cells.duplicated(["series", "iso3", "year"])
    return twice.groupby([cells["series"], cells["iso3"]]).transform("any")
