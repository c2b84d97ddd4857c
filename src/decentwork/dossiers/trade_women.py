"""Women's share in national employment: context, because the table knows no women's jobs."""

from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.sources.catalogue import read
from decentwork.sources.data_folder import DataFolder

ENTRY = "ilo_employment_by_sex"
MODELLED = NoInterval("modelled by the International Labour Organization, published without one")
NATIONAL = translatable(
    "National, all industries: the data do not say how many of the jobs in trade are women's."
)


def women_figures(place: str, folder: DataFolder) -> list[Figure]:
    """Return the latest share of women in all employment of a place."""
    at = Coordinates(place=place, topic="equality", tier="context")
    if not folder.has(ENTRY):
        missing = Unknown(reason="no_source", unit=Unit.SHARE)
        return [Figure(indicator="women_share_employment", at=at, known=missing)]
    published = read(folder, ENTRY)
    rows = published.frame
    here = rows[(rows["place"] == place) & (rows["industry"] == "")]
    values = here.pivot(index="period", columns="group", values="value")
    if not {"", "female"} <= set(values.columns):
        missing = Unknown(reason="not_in_data", unit=Unit.SHARE, looked_in=published.provenance)
        return [Figure(indicator="women_share_employment", at=at, known=missing)]
    latest = values.dropna(subset=["", "female"]).sort_index().iloc[-1]
    share = Estimate(
        value=float(latest["female"] / latest[""]),
        interval=MODELLED,
        unit=Unit.SHARE,
        method="published",
        provenance=published.provenance.then("women over women and men"),
    )
    dated = Coordinates(place=place, topic="equality", tier="context", period=str(latest.name))
    return [Figure(indicator="women_share_employment", at=dated, known=share, notes=(NATIONAL,))]
