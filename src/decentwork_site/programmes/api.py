"""Files of the programmes app, and its records, results and needs as JSON."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema, Status
from ninja.errors import HttpError

from decentwork_site.api_errors import Problem
from decentwork_site.programmes import calculations, intake, needs, papers, queries, writes
from decentwork_site.programmes.models import Programme, Record
from decentwork_site.programmes.queries import for_who_may, signed_in


@for_who_may("read")
def programme(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    """Return a programme as a file; of what is worked on the one that was written last."""
    if kind not in papers.FORMATS:
        raise Http404(gettext("There is no such file."))
    content = (
        intake.published_file(programme, kind)
        if programme.is_published
        else _own_file(request, programme, kind)
    )
    if content is None:
        return redirect("programmes:files", programme.slug)
    answer = HttpResponse(content, content_type=papers.FORMATS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{programme.slug}.{kind}"'
    return answer


def _own_file(request: HttpRequest, programme: Programme, kind: str) -> bytes | None:
    """Return the file that a member had written, while they may have all that is in it."""
    key = intake.file_key(programme, kind, signed_in(request))
    told, path = papers.told_of(key, kind), papers.kept_file(key, kind)
    may_have = told.get("is_public") or queries.edits(request.user, programme)
    return path.read_bytes() if told and may_have and path.is_file() else None


router = Router()

XML = {"description": "IATI 2.03", "content": {"application/xml": {"schema": {"type": "string"}}}}

# Somebody must sign in; may not; it is not there; it is not understood.
REFUSED = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
Answer = dict[str, Any] | list[dict[str, Any]] | Status[dict[str, str]]
Slug = Annotated[
    str,
    Path(
        description="Short name of a programme, see /api/v1/programmes",
        pattern="^[-a-zA-Z0-9_]+$",
        max_length=60,
    ),
]
Code = Annotated[str, Query(pattern="^[-a-zA-Z0-9_.]*$", max_length=100)]
NO_NUL = "^[^\\x00]{0,200}$"
AsPublished = Annotated[
    bool, Query(description="What everybody reads, also for who works on the records")
]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
PageSize = Annotated[int, Query(ge=1, le=1000)]


class ProgrammeRow(Schema):
    """A programme, and how many records it has of each section."""

    slug: str
    is_published: bool
    header: dict[str, Any]
    counts: dict[str, int]


class RecordPage(Schema):
    """A page of the records of a section; `content` holds the fields of the library's class."""

    count: int
    page: int
    pages: int
    records: list[dict[str, Any]]


class ResultPage(Schema):
    """A page of indicators: target, value of approved updates, what made it, who is silent."""

    count: int
    page: int
    pages: int
    results: list[dict[str, Any]]


class NeedRow(Schema):
    """A need that no recorded activity reaches, at a topic and tier of a chain."""

    place: str
    chain: str
    topic: str
    tier: str
    need: str
    gap: str | None
    priority: dict[str, Any] | None
    planned: list[str]


class GapAnswer(Schema):
    """Need, obligation, action and gap at a topic and tier, as the command line prints them."""

    key: str
    topic: str
    tier: str
    need: dict[str, Any]
    norm: list[str]
    obligations: list[dict[str, Any]]
    actions: list[dict[str, Any]]
    gap: str | None
    reasons: list[dict[str, Any]]
    measures: dict[str, list[str]]
    together: list[dict[str, Any]]
    plan_items: list[dict[str, Any]]
    linked: dict[str, list[str]]
    findings: dict[str, dict[str, str]]


class PortfolioAnswer(Schema):
    """Topics in countries with a need or an activity, and totals that count an activity once."""

    rows: list[dict[str, Any]]
    by_topic: list[dict[str, Any]]
    by_place: list[dict[str, Any]]


def _programme(request: HttpRequest, slug: str, published: bool) -> Programme:
    """Return a programme that a reader may read; HttpError refuses as the pages do."""
    found = queries.programme_for(request.user, slug, as_published=published)
    if found is None:
        raise HttpError(404, "There is no such programme.")
    if not request.user.has_perm("programmes.read", found):
        if request.user.is_authenticated:
            raise HttpError(403, "You have no part in this programme, and it is not published.")
        raise HttpError(401, "This programme is not published: sign in as one who has a part.")
    return found


@router.get("", response=list[ProgrammeRow], summary="Programmes that one may read")
def list_programmes(request: HttpRequest) -> Answer:
    """Return what was published, and what one works on."""
    return [_row(request, each) for each in queries.programmes_of(request.user)]


@router.get("/portfolio", response=PortfolioAnswer, summary="Where activity goes, and needs are")
def read_portfolio(request: HttpRequest) -> Answer:
    """Return where needs are shown over all chains, and where activities and money go."""
    return needs.portfolio(timezone.localdate()).to_dict()


@router.get(
    "/gaps/{place}/{chain}",
    response={200: list[GapAnswer], 404: Problem, 422: Problem},
    summary="Need, obligation, action and gap of a chain",
)
def read_gaps(
    request: HttpRequest,
    place: Annotated[str, Path(description="ISO 3166-1 alpha-3", examples=["VNM"])],
    chain: Annotated[str, Path(description="Slug of the list of chains", examples=["electronics"])],
) -> Answer:
    """Return a row for each topic at each tier, with all that it rests on."""
    if not needs.is_chain(place, chain):
        raise HttpError(404, "There is no such chain. See /api/chains.")
    return list(needs.gaps(place, chain, timezone.localdate()))


