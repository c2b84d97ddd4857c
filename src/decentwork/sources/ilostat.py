"""International Labour Organization, ILOSTAT: one reader for each of its tables."""

from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import (
    BROAD_SECTORS,
    SEXES,
    Observations,
    groups,
    note_where,
    observations,
    shares,
    years,
)
from decentwork.sources.delimited import read_delimited, read_parquet

_ADMINISTRATIVE = translatable("a count or share from registers or surveys, published without one")
_MODELLED = translatable("modelled by the International Labour Organization")
_BREAK = translatable("break in the series before this year")
_UNRELIABLE = translatable("marked unreliable by the publisher: few observations")
_STATUS = {"": "", "Break in series": _BREAK, "Unreliable": _UNRELIABLE}

# A count this many times a country's own median is one of all injuries, not of fatal ones:
# Thailand 2013 and 2014 in the edition at hand.
_FATAL_JUMP = 20
_FATAL_YEARS = 3  # fewer years give no median to compare with

# Mean monthly earnings outside these limits come from a wrong currency unit: Croatia before 2023
# in kuna divided by the euro's rate, Rwanda 2024 at 0.003 dollars, Liberia, Iceland 2016.
_EARNINGS_LIMITS = (10.0, 10_000.0)


def read_hazardous_work(path: Path, provenance: Provenance) -> Observations:
    """Return children in hazardous work by broad sector, sex and age, thousand persons.

    Children whose sector is not known stay in the total and have no row of their own.

    References
    ----------
    ILOSTAT, CLD_XHAZ_SEX_AGE_ECO_NB; regions are ILO modelled estimates for 2020.
    """
    sectors = (*BROAD_SECTORS, "Not classified")
    cells = read_delimited(
        path,
        texts=("area_type", "iso3", "area", "sex", "age", "sector", "source"),
        numbers=("year", "thousands"),
        codes={"area_type": ("country", "region"), "sex": SEXES, "sector": sectors},
    )
    cells = cells[cells["sector"] != "Not classified"]
    frame = pd.DataFrame(
        {
            "indicator": "child_hazardous_work",
            "place": cells["iso3"].where(cells["area_type"] == "country", cells["area"]),
            "industry": cells["sector"].map(BROAD_SECTORS),
            "group": groups(cells["sex"], cells["age"]),
            "period": years(cells["year"]),
            "value": cells["thousands"],
            "note": note_where(cells["source"].str.contains("Modelled"), _MODELLED),
        }
    )
    return observations(frame, provenance.then("kept the broad sectors and their total"))


def read_fatal_injuries(path: Path, provenance: Provenance) -> Observations:
    """Return fatal occupational injuries by ISIC Rev.4 section, counts of the year.

    A country's year whose total is many times that of its other years is left out: such a row
    counts all injuries.

    References
    ----------
    ILOSTAT, INJ_FATL_ECO_NB.
    """
    cells = read_delimited(path, texts=("iso3", "isic4"), numbers=("year", "fatal_injuries"))
    cells = cells[cells["isic4"] != ""]  # not elsewhere classified
    total = cells[cells["isic4"] == "TOTAL"]
    counts = total.groupby("iso3")["fatal_injuries"]
    jump = total["fatal_injuries"] > _FATAL_JUMP * counts.transform("median")
    wrong = total[jump & (counts.transform("size") >= _FATAL_YEARS)]
    listed = set(zip(wrong["iso3"], wrong["year"], strict=True))
    kept = cells[[key not in listed for key in zip(cells["iso3"], cells["year"], strict=True)]]
    frame = pd.DataFrame(
        {
            "indicator": "fatal_injuries",
            "place": kept["iso3"],
            "industry": ("isic4:" + kept["isic4"]).where(kept["isic4"] != "TOTAL", ""),
            "period": years(kept["year"]),
            "value": kept["fatal_injuries"],
        }
    )
    told = ", ".join(f"{iso3} {year:.0f}" for iso3, year in sorted(listed)) or "none"
    steps = provenance.then(
        f"left out years that count all injuries, {_FATAL_JUMP} times the median or more: {told}"
    )
    return observations(frame, steps, _ADMINISTRATIVE)


def read_union_density(path: Path, provenance: Provenance) -> Observations:
    """Return trade union density and collective bargaining coverage, shares of employees.

    References
    ----------
    ILOSTAT, ILR_TUMT_NOC_RT and ILR_CBCT_NOC_RT.
    """
    series = {"ILR_TUMT_NOC_RT": "union_density", "ILR_CBCT_NOC_RT": "bargaining_coverage"}
    cells = read_delimited(
        path, texts=("series", "iso3"), numbers=("year", "value"), codes={"series": series}
    )
    frame = pd.DataFrame(
        {
            "indicator": cells["series"].map(series),
            "place": cells["iso3"],
            "period": years(cells["year"]),
            "value": shares(cells["value"]),
        }
    )
    return observations(frame, provenance.then("per cent written as shares"), _ADMINISTRATIVE)


