"""Published observations as figures: which is the latest, which belong to one series."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan

from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.indicators.catalogue import Indicator
from decentwork.indicators.figure import Coordinates, Figure
from decentwork.indicators.observations import NOTE_SEPARATOR
from decentwork.sources.work_observations import Row, WorkObservations

METHOD = "published"
CONTEXT, WHOLE_CHAIN = "context", "whole_chain"
OTHER_SERIES = translatable(
    "another source or age range than the latest value: not one series with it"
)

# Reports that print one survey year after year: an equal value is the same survey, not a trend,
# and its first report is the nearest to it. The digits printed differ between reports.
_REPRINTED = frozenset({"working_children", "working_children_sector"})
_SAME_PRINTED = 0.001


@dataclass(frozen=True, slots=True)
class Scope:
    """Where figures are looked up: an industry ("" the whole economy), its tier, and a caution."""

    industry: str
    tier: str
    note: str = ""


WHOLE_ECONOMY = Scope("", CONTEXT)


def series_figures(
    described: Indicator, rows: Sequence[Row], scope: Scope, observed: WorkObservations
) -> Iterator[Figure]:
    """Yield the figures of one indicator, place and industry, the latest value first.

    The latest period by sex, earlier periods of the same source and age range, then the latest
    value of each other source or age range, which says that it is another series.
    """
    for same_subject in _grouped(rows, "subject"):
        main, *others = sorted(map(newest_first, _grouped(same_subject, "source", "age")), key=_age)
        if described.id in _REPRINTED:
            main = _first_printed(main)
        for row in _with_trend(main):
            yield figure(described, row, scope, observed)
        for other, *_ in others:
            source = "" if other["source"] == main[0]["source"] else other["source"]
            yield figure(described, other, scope, observed, source, (OTHER_SERIES,))


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """Order rows by latest period, then both sexes first, widest ages, preferred source."""
    return sorted(rows, key=lambda row: (-row["end"], row["sex"], -row["ages"], row["rank"]))


def figure(
    described: Indicator,
    row: Row,
    scope: Scope,
    observed: WorkObservations,
    subject: str = "",
    cautions: Sequence[str] = (),
) -> Figure:
    """Return one row of the observations as a figure; `subject` tells a second source apart."""
    source = row["source"]
    flags = [note for note in row["note"].split(NOTE_SEPARATOR) if note]
    return Figure(
        indicator=described.id,
        at=Coordinates(
            place=row["place"],
            topic=described.topic,
            industry=row["industry"] or None,
            tier=scope.tier,
            group=row["group"] or None,
            period=row["period"] or None,
        ),
        known=Estimate(
            value=float(row["value"]),
            interval=_interval(row, observed.reasons[source]),
            unit=described.unit,
            method=METHOD,
            provenance=observed.provenances[source],
        ),
        subject=":".join(filter(None, (row["subject"], subject))) or None,
        notes=(*flags, *filter(None, [scope.note]), *cautions),
    )


def _grouped(rows: Iterable[Row], *names: str) -> list[list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    return [groups[key] for key in sorted(groups)]


def _age(series: Sequence[Row]) -> tuple[int, int, int]:
    """Order series by their newest row: the latest, then the widest ages, the preferred source."""
    newest = series[0]
    return (-newest["end"], -newest["ages"], newest["rank"])


def _first_printed(series: Sequence[Row]) -> list[Row]:
    """Return of each run of equal values, newest first, the row of the first report."""
    later = zip(series, [*series[1:], None], strict=True)
    return [
        row
        for row, before in later
        if before is None or abs(row["value"] - before["value"]) >= _SAME_PRINTED
    ]


def _with_trend(series: Sequence[Row]) -> list[Row]:
    """Return the newest period by sex, then earlier periods of the widest group, newest first."""
    newest = [row for row in series if row["period"] == series[0]["period"]]
    sexes = [""] if newest[0]["sex"] == "" else [row["sex"] for row in newest]
    trend = [row for row in series if row["sex"] in sexes]
    return newest + [row for row in trend if row["period"] != series[0]["period"]]


def _interval(row: Row, reason: str) -> Interval | NoInterval:
    if isnan(row["low"]) or isnan(row["high"]):
        return NoInterval(reason)
    return Interval(low=float(row["low"]), high=float(row["high"]), method=METHOD)
