"""Pages and files of the sectors app: a request in, a template or a file out."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, override

from decentwork_site.sectors import calculations, forms
from decentwork_site.sectors.calculations import File, Question

NARROWEST, WIDEST = 240, 1200  # pixels of a chart


def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one measure of a sector over countries and years."""
    question, refused = _asked(request, slug)
    language = get_language() or "en"
    named = dict(calculations.chain_names(language))
    context = {
        "question": question,
        "refused": refused,
        "sector_name": named[slug],
        "where": _where(question, language),
        "count": len(calculations.places_of(question)),
        "page": calculations.page(question, language, gettext),
        "dossiers": calculations.dossiers(question, language, gettext),
        "invented": calculations.is_invented(question),
        "regions": calculations.regions(language),
        "measures": calculations.measures(language, gettext),
        "state": _state(question),
        "command": calculations.command(question),
    }
    return render(request, "sectors/sector.html", context)


def sector_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give every value of an answer as a file."""
    question, refused = _asked(request, slug)
    return _given(_unless(refused, calculations.file(question, kind)), f"{slug}.{kind}")


def chart_file(request: HttpRequest, slug: str, panel: str, kind: str) -> HttpResponse:
    """Give a chart as its specification or its drawing."""
    question, refused = _asked(request, slug)
    written, lang = request.GET.get("width", ""), request.GET.get("lang", "")
    width = min(max(int(written), NARROWEST), WIDEST) if written.isdecimal() else 720
    language = lang if lang in dict(settings.LANGUAGES) else get_language() or "en"
    with override(language):
        made = calculations.chart_file(question, panel, kind, language, gettext, width=width)
    name = "" if kind == "chart" else f"{slug}-{panel}.{kind}"
    return _given(_unless(refused, made), name)


def _asked(request: HttpRequest, slug: str) -> tuple[Question, list[str]]:
    if not calculations.has_chain(slug):
        raise Http404(gettext("There is no such chain."))
    return forms.asked(slug, request.GET)


def _unless(refused: list[str], made: File | None) -> File:
    """Return the file; one has no place to say that another question was answered."""
    if refused:
        raise Http404(", ".join(refused))
    if made is None:
        raise Http404(gettext("There is no such file."))
    return made


def _given(made: File, name: str) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.media_type)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _where(question: Question, language: str) -> str:
    """Return what the places of a page are called."""
    if question.region and not question.places:
        return calculations.region_name(question.region, language)
    return calculations.names_of(calculations.places_of(question), language, gettext)


def _state(question: Question) -> str:
    """Return the query that asks a question again."""
    parts = {
        "region": "" if question.places else question.region,
        "places": ",".join(question.places),
        "measure": question.measure,
        "index": question.index,
    }
    return urlencode({name: value for name, value in parts.items() if value})
