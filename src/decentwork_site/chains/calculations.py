"""The only module of this app that calls the library: index, dossiers, charts, files, catalogue.

What computes is imported where it is called: a page made of kept results needs no table library.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings

from decentwork.classifications import chains, countries
from decentwork.classifications.names import folded
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import InputError, UnknownCode
from decentwork.indicators.catalogue import Indicator, indicator, indicators
from decentwork.programmes.fields import said as said
from decentwork.reporting import names
from decentwork.reporting.exhibits import exhibit_rows
from decentwork.reporting.exports import figures_csv, figures_json
from decentwork.reporting.lines import Reading, reading
from decentwork.reporting.pages import DossierPage as DossierPage
from decentwork.reporting.pages import dossier_page
from decentwork.reporting.table_files import table_csv
from decentwork.reporting.world import FEWEST_PLACES, World
from decentwork.reporting.world import world as world_of
from decentwork.sources import catalogue, survey_releases
from decentwork.sources.data_folder import DataFolder

if TYPE_CHECKING:
    from decentwork.dossiers.listing import ListedChain

Plain = dict[str, Any]
Translate = Callable[[str], str]

FACES = (
    ("VNM", "electronics"),
    ("TUR", "garments"),
    ("IDN", "textiles"),
    ("CHN", "electronics"),
)
FIRST_MAP = "child_labour_economic_activity"
# What a card shows, the first that is known: observed jobs before experimental ones.
FACE_INDICATORS = (
    "jobs_foreign_demand_12",
    "jobs_foreign_demand_35",
    "child_labour_economic_activity",
    "union_density",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedChain:
    """What the list needs to know of a chain; `evidence` counts figures by topic and reach."""

    place: str
    slug: str
    region: str
    words: str
    is_invented: bool
    has_trade: bool
    listed_goods: int
    evidence: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A file to give to a reader."""

    content: str | bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A chain on the front page with one figure of it, None where no number is known."""

    place: str
    chain: str
    title: str
    reading: Reading | None


def data_folder(place: str) -> DataFolder:
    """Return the data folder that answers for a place: the sample world's for an invented one."""
    folder: DataFolder = settings.DATA
    return folder.sample_world() if countries.country(place).invented else folder


def data_key() -> str:
    """Return a key that changes when any data set, or the library, does."""
    folder: DataFolder = settings.DATA
    return folder.fingerprint({*(entry.name for entry in catalogue.entries()), *folder.names()})


def index_key() -> str:
    """Return a key that changes when what the index is made from does; surveys are not in it."""
    folder: DataFolder = settings.DATA
    surveys = set(survey_releases.release_names(folder))
    known = {*(entry.name for entry in catalogue.entries()), *folder.names()}
    return folder.fingerprint(known - surveys)


def trade_question(place: str, slug: str) -> str:
    """Return the query with which the trade workbench asks of a chain: its jobs by market."""
    table = data_folder(place).prefix + "wiod2013"
    asked = {"table": table, "place": place, "industry": chains.chain(slug).wiod35, "by": "market"}
    return urlencode(asked)


def surveyed_chains() -> tuple[tuple[str, str], ...]:
    """Return place and chain of every survey that was released."""
    folder: DataFolder = settings.DATA
    return survey_releases.surveyed_chains(folder)


def has_real_data() -> bool:
    """Say whether anything but the sample world is in the data folder."""
    folder: DataFolder = settings.DATA
    return any(not folder.entry(name).invented for name in folder.names())


def indexed_chains() -> Iterator[IndexedChain]:
    """Return what the list needs of each chain of each country that the data speak of."""
    from decentwork.dossiers.listing import listed_chains

    folder: DataFolder = settings.DATA
    for each in listed_chains(folder if has_real_data() else folder.sample_world()):
        yield IndexedChain(
            place=each.place.iso3,
            slug=each.chain.slug,
            region=each.place.m49_region,
            words=_words(each),
            is_invented=each.place.invented,
            has_trade=each.has_trade,
            listed_goods=len(each.goods),
            evidence=each.evidence,
        )


def _words(listed: "ListedChain") -> str:
    """Return all names of country and chain in all languages, each word once."""
    place, chain = listed.place, listed.chain
    synonyms = [name for known in chain.synonyms.values() for name in known]
    of_place = _folded((place.iso3, place.iso2, *place.names.values()))
    of_chain = _folded((chain.slug, *chain.names.values(), *synonyms))
    return f" {' '.join(dict.fromkeys((*of_place, *of_chain)))} "


