"""Gapminder: series on labour taken over from ILOSTAT, one long table."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import (
    BROAD_SECTORS,
    Observations,
    observations,
    shares,
    years,
)
from decentwork.sources.delimited import read_delimited, read_parquet

_MODELLED = translatable("modelled by the International Labour Organization")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    indicator: str
    group: str = ""
    industry: str = ""
    percent: bool = True
    note: str = ""


# What the file calls a series, less its ending, and what it is here.
_STRUCTURE_WORDS = {
    "agriculture_workers": ("employment_sector", BROAD_SECTORS["Agriculture"]),
    "industry_workers": ("employment_sector", BROAD_SECTORS["Industry"]),
    "service_workers": ("employment_sector", BROAD_SECTORS["Services"]),
    "self_employed": ("self_employed", ""),
    "family_workers": ("family_workers", ""),
}
_STRUCTURE = {
    f"{sex}{word}_percent_of_{sex}employment": _Series(
        indicator=indicator, group=sex.rstrip("_"), industry=industry, note=_MODELLED
    )
    for word, (indicator, industry) in _STRUCTURE_WORDS.items()
    for sex in ("", "female_", "male_")
}
_CONTEXT = {
    "aged_15plus_unemployment_rate_percent": _Series(indicator="unemployment_rate"),
    "females_aged_15plus_labour_force_participation_rate_percent": _Series(
        indicator="labour_force_participation", group="female", note=_MODELLED
    ),
    "males_aged_15plus_labour_force_participation_rate_percent": _Series(
        indicator="labour_force_participation", group="male", note=_MODELLED
    ),
    "working_hours_per_week": _Series(indicator="hours_week", percent=False),
}
# Codes of the file that are not ISO 3166-1.
_PLACES = {"HOS": "VAT", "KOS": "XKX", "GBG": "GGY", "GBM": "IMN", "NLD_CURACAO": "CUW"}
_NONE = _Series(indicator="")  # a file in which none of the series is
_COLUMNS = ("indicator", "iso3", "year", "value")


def read_structure(path: Path, provenance: Provenance) -> Observations:
    """Return self-employed, family workers and broad sectors as shares of employment, by sex.

    References
    ----------
    Gapminder, Systema Globalis; ILOSTAT, ILO modelled estimates, 1991-2023.
    """
    return _observed(read_parquet(path, _COLUMNS), _STRUCTURE, provenance)


def read_context(path: Path, provenance: Provenance) -> Observations:
    """Return unemployment, participation by sex and weekly hours.

    The file's other series are not read: prices, poverty and fertility are not about work, and
    the structure of employment is in the file of `read_structure`, the same figures by sex.

    References
    ----------
    Gapminder, Systema Globalis and Fasttrack, 1995-2025.
    """
    cells = read_delimited(path, texts=("indicator", "iso3"), numbers=("year", "value"))
    return _observed(cells, _CONTEXT, provenance)


def _observed(
    cells: pd.DataFrame, series: dict[str, _Series], provenance: Provenance
) -> Observations:
    kept = cells[cells["indicator"].isin(list(series))]
    parts = [_described(rows, series[name]) for name, rows in kept.groupby("indicator")]
    steps = provenance.then("chose series; per cent written as shares")
    return observations(pd.concat(parts) if parts else _described(kept, _NONE), steps)


def _described(rows: pd.DataFrame, series: _Series) -> pd.DataFrame:
    # Five decimals are published; a parquet copy in single precision adds noise behind them.
    value = rows["value"].astype(float).round(5)
    return pd.DataFrame(
        {
            "indicator": series.indicator,
            "place": rows["iso3"].replace(_PLACES),
            "industry": series.industry,
            "group": series.group,
            "period": years(rows["year"]),
            "value": shares(value) if series.percent else value,
            "note": series.note,
        }
    )
