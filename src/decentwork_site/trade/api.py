"""Labour in trade as JSON: tables at hand, footprints, exports in terms, position, participation.

Every answer is bounded: at most `calculations.MOST_ROWS` rows, from tables of at most
`calculations.LARGEST` rows; the command line has no such bounds.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from decentwork_site.api_errors import Problem
from decentwork_site.trade import calculations
from decentwork_site.trade.calculations import NotAnswered

router = Router()

TableName = Annotated[
    str, Query(description="Name of a table at hand, see /tables", max_length=100)
]
Year = Annotated[int | None, Query(description="The last one if not given")]
Code = Annotated[str, Query(description="A code of the table; all if empty", max_length=20)]
Method = Literal[
    "borin_mancini",
    "koopman_wang_wei",
    "wang_wei_zhu",
    "tripartite",
    "hypothetical_extraction",
    "oecd",
]
Borders = Literal["exporter", "bilateral", "sectoral", "sectoral_bilateral", "world"]
Perspective = Literal["final_demand", "domestic_L", "domestic_B", "direct"]
# Something is not there; it cannot be answered so, or not in bounds; it is not understood.
REFUSED = {404: Problem, 409: Problem, 422: Problem}
Answer = dict[str, Any] | list[dict[str, Any]] | Status[dict[str, str]]


class TableRow(Schema):
    """A table at hand."""

    name: str
    title: str
    publisher: str
    licence: str
    invented: bool
    years: list[int]
    accounts: list[str]


class FootprintRow(Schema):
    """A cell: the labels asked for, null otherwise; low and high null where not known.

    `labour` is all labour of that place and industry, whatever it serves.
    """

    place: str | None = None
    industry: str | None = None
    market: str | None = None
    product: str | None = None
    through: str | None = None
    labour: float
    value: float
    low: float | None
    high: float | None
    unit: str


class FootprintAnswer(Schema):
    """Labour of a selection; `modelled` labour is experimental and not for ranking places."""

    table: str
    year: int
    account: str
    perspective: str
    modelled: bool
    total: dict[str, Any]
    rows: list[FootprintRow]


class ExportRow(Schema):
    """A term of a method; importer and industry are null when aggregate."""

    exporter: str
    importer: str | None
    industry: str | None
    term: str
    value: float | None
    additive: bool


class PositionRow(Schema):
    """Stages to final demand and from primary inputs; null where nothing is produced."""

    region: str
    industry: str
    upstreamness: float | None
    downstreamness: float | None


class ParticipationRow(Schema):
    """Foreign content of exports, and own value in the exports of others; shares run 0 to 1."""

    place: str
    exports: float
    foreign_content: float
    used_abroad: float
    backward: float | None
    forward: float | None
    unit: str


def in_bounds(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return the view, its refusals in the one shape of every error."""

    @wraps(answer)
    def answered(request: HttpRequest, **asked: Any) -> Answer:  # noqa: ANN401 (what Ninja hands on)
        try:
            return answer(request, **asked)
        except NotAnswered as problem:
            hint = problem.hint or "See /api/v1/trade/tables."
            told = {"where": problem.where, "what": problem.what, "hint": hint}
            return Status(404 if problem.unknown else 409, told)

    return answered


@router.get("/tables", response=list[TableRow], summary="Input-output tables at hand")
def list_tables(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the tables, their years and labour accounts."""
    return [asdict(it) for it in calculations.tables()]


@router.get(
    "/footprint",
    response={200: FootprintAnswer, **REFUSED},
    summary="Labour by place, industry, market or product",
)
@in_bounds
def read_footprint(
    request: HttpRequest,
    table: TableName,
    year: Year = None,
    account: Annotated[str, Query(description="The first one if empty", max_length=100)] = "",
    perspective: Perspective = "final_demand",
    place: Code = "",
    industry: Code = "",
    market: Code = "",
    product: Code = "",
    by: Annotated[
        str,
        Query(
            description="Split by commas: place, industry, market, product, through", max_length=40
        ),
    ] = "place",
) -> Answer:
    """Return labour of a selection with intervals; at most 25,000 rows."""
    question = calculations.asked_labour(
        table,
        year,
        by,
        account=account,
        perspective=perspective,
        place=place,
        industry=industry,
        market=market,
        product=product,
    )
    rows = calculations.footprint_rows(question)
    return calculations.labour(question).to_dict() | {"rows": rows}


@router.get(
    "/exports",
    response={200: list[ExportRow], **REFUSED},
    summary="Exports in terms of a method",
)
@in_bounds
def read_exports(
    request: HttpRequest,
    table: TableName,
    method: Method,
    year: Year = None,
    exporter: Annotated[
        str, Query(description="A place; several split by commas count as one", max_length=400)
    ] = "",
    bilateral: Annotated[bool, Query(description="By importer; needs an exporter")] = False,
    sectoral: Annotated[bool, Query(description="By industry; needs an exporter")] = False,
    approach: Literal["source", "sink"] = "source",
    perspective: Borders = "exporter",
    account: Annotated[
        str, Query(description="value_added, or a labour account", max_length=100)
    ] = "value_added",
) -> Answer:
    """Return the rows of `decentwork trade exports --json`; at most 25,000."""
    places = tuple(code for it in exporter.split(",") if (code := it.strip()))
    return calculations.exports_rows(
        table,
        year,
        method,
        places,
        bilateral=bilateral,
        sectoral=sectoral,
        approach=approach,
        perspective=perspective,
        account=account,
    )


@router.get(
    "/position",
    response={200: list[PositionRow], **REFUSED},
    summary="Where industries stand between primary inputs and final demand",
)
@in_bounds
def read_position(request: HttpRequest, table: TableName, year: Year = None) -> Answer:
    """Return a row for each industry of each place."""
    return calculations.position_rows(table, year)


@router.get(
    "/participation",
    response={200: list[ParticipationRow], **REFUSED},
    summary="Backward and forward participation",
)
@in_bounds
def read_participation(request: HttpRequest, table: TableName, year: Year = None) -> Answer:
    """Return a row for each place."""
    return calculations.participation_rows(table, year)
