"""Pages on which those who keep the lists judge: pairs, enterprises, what was judged so far."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decentwork_site.enterprises import calculations, forms, queries, waiting, writes
from decentwork_site.enterprises.models import Enterprise, Judgement, Mention, Pair
from decentwork_site.enterprises.views import country_name, for_curators, member_of
from decentwork_site.members.models import Member

TOLD = {
    "same": _("Recorded: one enterprise."),
    "different": _("Recorded: two enterprises."),
    "later": _("Put off: this pair comes last."),
    "back": _("Taken back: this pair is in its turn again."),
    "undone": _("Undone: the pair is to be judged again."),
    "settled": _("Nothing was recorded: this pair was settled by other judgements meanwhile."),
    "gone": _("This pair is not to be judged any more."),
}
"""What came of what a reader did, by what the address says."""
CHANCES = (
    (0.9, _("very likely one enterprise")),
    (0.6, _("rather one enterprise")),
    (0.4, _("could be one or two")),
    (0.1, _("rather two enterprises")),
    (0.0, _("very likely two enterprises")),
)
NEIGHBOURS, ROWS, FOUND, EXAMPLES = 8, 200, 20, 3  # shown on a page


@for_curators
def review(request: HttpRequest) -> HttpResponse:
    """Show the next pair to be judged, or the one that an address names; keep what is judged."""
    if request.method == "POST":
        return _undo_last(request) if "undo" in request.POST else _judge(request)
    told = request.GET.get("told", "")
    named = _numbers(request.GET.get("pair", ""))
    pair = waiting.pair_of(*named) if named else None
    put_off = pair if told == "later" else None
    if pair and not pair.is_open:
        told, pair = told or "gone", None
    shown = None if put_off else pair
    return _shown(request, shown, told=str(TOLD.get(told, "")), put_off=put_off)


def _judge(request: HttpRequest) -> HttpResponse:
    form = forms.JudgePair(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    pair = waiting.pair_of(said["one"], said["other"]) if said else None
    if pair is None:
        return _onward(request, told="settled")
    act = said["act"]
    if act in ("later", "back"):
        writes.put_off(pair=pair, is_later=act == "later")
        return _onward(request, told=act, pair=f"{pair.one_id}-{pair.other_id}")
    given = {"seen": said["seen"], "why": said["why"], "by": member_of(request)}
    try:
        writes.judge_pair(pair=pair, is_same=act == "same", **given)
    except writes.SettledMeanwhile:
        return _onward(request, told="settled")
    except writes.JudgedMeanwhile as error:
        return _shown(request, pair, newer=error.newer, ours=act, why=said["why"])
    return _onward(request, told=act)


def _undo_last(request: HttpRequest) -> HttpResponse:
    """Undo a batch, and show the pair of it again."""
    batch = request.POST["undo"]
    try:
        writes.undo(batches=[batch], why="", by=member_of(request))
    except writes.NotAllowed:
        return _onward(request)
    pairs = [f"{it.one_id}-{it.other_id}" for it in queries.first_of([batch])]
    return _onward(request, told="undone", pair=pairs[0])


def _onward(request: HttpRequest, **told: str) -> HttpResponse:
    """Go to the next pair by the same filters."""
    kept = {name: request.GET.get(name, "") for name in ("country", "source")} | told
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(f"{reverse('enterprises:review')}?{query}")


def _shown(
    request: HttpRequest,
    pair: Pair | None,
    *,
    told: str = "",
    put_off: Pair | None = None,
    newer: Iterable[Judgement] = (),
    ours: str = "",
    why: str = "",
) -> HttpResponse:
    """Show a pair, else the next one, with what came of the one before."""
    reader = member_of(request)
    asked = forms.asked_of_review(request.GET)
    first, left = waiting.queue(asked, reader)
    pair = pair or first
    today = queries.judged_today(reader)
    seen = {"seen": queries.newest_judgement(), "why": why}
    context = {
        "pair": pair,
        "told": told,
        "put_off": put_off,
        "newer": newer,
        "ours": Judgement.Judged(ours).label if ours else "",
        "form": forms.JudgePair(initial=seen),
        "today": len(today),
        "left": left,
        "is_cut": asked != waiting.Asked() and left > queries.COUNTED,
        "most_counted": queries.COUNTED,
        "last": queries.first_of(today[:1]),
        **(_beside(pair) if pair else {}),
        **_filters(request),
    }
    # the middleware of django_htmx adds the attribute
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    page = "enterprises/_pair.html" if is_part else "enterprises/review.html"
    return render(request, page, context, status=409 if newer else 200)


def _beside(pair: Pair) -> dict[str, Any]:
    """Return what a page shows of a pair."""
    one, other = _fields(pair.one), _fields(pair.other)
    here, there = _place(pair.one), _place(pair.other)
    return {
        "lines": calculations.side_by_side(one, other, pair.reasons),
        "places": (here, there),
        "apart_km": calculations.apart_km(here, there) if here and there else None,
        "sides": [(it, waiting.neighbours(it, NEIGHBOURS)) for it in (pair.one, pair.other)],
        "chance": next(words for least, words in CHANCES if pair.probability >= least),
        "country_name": country_name,
    }


def _fields(mention: Mention) -> dict[str, str]:
    texts = {name: getattr(mention, name) for name in calculations.FIELDS if name != "id"}
    return texts | {"country": country_name(mention.country)}


def _place(mention: Mention) -> tuple[float, float] | None:
    if mention.latitude is None or mention.longitude is None:
        return None
    return mention.latitude, mention.longitude


@for_curators
def merged(request: HttpRequest) -> HttpResponse:
    """Show the enterprises that were put together automatically, the least sure first."""
    asked = forms.asked_of_review(request.GET)
    context = {"unsure": waiting.least_sure(asked), **_filters(request)}
    return render(request, "enterprises/merged.html", context)


@for_curators
def cluster(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show all rows of an enterprise; split rows off, merge it with others, confirm it."""
    about = queries.present(identifier)
    about = about or get_object_or_404(Enterprise, identifier=identifier)
    form = forms.ChooseRows(about, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            told = _rearrange(about, request.POST.get("act", ""), form.cleaned_data, request)
        except writes.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, told)
            return redirect("enterprises:cluster", about.identifier)
    mentions = about.mentions.select_related("list__source").order_by("probability", "id")
    text = request.GET.get("q", "")
    context = {
        "enterprise": about,
        "form": form,
        "mentions": mentions[:ROWS],
        "count": mentions.count(),
        "pairs": waiting.pairs_around(about, FOUND),
        "asked_text": text,
        "found": _found(text, about) if text else None,
        "country_name": country_name,
    }
    return render(request, "enterprises/cluster.html", context)


