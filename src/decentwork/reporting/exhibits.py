"""What an exhibit shows, before it is drawn: title, description, points and the table under it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decentwork.dossiers.dossier import Exhibit, PlacedFigure
from decentwork.estimates.messages import translatable
from decentwork.reporting import names
from decentwork.reporting.numbers import (
    Plain,
    Reader,
    Translate,
    interval_text,
    plain,
    shown_value,
    value_text,
)
from decentwork.reporting.survey_chain_words import chain_rows, chain_title

TITLES = {
    "jobs_over_time": translatable("Jobs that serve final demand abroad, %(place)s, %(years)s"),
    "jobs_by_market": translatable(
        "Jobs that serve final demand abroad, by market, %(place)s, %(years)s"
    ),
    "jobs_by_round": translatable("Jobs behind exports by production round, %(place)s, %(years)s"),
    "exposure_by_month": translatable(
        "Jobs by how far demand for what they serve fell, month by month, %(place)s, %(years)s"
    ),
    "participation_over_time": translatable("Participation in value chains, %(place)s, %(years)s"),
    "child_labour_definitions": translatable(
        "Child labour by four definitions that do not add up, %(place)s"
    ),
    "indicator_trends": translatable("Work over the years, %(place)s, %(years)s"),
    "surveyed_size": translatable("Units and workers by tier, %(place)s, %(years)s"),
    "surveyed_deficits": translatable("Deficits by tier, surveyed, %(place)s, %(years)s"),
    "surveyed_opportunities": translatable("Opportunities by tier, surveyed, %(place)s, %(years)s"),
    "listed_goods_by_edition": translatable(
        "Goods with reason to believe in child or forced labour, %(place)s, editions %(years)s"
    ),
}

ALTERNATIVES = {
    "of_one": translatable("%(title)s. One value: %(first)s."),
    "of_several": translatable(
        "%(title)s. %(count)s values, from %(lowest)s to %(highest)s; the table has them all."
    ),
    "of_facts": translatable("%(title)s. %(count)s entries; the table has them all."),
}

COLUMNS = {
    "indicator": translatable("Indicator"),
    "place": translatable("Place"),
    "industry": translatable("Industry"),
    "tier": translatable("Tier"),
    "subject": translatable("Subject"),
    "market": translatable("Market"),
    "group": translatable("Group"),
    "period": translatable("Period"),
    "value": translatable("Value"),
    "interval": translatable("Interval"),
}
_NO_YEARS = translatable("year not known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure as a chart needs it: names in the reader's language, value in shown units."""

    indicator: str
    code: str  # of the indicator
    place: str
    at_home: bool  # the dossier's own country, not a region beside it
    industry: str
    tier: str
    market: str
    group: str
    group_code: str
    subject: str
    period: str
    year: int | None
    fact: str | None
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    text: str
    interval: str

    @property
    def surveyed(self) -> bool:
        """Say whether this is a survey's figure of one tier."""
        return self.code.startswith("surveyed_")


def plain_figures(figures: Iterable[PlacedFigure | Plain]) -> dict[str, Plain]:
    """Return figures in their plain form by id."""
    listed = (item.to_dict() if isinstance(item, PlacedFigure) else item for item in figures)
    return {item["id"]: item for item in listed}


def points(
    exhibit: Exhibit | Plain, figures: Iterable[PlacedFigure | Plain], reader: Reader
) -> list[Point]:
    """Return the figures of an exhibit as points, in its order."""
    wanted = exhibit.figures if isinstance(exhibit, Exhibit) else exhibit["figures"]
    known = plain_figures(figures)
    shown = [known[id] for id in wanted if id in known]
    home = _home(shown)
    return [_point(figure, home, reader) for figure in shown]


def exhibit_title(
    exhibit: Exhibit | Plain,
    figures: Iterable[PlacedFigure | Plain],
    translate: Translate = plain,
    language: str = "en",
) -> str:
    """Return what an exhibit shows, where and when, as one line."""
    if chain := chain_map_of(exhibit):
        return chain_title(chain, Reader(language, translate))
    shown = points(exhibit, figures, Reader(language, translate))
    return title_of(_id(exhibit), shown, Reader(language, translate))


