"""Employment by place and table industry: observed at 12 industries, experimental at 35."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from decentwork.accounts.labour import AccountSeries
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit
from decentwork.sources.delimited import read_parquet
from decentwork.sources.wiod import etd_code

MEDIAN_ERROR = 0.30  # of an industry, when the method was tried on a country kept out of it
NO_SAMPLING_ERROR = NoInterval(
    "published totals of national accounts and censuses, whose error the publisher does not state"
)
# The publisher has no row for the first and counts it in the second.
POOLED: Mapping[tuple[str, str], str] = {("IND", "real_estate"): "business_services"}
EXPERIMENTAL = translatable(
    "Experimental: 12 observed industries or 3 broad sectors spread over 35 by value added and "
    "the labour intensities of the United States."
)
# The ETD-12 group or the broad sector whose total an industry's estimate was fitted to.
_BROAD = {1: "agriculture"} | dict.fromkeys(range(2, 19), "industry")
_ETD = {
    **{1: "agriculture", 2: "mining", 17: "utilities", 18: "construction"},
    **dict.fromkeys(range(3, 17), "manufacturing"),
    **dict.fromkeys(range(19, 23), "trade_services"),
    **dict.fromkeys(range(23, 27), "transport_services"),
    **{27: "business_services", 28: "financial_services", 29: "real_estate"},
    **{30: "business_services", 34: "other_services", 35: "other_services"},
    **dict.fromkeys(range(31, 34), "government_services"),
}


def read_estimated_employment(path: Path, provenance: Provenance) -> AccountSeries:
    """Return the experimental account: 41 places, 35 industries, 1995–2011, thousand persons."""
    columns = ("iso3", "sector", "year", "employment_thousand", "control_total")
    cells = read_parquet(path, columns)
    frame = pd.DataFrame(
        {
            "place": cells["iso3"].astype(str),
            "industry": cells["sector"].astype(str),
            "year": cells["year"].astype(int),
            "value": cells["employment_thousand"].astype(float),
            "how": "modelled",
            "control": [
                control_group(place, industry, total)
                for place, industry, total in zip(
                    cells["iso3"], cells["sector"], cells["control_total"], strict=True
                )
            ],
        }
    )
    return AccountSeries(
        name="employment",
        unit=Unit.THOUSAND_PERSONS,
        frame=frame,
        median_error=MEDIAN_ERROR,
        provenance=provenance,
    )


def read_observed_employment(path: Path, provenance: Provenance) -> AccountSeries:
    """Return employment of the Economic Transformation Database: 12 industries, 1990–2018.

    India's real estate has no row of its own (`POOLED`); a missing cell is left out.

    References
    ----------
    de Vries et al. 2021, WIDER Technical Note 2/2021.
    """
    cells = read_parquet(path, ("iso3", "var", "year", "sector", "value"))
    rows = cells[(cells["var"] == "EMP") & (cells["sector"] != "Total")].dropna(subset=["value"])
    frame = pd.DataFrame(
        {
            "place": rows["iso3"].astype(str),
            "industry": [etd_code(label) for label in rows["sector"]],
            "year": rows["year"].astype(int),
            "value": rows["value"].astype(float),
            "how": "observed",
            "control": "",
        }
    )
    return AccountSeries(
        name="employment",
        unit=Unit.THOUSAND_PERSONS,
        frame=frame,
        median_error=NO_SAMPLING_ERROR,
        provenance=provenance,
    )


def broad_sector(industry: str) -> str:
    """Return the broad sector of a WIOD industry: agriculture, industry or services.

    Examples
    --------
    >>> broad_sector("c4")
    'industry'
    """
    return _BROAD.get(int(industry.removeprefix("c")), "services")


def control_group(place: str, industry: str, control_total: str) -> str:
    """Return the name of the group of industries whose total the estimate keeps.

    India's real estate and business services are one group, as the publisher counts them.
    """
    number = int(industry.removeprefix("c"))
    if control_total != "ETD12":
        return f"{place} {broad_sector(industry)}"
    group = _ETD[number]
    return f"{place} {POOLED.get((place, group), group)}"