def _rearrange(about: Enterprise, act: str, said: Mapping[str, Any], request: HttpRequest) -> str:
    """Split, merge or confirm an enterprise, and return what was done."""
    by, why = member_of(request), said["why"]
    if act == "split":
        chosen = list(said["rows"])
        rest = [it for it in about.mentions.all() if it not in chosen]
        writes.split(mentions=chosen, rest=rest, why=why, by=by)
        return gettext("The rows were split off. The log undoes it.")
    if act == "merge" and not said["others"]:
        raise writes.NotAllowed(gettext("Choose at least one enterprise to merge with."))
    whose = [about, *(said["others"] if act == "merge" else ())]
    mentions = Mention.objects.filter(enterprise__in=whose).order_by("id")
    writes.merge(mentions=list(mentions), why=why, by=by)
    if act == "merge":
        return gettext("The enterprises were merged. The log undoes it.")
    return gettext("Recorded: all rows are one enterprise. The log undoes it.")


def _found(text: str, besides: Enterprise) -> list[Enterprise]:
    """Return enterprises that a search finds, by words or by an identifier."""
    try:
        named = queries.present(calculations.parse_identifier(text))
    except calculations.NoIdentifier:
        named = None
    found = [named] if named else list(queries.enterprises(forms.filters(text, ""))[: FOUND + 1])
    return [it for it in found if it != besides][:FOUND]


@for_curators
def log(request: HttpRequest) -> HttpResponse:
    """Show what was judged, by whom and why, the newest first; undo one or many."""
    if request.method == "POST":
        batches, why = request.POST.getlist("batch"), request.POST.get("why", "")[:400]
        try:
            writes.undo(batches=batches, why=why, by=member_of(request))
        except writes.NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Undone. This stands in the log as well."))
        return redirect(request.get_full_path())
    whose = Member.objects.filter(pk=forms.key(request.GET.get("by", "")) or 0).first()
    page = Paginator(queries.batches(whose), queries.PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    shown = [number for row in rows for number in range(row["first"], row["first"] + EXAMPLES)]
    examples: dict[str, list[Judgement]] = {}
    for it in Judgement.objects.filter(pk__in=shown).select_related("one", "other").order_by("id"):
        examples.setdefault(it.batch, []).append(it)
    undone = {it.undone for told in examples.values() for it in told if it.undone}
    context = {
        "page": page,
        "rows": rows,
        "examples": examples,
        "undone": {it.batch: it for it in queries.first_of(undone)},
        "lifted": queries.lifted([row["batch"] for row in rows]),
        "labels": dict(Judgement.Judged.choices),
        "whose": whose,
    }
    return render(request, "enterprises/log.html", context)


def _filters(request: HttpRequest) -> dict[str, Any]:
    """Return what the filters of a page offer, and what is chosen."""
    named = ((code, country_name(code)) for code in waiting.asked_countries())
    return {
        "countries": sorted(named, key=lambda it: it[1]),
        "sources": queries.sources(),
        "chosen": {name: request.GET.get(name, "") for name in ("country", "source")},
    }


def _numbers(text: str) -> tuple[int, int] | None:
    """Return the two numbers of a pair in an address."""
    one, other = map(forms.key, text.partition("-")[::2])
    return None if one is None or other is None else (one, other)
