"""International Labour Organization with partners: global estimates by region and industry."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import (
    BROAD_SECTORS,
    SEXES,
    Observations,
    groups,
    observations,
    years,
)
from decentwork.sources.delimited import read_delimited

_GLOBAL = translatable("a global estimate whose interval is not in the file")


@dataclass(frozen=True, slots=True)
class _Chart:
    indicator: str
    factor: float  # from the unit of the report to the indicator's
    industry: str = ""


_CHARTS = {
    ("child_labour", "pct"): _Chart("child_labour_economic_activity", 0.01),
    ("child_labour_incl_21h_chores", "pct"): _Chart("child_labour_with_chores", 0.01),
    ("hazardous_work", "million"): _Chart("child_hazardous_work", 1000),
    ("child_labour_share_agriculture", "pct"): _Chart(
        "child_labour_sector", 0.01, BROAD_SECTORS["Agriculture"]
    ),
    ("child_labour_share_industry", "pct"): _Chart(
        "child_labour_sector", 0.01, BROAD_SECTORS["Industry"]
    ),
    ("child_labour_share_services", "pct"): _Chart(
        "child_labour_sector", 0.01, BROAD_SECTORS["Services"]
    ),
}
_INDUSTRIES = {
    "Agriculture": "isic4:A",
    "Mining and quarrying": "isic4:B",
    "Manufacturing": "isic4:C",
    "Construction": "isic4:F",
    "Services": BROAD_SECTORS["Services"],
}


def read_child_labour_charts(path: Path, provenance: Provenance) -> Observations:
    """Return child labour of the world and its regions as charted in the 2024 estimates.

    Shares by sex that are above the share of both sexes of the same year are left out: they are
    children in employment, a wider group, under the name of child labour.

    References
    ----------
    ILO and UNICEF, Child Labour: Global estimates 2024 (2025), pp. 8, 9, 30, 34.
    """
    cells = read_delimited(
        path,
        texts=("area", "sex", "age", "indicator", "unit"),
        numbers=("year", "value"),
        codes={"sex": SEXES},
    )
    wider = _both_sexes_exceeded(cells)
    key = pd.Series(list(zip(cells["indicator"], cells["unit"], strict=True)), index=cells.index)
    chosen = key.isin(list(_CHARTS)) & ~wider
    kept, charts = cells[chosen], key[chosen].map(_CHARTS)
    frame = pd.DataFrame(
        {
            "indicator": charts.map(lambda chart: chart.indicator),
            "place": kept["area"],
            "industry": charts.map(lambda chart: chart.industry),
            "group": groups(kept["sex"], kept["age"]),
            "period": years(kept["year"]),
            "value": (kept["value"] * charts.map(lambda chart: chart.factor)).round(12),
        }
    )
    steps = provenance.then(
        f"left out {wider.sum()} shares by sex that exceed the share of both sexes together"
    ).then("per cent written as shares, millions as thousands")
    return observations(frame, steps, _GLOBAL)


def _both_sexes_exceeded(cells: pd.DataFrame) -> pd.Series:
    """Return true where the shares of girls and of boys are both above that of all children."""
    key = ["area", "year", "age", "indicator", "unit"]
    total = cells[cells["sex"] == "total"].set_index(key)["value"].rename("total")
    split = cells[cells["sex"] != "total"].groupby(key)["value"].min().rename("lowest")
    both = cells[key].join(total, on=key).join(split, on=key)
    share = cells["unit"] == "pct"
    return share & (cells["sex"] != "total") & (both["lowest"] > both["total"])


def read_forced_labour_regions(path: Path, provenance: Provenance) -> Observations:
    """Return forced labour by region: persons in millions, and per thousand of the population.

    References
    ----------
    ILO, Walk Free and IOM, Global Estimates of Modern Slavery (2022).
    """
    cells = read_delimited(
        path,
        texts=("area", "sex"),
        numbers=("year", "forced_labour_million", "per_thousand"),
        codes={"sex": SEXES},
    )
    place = {
        "place": cells["area"],
        "group": groups(cells["sex"]),
        "period": years(cells["year"]),
    }
    parts = {
        "forced_labour_persons": cells["forced_labour_million"],
        "forced_labour_prevalence": cells["per_thousand"],
    }
    frame = pd.concat(
        pd.DataFrame({**place, "indicator": name, "value": value}) for name, value in parts.items()
    )
    return observations(frame, provenance, _GLOBAL)


def read_forced_labour_sectors(path: Path, provenance: Provenance) -> Observations:
    """Return persons in forced labour by industry, world, million persons.

    The rest called "Other" has no industry and is left out; the industries add to less than the
    total of the regions.

    References
    ----------
    ILO, Walk Free and IOM, Global Estimates of Modern Slavery (2022), split by industry.
    """
    cells = read_delimited(
        path,
        texts=("sector",),
        numbers=("year", "forced_labour_million"),
        codes={"sector": (*_INDUSTRIES, "Other")},
    )
    kept = cells[cells["sector"] != "Other"]
    frame = pd.DataFrame(
        {
            "indicator": "forced_labour_persons",
            "place": "World",
            "industry": kept["sector"].map(_INDUSTRIES),
            "period": years(kept["year"]),
            "value": kept["forced_labour_million"],
        }
    )
    return observations(frame, provenance.then("left out the row Other"), _GLOBAL)
