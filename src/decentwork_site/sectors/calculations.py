"""The only module of this app that calls the library: a sector, its page and its files."""

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from decentwork.classifications import chains, countries
from decentwork.classifications.regions import countries_in, find_region
from decentwork.dossiers.sector_measures import MEASURES as MEASURES
from decentwork.estimates.errors import InputError, UnknownCode
from decentwork.reporting import names
from decentwork.sources.data_folder import DataFolder

if TYPE_CHECKING:
    from decentwork.dossiers.sector import Sector
    from decentwork.reporting.sector_page import SectorPage

Translate = Callable[[str], str]

FIRST_REGION = "142"  # Asia, where most chains of the first studies begin
LEVELS, COMMON, FIRST = "", "common", "first"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "chart": "application/json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a sector; everything is in the address of a page.

    `region` is a code of M49; `places` are ISO codes, which go before it. `index` is "" for levels,
    "common", "first" or a year.
    """

    slug: str
    region: str
    places: tuple[str, ...]
    measure: str
    index: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to give to a reader."""

    content: str | bytes
    media_type: str


def has_chain(slug: str) -> bool:
    """Say whether a chain of this name is listed."""
    return slug in {it.slug for it in chains.chains()}


def chain_names(language: str) -> list[tuple[str, str]]:
    """Return the chains, slug and name, in order of their names."""
    return sorted(((it.slug, it.name(language)) for it in chains.chains()), key=lambda it: it[1])


def regions(language: str) -> list[tuple[str, str]]:
    """Return the regions of M49, code and name, each after the region around it."""
    return [(it.code, it.name(language)) for it in countries.regions()]


def region_name(code: str, language: str) -> str:
    """Return the name of a region."""
    return countries.region(code).name(language)


def measures(language: str, translate: Translate) -> list[tuple[str, str]]:
    """Return the measures, id and name."""
    from decentwork.reporting.sector_page import measure_name

    return [(id, measure_name(id, language, translate)) for id in MEASURES]


def place_codes(text: str) -> tuple[list[str], list[str]]:
    """Return the codes of the places that a text lists, and what in it is no place."""
    found, refused = [], []
    for written in filter(None, (it.strip() for it in text.split(","))):
        try:
            found.append(countries.find_country(written).iso3)
        except InputError:
            refused.append(written)
    return list(dict.fromkeys(found)), refused


def first_region() -> str:
    """Return the region of a page that names none; "" where only the invented world is here."""
    folder: DataFolder = settings.DATA
    real = any(not folder.entry(name).invented for name in folder.names())
    return FIRST_REGION if real else ""


def places_of(question: Question) -> tuple[str, ...]:
    """Return the places of a question: those named, else its region's, else the invented ones."""
    if question.places:
        return question.places
    if question.region:
        return tuple(it.iso3 for it in countries_in(find_region(f"m49:{question.region}")))
    return tuple(it.iso3 for it in countries.countries(invented=True))


def is_invented(question: Question) -> bool:
    """Say whether a place of the question is invented."""
    return any(countries.country(it).invented for it in places_of(question))


def page(question: Question, language: str, translate: Translate) -> "SectorPage":
    """Return a question's answer in words."""
    from decentwork.reporting.numbers import Reader
    from decentwork.reporting.sector_page import sector_page

    return sector_page(_sector(question, _key()), question.measure, Reader(language, translate))


def file(question: Question, kind: str) -> File | None:
    """Return all rows of an answer as "csv", "xlsx" or "json"; None for another kind."""
    from decentwork.reporting.table_files import frame_csv, table_xlsx

    found = _sector(question, _key())
    if kind == "json":
        return File(json.dumps(found.to_dict(), ensure_ascii=False), MEDIA_TYPES[kind])
    if kind == "csv":
        return File(frame_csv(found.to_frame()), MEDIA_TYPES[kind])
    if kind != "xlsx":
        return None
    figures = found.to_dict()["figures"]
    origins = {it["citation"]: it for each in figures for it in each["provenance"]["origins"]}
    frame = found.to_frame().astype(object)
    known = frame.where(frame.notna(), "")
    return File(table_xlsx(known, str(found), list(origins.values())), MEDIA_TYPES[kind])


def chart_file(
    question: Question, panel: str, kind: str, language: str, translate: Translate, *, width: int
) -> File | None:
    """Return a panel's chart as "chart", its specification, or "svg"; None if there is none."""
    from decentwork.reporting.charts import chart_svg
    from decentwork.reporting.numbers import Reader
    from decentwork.reporting.sector_page import panel_id, sector_chart

    found = _sector(question, _key())
    codes = {panel_id(it): it for it in found.industries_of(question.measure)}
    if panel not in codes or kind not in ("chart", "svg"):
        return None
    reader = Reader(language, translate)
    drawn = sector_chart(found, question.measure, codes[panel], reader, width)
    made = chart_svg(drawn) if kind == "svg" else json.dumps(drawn.to_dict())
    return File(made, MEDIA_TYPES[kind])


def command(question: Question) -> str:
    """Return what answers a question on the command line."""
    parts = ["decentwork", "trade", "sector", question.slug]
    if question.places or not question.region:
        parts += ["--place", ",".join(places_of(question))]
    else:
        parts += ["--region", f"m49:{question.region}"]
    parts += ["--measure", question.measure]
    return shlex.join([*parts, *(["--index", question.index] if question.index else [])])


def _key() -> str:
    folder: DataFolder = settings.DATA
    return folder.fingerprint(folder.names())


@lru_cache(maxsize=32)  # a page asks for it, and then each of its charts does
def _sector(question: Question, key: str) -> "Sector":
    from decentwork.dossiers.sector import sector

    folder: DataFolder = settings.DATA
    found = sector(
        question.slug,
        places_of(question),
        folder.sample_world() if is_invented(question) else folder,
        region="" if question.places or not question.region else _english(question.region),
        measures=[question.measure],
    )
    if not question.index:
        return found
    return found.indexed(int(question.index) if question.index.isdecimal() else question.index)


def _english(region: str) -> str:
    return region_name(region, "en")


def dossiers(question: Question, language: str, translate: Translate) -> list[tuple[str, str]]:
    """Return the places of an answer that have a dossier of this chain, code and name."""
    shown = {it.place for it in _sector(question, _key()).series}
    listed = shown & set(_with_dossier(is_invented(question), _key()).get(question.slug, ()))
    named = ((it, names.place_name(it, language, translate)) for it in listed)
    return sorted(named, key=lambda it: it[1])


@lru_cache(maxsize=2)
def _with_dossier(invented: bool, key: str) -> dict[str, list[str]]:
    """Return the places that the data speak of, by chain; kept by the content of the data."""
    from decentwork.dossiers.listing import listed_chains

    folder: DataFolder = settings.DATA
    world = folder.sample_world() if invented else folder
    path = world.kept("sectors", f"{key[:24]}-dossiers", ".json")
    if path.is_file():
        found: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
        return found
    found = {}
    for it in listed_chains(world):
        found.setdefault(it.chain.slug, []).append(it.place.iso3)
    world.keep(path, lambda staged: _write(staged, json.dumps(found)))
    return found


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def is_region(code: str) -> bool:
    """Say whether M49 has a region of this code."""
    try:
        countries.region(code)
    except UnknownCode:
        return False
    return True


def names_of(places: tuple[str, ...], language: str, translate: Translate) -> str:
    """Return the names of places as a list in words."""
    from decentwork.reporting.numbers import list_text

    return list_text([names.place_name(it, language, translate) for it in places], language)
