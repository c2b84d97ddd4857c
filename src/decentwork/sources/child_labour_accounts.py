"""Children counted by broad sector, as a labour account can be made from them.

Two definitions, never mixed: children in hazardous work (ILOSTAT), and working children as the
US Department of Labor reports them. A country without a national count by sector has no account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit
from decentwork.sources.delimited import read_delimited

SECTORS = ("agriculture", "industry", "services")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorCount:
    """Children of one definition and age range in one country, by broad sector.

    `counts` are in thousand persons, one for each of `SECTORS`; children whose sector is not
    known are not in them. `year` is that of the publication named by the source.
    """

    definition: str
    place: str
    year: int
    ages: str
    counts: Mapping[str, float]
    provenance: Provenance
    unit: Unit = Unit.THOUSAND_PERSONS

    @property
    def total(self) -> float:
        """Children whose sector is known, thousand persons."""
        return sum(self.counts.values())


def read_hazardous_counts(path: Path, provenance: Provenance) -> tuple[SectorCount, ...]:
    """Return children in hazardous work by country and year, for the widest ages published.

    Both sexes together. A survey that lacks one of the sectors gives no count: what is not
    published is not zero.

    References
    ----------
    ILOSTAT, CLD_XHAZ_SEX_AGE_ECO_NB.
    """
    cells = read_delimited(
        path,
        texts=("area_type", "iso3", "sex", "age", "sector"),
        numbers=("year", "thousands"),
    )
    kept = cells[(cells["area_type"] == "country") & (cells["sex"] == "Total")]
    kept = kept.assign(sector=kept["sector"].str.lower()).dropna(subset=["thousands"])
    counts = []
    for (place, year), rows in kept.groupby(["iso3", "year"]):
        ages = max(rows["age"].unique(), key=_years_spanned)
        found = rows[rows["age"] == ages].set_index("sector")["thousands"]
        if set(SECTORS) <= set(found.index):
            counts.append(
                SectorCount(
                    definition="hazardous_child_work",
                    place=str(place),
                    year=int(year),
                    ages=ages,
                    counts={sector: float(found[sector]) for sector in SECTORS},
                    provenance=provenance.then("children whose sector is not classified left out"),
                )
            )
    return tuple(counts)


def read_working_counts(path: Path, provenance: Provenance) -> tuple[SectorCount, ...]:
    """Return working children by country and report year.

    The year is that of the report; that of the survey behind it is not in the file. Rows marked
    suspect are left out.

    References
    ----------
    US Department of Labor, Findings on the Worst Forms of Child Labor, 2014–2022, table on
    children's work and education.
    """
    shares = {sector: f"{sector}_pct" for sector in SECTORS}
    cells = read_delimited(
        path,
        texts=("iso3", "work_age", "suspect"),
        numbers=("report_year", "working_children_n", *shares.values()),
    )
    kept = cells[cells["suspect"] == ""].dropna(subset=["working_children_n", *shares.values()])
    return tuple(_working_count(row, shares, provenance) for _, row in kept.iterrows())


def _working_count(
    row: pd.Series, shares: Mapping[str, str], provenance: Provenance
) -> SectorCount:
    # Published shares are rounded and add to 99.9 or 100.1: re-scaled so that the count is kept.
    total = sum(float(row[column]) for column in shares.values())
    children = float(row["working_children_n"]) / 1000
    return SectorCount(
        definition="working_children",
        place=str(row["iso3"]),
        year=int(row["report_year"]),
        ages=str(row["work_age"]),
        counts={sector: children * float(row[it]) / total for sector, it in shares.items()},
        provenance=provenance.then("shares of sectors re-scaled to add to one"),
    )


def _years_spanned(ages: str) -> int:
    first, _, last = ages.partition("-")
    return int(last) - int(first)
