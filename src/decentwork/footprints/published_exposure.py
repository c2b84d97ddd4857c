"""What was published on jobs exposed in the pandemic, and why a calculation here differs."""

from dataclasses import dataclass
from typing import Any

from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit

BRIEF = (
    "ILO (June 2020), COVID-19 and global supply chains: How the jobs crisis propagates across "
    "borders, policy brief"
)
ASIA_INSIGHTS = "ILO (30 July 2021), Asia-Pacific labour market insights"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedExposure:
    """A headline figure, with the day it is for and where it was printed."""

    id: str
    value: float
    unit: Unit
    as_of: str
    what: str
    citation: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "id": self.id,
            "value": self.value,
            "unit": str(self.unit),
            "as_of": self.as_of,
            "what": self.what,
            "citation": self.citation,
        }


PUBLISHED = (
    PublishedExposure(
        id="demand_high",
        value=292.0,
        unit=Unit.MILLION_PERSONS,
        as_of="2020-06-03",
        what=translatable(
            "Jobs in manufacturing supply chains at high risk from the fall in consumer demand"
        ),
        citation=BRIEF,
    ),
    PublishedExposure(
        id="demand_medium",
        value=63.0,
        unit=Unit.MILLION_PERSONS,
        as_of="2020-06-03",
        what=translatable(
            "Jobs in manufacturing supply chains at medium risk from the fall in consumer demand"
        ),
        citation=BRIEF,
    ),
    PublishedExposure(
        id="imported_inputs",
        value=0.35,
        unit=Unit.SHARE,
        as_of="2020-06-03",
        what=translatable(
            "Imported inputs of manufacturing disrupted by closures of all but essential workplaces"
        ),
        citation=BRIEF,
    ),
    PublishedExposure(
        id="inputs_workers",
        value=255.0,
        unit=Unit.MILLION_PERSONS,
        as_of="2020-06-03",
        what=translatable("Workers at risk from the disruption of imported inputs"),
        citation=BRIEF,
    ),
    PublishedExposure(
        id="asia_jobs",
        value=467.0,
        unit=Unit.MILLION_PERSONS,
        as_of="2021-04",
        what=translatable(
            "Jobs in manufacturing supply chains of 15 economies of Asia and the Pacific"
        ),
        citation=ASIA_INSIGHTS,
    ),
    PublishedExposure(
        id="asia_high",
        value=80.0,
        unit=Unit.MILLION_PERSONS,
        as_of="2021-04",
        what=translatable(
            "Jobs with high adverse impact in manufacturing supply chains of 15 economies of "
            "Asia and the Pacific"
        ),
        citation=ASIA_INSIGHTS,
    ),
    PublishedExposure(
        id="asia_medium",
        value=97.0,
        unit=Unit.MILLION_PERSONS,
        as_of="2021-04",
        what=translatable(
            "Jobs with medium adverse impact in manufacturing supply chains of 15 economies of "
            "Asia and the Pacific"
        ),
        citation=ASIA_INSIGHTS,
    ),
)

DIFFERENCES = (
    translatable("The table and its employment are of another year than the published figure."),
    translatable(
        "The thresholds between high, medium and low are those printed here; those behind the "
        "published figures are not at hand."
    ),
    translatable("A month stands for a day: closures and visits are means of the month."),
    translatable(
        "Where no sales are observed, visits to shops or the stringency of rules stand for demand; "
        "a market without them is not known, and the rest of the world gets the plain mean of the "
        "places not named."
    ),
    translatable(
        "A closure counts for a whole country and all its industries, although the tracker "
        "codes the strictest rule of any part and essential industries stayed open."
    ),
    translatable(
        "Workers exposed through demand and through inputs overlap: the figures must not be added."
    ),
)