def read_monthly_earnings(path: Path, provenance: Provenance) -> Observations:
    """Return mean monthly earnings of employees by sex, whole country, 2021 PPP dollars.

    References
    ----------
    ILOSTAT, EAR_4MTH_SEX_GEO_CUR_NB.
    """
    sexes = (*SEXES, "Other")
    cells = read_delimited(
        path,
        texts=("iso3", "sex", "area_type", "obs_status"),
        numbers=("year", "earnings_ppp"),
        codes={"sex": sexes, "area_type": ("National", "Rural", "Urban"), "obs_status": _STATUS},
    )
    national = cells[(cells["area_type"] == "National") & (cells["sex"] != "Other")]
    possible = national["earnings_ppp"].between(*_EARNINGS_LIMITS)
    kept = national[possible]
    frame = pd.DataFrame(
        {
            "indicator": "monthly_earnings",
            "place": kept["iso3"],
            "group": groups(kept["sex"]),
            "period": years(kept["year"]),
            "value": kept["earnings_ppp"],
            "note": kept["obs_status"].map(_STATUS),
        }
    )
    low, high = _EARNINGS_LIMITS
    steps = provenance.then(
        f"kept whole countries; left out {(~possible).sum()} values below {low:g} or above "
        f"{high:g} dollars, which come from a wrong currency unit"
    )
    return observations(frame, steps)


def read_employment_divisions(path: Path, provenance: Provenance) -> Observations:
    """Return employment and women's share of it by ISIC Rev.4 division, four countries.

    References
    ----------
    ILOSTAT, EMP_TEMP_SEX_EC2_NB.
    """
    cells = read_delimited(
        path,
        texts=("iso3", "isic4"),
        numbers=("year", "employed_thousand", "women_thousand", "female_share"),
    )
    place = {
        "place": cells["iso3"],
        "industry": ("isic4:" + cells["isic4"]).where(cells["isic4"] != "TOTAL", ""),
        "period": years(cells["year"]),
        "note": translatable("from a household survey, a new survey may break the series"),
    }
    parts = (
        ("employment", "", cells["employed_thousand"]),
        ("employment", "female", cells["women_thousand"]),
        ("women_in_employment", "", cells["female_share"]),
    )
    frame = pd.concat(
        pd.DataFrame({**place, "indicator": name, "group": group, "value": value})
        for name, group, value in parts
    )
    return observations(frame, provenance)


def read_minimum_wages(path: Path, provenance: Provenance) -> Observations:
    """Return statutory monthly minimum wages in local currency and in US dollars.

    Cambodia sets its wage in US dollars and has no row in local currency.

    References
    ----------
    ILOSTAT, EAR_INEE_CUR_NB.
    """
    indicators = {"LCU": "minimum_wage", "USD": "minimum_wage_usd"}
    cells = read_delimited(
        path,
        texts=("iso3", "unit", "note"),
        numbers=("year", "monthly_minimum_wage"),
        codes={"unit": (*indicators, "PPP")},
    )
    kept = cells[cells["unit"] != "PPP"]
    frame = pd.DataFrame(
        {
            "indicator": kept["unit"].map(indicators),
            "place": kept["iso3"],
            "period": years(kept["year"]),
            "value": kept["monthly_minimum_wage"],
            "note": kept["note"].str.replace(";", ",", regex=False),
        }
    )
    return observations(frame, provenance, _SET_BY_LAW)


_SET_BY_LAW = translatable("an amount set by law, not an estimate")


def read_employment(path: Path, provenance: Provenance) -> Observations:
    """Return employment by sex, thousand persons; only what the ILO modelled, nothing filled in.

    References
    ----------
    ILOSTAT, EMP_2EMP_SEX_ECO_NB, ILO modelled estimates, November 2024.
    """
    cells = read_parquet(path, ("iso3", "sex", "year", "thousand", "ilo_estimate"))
    kept = cells[cells["ilo_estimate"].astype(bool)]
    frame = pd.DataFrame(
        {
            "indicator": "employment",
            "place": kept["iso3"],
            "group": groups(kept["sex"]),
            "period": years(kept["year"]),
            "value": kept["thousand"],
            "note": _MODELLED,
        }
    )
    return observations(
        frame, provenance.then(f"left out {len(cells) - len(kept)} rows not from the ILO")
    )
