"""The only module of this app that calls the library: tables at hand, labour, exports, shocks.

What computes is imported where it is called: a page that refuses needs no algebra.
"""

import shlex
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings

from decentwork.estimates.errors import DecentWorkError, UnknownCode, UnknownLabels
from decentwork.estimates.messages import translatable
from decentwork.reporting.refusals import Said, refusal
from decentwork.sources.data_folder import DataFolder

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.accounts.demand_changes import DemandChanges
    from decentwork.footprints.dated_shocks import DemandSignals
    from decentwork.footprints.footprint import SelectedLabour
    from decentwork.footprints.leontief import Leontief
    from decentwork.footprints.written_shocks import WrittenFall
    from decentwork.reporting.trade_labour import LabourPage
    from decentwork.sources.table_names import NamedTable

Plain = dict[str, Any]
Translate = Callable[[str], str]

LARGEST = 5_000  # rows of a table that are factorised while a reader waits: seconds, not minutes
MOST_ROWS = 25_000  # of one answer of the data interface
PERSPECTIVES = ("final_demand", "domestic_L", "domestic_B", "direct")
CLOSURES, VISITS = "oxcgrt_monthly_2020_2022", "google_mobility_monthly_2020"
SALES = ("us_retail_sales_2018_2021", "uk_retail_volume_2018_2022")
BY = ("place", "industry", "market", "product")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "chart": "application/json",
}
NO_TABLE = translatable("There is no such table.")
NO_YEAR = translatable("The table has no such year. It has: %(years)s.")
NO_EXPORTER = translatable("Name an exporter: all at once are told only as a whole.")
TOO_LARGE = translatable(
    "The table has %(rows)s rows; more than %(most)s take too long for a page. Ask on the command "
    "line."
)
TOO_MANY = translatable(
    "The answer has %(rows)s rows; %(most)s at most are given. Ask for a part, or on the command "
    "line."
)
_factorising = Lock()  # two readers of one table wait for one factorisation


