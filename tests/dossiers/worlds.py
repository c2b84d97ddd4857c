"""Small invented evidence, drawn as a table, for the tests of this folder."""

from decentwork.dossiers.dossier import PlacedFigure
from decentwork.dossiers.evidence import Evidence, placed
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Fact, Figure, Unknown

INVENTED = Provenance(
    origins=(
        Origin(publisher="Nobody", title="Invented", licence="Apache-2.0", citation="Invented"),
    )
)


def figures(section: str, table: str) -> tuple[PlacedFigure, ...]:
    """Return the figures of a table: indicator | topic | tier | period | value [| subject | group].

    A number is an estimate, "?" a stated unknown, any other word a recorded fact; all are of XAA.
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return placed(section, [_figure(*row) for row in rows[1:]])


def evidence(**sections: str) -> Evidence:
    """Return the evidence of invented XAA: one table for each section."""
    found = tuple(item for section, table in sections.items() for item in figures(section, table))
    return Evidence(place="XAA", placed=found)


def _figure(
    indicator: str,
    topic: str,
    tier: str,
    period: str,
    value: str,
    subject: str = "",
    group: str = "",
) -> Figure:
    at = Coordinates(
        place="XAA",
        topic=topic,
        tier=tier,
        period=period or None,
        group=group or None,
    )
    return Figure(indicator=indicator, at=at, known=_known(value), subject=subject or None)


def _known(value: str) -> Estimate | Fact | Unknown:
    if value == "?":
        return Unknown(reason="not_in_data")
    try:
        quantity = float(value)
    except ValueError:
        return Fact(value=value, provenance=INVENTED)
    return Estimate(
        value=quantity,
        interval=NoInterval("invented"),
        unit=Unit.SHARE,
        method="published",
        provenance=INVENTED,
    )
