"""United Nations Statistics Division: series of the SDG database on decent work."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import (
    Observations,
    groups,
    note_where,
    notes,
    observations,
    shares,
    together,
    years,
)
from decentwork.sources.delimited import read_delimited


@dataclass(frozen=True, slots=True)
class _Series:
    indicator: str
    unit: str  # as the file writes it


_SERIES = {
    "SL_TLF_CHLDEA": _Series("child_labour_economic_activity", "percent"),
    "SL_TLF_CHLDEC": _Series("child_labour_with_chores", "percent"),
    "SL_EMP_FTLINJUR": _Series("fatal_injury_rate", "per_100000_emp"),
    "SL_EMP_INJUR": _Series("nonfatal_injury_rate", "per_100000_emp"),
    "SL_LBR_NTLCPL": _Series("labour_rights_noncompliance", "score"),
    "SL_ISV_IFEM": _Series("informal_employment", "percent"),
    "SL_EMP_AEARN": _Series("hourly_earnings", "cur_lcu"),
    "SI_POV_EMP1": _Series("working_poverty", "percent"),
    "SI_COV_BENFTS": _Series("social_protection_coverage", "percent"),
    "SI_COV_WKINJRY": _Series("work_injury_coverage", "percent"),
    "SI_COV_MATNL": _Series("maternity_benefit_coverage", "percent"),
    "SI_COV_UEMP": _Series("unemployment_benefit_coverage", "percent"),
    "SL_TLF_NEET": _Series("youth_neet", "percent"),
}
_NATURES = {
    "c": "",  # country data
    "ca": translatable("country data adjusted by the international agency"),
    "e": translatable("estimated by the international agency"),
    "m": translatable("modelled by the international agency"),
    "g": translatable("global monitoring data, coded by the international agency"),
}
_ACTIVITIES = {"": "", "total": "", "isic4_a": "isic4:A", "nonagr": ""}
_ACTIVITY_SUBJECTS = {"nonagr": "non-agriculture"}
_EVERY_OCCUPATION = ("", "isco08", "isco88")
_EVERYBODY = ("", "t", "notspec")  # migratory status
_AGES_DIFFER = translatable("the ages differ from the standard range of the indicator")
_STANDARD_AGES = {
    "SL_TLF_CHLDEA": "5-17",
    "SL_TLF_CHLDEC": "5-17",
    "SL_TLF_NEET": "15-24",
}
# Ages that cover everybody the indicator is about, so that the group needs no age.
_SEXES = ("", "bothsex", "female", "male")


def read_decent_work(path: Path, provenance: Provenance) -> Observations:
    """Return thirteen series of targets 1.1, 1.3, 8.3, 8.5, 8.6, 8.7 and 8.8.

    Rows that the file marks as suspect are left out, and so are the splits by occupation and by
    migratory status; the steps say how many. The two series of 8.7.1 stay two indicators.

    References
    ----------
    UN Statistics Division, Global SDG Indicators Database, October 2020.
    """
    cells = read_delimited(
        path,
        texts=(
            *("series", "iso3", "area", "sex", "age", "activity", "occupation"),
            *("migratory_status", "nature", "units", "suspect"),
        ),
        numbers=("year", "value"),
        codes={
            "series": _SERIES,
            "sex": _SEXES,
            "nature": _NATURES,
            "activity": _ACTIVITIES,
        },
    )
    _check_units(cells, path.name)
    suspect = cells["suspect"] != ""
    split = ~cells["occupation"].isin(_EVERY_OCCUPATION)
    split |= ~cells["migratory_status"].isin(_EVERYBODY)
    steps = provenance.then(
        f"left out {suspect.sum()} rows marked suspect (counts given as rates)"
    ).then(f"left out {(split & ~suspect).sum()} rows by occupation or migratory status")
    frame = _observed(cells[~suspect & ~split])
    return observations(frame, steps.then("per cent written as shares"))


def _observed(cells: pd.DataFrame) -> pd.DataFrame:
    percent = cells["units"] == "percent"
    ages = cells["age"].map({age: _age(age) for age in cells["age"].unique()})
    standard = cells["series"].map(_STANDARD_AGES).fillna(ages)
    return pd.DataFrame(
        {
            "indicator": cells["series"].map({key: it.indicator for key, it in _SERIES.items()}),
            "place": cells["iso3"].where(cells["iso3"] != "", cells["area"]),
            "industry": cells["activity"].map(_ACTIVITIES),
            "group": groups(cells["sex"].replace("", "bothsex"), ages),
            "period": years(cells["year"]),
            "value": cells["value"].where(~percent, shares(cells["value"])),
            "subject": cells["activity"].map(_ACTIVITY_SUBJECTS).fillna(""),
            "note": together(
                notes(cells["nature"], _NATURES), note_where(ages != standard, _AGES_DIFFER)
            ),
        }
    )


def _age(code: str) -> str:
    """Return "5-17" for "5_17" and "15+" for "15"."""
    if not code:
        return ""
    return code.replace("_", "-") if "_" in code else f"{code}+"


def _check_units(cells: pd.DataFrame, name: str) -> None:
    found = cells[["series", "units"]].drop_duplicates().itertuples(index=False)
    problems = [
        Problem(f"series {series}", f"is in {unit!r}, not in {_SERIES[series].unit!r}.")
        for series, unit in found
        if unit != _SERIES[series].unit
    ]
    if problems:
        raise InvalidInput(name, problems)