class NotAnswered(Exception):
    """A question that the library refuses, or that is too large for a page: why, what to do.

    `unknown` says whether it names something that is not there.
    """

    def __init__(self, where: str, what: Said, *more: Said, unknown: bool = False) -> None:
        self.where, self.what, self.unknown = where, str(what), unknown
        self.parts, self.hint = (what, *more), " ".join(str(it) for it in more)
        super().__init__(f"{self.what} {self.hint}".strip())

    def told(self, translate: Translate) -> str:
        """Return why, and what to do, in a language."""
        return " ".join(it.told(translate) for it in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What labour is asked for; a part "" means all. Everything is in the address of a page."""

    table: str
    year: int
    account: str
    perspective: str = "final_demand"
    place: str = ""
    industry: str = ""
    market: str = ""
    product: str = ""
    by: tuple[str, ...] = ("place",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A row of a shock: of what, where, when, how far; "" is all, None as observed that month."""

    product: str = ""
    market: str = ""
    month: str = ""
    fall: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockQuestion:
    """Which falls of demand expose labour, and by what it is shown."""

    table: str
    year: int
    account: str
    falls: tuple[Fall, ...]
    by: tuple[str, ...] = ("place",)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTable:
    """A table at hand: its years and labour accounts."""

    name: str
    title: str
    publisher: str
    licence: str
    invented: bool
    years: tuple[int, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Codes and names that a table has, in the reader's language; places by name."""

    places: tuple[tuple[str, str], ...]
    industries: tuple[tuple[str, str], ...]
    markets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file to give to a reader."""

    content: str | bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _World:
    named: "NamedTable"
    leontief: "Leontief"


def data_key() -> str:
    """Return a key that changes when any data set, or the library, does."""
    folder: DataFolder = settings.DATA
    return folder.fingerprint(folder.names())


def tables() -> tuple[KnownTable, ...]:
    """Return the tables at hand."""
    return _tables(data_key())


@lru_cache(maxsize=2)
def _tables(key: str) -> tuple[KnownTable, ...]:
    from decentwork.sources.table_names import named_table, table_names

    folder: DataFolder = settings.DATA
    found = []
    for name in table_names(folder):
        named, entry = named_table(name, folder), folder.entry(name)
        found.append(
            KnownTable(
                name=name,
                title=entry.title,
                publisher=entry.publisher,
                licence=entry.licence,
                invented=entry.invented,
                years=named.years,
                accounts=named.account_names,
            )
        )
    return tuple(found)


def _world(table: str, year: int) -> _World:
    """Return a table with its factors; refused where it is not one of those at hand."""
    known = next((it for it in tables() if it.name == table), None)
    if known is None:  # the library takes the path of a folder too, an address must not
        raise NotAnswered("table", Said(NO_TABLE), unknown=True)
    if year not in known.years:
        years = ", ".join(str(it) for it in known.years)
        raise NotAnswered("year", Said(NO_YEAR, {"years": years}), unknown=True)
    with _factorising:
        return _factorised(table, year, data_key())


@lru_cache(maxsize=2)  # tens of megabytes each, hundreds at LARGEST
def _factorised(table: str, year: int, key: str) -> _World:
    from decentwork.footprints.leontief import factorise
    from decentwork.sources.table_names import named_table

    folder: DataFolder = settings.DATA
    rows = _rows_of(folder, table, year)
    if rows > LARGEST:
        raise NotAnswered("table", Said(TOO_LARGE, {"rows": rows, "most": LARGEST}))
    try:
        named = named_table(table, folder)
        return _World(named=named, leontief=factorise(named.table(year)))
    except DecentWorkError as error:
        raise _refusal("table", error) from error


def _rows_of(folder: DataFolder, table: str, year: int) -> int:
    """Return how many rows an own table has; 0 for a shipped one."""
    from decentwork.sources.tidy_table import industries_of

    name = table if table in folder.names() else f"{table}_{year}"
    files = folder.files(name) if name in folder.names() else {}
    path = next((it for file, it in files.items() if Path(file).stem == "Z"), None)
    return 0 if path is None else len(industries_of(path.parent))


def _refusal(where: str, error: DecentWorkError) -> NotAnswered:
    strange = isinstance(error, (UnknownCode, UnknownLabels))
    return NotAnswered(where, *refusal(error), unknown=strange)


def choices(table: str, year: int, language: str, translate: Translate) -> Choices:
    """Return what can be chosen of a table."""
    from decentwork.reporting.numbers import Reader
    from decentwork.reporting.trade_labour import code_name

    flows, reader = _world(table, year).leontief.table, Reader(language, translate)

    def named(codes: Iterable[str], label: str) -> tuple[tuple[str, str], ...]:
        return tuple((it, code_name(it, label, flows.industry_codes, reader)) for it in codes)

    def by_name(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(named(codes, "place"), key=lambda it: (it[0] == "ROW", it[1])))

    return Choices(
        places=by_name(flows.place_codes),
        industries=named(flows.industry_codes, "industry"),
        markets=by_name(flows.market_codes),
    )


def labour(question: Question) -> "SelectedLabour":
    """Return the labour that a question asks for; NotAnswered where it cannot be."""
    return _labour(question, data_key())


@lru_cache(maxsize=32)
def _labour(question: Question, key: str) -> "SelectedLabour":
    from decentwork.footprints.any_footprint import selected_labour
    from decentwork.footprints.uncertainty import account_error

    world = _world(question.table, question.year)
    flows = world.leontief.table
    codes = (flows.place_codes, flows.industry_codes, flows.market_codes, flows.industry_codes)
    sizes = {it: len(of) for it, of in zip(BY, codes, strict=True) if not getattr(question, it)}
    _in_bounds(prod(sizes.get(it, 1) for it in question.by))  # before anything is solved
    try:
        account = world.named.account(question.account, flows)
        return selected_labour(
            world.leontief,
            account,
            question.by,
            perspective=question.perspective,
            error=account_error(world.named.series(question.account), flows),
            **{name: (code,) for name in BY if (code := getattr(question, name))},
        )
    except DecentWorkError as error:
        raise _refusal("question", error) from error


def labour_page(question: Question, language: str, translate: Translate) -> "LabourPage":
    """Return the answer to a question in words."""
    from decentwork.reporting import trade_labour
    from decentwork.reporting.numbers import Reader

    reader = Reader(language, translate)
    return trade_labour.labour_page(labour(question), _industries(question), reader)


def labour_file(
    question: Question, kind: str, language: str, translate: Translate, width: int
) -> File | None:
    """Return an answer as a file of a kind of `MEDIA_TYPES`; "chart" is its specification."""
    from decentwork.reporting import trade_labour
    from decentwork.reporting.numbers import Reader

    reader, found = Reader(language, translate), labour(question)
    made = trade_labour.labour_file(found, _industries(question), kind, reader, width)
    return None if made is None else File(made, MEDIA_TYPES[kind])


def command(question: Question) -> str:
    """Return what answers a question on the command line."""
    parts = ["decentwork", "trade", "footprint", "--table", question.table]
    parts += ["--year", str(question.year), "--account", question.account]
    parts += ["--perspective", question.perspective, "--by", ",".join(question.by)]
    for name in BY:
        if value := getattr(question, name):
            parts += [f"--{name}", value]
    return shlex.join([*parts, "--intervals"])


def _industries(question: Question | ShockQuestion) -> tuple[str, ...]:
    return _world(question.table, question.year).leontief.table.industry_codes


def months() -> tuple[str, ...]:
    """Return the months in which falls of demand were observed; none where the data are not."""
    signals = _signals(data_key())
    return tuple(sorted(set(signals.visits.frame["month"]))) if signals else ()


@lru_cache(maxsize=1)
def _signals(key: str) -> "DemandSignals | None":
    from decentwork.footprints.dated_shocks import DemandSignals
    from decentwork.sources.catalogue import read

    folder: DataFolder = settings.DATA
    if not (folder.has(CLOSURES) and folder.has(VISITS)):
        return None
    return DemandSignals(
        closures=read(folder, CLOSURES),
        visits=read(folder, VISITS),
        sales=tuple(read(folder, name) for name in SALES if folder.has(name)),
    )


def shock(question: ShockQuestion) -> "SelectedLabour":
    """Return the labour that falls of demand expose; NotAnswered where they cannot be read."""
    return _shock(question, data_key())


@lru_cache(maxsize=16)
def _shock(question: ShockQuestion, key: str) -> "SelectedLabour":
    from decentwork.footprints.any_footprint import exposed_by_work
    from decentwork.footprints.uncertainty import account_error

    world = _world(question.table, question.year)
    flows = world.leontief.table
    try:
        fall = -_changes(question).by_market(flows)
        account = world.named.account(question.account, flows)
        error = account_error(world.named.series(question.account), flows)
        return exposed_by_work(world.leontief, account, fall, question.by, error)
    except DecentWorkError as error_:
        raise _refusal("falls", error_) from error_


def _changes(question: ShockQuestion) -> "DemandChanges":
    from decentwork.footprints.written_shocks import written_changes

    flows = _world(question.table, question.year).leontief.table
    return written_changes(_written(question), flows, _signals(data_key()))


def _written(question: ShockQuestion) -> "list[WrittenFall]":
    from decentwork.footprints.written_shocks import WrittenFall

    return [WrittenFall(**asdict(it)) for it in question.falls]


def shock_page(question: ShockQuestion, language: str, translate: Translate) -> "LabourPage":
    """Return what a shock exposes in words, each row with its class of risk."""
    from decentwork.footprints.risk_classes import Thresholds
    from decentwork.reporting import trade_labour
    from decentwork.reporting.numbers import Reader

    reader = Reader(language, translate)
    return trade_labour.labour_page(shock(question), _industries(question), reader, Thresholds())


def not_observed(question: ShockQuestion, language: str, translate: Translate) -> str:
    """Return the names of the markets of which nothing was observed in a month asked for."""
    from decentwork.footprints import written_shocks
    from decentwork.reporting.names import place_name
    from decentwork.reporting.numbers import list_text

    flows = _world(question.table, question.year).leontief.table
    codes = written_shocks.not_observed(_written(question), flows, _signals(data_key()))
    return list_text([place_name(code, language, translate) for code in codes], language)


def shock_file(
    question: ShockQuestion, kind: str, language: str, translate: Translate, width: int
) -> File | None:
    """Return what a shock exposes as a file; "changes" is the shock as the command reads it."""
    from decentwork.footprints.risk_classes import Thresholds
    from decentwork.reporting import trade_labour
    from decentwork.reporting.numbers import Reader
    from decentwork.reporting.table_files import frame_csv

    if kind == "changes":
        return File(frame_csv(_changes(question).frame), MEDIA_TYPES["csv"])
    reader, found, limits = Reader(language, translate), shock(question), Thresholds()
    made = trade_labour.labour_file(found, _industries(question), kind, reader, width, limits)
    return None if made is None else File(made, MEDIA_TYPES[kind])


def shock_command(question: ShockQuestion) -> str:
    """Return what exposes the same labour on the command line; what is observed goes in a file."""
    parts = ["decentwork", "trade", "shock", "--table", question.table]
    parts += ["--year", str(question.year), "--account", question.account]
    written = [it for it in question.falls if it.fall is not None]
    if len(written) == len(question.falls):
        for it in written:
            at = f"@{it.market}" if it.market else ""
            parts += ["--demand", f"{it.product}={1.0 - (it.fall or 0.0):g}{at}"]
    else:
        parts += ["--demand", "changes.csv"]
    return shlex.join([*parts, "--by", ",".join(question.by)])


def published(language: str, translate: Translate) -> Plain:
    """Return what was published on jobs exposed in the pandemic, and why it differs from ours."""
    from decentwork.footprints.published_exposure import DIFFERENCES, PUBLISHED
    from decentwork.reporting.numbers import value_text

    def told(found: Plain) -> Plain:
        value = value_text(found | {"low": None, "high": None}, language, translate)
        return found | {"what": translate(found["what"]), "value": value}

    figures = [told(it.to_dict()) for it in PUBLISHED]
    return {"figures": figures, "differences": [translate(it) for it in DIFFERENCES]}


def footprint_rows(question: Question) -> list[Plain]:
    """Return the cells of an answer, what is not known as None; NotAnswered where too many."""
    return _plain_rows(labour(question).to_frame())


def exports_rows(
    table: str, year: int | None, method: str, exporter: tuple[str, ...], **options: str | bool
) -> list[Plain]:
    """Return gross exports in the terms of a method, as `decentwork trade exports --json` does."""
    from decentwork.footprints.export_terms import decompose_exports

    world = _world(table, _year(table, year))
    if not exporter and (options["bilateral"] or options["sectoral"]):
        raise NotAnswered("query.exporter", Said(NO_EXPORTER))
    chosen: Any = {name: value for name, value in options.items() if name != "account"}
    account = str(options["account"])
    try:
        flows = world.leontief.table
        labour = None if account == "value_added" else world.named.account(account, flows)
        found = decompose_exports(
            world.leontief, method, exporter=exporter, account=labour, **chosen
        )
    except DecentWorkError as error:
        raise _refusal("query", error) from error
    return _plain_rows(found.frame)


def position_rows(table: str, year: int | None) -> list[Plain]:
    """Return upstreamness and downstreamness, None where nothing is produced."""
    from decentwork.footprints.position import position

    return _plain_rows(position(_world(table, _year(table, year)).leontief))


def participation_rows(table: str, year: int | None) -> list[Plain]:
    """Return backward and forward participation of every place."""
    from decentwork.footprints.participation import participation, value_by_origin

    leontief = _world(table, _year(table, year)).leontief
    flows = leontief.table
    found = participation(flows, value_by_origin(flows, leontief))
    return _plain_rows(found.to_frame().assign(unit=found.unit))


def _year(table: str, year: int | None) -> int:
    """Return the year asked for, or the last one of the table."""
    known = next((it for it in tables() if it.name == table), None)
    return known.years[-1] if known and year is None else year or 0


def asked_labour(table: str, year: int | None, by: str, **parts: str) -> Question:
    """Return a question with the last year and the first account where none is named."""
    known = next((it for it in tables() if it.name == table), None)
    account = parts.pop("account") or (known.accounts[0] if known and known.accounts else "")
    labels = tuple(it.strip() for it in by.split(","))
    return Question(table=table, year=_year(table, year), account=account, by=labels, **parts)


def _plain_rows(frame: "pd.DataFrame") -> list[Plain]:
    _in_bounds(len(frame))
    known = frame.astype(object).where(frame.notna(), None)
    return [dict(row) for row in known.to_dict(orient="records")]


def _in_bounds(rows: int) -> None:
    if rows > MOST_ROWS:
        raise NotAnswered("query", Said(TOO_MANY, {"rows": rows, "most": MOST_ROWS}))
