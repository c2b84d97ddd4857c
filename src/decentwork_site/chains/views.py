"""Pages and files of the chains app: a request in, a template or a file out."""

import csv
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, override
from django.views.decorators.cache import never_cache

from decentwork_site.chains import calculations, queries
from decentwork_site.chains.calculations import DossierPage
from decentwork_site.chains.forms import asked, page_number
from decentwork_site.chains.models import Chain
from decentwork_site.programmes import queries as programmes

NARROWEST, WIDEST = 240, 1200  # pixels of a chart


def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, where to search, four faces and the world by one indicator."""
    language = get_language() or "en"
    wanted = request.GET.get("indicator", "")
    world = calculations.world(wanted, language, gettext)
    part = "chains/_map.html" if _asks_for_a_part(request) else "chains/home.html"
    context: dict[str, Any] = {"world": world}
    if not _asks_for_a_part(request):
        context["faces"] = calculations.faces(language, gettext)
        context["count"] = queries.chains(queries.Filters()).count()
    return render(request, part, context)


def chain_list(request: HttpRequest) -> HttpResponse:
    """Show the chains that fit; a search that only one chain answers goes straight to it."""
    filters = asked(request.GET)
    found = queries.with_evidence(queries.chains(filters))
    if list(request.GET) == ["q"] and (answer := _only_answer(filters)):
        return redirect("chains:dossier", *answer)
    near = () if not filters.words or found.exists() else queries.near_words(filters.words)
    shown = Paginator(found, queries.PAGE).get_page(page_number(request.GET))
    counts = queries.facets(filters)
    context = {
        "filters": filters,
        "asked_text": request.GET.get("q", ""),
        "near": " ".join(near) if near != filters.words else "",
        "shown": shown,
        "rows": [_row(chain, (chain.place, chain.slug) in filters.surveyed) for chain in shown],
        "facets": [_facet(part, name, counts[part], filters) for part, name in _facet_names()],
        "flags": {flag: counts[flag][True] for flag in queries.FLAGS},
        "sorts": _sort_names(),
        "here": _without_page(request),
    }
    part = "chains/_results.html" if _asks_for_a_part(request) else "chains/list.html"
    return render(request, part, context)


def _asks_for_a_part(request: HttpRequest) -> bool:
    """Tell whether the page that is open asks for what changed on it only."""
    # the middleware of django_htmx adds the attribute
    return bool(request.htmx)  # type: ignore[attr-defined]


def _only_answer(filters: queries.Filters) -> tuple[str, str] | None:
    """Return the chain that a search names in full, or that alone fits it."""
    named = calculations.meant(filters.words)
    if named and queries.chain(*named):
        return named
    fitting = list(queries.chains(filters)[:2]) if filters.words else []
    return (fitting[0].place, fitting[0].slug) if len(fitting) == 1 else None


def chain_list_file(request: HttpRequest) -> HttpResponse:
    """Give the list as it looks on screen, all pages of it."""
    made = StringIO()
    table = csv.writer(made)
    table.writerow(["place", "place_name", "chain", "chain_name", "topics_known", "listed_goods"])
    with override(_asked_language(request)):
        for chain in queries.chains(asked(request.GET)):
            names = (
                chain.place,
                _name("place", chain.place),
                chain.slug,
                _name("slug", chain.slug),
            )
            table.writerow([*names, chain.topics_known, chain.listed_goods])
    return _attached(made.getvalue(), "text/csv; charset=utf-8", "chains.csv")


def dossier(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    """Show all that is known, binding, done and missing for one chain."""
    if place != place.upper():
        return HttpResponsePermanentRedirect(reverse("chains:dossier", args=[place.upper(), slug]))
    page = _page(place, slug)

    def figure_address(id: str) -> str:
        return reverse("chains:figure", args=[place, slug, id])

    context = {
        "page": page,
        "figure_address": figure_address,
        "workbench": f"{reverse('trade:workbench')}?{calculations.trade_question(place, slug)}",
        "record_address": lambda *parts: reverse("programmes:record", args=parts),
    }
    return render(request, "chains/dossier.html", context | _planning(request, place, slug))


def _planning(request: HttpRequest, place: str, slug: str) -> dict[str, Any]:
    """Return what an officer of a programme needs on a dossier: where to plan, what is planned."""
    edited = programmes.edited_by(request.user)
    if not edited:
        return {}
    language = get_language() or "en"
    titles = {each.slug: calculations.said(each.header["title"], language) for each in edited}

    def answer_addresses(gap: str) -> list[tuple[str, str]]:
        asked = urlencode({"gap": gap})
        return [
            (title, f"{reverse('programmes:answer', args=[slug])}?{asked}")
            for slug, title in titles.items()
        ]

    plans = {
        gap: [
            {
                "title": calculations.said(record.title, language),
                "programme": titles[programme.slug],
                "address": reverse("programmes:record", args=[programme.slug, record.key]),
            }
            for programme, record in found
        ]
        for gap, found in programmes.planned_for(request.user, f"{place}/{slug}/").items()
    }
    return {"answer_addresses": answer_addresses, "own_plans": plans}


def figure(request: HttpRequest, place: str, slug: str, figure: str) -> HttpResponse:
    """Show where one number comes from."""
    page = _page(place, slug)
    found = calculations.figure(place, slug, figure, get_language() or "en", gettext)
    if found is None:
        raise Http404(gettext("The dossier has no such figure."))
    return render(request, "chains/figure.html", {"page": page, **found})


def data(request: HttpRequest) -> HttpResponse:
    """Show what is in the data folder, how old, whose."""
    return render(request, "chains/data.html", {"entries": calculations.catalogue_entries()})


def method(request: HttpRequest) -> HttpResponse:
    """Say which question needs which method."""
    return render(request, "chains/method.html")


def dossier_file(request: HttpRequest, place: str, slug: str, kind: str) -> HttpResponse:
    """Give a dossier as a file."""
    language = _asked_language(request)
    with override(language):
        made = calculations.dossier_file(place, slug, kind, language, gettext)
    if made is None:
        raise Http404(gettext("There is no such file."))
    return _attached(made.content, made.media_type, f"{place}-{slug}.{kind}")


def exhibit_file(
    request: HttpRequest, place: str, slug: str, exhibit: str, kind: str
) -> HttpResponse:
    """Give a chart as its specification, drawing or data."""
    written, language = request.GET.get("width", ""), _asked_language(request)
    width = min(max(int(written), NARROWEST), WIDEST) if written.isdecimal() else 720
    with override(language):
        made = calculations.exhibit_file(
            place, slug, (exhibit, kind), language, gettext, width=width
        )
    if made is None:
        raise Http404(gettext("There is no such file."))
    if kind == "chart":
        return HttpResponse(made.content, content_type=made.media_type)
    return _attached(made.content, made.media_type, f"{place}-{slug}-{exhibit}.{kind}")


@never_cache
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and where to go."""
    return render(request, "404.html", status=404)


