"""The same as JSON: every dossier, the list, the indicators, the catalogue; one shape of error."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema, Status
from ninja.errors import HttpError, ValidationError

import decentwork
from decentwork_site.api_errors import Problem
from decentwork_site.chains import calculations, queries

api = NinjaAPI(
    title="decentwork",
    version=decentwork.__version__,
    description="Dossiers of supply chains: figures with interval, method and provenance; what "
    "is not known is null and says why. Enterprises of public lists: who names them how, as of "
    "when. No key, no account, no cap.",
    docs_url=None,
    urls_namespace="api",
)


class ChainRow(Schema):
    """A supply chain in the list."""

    place: str
    chain: str
    region: str
    has_trade: bool
    listed_goods: int
    topics_known: int
    invented: bool


class DossierAnswer(Schema):
    """A dossier; see the reference of the library for each part."""

    chain: dict[str, Any]
    key: str
    version: str
    invented: bool
    figures: list[dict[str, Any]]
    in_short: list[dict[str, Any]]
    exhibits: list[dict[str, Any]]
    matrix: list[dict[str, Any]]
    actions: list[dict[str, Any]]
    gap_rows: list[dict[str, Any]]
    open_questions: list[dict[str, Any]]


class IndicatorRow(Schema):
    """The definition of an indicator."""

    id: str
    name: str
    topic: str
    unit: str
    universe: str
    numerator: str
    denominator: str
    norm: str
    definition_not: str
    reference: str


class DataSetRow(Schema):
    """An entry of the data catalogue, and whether its files are here."""

    name: str
    title: str
    publisher: str
    licence: str
    licence_status: str
    citation: str
    coverage: str
    kind: str
    edition: str
    address: str
    obtained: str
    done: str
    note: str
    reader: str
    folder: bool
    invented: bool
    files: list[dict[str, Any]]
    is_here: bool


@api.get("/chains", response={200: list[ChainRow], 422: Problem}, summary="All supply chains")
def list_chains(
    request: HttpRequest,
    place: Annotated[str, Query(description="ISO 3166-1 alpha-3")] = "",
    chain: Annotated[str, Query(description="Slug of the list of chains")] = "",
) -> list[dict[str, Any]]:
    """Return the chains that can be looked up, all or those of a place or chain."""
    found = queries.chains(queries.Filters(place=place, slug=chain, sort="chain"))
    return [
        {
            "place": row.place,
            "chain": row.slug,
            "region": row.region,
            "has_trade": row.has_trade,
            "listed_goods": row.listed_goods,
            "topics_known": row.topics_known,
            "invented": row.is_invented,
        }
        for row in found.iterator()
    ]


@api.get(
    "/dossiers/{place}/{chain}",
    response={200: DossierAnswer, 404: Problem, 422: Problem},
    summary="The dossier of one supply chain",
)
def read_dossier(
    request: HttpRequest,
    place: Annotated[str, Path(description="ISO 3166-1 alpha-3", examples=["TUR"])],
    chain: Annotated[str, Path(description="Slug of the list of chains", examples=["garments"])],
) -> dict[str, Any] | Status[dict[str, str]]:
    """Return all that is known, binding, done and missing for one chain."""
    found = calculations.dossier(place.upper(), chain)
    if found is None:
        problem = {
            "where": f"/dossiers/{place}/{chain}",
            "what": "There is no such chain.",
            "hint": "See /api/chains for the places and chains there are.",
        }
        return Status(404, problem)
    return found


@api.get("/indicators", response=list[IndicatorRow], summary="Definitions of all indicators")
def list_indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what each indicator counts, against which norm, and what it is not."""
    return calculations.definitions()


@api.get("/data", response=list[DataSetRow], summary="The data catalogue")
def list_data(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every data set that this software knows, and whether it is here."""
    return calculations.catalogue_entries()


@api.exception_handler(ValidationError)
def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer an address or value that is not understood."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"])
    problem = {"where": where, "what": first["msg"], "hint": "See /api/openapi.json."}
    return api.create_response(request, problem, status=422)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer any other error in the one shape."""
    problem = {"where": request.path, "what": str(error), "hint": "See /api/openapi.json."}
    return api.create_response(request, problem, status=error.status_code)
