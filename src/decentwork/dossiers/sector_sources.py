"""Which industries a sector is looked up in, and what labour statistics publish of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from decentwork.dossiers.published_series import CONTEXT, WHOLE_CHAIN, Scope, figure
from decentwork.dossiers.sector_measures import MEASURES, Measure
from decentwork.dossiers.sector_series import NATIONAL, OBSERVED, SECTOR, SectorSeries, breaks_of
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Figure
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.work_observations import Row, WorkObservations, work_observations


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """The industries of a sector: its own divisions, and the two wider ones that contain it.

    `divisions` like "isic4:C14"; `observed` like "etd12:manufacturing" and `experimental` like
    "wiod35:c4", "" where the sector is named by another classification.
    """

    divisions: tuple[str, ...] = ()
    observed: str = ""
    experimental: str = ""

    def of(self, measure: str) -> tuple[str, ...]:
        """Return the industries for which a measure is looked up, the narrowest first.

        The whole economy, "", where no data set has the measure by industry.
        """
        own = self.divisions
        wide = (self.observed,) if self.observed else ()
        table = (self.experimental,) if self.experimental else ()
        return {
            "employment": (*own, *wide, *table),
            "women": own,
            "women_share": own,
            "value_added": table,
            "value_added_volume": wide,
            "productivity": table,
            "productivity_volume": wide,
        }.get(measure, ("",))


def work_series(
    places: Sequence[str], scopes: Scopes, measures: Collection[str], folder: DataFolder
) -> Iterator[SectorSeries]:
    """Yield what labour statistics publish of the divisions of a sector, and of nations."""
    observed = work_observations(folder)
    rows = observed.frame[observed.frame["place"].isin(list(places))]
    rows = rows[(rows["industry"].isin([*scopes.divisions, ""])) & (rows["subject"] == "")]
    for measure in (it for it in MEASURES.values() if it.id in measures):
        mine = rows[(rows["indicator"] == measure.indicator) & (rows["group"] == measure.group)]
        mine = mine[mine["industry"].isin(scopes.of(measure.id))]
        keys = ["place", "industry", "source"]
        for (place, industry, source), found in mine.groupby(keys, observed=True):
            figures = _published(measure, found.to_dict("records"), observed)
            if not figures:
                continue
            yield SectorSeries(
                measure=measure.id,
                place=place,
                industry=industry,
                reach=SECTOR if industry else NATIONAL,
                quality=OBSERVED,
                source=source,
                figures=figures,
                breaks=breaks_of(source, figures),
            )


def _published(
    measure: Measure, rows: Sequence[Row], observed: WorkObservations
) -> tuple[Figure, ...]:
    """Return the rows of single years; a period of several years is no point of a series."""
    of_year = {row["end"]: row for row in rows if row["period"] == str(row["end"])}
    scope = Scope(rows[0]["industry"], WHOLE_CHAIN if rows[0]["industry"] else CONTEXT)
    described = indicator(measure.indicator)
    return tuple(figure(described, of_year[it], scope, observed) for it in sorted(of_year))
