"""The region beside a country: figures a publisher gives for a region, as context, never a norm."""

from collections.abc import Iterator

from decentwork.classifications.countries import Country, country, region
from decentwork.dossiers.published_series import CONTEXT, Scope, figure, newest_first
from decentwork.estimates.messages import translatable
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Figure
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.work_observations import Row, work_observations

_REGION = translatable("a region or the world, shown as context and never as the norm")
_SCOPE = Scope("", CONTEXT, _REGION)
_WORLD = "World"
_WORLD_WIDTH = 100  # wider than any region

# Publishers draw regions differently under like names, so a name counts only in its own scheme:
# (data set, ending of the name) -> scheme. UNICEF's own regions are not mapped: their membership
# is not in the classifications here.
_SCHEMES = {
    ("un_sdg_decent_work_2020", ""): "sdg",
    ("unicef_child_labour_2025", " (UNSDG)"): "sdg",
    ("ilo_unicef_global_estimates_2024_charts", " (SDG)"): "sdg",
    ("ilo_unicef_global_estimates_2024_charts", ""): "ilo",
    ("ilostat_hazardous_child_work_sector", ""): "ilo",
    ("gems_2021_forced_labour_region", ""): "ilo",
}

# Regions of the SDG reports that join M49 subregions; the others are M49 regions themselves.
_SDG_GROUPS = {
    "Central and Southern Asia": ("143", "034"),
    "Eastern and South-Eastern Asia": ("030", "035"),
    "Northern Africa and Western Asia": ("015", "145"),
    "Europe and Northern America": ("151", "154", "039", "155", "021"),
}


def region_figures(place: str, indicator_id: str, folder: DataFolder) -> list[Figure]:
    """Return the latest published value of the narrowest region around a country, and the world's.

    Only what a publisher gives for a region; nothing is averaged over countries. Empty where no
    publisher does, or where the classifications place the country in no region.
    """
    observed = work_observations(folder)
    described = indicator(indicator_id)
    rows = observed.of_regions(indicator_id)
    if any(row["sex"] == "" for row in rows):  # else the indicator is about one sex
        rows = [row for row in rows if row["sex"] == ""]
    around = _regions_around(place)
    by_width: dict[int, list[Row]] = {}
    for row in rows:
        width = _WORLD_WIDTH if row["place"] == _WORLD else _width(row, around)
        if width is not None:
            by_width.setdefault(width, []).append(row)
    shown = sorted({min(by_width), _WORLD_WIDTH} & by_width.keys()) if by_width else []
    return [
        figure(described, _named(newest_first(by_width[it])[0]), _SCOPE, observed) for it in shown
    ]


def _named(row: Row) -> Row:
    """Return a row whose region is named without the publisher's ending."""
    name = row["place"]
    for data_set, ending in _SCHEMES:
        if data_set == row["source"]:
            name = name.removesuffix(ending)
    return {**row, "place": name}


def _width(row: Row, around: dict[tuple[str, str], int]) -> int | None:
    """Return how wide a row's region is, 0 the narrowest; None if it is not around the place."""
    for (data_set, ending), scheme in _SCHEMES.items():
        name = row["place"]
        if data_set == row["source"] and name.endswith(ending):
            found = around.get((scheme, name.removesuffix(ending).casefold()))
            if found is not None:
                return found
    return None


def _regions_around(place: str) -> dict[tuple[str, str], int]:
    """Return (scheme, name without case) of each region around a country and how wide it is."""
    around = country(place)
    return {
        (scheme, name.casefold()): width
        for scheme, names in (("sdg", _sdg_names(around)), ("ilo", _ilo_names(around)))
        for width, name in enumerate(names)
    }


def _sdg_names(around: Country) -> Iterator[str]:
    codes = (around.m49_intermediate, around.m49_subregion)
    yield from (region(code).name() for code in codes if code)
    yield from (name for name, parts in _SDG_GROUPS.items() if around.m49_subregion in parts)
    if around.m49_region:
        yield region(around.m49_region).name()


def _ilo_names(around: Country) -> Iterator[str]:
    codes = (around.ilo_subregion, around.ilo_region)
    yield from (region(code, "ilo").name() for code in codes if code)
