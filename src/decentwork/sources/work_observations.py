"""All published observations on work that a data folder holds, kept by content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from decentwork.classifications.countries import countries
from decentwork.classifications.groups import Group
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.catalogue import Indicator, indicators
from decentwork.indicators.observations import COLUMNS, Observations
from decentwork.sources.catalogue import read
from decentwork.sources.data_folder import DataFolder

DATA_SETS: Mapping[str, tuple[str, ...]] = {
    "unicef_child_labour_2025": ("child_labour_economic_activity",),
    "unicef_sowc2023_child_protection": ("child_labour_with_chores",),
    "un_sdg_decent_work_2020": (
        "child_labour_economic_activity",
        "child_labour_with_chores",
        "fatal_injury_rate",
        "nonfatal_injury_rate",
        "labour_rights_noncompliance",
        "informal_employment",
        "hourly_earnings",
        "working_poverty",
        "social_protection_coverage",
        "work_injury_coverage",
        "maternity_benefit_coverage",
        "unemployment_benefit_coverage",
        "youth_neet",
    ),
    "usdol_child_work_statistics": ("working_children", "working_children_sector"),
    "ilostat_hazardous_child_work_sector": ("child_hazardous_work",),
    "ilostat_union_density_cba": ("union_density", "bargaining_coverage"),
    "ilostat_fatal_injuries_isic": ("fatal_injuries",),
    "ilostat_monthly_earnings_ppp_2021": ("monthly_earnings",),
    "ilostat_employment_isic2_garment": ("employment", "women_in_employment"),
    "ilostat_minimum_wage_garment_countries": ("minimum_wage", "minimum_wage_usd"),
    "ilo_global_wage_db_2014": (
        "minimum_wage",
        "minimum_wage_usd",
        "monthly_earnings_local",
        "low_pay",
    ),
    "ilo_structure_gapminder": ("employment_sector", "self_employed", "family_workers"),
    "gapminder_labour_context": (
        "unemployment_rate",
        "labour_force_participation",
        "hours_week",
    ),
    "ilo_employment_by_sex": ("employment",),
    "ilo_unicef_global_estimates_2024_charts": (
        "child_labour_economic_activity",
        "child_labour_with_chores",
        "child_hazardous_work",
        "child_labour_sector",
    ),
    "gems_2021_forced_labour_region": ("forced_labour_persons", "forced_labour_prevalence"),
    "gems_2021_forced_labour_sector": ("forced_labour_persons",),
}
"""The data sets whose readers return `Observations` on work, and the indicators in each."""

REGIONS_ONLY = frozenset(
    {
        "ilo_unicef_global_estimates_2024_charts",
        "gems_2021_forced_labour_region",
        "gems_2021_forced_labour_sector",
    }
)
"""Those of the data sets that say nothing about single countries."""

_META = b"decentwork"
_CODES = [name for name in COLUMNS if name not in ("value", "low", "high")]
_LONGEST_LIFE = 120
_EVERY_AGE = _LONGEST_LIFE + 1  # wider than any stated range


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkObservations:
    """Rows of `COLUMNS` from all data sets, and what makes one comparable with another.

    Further columns: `source` (data set), `sex` ("", "female", "male"), `age` ("5-17" or ""),
    `ages` (years that range spans), `end` (last year of the period, 0 where there is none),
    `rank` (place of the source among those of the indicator, 0 the preferred one) and `country`
    (false for regions, the world, and codes that ISO 3166-1 does not have).
    """

    frame: pd.DataFrame
    provenances: Mapping[str, Provenance]
    reasons: Mapping[str, str]

    def at(self, place: str) -> list[Row]:
        """Return the rows of a place: an ISO alpha-3 code, or a region as published."""
        return _records(self.frame[self.frame["place"] == place])

    def of(self, indicator: str) -> list[Row]:
        """Return the rows of an indicator for whole economies of countries."""
        rows = self.frame[self.frame["indicator"] == indicator]
        return _records(rows[_whole(rows) & rows["country"]])

    def of_regions(self, indicator: str) -> list[Row]:
        """Return the rows of an indicator for whole regions and the world."""
        return _regional(self).get(indicator, [])

    def mapped(self) -> frozenset[str]:
        """Return the ids of indicators that some country has for its whole economy."""
        rows = _whole(self.frame) & self.frame["country"]
        return frozenset(self.frame.loc[rows, "indicator"].unique())

    def by_division(self) -> frozenset[str]:
        """Return the ids of indicators that some country has for ISIC divisions."""
        industry = self.frame["industry"].astype("category").cat  # empty frames lose the type
        divisions = industry.categories.str.fullmatch(r"isic4:[A-Z]\d\d")
        rows = np.asarray(divisions, dtype=bool)[industry.codes]
        return frozenset(self.frame.loc[rows, "indicator"].unique())


def observed_indicators() -> tuple[Indicator, ...]:
    """Return the indicators that are read from `DATA_SETS`, in the order of topics."""
    read_here = {id for ids in DATA_SETS.values() for id in ids}
    return tuple(each for each in indicators() if each.id in read_here)


def work_observations(folder: DataFolder) -> WorkObservations:
    """Return everything observed on work in a folder; read once for one content and version."""
    return _load(folder, folder.fingerprint(DATA_SETS))


def gathered(containers: Mapping[str, Observations]) -> WorkObservations:
    """Return the observations of several data sets (by name) as one."""
    return _unpacked(_packed(containers))


@lru_cache(maxsize=4)
def _load(folder: DataFolder, key: str) -> WorkObservations:
    kept = folder.kept("observations", key, ".parquet")
    if kept.exists():
        try:
            return _unpacked(pq.read_table(kept))
        except (OSError, ValueError, KeyError, TypeError):  # what broke is made again
            pass
    table = _packed({name: read(folder, name) for name in DATA_SETS if folder.has(name)})
    folder.keep(kept, lambda path: _write(table, path))
    return _unpacked(table)


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path)


def _packed(containers: Mapping[str, Observations]) -> pa.Table:
    """Return all rows as one table that carries provenances and reasons as metadata."""
    parts = [_ranked(each.frame, name) for name, each in containers.items()]
    empty = pd.DataFrame({name: pd.Series(dtype=str) for name in (*COLUMNS, "source", "rank")})
    frame = _with_keys(pd.concat(parts, ignore_index=True) if parts else empty)
    told = {
        name: {"provenance": each.provenance.to_dict(), "no_interval": each.no_interval}
        for name, each in containers.items()
    }
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.replace_schema_metadata({**(table.schema.metadata or {}), _META: json.dumps(told)})


def _unpacked(table: pa.Table) -> WorkObservations:
    told = json.loads(table.schema.metadata[_META])
    return WorkObservations(
        frame=table.to_pandas(),
        provenances={name: Provenance.from_dict(it["provenance"]) for name, it in told.items()},
        reasons={name: it["no_interval"] for name, it in told.items()},
    )


def _whole(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are of a whole economy rather than of a part of it."""
    return (rows["industry"] == "") & (rows["subject"] == "")