def exhibit_rows(
    exhibit: Exhibit | Plain,
    figures: Iterable[PlacedFigure | Plain],
    translate: Translate = plain,
    language: str = "en",
) -> list[dict[str, str]]:
    """Return the table under a chart: one row a figure, keyed by column head.

    Columns that say the same in every row, the value and period apart, are left out.
    """
    if chain := chain_map_of(exhibit):
        return chain_rows(chain, Reader(language, translate))
    shown = points(exhibit, figures, Reader(language, translate))
    cells = [_cells(point) for point in shown]
    kept = [name for name in COLUMNS if _tells(name, [row[name] for row in cells])]
    return [{translate(COLUMNS[name]): row[name] for name in kept} for row in cells]


def title_of(id: str, shown: Sequence[Point], reader: Reader) -> str:
    """Return the title of an exhibit from its points."""
    years = sorted({point.year for point in shown if point.year})
    home = next((point.place for point in shown if point.at_home), "")
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return reader.translate(TITLES[id]) % {
        "place": home,
        "years": span or reader.translate(_NO_YEARS),
    }


def alternative(id: str, shown: Sequence[Point], reader: Reader) -> str:
    """Return the text for those who do not see the drawing."""
    title = title_of(id, shown, reader)
    numbers = sorted((p for p in shown if p.value is not None), key=lambda p: p.value or 0.0)
    if not numbers:
        values = {"title": title, "count": str(len(shown))}
        return reader.translate(ALTERNATIVES["of_facts"]) % values
    kind = "of_one" if len(numbers) == 1 else "of_several"
    return reader.translate(ALTERNATIVES[kind]) % {
        "title": title,
        "count": str(len(numbers)),
        "first": numbers[0].text,
        "lowest": numbers[0].text,
        "highest": numbers[-1].text,
    }


def chain_map_of(exhibit: Exhibit | Plain) -> Plain | None:
    """Return the map of links that an exhibit draws, None where it draws figures."""
    chain: Plain | None = (
        exhibit.chain_map if isinstance(exhibit, Exhibit) else exhibit.get("chain_map")
    )
    return chain


def _id(exhibit: Exhibit | Plain) -> str:
    return exhibit.id if isinstance(exhibit, Exhibit) else str(exhibit["id"])


def _home(figures: Sequence[Plain]) -> str:
    """Return the place most figures are about; a region stands beside it."""
    places = [figure["place"] for figure in figures]
    return max(dict.fromkeys(places), key=places.count, default="")


def _point(figure: Plain, home: str, reader: Reader) -> Point:
    language, translate = reader.language, reader.translate
    value = figure["value"]
    number = value if isinstance(value, int | float) else None
    return Point(
        indicator=names.indicator_name(figure["indicator"], language),
        code=figure["indicator"],
        place=names.place_name(figure["place"], language, translate),
        at_home=figure["place"] == home,
        industry=names.industry_name(figure["industry"] or "", language),
        tier=names.tier_name(figure["tier"] or "", language),
        market=names.place_name(figure["market"] or "", language, translate),
        group=names.group_name(figure["group"], language, translate),
        group_code=figure["group"] or "",
        subject=names.subject_name(figure["subject"], language, translate),
        period=figure["period"] or "",
        year=year_of(figure["period"]),
        fact=value if isinstance(value, str) else None,
        value=_shown(number, figure),
        low=_shown(figure["low"], figure),
        high=_shown(figure["high"], figure),
        unit=figure["unit"],
        text=value_text(figure, language, translate),
        interval=interval_text(figure, language, translate),
    )


def year_of(period: str | None) -> int | None:
    """Return the last year a period names."""
    years = re.findall(r"\d{4}", period or "")
    return int(years[-1]) if years else None


def _shown(value: float | None, figure: Plain) -> float | None:
    return None if value is None else shown_value(value, figure["unit"])


def _cells(point: Point) -> Mapping[str, Any]:
    return {name: getattr(point, name) for name in COLUMNS if name != "value"} | {
        "value": point.text
    }


def _tells(name: str, cells: Sequence[str]) -> bool:
    if name in ("value", "period"):
        return True
    return any(cells) if name == "interval" else len(set(cells)) > 1
