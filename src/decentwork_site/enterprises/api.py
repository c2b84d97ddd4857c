"""The public enterprises as JSON and CSV: what their pages show, and nothing else."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language, gettext
from ninja import Path, Query, Router, Schema, Status

from decentwork_site.api_errors import Problem
from decentwork_site.enterprises import calculations, forms, queries
from decentwork_site.enterprises.models import Enterprise

PAGE = 200

router = Router()


class EnterpriseRow(Schema):
    """An enterprise in the list; `country` is ISO 3166-1 alpha-3, "" where not known."""

    identifier: str
    name: str
    country: str
    place: str
    sources: int
    invented: bool


class EnterprisePart(Schema):
    """A part of the list by name; `after` asks for the next part, null after the last."""

    enterprises: list[EnterpriseRow]
    after: str | None


class ListedRow(Schema):
    """How a source lists an enterprise, "" where it does not tell, and the dates of its lists."""

    source: str
    kind: str
    name: str
    address: str
    city: str
    region: str
    postcode: str
    country: str
    number: str
    given_id: str
    dates: list[date]


class SourceRow(Schema):
    """Who keeps lists that name an enterprise."""

    name: str
    kind: str
    licence: str
    address: str


class OtherIdentifier(Schema):
    """What somebody else calls an enterprise, and who says so as of when."""

    scheme: str
    value: str
    told_by: str
    told_on: date


class OwnEntryRow(Schema):
    """What an owner says of its enterprise, checked by nobody else."""

    owner: str
    name: str
    address: str
    city: str
    postcode: str
    phone: str
    website: str
    about: str
    at: datetime


class CorrectionRow(Schema):
    """A request for correction that was answered."""

    asked_on: date
    answered_on: date
    state: str
    answer: str


class EnterpriseAnswer(Schema):
    """All that is public of an enterprise; `identifier` is what it is called now."""

    identifier: str
    name: str
    country: str
    place: str
    invented: bool
    listed_since: date | None
    listed: list[ListedRow]
    withheld: int
    judged_by_people: bool
    sources: list[SourceRow]
    identifiers: list[OtherIdentifier]
    own_entries: list[OwnEntryRow]
    corrections: list[CorrectionRow]


@router.get(
    "", response={200: EnterprisePart, 404: Problem, 422: Problem}, summary="Enterprises by name"
)
def list_enterprises(
    request: HttpRequest,
    q: Annotated[str, Query(description="Words of names and places", max_length=200)] = "",
    country: Annotated[str, Query(description="ISO 3166-1 alpha-3")] = "",
    after: Annotated[str, Query(description="The last identifier of the part before")] = "",
) -> dict[str, Any] | Status[dict[str, str]]:
    """Return the public enterprises that fit, a part at a time; there is no cap on the whole."""
    last = queries.public(after)
    if after and last is None:
        problem = {
            "where": "query.after",
            "what": "There is no such enterprise in the list.",
            "hint": "Take `after` from the part before, or begin again without it.",
        }
        return Status(404, problem)
    found = queries.after(queries.enterprises(forms.filters(q, country)), last)
    rows = list(found[: PAGE + 1])
    goes_on = len(rows) > PAGE
    return {
        "enterprises": [_row(each) for each in rows[:PAGE]],
        "after": rows[PAGE - 1].identifier if goes_on else None,
    }


@router.get(
    "/{identifier}",
    response={200: EnterpriseAnswer, 404: Problem, 422: Problem},
    summary="One enterprise: who lists it and how",
)
def read_enterprise(
    request: HttpRequest,
    identifier: Annotated[str, Path(description="Present or former identifier")],
) -> dict[str, Any] | Status[dict[str, str]]:
    """Return what public lists, its owner and corrections say of an enterprise."""
    where = f"/enterprises/{identifier}"
    try:
        found = queries.present(calculations.parse_identifier(identifier))
    except calculations.NoIdentifier as error:
        hint = "See docs/reference/enterprise-identifiers.md for their form."
        return Status(404, {"where": where, "what": str(error), "hint": hint})
    if found is None or not found.is_public:
        hint = "See /api/enterprises for those that public lists name."
        return Status(404, {"where": where, "what": "There is no such enterprise.", "hint": hint})
    return queries.record_of(found)


def enterprise_list_file(request: HttpRequest) -> StreamingHttpResponse:
    """Give the list as it looks on screen, all pages of it."""
    found = queries.enterprises(forms.asked(request.GET))
    language = get_language() or "en"
    rows = ([_csv_row(each, language) for each in part] for part in queries.parts(found))
    return StreamingHttpResponse(
        calculations.csv_parts(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="enterprises.csv"'},
    )


def _row(enterprise: Enterprise) -> dict[str, Any]:
    return {
        "identifier": enterprise.identifier,
        "name": enterprise.name,
        "country": enterprise.country,
        "place": enterprise.place,
        "sources": enterprise.sources_count,
        "invented": enterprise.is_invented,
    }


def _csv_row(enterprise: Enterprise, language: str) -> dict[str, str]:
    row = {name: str(value) for name, value in _row(enterprise).items()}
    name = calculations.country_name(enterprise.country, language, gettext)
    return row | {"invented": "yes" if enterprise.is_invented else "no", "country_name": name}
