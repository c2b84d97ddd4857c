"""Pages on which results are reported and reviewed: what was reached, updates, approval."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from decentwork_site.programmes import calculations, forms, queries, views, writes
from decentwork_site.programmes.models import Programme, Update
from decentwork_site.programmes.queries import for_who_may, signed_in


@for_who_may("read")
def progress(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show indicators with what they should reach, what they have reached and who is silent."""
    found = queries.records(programme, "indicators")
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in calculations.VERDICTS else ""
    found = found.filter(standing=verdict) if verdict else found
    shown = Paginator(found, views.PAGE).get_page(request.GET.get("page"))
    measures = calculations.Measures.of(**queries.measured(programme, [it.key for it in shown]))
    rows: list[dict[str, Any]] = [
        {"record": it, "title": views.title_of(it.content)} | measures.told(it.key, views.reader())
        for it in shown
    ]
    silent = {key for row in rows for key in row["silent"]}
    context = views.context_of(request, programme) | {
        "shown": shown,
        "rows": rows,
        "linked": views.titles_of(programme, {it.under for it in shown} | silent),
        "verdict": verdict,
        "verdicts": calculations.VERDICTS,
        "kept": f"verdict={verdict}&" if verdict else "",
    }
    return render(request, "programmes/progress.html", context)


@for_who_may("part")
def update_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show updates by state, those to be decided on first, and what one reports on."""
    state = request.GET.get("state", "")
    state = state if state in Update.State else ""
    found = queries.updates(programme).order_by("-changed_at", "-id")
    found = found.filter(state=state) if state else found
    shown = Paginator(found, views.PAGE).get_page(request.GET.get("page"))
    own = queries.own_indicators(request.user, programme)
    may_report = queries.reports(request.user, programme)
    context = views.context_of(request, programme) | {
        "shown": shown,
        "linked": views.titles_of(programme, {it.indicator for it in shown}),
        "state": state,
        "states": Update.State.choices,
        "own": [(it, views.title_of(it.content)) for it in own[: views.PAGE]] if may_report else (),
        "may_report": may_report,
        "kept": f"state={state}&" if state else "",
    }
    return render(request, "programmes/updates.html", context)


@for_who_may("report")
def new_update(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Write an update of an indicator."""
    own = queries.own_indicators(request.user, programme)
    indicator = get_object_or_404(own, key=request.GET.get("indicator", ""))
    sent = request.POST if request.method == "POST" else None
    form = forms.WriteUpdate(indicator, sent).as_left(request, f"update-{indicator.key}")
    if form.is_valid():
        content, by = form.cleaned_data["content"], signed_in(request)
        made = writes.write_update(
            programme=programme, indicator=indicator.key, content=content, by=by
        )
        form.sent()
        if request.POST.get("act") == "submit":
            writes.submit_update(update=made, version=made.version, by=by)
        return redirect("programmes:update", programme.slug, made.pk)
    context = {"form": form, "indicator": indicator, "title": views.title_of(indicator.content)}
    return render(
        request, "programmes/write_update.html", views.context_of(request, programme) | context
    )


@for_who_may("part")
def update(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    """Show an update; its author changes and submits it, an approver decides on it."""
    found = get_object_or_404(queries.updates(programme), pk=number)
    indicator = get_object_or_404(queries.records(programme, "indicators"), key=found.indicator)
    act = request.POST.get("act", "")
    may_write = queries.may_write(request.user, found)
    writing = forms.WriteUpdate(
        indicator,
        request.POST if act in ("write", "submit") and may_write else None,
        content=found.fields(),
        version=found.version,
    ).as_left(request)
    why = forms.SayWhy(request.POST if act == "return" else None).as_left(request)
    told: calculations.Told = ()
    meanwhile = False
    try:
        if act and _decide(request, found, act, writing, why):
            return redirect("programmes:update", programme.slug, found.pk)
    except writes.NotComplete as refusal:
        told = refusal.told
    except writes.ChangedMeanwhile:
        (writing if act in ("write", "submit") else why).keep()
        found, meanwhile = get_object_or_404(queries.updates(programme), pk=number), True
    except writes.NotAllowed as refusal:
        raise PermissionDenied from refusal
    context = views.context_of(request, programme) | {
        "update": found,
        "indicator": indicator,
        "title": views.title_of(indicator.content),
        "value": calculations.measure_text(
            calculations.share(found.content), indicator.content, views.reader()
        ),
        "fields": calculations.shown("updates", found.fields(), views.reader()),
        "linked": views.titles_of(programme, [found.indicator, *found.content.get("evidence", ())]),
        "form": writing if may_write else None,
        "why": why,
        "may_decide": queries.may_decide(request.user, found),
        "told": told,
        "meanwhile": meanwhile,
        "history": queries.history(found),
    }
    return render(request, "programmes/update.html", context, status=409 if meanwhile else 200)


def _decide(
    request: HttpRequest,
    update: Update,
    act: str,
    writing: forms.WriteUpdate,
    why: forms.SayWhy,
) -> bool:
    """Do what was asked of an update; say whether it was done."""
    by, version = signed_in(request), views.number_in(request.POST.get("version"))
    if act in ("write", "submit") and writing.is_bound and writing.is_valid():
        present = writes.write_update(
            programme=update.programme,
            indicator=update.indicator,
            content=writing.cleaned_data["content"],
            update=update,
            version=version,
            by=by,
        )
        writing.sent()
        if act == "submit":
            writes.submit_update(update=present, version=present.version, by=by)
        return True
    if act == "approve":
        writes.approve_update(update=update, version=version, by=by)
        return True
    if act == "return" and why.is_valid():
        writes.return_update(update=update, version=version, by=by, **why.cleaned_data)
        why.sent()
        return True
    return False