@router.get("/{slug}", response={200: ProgrammeRow, **REFUSED}, summary="One programme")
def read_programme(request: HttpRequest, slug: Slug, published: AsPublished = False) -> Answer:
    """Return what is said once of a programme, and how many records it has."""
    return _row(request, _programme(request, slug, published))


@router.get(
    "/{slug}/records/{section}",
    response={200: RecordPage, **REFUSED},
    summary="Records of a section",
)
def list_records(
    request: HttpRequest,
    slug: Slug,
    section: Annotated[str, Path(description="Such as activities; see the counts of a programme")],
    q: Annotated[str, Query(description="Words of the title", pattern=NO_NUL)] = "",
    kind: Code = "",
    state: Code = "",
    area: Code = "",
    place: Code = "",
    topic: Code = "",
    page: PageNumber = 1,
    size: PageSize = 100,
    published: AsPublished = False,
) -> Answer:
    """Return records in their order, narrowed by words, kind, state, area, country or topic."""
    programme = _programme(request, slug, published)
    if section not in calculations.SECTIONS or section == "updates":
        raise HttpError(404, "There is no such list. See the counts of the programme.")
    coded = {"places": ("countries", place), "topics": ("topics", topic)}
    asked = {"kind": kind, "state": state, "area": area} | {
        name: calculations.coded(*it) for name, it in coded.items() if it[1]
    }
    found = queries.filtered(
        queries.visible(request.user, programme, section),
        calculations.search_words(q),
        {name: value for name, value in asked.items() if value},
    )
    shown = Paginator(found, size).get_page(page)
    told = [{"key": it.key, "version": it.version, "content": it.content} for it in shown]
    return _page(shown) | {"records": told}


@router.get(
    "/{slug}/results", response={200: ResultPage, **REFUSED}, summary="Results against targets"
)
def list_results(
    request: HttpRequest,
    slug: Slug,
    verdict: Annotated[
        Literal["", "met", "below", "silent", "no_target"], Query(description="How it stands")
    ] = "",
    page: PageNumber = 1,
    size: PageSize = 100,
    published: AsPublished = False,
) -> Answer:
    """Return indicators with target, value, verdict, and the approved updates that make it."""
    programme = _programme(request, slug, published)
    found = queries.records(programme, "indicators")
    found = found.filter(standing=verdict) if verdict else found
    shown = Paginator(found, size).get_page(page)
    measures = calculations.Measures.of(**queries.measured(programme, [it.key for it in shown]))
    reader = calculations.Reader()
    results = [
        {"indicator": it.key, "of": it.under, "content": it.content}
        | measures.told(it.key, reader)
        | {"periods": measures.periods(it.key, reader)}
        for it in shown
    ]
    return _page(shown) | {"results": results}


@router.get(
    "/{slug}/needs",
    response={200: list[NeedRow], 202: Problem, **REFUSED},
    summary="Needs that nobody answers",
)
def list_needs(request: HttpRequest, slug: Slug, published: AsPublished = False) -> Answer:
    """Return needs that no activity reaches, in the chains that the programme names."""
    programme = _programme(request, slug, published)
    activities = queries.records(programme, "activities").values_list("content", flat=True)
    chains, today = needs.chains_of(activities), timezone.localdate()
    found = needs.known_unanswered(chains, today)
    if found is None and len(chains) <= needs.AT_ONCE:
        found = needs.find_unanswered(chains, today)
    if found is None:
        writes.ask_for_needs(programme=programme, chains=chains, on=today)
        told = {"where": slug, "what": "They are being looked for.", "hint": "Ask again later."}
        return Status(202, told)
    return found


@router.get(
    "/{slug}/coordination",
    response={200: dict[str, Any], **REFUSED},
    summary="Who does what where",
)
def read_coordination(
    request: HttpRequest,
    slug: Slug,
    place: Code = "",
    topic: Code = "",
    organisation: Code = "",
    year: Code = "",
    published: AsPublished = False,
) -> Answer:
    """Return matrix, overlaps, blanks, days, deadlines, joint work and resources."""
    programme = _programme(request, slug, published)
    held = queries.coordinated(request.user, programme, needs.COORDINATED)
    day = calculations.day_told(queries.published_on(programme), timezone.localdate())
    whole = needs.coordinated(programme.header, held)
    query = {"place": place, "topic": topic, "organisation": organisation, "year": year}
    asked = needs.asked_of(query, whole, day)
    return asdict(needs.coordination(whole, asked, day, calculations.Reader()))


@router.get(
    "/{slug}/iati",
    response={**REFUSED, 409: Problem},
    openapi_extra={"responses": {"200": XML}},
    summary="A published programme as IATI 2.03",
)
def read_iati(request: HttpRequest, slug: Slug) -> HttpResponse:
    """Return what everybody reads of a programme as IATI activities, checked by our rules."""
    found = _programme(request, slug, published=True)
    content = intake.published_file(found, "xml") if found.is_published else None
    if content is None:
        raise HttpError(409, "There is no file: the programme is not published, or breaks a rule.")
    return HttpResponse(content, content_type="application/xml")


def _row(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    return {
        "slug": programme.slug,
        "is_published": programme.is_published,
        "header": programme.header,
        "counts": queries.counts(request.user, programme),
    }


def _page(shown: "Page[Record]") -> dict[str, Any]:
    paginator = shown.paginator
    return {"count": paginator.count, "page": shown.number, "pages": paginator.num_pages}