@never_cache
def failed(request: HttpRequest) -> HttpResponse:
    """Say that something broke on our side; must not need anything that may be broken."""
    return render(request, "500.html", status=500)


def _page(place: str, slug: str) -> DossierPage:
    found = calculations.page(place, slug, get_language() or "en", gettext)
    if found is None:
        raise Http404(gettext("There is no such chain."))
    return found


def _asked_language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else "en"


def _name(part: str, code: str) -> str:
    return calculations.names_of(part, get_language() or "en", gettext)(code)


def _row(chain: Chain, surveyed: bool) -> dict[str, Any]:
    """Return what the list says of a chain: three facts and a bar of its evidence by topic."""
    reach = {(each.topic, each.reach) for each in chain.evidence.all()}
    bar = [
        "chain"
        if (topic, "chain") in reach
        else "country"
        if (topic, "country") in reach
        else "nothing"
        for topic in calculations.topic_ids()
    ]
    own, national = bar.count("chain"), bar.count("country")
    goods = chain.listed_goods
    facts = [
        gettext("trade figures") if chain.has_trade else gettext("no trade figures"),
        ngettext("%(count)s listed good", "%(count)s listed goods", goods) % {"count": goods}
        if goods
        else gettext("no listed good"),
        gettext("a survey of its tiers") if surveyed else gettext("no survey of its tiers"),
    ]
    evidence = gettext(
        "Topics with evidence: %(own)s on the chain, %(national)s on the country only, "
        "%(none)s without"
    ) % {"own": own, "national": national, "none": len(bar) - own - national}
    return {
        "place": chain.place,
        "slug": chain.slug,
        "title": f"{_name('slug', chain.slug)}, {_name('place', chain.place)}",
        "facts": " · ".join(facts),
        "bar": bar,
        "evidence_text": evidence,
    }


def _facet_names() -> tuple[tuple[str, str], ...]:
    return (
        ("slug", gettext("Chain")),
        ("region", gettext("Region")),
        ("place", gettext("Country")),
        ("topic", gettext("Topic with evidence")),
    )


def _sort_names() -> tuple[tuple[str, str], ...]:
    return (
        ("evidence", gettext("most evidence first")),
        ("chain", gettext("by chain")),
        ("country", gettext("by country")),
    )


def _facet(
    part: str, name: str, counts: dict[str, int], filters: queries.Filters
) -> dict[str, Any]:
    """Return a facet with its choices in words; topics keep their order, the rest is by name."""
    chosen = getattr(filters, part)
    listed = {**({chosen: 0} if chosen else {}), **counts}
    choices = [
        {"value": code, "name": _name(part, code), "count": count} for code, count in listed.items()
    ]
    order = calculations.topic_ids()
    choices.sort(key=lambda each: order.index(each["value"]) if part == "topic" else each["name"])
    is_open = bool(chosen) or part == "region"
    chosen_name = _name(part, chosen) if chosen else ""
    return {
        "part": part,
        "name": name,
        "choices": choices,
        "chosen": chosen,
        "chosen_name": chosen_name,
        "open": is_open,
    }


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _attached(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