@lru_cache(maxsize=4)
def _regional(observed: WorkObservations) -> dict[str, list[Row]]:
    """Return all rows of regions by indicator: few, and asked for once an indicator."""
    found: dict[str, list[Row]] = {}
    for row in _records(observed.frame[_whole(observed.frame) & ~observed.frame["country"]]):
        found.setdefault(row["indicator"], []).append(row)
    return found


def _ranked(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return rows with their source and its place among the sources of each indicator."""
    ranks = {each.id: each.sources.index(source) for each in indicators() if source in each.sources}
    return frame.assign(source=source, rank=frame["indicator"].map(ranks).astype(int))


def _with_keys(frame: pd.DataFrame) -> pd.DataFrame:
    coded = frame.astype(dict.fromkeys([*_CODES, "source"], "category"))
    groups = {label: Group.parse(label) for label in coded["group"].cat.categories}
    ends = {period: int(period[-4:] or 0) for period in coded["period"].cat.categories}
    known = {each.iso3 for each in (*countries(), *countries(invented=True))}
    places = {place: place in known for place in coded["place"].cat.categories}
    return coded.assign(
        sex=_looked_up(coded["group"], {label: each.sex for label, each in groups.items()}),
        age=_looked_up(coded["group"], {label: each.age for label, each in groups.items()}),
        ages=_looked_up(coded["group"], {label: _span(each) for label, each in groups.items()}),
        end=_looked_up(coded["period"], ends),
        country=_looked_up(coded["place"], places),
    ).astype({"sex": "category", "age": "category"})


def _looked_up(column: pd.Series, values: Mapping[str, Any]) -> npt.NDArray[Any]:
    """Return what each category of a column stands for; quicker than looking up each row."""
    meanings = np.array([values[code] for code in column.cat.categories])
    found: npt.NDArray[Any] = meanings[column.cat.codes.to_numpy()]
    return found


def _span(group: Group) -> int:
    """Return how many years an age range covers: "5-17" 13, "15+" up to the end of life."""
    youngest, oldest = group.ages
    if not group.age:
        return _EVERY_AGE
    return (_LONGEST_LIFE if oldest is None else oldest + 1) - youngest


def _records(rows: pd.DataFrame) -> list[Row]:
    records: list[Row] = rows.to_dict("records")
    return records
