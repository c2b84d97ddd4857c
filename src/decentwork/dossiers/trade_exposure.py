"""The last shock in a chain: jobs by how far demand for what they serve fell, month by month."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.dossiers.trade_panel import TABLE, PlaceTrade
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.footprints.dated_shocks import DemandSignals, demand_fall, manufactures
from decentwork.footprints.exposure_by_month import THRESHOLDS
from decentwork.footprints.leontief import factorise
from decentwork.footprints.place_labour import PlaceLabour
from decentwork.footprints.risk_classes import chain_output_at_risk
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.sources.catalogue import read
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.yearly_tables import YearlyTables

INDICATOR = "jobs_exposed_by_month"
CLOSURES, VISITS = "oxcgrt_monthly_2020_2022", "google_mobility_monthly_2020"
SALES = ("us_retail_sales_2018_2021", "uk_retail_volume_2018_2022")
METHOD = "leontief_final_demand_by_risk"
RISKS = {
    "high": translatable("demand 30 per cent or more below normal"),
    "medium": translatable("demand 10 to 30 per cent below normal"),
    "low": translatable("demand less than 10 per cent below normal, or above"),
    "not known": translatable("fall of demand not known"),
}
"""What the classes of `THRESHOLDS["visits"]` mean, from the highest risk down."""
STEP = "jobs per output times output in the chains of manufactures, by how far demand fell"
EXPOSED_NOTE = translatable(
    "Exposed, not lost: jobs that served demand for manufactures in markets where it fell, by how "
    "far. Demand is told by visits to shops, or by retail sales where they are at hand."
)


def exposure_figures(
    trade: PlaceTrade, labour: PlaceLabour, industry: str, notes: tuple[str, ...]
) -> Iterator[Figure]:
    """Return jobs of an industry by month and class of risk; a stated unknown without months.

    Parameters
    ----------
    industry : code with its classification, "wiod35:c4"
    notes : what must be said with every figure of this labour
    """
    folder, year = trade.folder, labour.panel.years[-1]
    if not (folder.has(CLOSURES) and folder.has(VISITS)):
        at = _at(trade.place, industry, None)
        missing = Unknown(reason="no_source", unit=Unit.THOUSAND_PERSONS)
        yield Figure(indicator=INDICATOR, at=at, known=missing)
        return
    own = labour.panel.position(industry.partition(":")[2])
    rows = place_rows(folder, trade.place)
    rows = rows[rows["industry"] == industry.partition(":")[2]]
    joined = _with_months(labour, folder)
    for month, risk, made in zip(rows["month"], rows["risk"], rows["output"], strict=True):
        output = np.zeros(len(labour.panel.industries))
        output[own] = made
        yield Figure(
            indicator=INDICATOR,
            at=_at(trade.place, industry, month),
            known=joined.behind(year, output, METHOD, STEP),
            notes=(*notes, EXPOSED_NOTE),
            subject=RISKS[risk],
        )


def place_rows(folder: DataFolder, place: str) -> pd.DataFrame:
    """Return output of a place by industry, month and class of risk, kept by its content."""
    path = folder.kept("trade", f"{_key(folder)}-exposed", ".parquet")
    if not path.is_file():
        made = _computed(folder)
        folder.keep(path, lambda staged: made.to_parquet(staged, index=False))
        if not path.is_file():
            return made[made["place"] == place]
    return _stored(path, place)


@lru_cache(maxsize=4)  # the name of the file is its content: the same rows for ever
def _stored(path: Path, place: str) -> pd.DataFrame:
    return pd.read_parquet(path, filters=[("place", "==", place)])


def _key(folder: DataFolder) -> str:
    return folder.fingerprint([TABLE, CLOSURES, VISITS, *SALES])


def _computed(folder: DataFolder) -> pd.DataFrame:
    tables: YearlyTables = read(folder, TABLE)
    table = tables.in_year(tables.years[-1]).with_output_as_row_sum()
    signals = DemandSignals(
        closures=read(folder, CLOSURES),
        visits=read(folder, VISITS),
        sales=tuple(read(folder, name) for name in SALES if folder.has(name)),
    )
    falls = {month: demand_fall(signals, month, table) for month in signals.visits.months}
    limits = THRESHOLDS["visits"]
    rows = chain_output_at_risk(factorise(table), falls, manufactures(table), limits)
    return rows.sort_values("place", kind="stable", ignore_index=True)


def _with_months(labour: PlaceLabour, folder: DataFolder) -> PlaceLabour:
    found = labour.provenance
    for name in (VISITS, *(name for name in SALES if folder.has(name))):
        found = found.joined(folder.provenance(name))
    return replace(labour, provenance=found)


def _at(place: str, industry: str, month: str | None) -> Coordinates:
    return Coordinates(
        place=place,
        topic="employment_security",
        industry=industry,
        tier="whole_chain",
        period=month,
    )
