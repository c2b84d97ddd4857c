"""Pages on which a programme is held against needs and other departments, and the portfolio."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from decentwork_site.programmes import calculations, forms, needs, queries, views, writes
from decentwork_site.programmes.models import Programme
from decentwork_site.programmes.queries import for_who_may, signed_in

NARROWEST, WIDEST = 240, 1200  # pixels of a chart
PAGE = 50
MOST = 200  # lines of a list on the page of coordination


@for_who_may("read")
def coordination(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show who does what where, what overlaps or is left blank, what falls due, what is missing."""
    view, asked, day = _view(request, programme)
    context = views.context_of(request, programme) | {
        "view": view,
        "most": MOST,
        "asked": asked,
        "topic_choices": needs.topic_choices(views.reader()),
        "year_choices": [(year, year) for year in view.years],
        "today": day,
        "state": request.GET.urlencode(),
        "kinds": needs.MEDIA_TYPES,
    }
    return render(request, "programmes/coordination.html", context)


@for_who_may("read")
def coordination_file(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    """Return the page of coordination as a file, narrowed as the address says."""
    if kind not in needs.MEDIA_TYPES:
        raise Http404(gettext("There is no such file."))
    view, _asked, _day = _view(request, programme)
    title = views.title_of(programme.header)
    made = needs.coordination_file(view, kind, title, views.reader())
    return _given(made, needs.MEDIA_TYPES[kind], f"{programme.slug}-coordination.{kind}")


def _view(
    request: HttpRequest, programme: Programme
) -> tuple[needs.CoordinationView, needs.AskedOf, date]:
    """Return the page, what was asked for, and the day for which the records speak."""
    held = queries.coordinated(request.user, programme, needs.COORDINATED)
    day = calculations.day_told(queries.published_on(programme), timezone.localdate())
    whole = needs.coordinated(programme.header, held)
    asked = needs.asked_of(request.GET, whole, day)
    return needs.coordination(whole, asked, day, views.reader()), asked, day


@for_who_may("read")
def needs_page(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show the needs that nobody answers where the programme works; the strip asks for its part.

    Few chains are looked at while one waits, many as a job, whose end the page asks for.
    """
    activities = queries.records(programme, "activities").values_list("content", flat=True)
    chains, today = needs.chains_of(activities), timezone.localdate()
    found = needs.known_unanswered(chains, today)
    job = None
    if found is None and len(chains) <= needs.AT_ONCE:
        found = needs.find_unanswered(chains, today)
    if found is None:
        job = writes.ask_for_needs(programme=programme, chains=chains, on=today)
    told = needs.told_unanswered(found or (), views.reader())
    context: dict[str, Any] = {
        "programme": programme,
        "is_known": found is not None,
        "strip": {
            "chains": len(chains),
            "count": len(told),
            "rows": None if found is None else told[: needs.IN_STRIP],
        },
        "polls": job is not None,
        "suffix": "?published" if "published" in request.GET else "",
    }
    if request.htmx:  # type: ignore[attr-defined] # the middleware of django_htmx adds it
        return render(request, "programmes/_needs.html", context)
    context |= views.context_of(request, programme) | {"rows": told}
    return render(request, "programmes/needs.html", context)


@for_who_may("edit")
def plan_answer(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Plan an activity that answers a gap of a dossier: it says place, chain, topic and tier."""
    gap = request.GET.get("gap", "")
    try:
        begun = needs.begun_for_gap(gap)
    except needs.UnknownCode as error:
        raise Http404(gettext("There is no such gap.")) from error
    sent = request.POST if request.method == "POST" else None
    form = forms.Fielded("activities", programme, sent, content=begun).as_left(request, gap)
    if form.is_valid():
        content = form.cleaned_data["content"]
        try:
            made = writes.create_record(
                programme=programme, section="activities", content=content, by=signed_in(request)
            )
        except writes.NameTaken:
            form.add_error("id", gettext("A record has this short name. Choose another."))
        except writes.NotComplete as refusal:
            for problem in refusal.told:
                words = problem["what"]
                form.add_error(None, gettext(words))
        else:
            form.sent()
            return redirect("programmes:record", programme.slug, made.key)
    place, chain, topic, tier = gap.split("/")
    context = views.context_of(request, programme) | {
        "form": form,
        "gap": {"place": place, "chain": chain, "row": f"gap-{topic}-{tier}"},
        "gap_title": views.title_of(begun),
    }
    return render(request, "programmes/answer.html", context)


@never_cache
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show where activity and money go, against where needs are, over all chains."""
    reader = views.reader()
    found = needs.portfolio(timezone.localdate())
    asked = needs.asked_portfolio(request.GET, found)
    rows = needs.portfolio_rows(found, asked, reader)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "asked": asked,
        "choices": needs.portfolio_choices(found, reader),
        "by_topic": needs.told_totals(found.by_topic(), "topic", reader),
        "by_place": needs.told_totals(found.by_place(), "place", reader),
        "shown": shown,
        "rows": needs.told_rows(shown, reader),
        "titles": queries.published_titles(it for row in shown for it in row.activities),
        "needs": sum(it.needs for it in found.by_topic()),
        "unanswered": sum(it.unanswered for it in found.by_topic()),
        "today": timezone.localdate(),
        "state": kept.urlencode(),
        "kinds": needs.MEDIA_TYPES,
    }
    return render(request, "programmes/portfolio.html", context)


@never_cache
def portfolio_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the portfolio as a file, its chart among them; rows narrowed as the address says."""
    types = needs.MEDIA_TYPES | needs.DRAWINGS
    if kind not in types:
        raise Http404(gettext("There is no such file."))
    width = views.number_in(request.GET.get("width")) or 720
    found = needs.portfolio(timezone.localdate())
    asked = needs.asked_portfolio(request.GET, found)
    title, within = gettext("Portfolio"), min(max(width, NARROWEST), WIDEST)
    made = needs.portfolio_file(found, asked, kind, title, views.reader(), within)
    if kind == "chart":
        return HttpResponse(made, content_type=types[kind])
    return _given(made, types[kind], f"portfolio.{kind}")


def _given(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
