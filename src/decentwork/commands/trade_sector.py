"""`decentwork trade sector`: a sector over countries and years."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.commands.trade_options import AsJson
from decentwork.commands.trade_rows import print_rows
from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decentwork.dossiers.sector import Sector
    from decentwork.dossiers.sector_series import SectorSeries


class NoPlaces(InputError):
    """A sector is looked up in some places."""

    def __init__(self) -> None:
        super().__init__(
            'Name a region or places, e.g. --region "South-eastern Asia" or --place BGD,KHM.'
        )


class NotABase(InputError):
    """The base of an index is a year, "common" or "first"."""

    def __init__(self, written: str) -> None:
        self.written = written
        super().__init__(
            f"{written!r} is no base of an index. Write a year, common (the first year that all "
            "have) or first (of each series its own first year)."
        )


def sector_command(
    sector: Annotated[str, typer.Argument(help="A chain, e.g. garments, or isic4:C14.")],
    region: Annotated[str, typer.Option(help='Region of M49 or the ILO, e.g. "Asia".')] = "",
    place: Annotated[str, typer.Option(help="ISO codes or names split by commas.")] = "",
    measure: Annotated[
        str,
        typer.Option(
            help="Of employment, women, women_share, hours, earnings, minimum_wage, "
            "minimum_wage_usd, value_added, value_added_volume, productivity, "
            "productivity_volume; several split by commas. All, if not given."
        ),
    ] = "",
    index: Annotated[
        str, typer.Option(help="100 is the value of this year; or common, or first.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show employment, pay, value added and productivity of a sector over countries and years.

    What is published for the sector itself comes first, then wider industries that contain it, then
    experimental values. A year without a value is a gap; a sum needs a value of every place.
    """
    from decentwork.dossiers import sector as sectors
    from decentwork.sources.data_folder import DataFolder

    codes, name = _places(region, place)
    asked = [id for it in measure.split(",") if (id := it.strip())]
    base = _base(index)
    found = sectors.sector(sector, codes, DataFolder.default(), region=name, measures=asked)
    if base is not None:
        found = found.indexed(base)
    if as_json:
        typer.echo(json.dumps(found.rows(), ensure_ascii=False))
    else:
        _print(found)


def _places(region: str, place: str) -> tuple[list[str], str]:
    """Return codes and what they are called together; places named narrow a region down."""
    from decentwork.classifications.countries import find_country
    from decentwork.classifications.regions import countries_in, find_region

    if named := [find_country(it).iso3 for it in place.split(",") if it.strip()]:
        return named, ""
    if not region:
        raise NoPlaces
    found = find_region(region)
    return [it.iso3 for it in countries_in(found)], found.name()


def _base(index: str) -> int | str | None:
    if not index or index in ("common", "first"):
        return index or None
    if not index.isdecimal():
        raise NotABase(index)
    return int(index)


def _print(found: "Sector") -> None:
    typer.echo(str(found))
    groups: dict[str, list[SectorSeries]] = {}
    for it in found.series:
        unit = it.figures[0].to_dict()["unit"]
        title = f"{it.measure}, {it.industry or 'whole economy'}, {it.quality}, {unit}"
        groups.setdefault(title, []).append(it)
    for title, series in groups.items():
        print_rows(_summaries(series), title)
    for line in (*_breaks(found), *_sums(found), *_absences(found)):
        typer.echo(line)


def _summaries(series: "Sequence[SectorSeries]") -> list[dict[str, Any]]:
    """Return a row a series: its years and its latest value; what no series has has no column."""
    rows = []
    for it in series:
        latest = it.figures[-1].to_dict()
        rows.append(
            {
                "place": it.place,
                "years": f"{it.years[0]}–{it.years[-1]}",
                "missing": len(it.gaps),
                "latest": latest["value"],
                "low": latest["low"],
                "high": latest["high"],
                "100 in": it.base,
                "source": it.source,
            }
        )
    told = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    return [{name: row[name] for name in told} for row in rows]


def _breaks(found: "Sector") -> list[str]:
    return [
        f"Break: {it.place} {it.measure} {it.industry} before {each.year}: {each.reason}.".replace(
            "  ", " "
        )
        for it in found.series
        for each in it.breaks
    ]


def _sums(found: "Sector") -> list[str]:
    """Return the latest sum of all places for each measure and industry, or why there is none."""
    lines = {}
    for it in found.totals:
        at = f"{it.measure} {it.industry}, {found.region}"
        value = it.figure.value
        if isinstance(value, float):
            lines[at] = f"Together: {at}, {it.year}: {_short(value)} {it.figure.to_dict()['unit']}."
        elif at not in lines:
            most = max(
                each.have
                for each in found.totals
                if (each.measure, each.industry) == (it.measure, it.industry)
            )
            lines[at] = f"No sum: {at}: at most {most} of {it.of} places have a value in a year."
    return list(lines.values())


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def _absences(found: "Sector") -> list[str]:
    """Return a line for each measure and industry: which places are not in the data."""
    lacking: dict[tuple[str, str], list[str]] = {}
    for id, figure in found.absent:
        at = (f"{id} {figure.at.industry or ''}".strip(), figure.to_dict()["interval_note"])
        lacking.setdefault(at, []).append(figure.at.place)
    return [
        f"Not known: {what} ({reason.replace('_', ' ')}): {len(places)} of {len(found.places)} "
        f"places: {', '.join(places)}."
        for (what, reason), places in lacking.items()
    ]
