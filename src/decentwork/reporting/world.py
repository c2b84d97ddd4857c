"""One indicator around the world: the latest value of each country, in classes for a map."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from decentwork.classifications.countries import Country, countries
from decentwork.indicators.catalogue import indicator
from decentwork.reporting import names
from decentwork.reporting.numbers import Plain, Translate, plain, unit_text, value_text

CLASSES = 5
FEWEST_PLACES = 40  # a map of fewer countries says more about who counts than about work

Text = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """One class of the map: its name in the style sheet and what it stands for."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceValue:
    """A country's value in words, its class ("q1" to "q5", "unknown") and where it is from."""

    place: str
    m49: str
    name: str
    value: str
    period: str
    group: str
    publisher: str
    shade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An indicator around the world; `choices` are the (id, name) of all that have a map."""

    indicator: str
    name: str
    definition: str
    definition_not: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    shades: tuple[Shade, ...]
    places: tuple[PlaceValue, ...]
    known: int
    years: str
    origins: tuple[Plain, ...]


def world(
    wanted: str,
    available: Iterable[str],
    figures: Sequence[Plain],
    language: str = "en",
    translate: Translate = plain,
) -> World:
    """Return the indicator `wanted` from the latest figures of countries, in their plain form.

    `available` are the ids of indicators to choose from.
    """
    definition = indicator(wanted)
    known = {figure["place"]: figure for figure in figures}
    values = sorted(figure["value"] for figure in figures)
    limits = _limits(values)

    def text(value: float) -> str:
        unit = {"value": value, "unit": str(definition.unit), "low": None, "high": None}
        return value_text(unit, language, translate)

    years = sorted(figure["period"][-4:] for figure in figures)
    origins = {
        origin["title"]: origin for figure in figures for origin in figure["provenance"]["origins"]
    }
    return World(
        indicator=wanted,
        name=definition.name(language),
        definition=translate(definition.numerator),
        definition_not=translate(definition.definition_not),
        unit=unit_text(definition.unit, translate),
        choices=tuple((id, indicator(id).name(language)) for id in available),
        shades=_shades(limits, values[-1], text),
        places=tuple(_place(each, known, limits, language, translate) for each in countries()),
        known=len(known),
        years="–".join(dict.fromkeys((years[0], years[-1]))),
        origins=tuple(origins.values()),
    )


def _limits(ordered: Sequence[float]) -> list[float]:
    """Return the lower limits of classes that hold about as many countries each."""
    return sorted({ordered[len(ordered) * step // CLASSES] for step in range(CLASSES)})


def _shades(limits: Sequence[float], highest: float, text: Text) -> tuple[Shade, ...]:
    ends = [*limits[1:], highest]
    return tuple(
        Shade(code=_shade(low, limits), text=f"{text(low)} – {text(high)}")
        for low, high in zip(limits, ends, strict=True)
    )


def _shade(value: float, limits: Sequence[float]) -> str:
    step = sum(value >= limit for limit in limits)
    return f"q{step + CLASSES - len(limits)}"


def _place(
    country: Country,
    known: Mapping[str, Plain],
    limits: Sequence[float],
    language: str,
    translate: Translate,
) -> PlaceValue:
    figure = known.get(country.iso3)
    return PlaceValue(
        place=country.iso3,
        m49=country.m49,
        name=country.name(language),
        value=value_text(figure, language, translate) if figure else "",
        period=figure["period"] if figure else "",
        group=names.group_name(figure["group"], language, translate) if figure else "",
        publisher=figure["provenance"]["publisher"] if figure else "",
        shade=_shade(figure["value"], limits) if figure else "unknown",
    )
