"""Employment, value added and productivity of the two wider industries around a sector.

The observed one is an industry of the Economic Transformation Database, the experimental one an
industry of the world input-output table with estimated employment.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table, Vector
from decentwork.dossiers.published_series import CONTEXT, METHOD
from decentwork.dossiers.sector_measures import MEASURES
from decentwork.dossiers.sector_series import (
    DERIVED,
    EXPERIMENTAL,
    OBSERVED,
    WIDER,
    SectorSeries,
    breaks_of,
)
from decentwork.dossiers.trade_panel import EXPERIMENTAL_ACCOUNT, OBSERVED_ACCOUNT, TABLE
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.place_labour import DRAWS, SEED
from decentwork.footprints.place_labour import EXPERIMENTAL as SIMULATED
from decentwork.footprints.uncertainty import draw_within_controls, interval_of
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Coordinates, Figure
from decentwork.indicators.observations import Observations
from decentwork.sources.catalogue import read, read_once
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.employment_accounts import EXPERIMENTAL as SPREAD
from decentwork.sources.employment_accounts import NO_SAMPLING_ERROR, POOLED
from decentwork.sources.value_added import read_value_added
from decentwork.sources.yearly_tables import YearlyTables

INCLUDES_TAXES = translatable(
    "taxes less subsidies on products and transport margins are in this value added"
)
_COUNTS_BOTH = translatable("the publisher counts real estate in it")
TABLE_ERROR = NoInterval("the publisher of the table states no error")
_NOT_JOINT = NoInterval("a ratio of two published totals whose error is not stated")
_THOUSAND = 1000.0  # millions of money over thousands of persons are thousands a person

Span = Callable[[int], Interval | NoInterval]


def national_accounts(
    places: Sequence[str], industry: str, measures: Collection[str], folder: DataFolder
) -> Iterator[SectorSeries]:
    """Yield the series of an industry of the Economic Transformation Database ("etd12:mining")."""
    wanted = {"employment", "value_added_volume", "productivity_volume"} & set(measures)
    if not industry or not wanted or not folder.has(OBSERVED_ACCOUNT):
        return
    account = read_once(folder, OBSERVED_ACCOUNT, AccountSeries)
    volume = _volume(folder, account.provenance)
    added = volume.frame[volume.frame["industry"] == industry]
    code = industry.partition(":")[2]
    employed = account.frame[account.frame["industry"] == code]
    for place in places:
        rows = added[added["place"] == place].assign(year=lambda it: it["period"].astype(int))
        both = any(POOLED.get((place, other)) == code for other in _pooled())
        maker = Maker(
            place=place,
            industry=industry,
            source=OBSERVED_ACCOUNT,
            provenance=account.provenance,
            notes=(_COUNTS_BOTH,) if both else (),
            flags=dict(zip(rows["year"], rows["note"], strict=True)),
        )
        jobs = _by_year(employed[employed["place"] == place])
        made = _by_year(rows)
        each = (_THOUSAND * made / jobs[jobs > 0]).dropna()
        for id, quality, values, span in (
            ("employment", OBSERVED, jobs, always(NO_SAMPLING_ERROR)),
            ("value_added_volume", OBSERVED, made, always(NO_SAMPLING_ERROR)),
            ("productivity_volume", DERIVED, each, always(_NOT_JOINT)),
        ):
            if id in wanted and len(values):
                yield maker.series(id, quality, values, span)


def table_accounts(
    places: Sequence[str], industry: str, measures: Collection[str], folder: DataFolder
) -> Iterator[SectorSeries]:
    """Yield the series of an industry of the input-output table ("wiod35:c4")."""
    wanted = {"employment", "value_added", "productivity"} & set(measures)
    if not industry or not wanted or not folder.has(TABLE):
        return
    code = industry.partition(":")[2]
    every = _value_added(folder, folder.fingerprint([TABLE]))
    table = folder.provenance(TABLE).then("output less the sum of intermediate inputs")
    account = None
    if folder.has(EXPERIMENTAL_ACCOUNT):
        account = read_once(folder, EXPERIMENTAL_ACCOUNT, AccountSeries)
    for place in places:
        made = _by_year(every[(every["place"] == place) & (every["industry"] == code)])
        if made.empty:
            continue
        if "value_added" in wanted:
            maker = Maker(place, industry, TABLE, table, (INCLUDES_TAXES,))
            yield maker.series("value_added", DERIVED, made, always(TABLE_ERROR))
        if account is not None and wanted != {"value_added"}:
            yield from _experimental(account, table, made, (place, industry), wanted)


def _experimental(
    account: AccountSeries,
    table: Provenance,
    made: pd.Series,
    at: tuple[str, str],
    wanted: Collection[str],
) -> Iterator[SectorSeries]:
    """Yield estimated employment of a place and industry, and value added over it."""
    place, industry = at
    jobs, drawn = _drawn(account, place, industry.partition(":")[2])
    if "employment" in wanted and len(jobs):
        maker = Maker(place, industry, EXPERIMENTAL_ACCOUNT, account.provenance, (SPREAD,))
        yield maker.series("employment", EXPERIMENTAL, jobs, _spans(drawn))
    each = (_THOUSAND * made / jobs[jobs > 0]).dropna()
    if "productivity" in wanted and len(each):
        joint = table.joined(account.provenance).then("value added divided by employment")
        source, notes = f"{TABLE}+{EXPERIMENTAL_ACCOUNT}", (SPREAD, INCLUDES_TAXES)
        draws = {year: _THOUSAND * made[year] / drawn[year] for year in each.index}
        maker = Maker(place, industry, source, joint, notes)
        yield maker.series("productivity", EXPERIMENTAL, each, _spans(draws))


@dataclass(frozen=True, slots=True)
class Maker:
    """What the series of one place, industry and source share; `flags` are notes of years."""

    place: str
    industry: str
    source: str
    provenance: Provenance
    notes: tuple[str, ...] = ()
    flags: Mapping[int, str] = field(default_factory=dict)

    def series(self, measure: str, quality: str, values: pd.Series, span: Span) -> SectorSeries:
        """Return the series of values by year; there is at least one."""
        figures = tuple(
            self._figure(measure, quality, int(year), float(value), span)
            for year, value in values.items()
        )
        return SectorSeries(
            measure=measure,
            place=self.place,
            industry=self.industry,
            reach=WIDER,
            quality=quality,
            source=self.source,
            figures=figures,
            breaks=breaks_of(self.source, figures),
        )

    def _figure(self, measure: str, quality: str, year: int, value: float, span: Span) -> Figure:
        described = indicator(MEASURES[measure].indicator)
        flag = self.flags.get(year)
        return Figure(
            indicator=described.id,
            at=Coordinates(
                place=self.place,
                topic=described.topic,
                industry=self.industry,
                tier=CONTEXT,
                period=str(year),
            ),
            known=Estimate(
                value=value,
                interval=span(year),
                unit=described.unit,
                method=METHOD if quality == OBSERVED else quality,
                provenance=self.provenance,
            ),
            notes=(flag, *self.notes) if flag else self.notes,
        )


def _by_year(rows: pd.DataFrame) -> pd.Series:
    return rows.set_index("year")["value"].sort_index()


def always(reason: NoInterval) -> Span:
    """Return why no year has an interval."""
    return lambda _: reason


def _spans(draws: Mapping[int, Vector]) -> Span:
    return lambda year: interval_of(draws[year], SIMULATED)


def _pooled() -> set[str]:
    return {absent for _, absent in POOLED}


def _drawn(account: AccountSeries, place: str, code: str) -> tuple[pd.Series, dict[int, Vector]]:
    """Return employment of an industry by year, and draws of it within its control totals."""
    values: dict[int, float] = {}
    drawn: dict[int, Vector] = {}
    error = account.median_error
    for year, cells in account.frame[account.frame["place"] == place].groupby("year"):
        at = np.flatnonzero(cells["industry"] == code)
        if not at.size or isinstance(error, NoInterval):
            continue
        every, rng = cells["value"].to_numpy(dtype=float), np.random.default_rng(SEED)
        draws = draw_within_controls(every, list(cells["control"]), error, DRAWS, rng)
        values[int(year)], drawn[int(year)] = float(every[at[0]]), draws[:, at[0]]
    return pd.Series(values, dtype=float), drawn


@lru_cache(maxsize=4)  # the provenance holds the checksum of the file: new content, new key
def _volume(folder: DataFolder, provenance: Provenance) -> Observations:
    return read_value_added(folder.file(OBSERVED_ACCOUNT), provenance)


@lru_cache(maxsize=2)
def _value_added(folder: DataFolder, key: str) -> pd.DataFrame:
    """Return value added by place, industry and year of the table; kept by its content."""
    path = folder.kept("sectors", f"{key[:24]}-value-added", ".parquet")
    if path.is_file():
        return pd.read_parquet(path)
    tables: YearlyTables = read(folder, TABLE)
    balanced = (tables.in_year(year).with_output_as_row_sum() for year in tables.years)
    frame = pd.concat([value_added_of(it) for it in balanced], ignore_index=True)
    folder.keep(path, lambda staged: frame.to_parquet(staged, index=False))
    return frame


def value_added_of(table: Table) -> pd.DataFrame:
    """Return place, industry, year, value; an industry without output has none to speak of."""
    frame = pd.DataFrame(
        {
            "place": table.places,
            "industry": table.industries,
            "year": table.year,
            "value": table.value_added(),
        }
    )
    return frame[table.output > 0]