@cache
def _folded(written: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(folded(" ".join(written)).split())


def searched(text: str) -> tuple[str, ...]:
    """Return the words of a search as the index spells them."""
    return tuple(folded(text).split())


def meant(words: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the place and chain that words name in full, in either order; None if they do not."""
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        for place, chain in ((first, last), (last, first)):
            try:
                found = countries.find_country(place).iso3, chains.find_chain(chain).slug
            except InputError:
                continue
            return found
    return None


def dossier(place: str, slug: str) -> Plain | None:
    """Return a dossier in its plain form, kept by the content it was made from; None if none."""
    try:
        countries.country(place)
        chains.chain(slug)
    except UnknownCode:
        return None
    return _kept_dossier(place, slug, data_key())


@lru_cache(maxsize=64)
def _kept_dossier(place: str, slug: str, key: str) -> Plain:
    folder = data_folder(place)

    def make() -> Plain:
        from decentwork.dossiers.assemble import build_dossier

        return build_dossier(place, slug, folder).to_dict()

    path = folder.kept("dossiers", f"{place}-{slug}-{key[:24]}", ".json")
    made: Plain = _kept(folder, path, make)
    return made


def _kept(folder: DataFolder, path: Path, make: Callable[[], Any]) -> Any:  # noqa: ANN401 (JSON)
    """Return what is kept at `path`, made and put there if it is not."""
    if path.is_file():
        return json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps(make(), ensure_ascii=False)
    folder.keep(path, lambda staged: _write(staged, text))
    return json.loads(text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def page(place: str, slug: str, language: str, translate: Translate) -> DossierPage | None:
    """Return a dossier as its reader meets it, None where there is none."""
    found = dossier(place, slug)
    return _worded(found["key"], place, slug, language, translate) if found else None


@lru_cache(maxsize=64)
def _worded(key: str, place: str, slug: str, language: str, translate: Translate) -> DossierPage:
    """Put a dossier in words once; its key and language say all that the words depend on."""
    return dossier_page(dossier(place, slug) or {}, language, translate)


def figure(
    place: str, slug: str, id: str, language: str, translate: Translate
) -> dict[str, Any] | None:
    """Return one figure of a dossier, its definition, its other values, and where it is used."""
    found = dossier(place, slug)
    figures = found["figures"] if found else []
    chosen = next((each for each in figures if each["id"] == id), None)
    if found is None or chosen is None:
        return None
    shown = _worded(found["key"], place, slug, language, translate)
    sentences = [sentence.text for sentence in shown.in_short if id in sentence.figures]
    exhibits = [
        exhibit.title
        for section in shown.sections
        for exhibit in section.exhibits
        if id in exhibit.figures
    ]
    same = ("indicator", "subject", "section")
    others = [
        reading(each, place, language, translate)
        for each in figures
        if each is not chosen and all(each[part] == chosen[part] for part in same)
    ]
    return {
        "reading": reading(chosen, place, language, translate),
        "definition": _definition(chosen["indicator"]),
        "others": others,
        "used": [*sentences, *exhibits],
    }


def _definition(id: str) -> Indicator | None:
    try:
        return indicator(id)
    except UnknownCode:
        return None


def faces(language: str, translate: Translate) -> list[Face]:
    """Return the four chains of the front page, of the sample world where nothing else is here."""
    chosen: tuple[tuple[str, str], ...] = FACES
    if not has_real_data():
        slugs = [slug for _, slug in FACES]
        chosen = tuple(zip(_invented() * len(FACES), slugs, strict=False))
    return [_face(place, slug, language, translate) for place, slug in chosen]


def _face(place: str, slug: str, language: str, translate: Translate) -> Face:
    found = dossier(place, slug) or {"figures": []}
    known = [each for each in found["figures"] if isinstance(each["value"], int | float)]
    ranked = (
        max(candidates, key=lambda each: each["period"] or "")
        for indicator in FACE_INDICATORS
        if (candidates := [each for each in known if _stands_for(each, indicator, place)])
    )
    chosen = next(ranked, None)
    title = names.chain_name(slug, language), names.place_name(place, language, translate)
    return Face(
        place=place,
        chain=slug,
        title=", ".join(title),
        reading=reading(chosen, place, language, translate) if chosen else None,
    )


def _stands_for(figure: Plain, indicator: str, place: str) -> bool:
    whole = not (figure["group"] or figure["market"])
    return bool(figure["indicator"] == indicator and figure["place"] == place and whole)


def world(wanted: str, language: str, translate: Translate) -> World | None:
    """Return one indicator around the world, None where none is known in enough countries."""
    key = index_key()
    available = _mapped(key)
    if not available:
        return None
    chosen = next(id for id in (wanted, FIRST_MAP, *available) if id in available)
    return world_of(chosen, available, _latest(chosen, key), language, translate)


@lru_cache(maxsize=2)
def _mapped(key: str) -> tuple[str, ...]:
    """Return the ids of indicators that enough countries have for a map, by topic."""
    folder: DataFolder = settings.DATA

    def make() -> list[str]:
        from decentwork.dossiers.work_evidence import available_indicators

        ids = (each.id for each in available_indicators(folder))
        return [id for id in ids if len(_latest(id, key)) >= FEWEST_PLACES]

    return tuple(_kept(folder, folder.kept("world", key[:24], ".json"), make))


@lru_cache(maxsize=64)
def _latest(indicator: str, key: str) -> list[Plain]:
    folder: DataFolder = settings.DATA

    def make() -> list[Plain]:
        from decentwork.dossiers.work_evidence import latest_by_country

        return [figure.to_dict() for figure in latest_by_country(indicator, folder)]

    path = folder.kept("world", f"{indicator}-{key[:24]}", ".json")
    made: list[Plain] = _kept(folder, path, make)
    return made


def catalogue_entries() -> list[Plain]:
    """Return every data set that this software knows or that was added, and whether it is here."""
    folder: DataFolder = settings.DATA
    listed = dict.fromkeys([*(entry.name for entry in catalogue.entries()), *folder.names()])
    return [folder.entry(name).to_dict() | {"is_here": folder.has(name)} for name in listed]


def names_of(part: str, language: str, translate: Translate) -> Callable[[str], str]:
    """Return the function that names the codes of one facet of the list."""
    return {
        "region": lambda code: countries.region(code).name(language),
        "place": lambda code: names.place_name(code, language, translate),
        "slug": lambda code: names.chain_name(code, language),
        "topic": lambda code: names.topic_name(code, language),
    }[part]


def topic_ids() -> tuple[str, ...]:
    """Return the topics in the order that holds everywhere."""
    return tuple(topic.id for topic in topics())


def definitions() -> list[Plain]:
    """Return the definitions of all indicators as plain values."""
    parts = (
        "id",
        "topic",
        "universe",
        "numerator",
        "denominator",
        "norm",
        "definition_not",
        "reference",
    )
    return [
        {part: getattr(each, part) for part in parts}
        | {"unit": str(each.unit), "name": each.name()}
        for each in indicators()
    ]


def exhibit_file(
    place: str,
    slug: str,
    wanted: tuple[str, str],
    language: str,
    translate: Translate,
    *,
    width: int,
) -> File | None:
    """Return an exhibit, (id, kind): "chart" its specification, "svg", "csv" or "json"."""
    id, kind = wanted
    found = dossier(place, slug)
    exhibit = next(
        (each for each in (found or {"exhibits": []})["exhibits"] if each["id"] == id), None
    )
    if found is None or exhibit is None:
        return None
    figures = [each for each in found["figures"] if each["id"] in set(exhibit["figures"])]
    if kind in ("chart", "svg"):
        from decentwork.reporting.charts import chart_svg, exhibit_chart

        is_page = kind == "chart"
        chart = exhibit_chart(exhibit, figures, translate, language, width, titled=not is_page)
        if is_page:
            return File(json.dumps(chart.to_dict()), "application/json")
        return File(chart_svg(chart), "image/svg+xml")
    chain = exhibit.get("chain_map")
    if kind == "json":
        return File(json.dumps(chain) if chain else figures_json(figures), "application/json")
    if kind != "csv":
        return None
    table = exhibit_rows(exhibit, (), translate, language)
    text = table_csv(table) if chain else figures_csv(figures)
    return File(text, "text/csv; charset=utf-8")


DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def dossier_file(
    place: str, slug: str, kind: str, language: str, translate: Translate
) -> File | None:
    """Return a dossier as a file: "json", "csv", "xlsx", "docx" or "pdf"."""
    found = dossier(place, slug)
    if found is None:
        return None
    if kind == "json":
        return File(json.dumps(found, ensure_ascii=False), "application/json")
    if kind == "csv":
        return File(figures_csv(found["figures"]), "text/csv; charset=utf-8")
    if kind not in DOCUMENTS:
        return None
    folder = data_folder(place)
    name = f"{place}-{slug}-{language}-{found['key'][:24]}"
    path = folder.kept("documents", name, f".{kind}")
    if not path.is_file():
        made = _document(found, kind, language, translate)
        folder.keep(path, lambda staged: _write_bytes(staged, made))
        return File(made, DOCUMENTS[kind])
    return File(path.read_bytes(), DOCUMENTS[kind])


def _document(found: Plain, kind: str, language: str, translate: Translate) -> bytes:
    from decentwork.reporting import documents, exports

    if kind == "xlsx":
        workbook: bytes = exports.dossier_xlsx(found, language, translate)
        return workbook
    render = documents.render_pdf if kind == "pdf" else documents.render_docx
    made: bytes = render(found, language, translate)
    return made


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def shown_at_start() -> Plain:
    """Return the dossier that is printed when the site starts; see to what the first page needs."""
    faces("en", str)
    world("", "en", str)
    place, slug = ("TUR", "garments") if has_real_data() else (_invented()[0], "garments")
    return dossier(place, slug) or {}


def _invented() -> list[str]:
    return [country.iso3 for country in countries.countries(invented=True)]
