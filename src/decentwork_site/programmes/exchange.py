"""Pages on which whole programmes come and go: files taken in, merged, downloaded; publication."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from decentwork_site.programmes import (
    calculations,
    forms,
    history,
    intake,
    papers,
    queries,
    views,
    writes,
)
from decentwork_site.programmes.models import Programme
from decentwork_site.programmes.queries import for_who_may, signed_in

Plain = dict[str, Any]
AT_ONCE = 2_000  # records of a published programme whose IATI file is made while somebody waits
SHOWN = 50  # changes of each kind that a page shows


@never_cache
@login_required
@permission_required("programmes.create", raise_exception=True)
def import_file(request: HttpRequest) -> HttpResponse:
    """Have a programme taken from a file; show what became of the one that `of` names."""
    form = forms.File(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and (upload := _upload(form)):
        try:
            asked = intake.ask_for_import(upload=upload, by=signed_in(request))
        except calculations.DecentWorkError as error:
            form.blame(calculations.problems(error))
        else:
            return redirect("jobs:job", asked.pk)
    job = history.job_of(history.IMPORT, request.GET.get("of", ""))
    job = job if job and job.created_by_id == signed_in(request).pk else None
    context = {"form": form, "job": job, "made": job.result if job else None}
    return render(request, "programmes/import.html", context)


@for_who_may("read")
def files(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show the files of a programme; have those of what is worked on written, or one taken in."""
    user = request.user
    if request.method == "POST":
        return _asked(request, programme)
    rows = []
    for kind in papers.FORMATS:
        row: Plain = {"kind": kind, "job": None, "at": programme.made_at, "told": {}}
        if programme.is_published:
            if kind == "xml" and sum(queries.counts(user, programme).values()) <= AT_ONCE:
                intake.published_file(programme, kind)
            row["told"] = papers.told_of(programme.digest, kind)
        elif queries.takes_part_in(user, programme):
            key = intake.file_key(programme, kind, signed_in(request))
            row["job"] = job = history.job_of(history.EXPORT, key)
            row["told"] = papers.told_of(key, kind) if job and job.state == "done" else {}
            row["at"] = job.ended_at if job and job.state == "done" else None
        rows.append(row)
    context = views.context_of(request, programme) | {
        "rows": rows,
        "may_work": queries.may_work_on(user, programme),
        "form": forms.File() if queries.edits(user, programme) else None,
        "incoming": history.incoming(programme) if queries.edits(user, programme) else (),
    }
    return render(request, "programmes/files.html", context)


def _asked(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Have a file written, one that an office sent compared, or a published programme worked on."""
    may_work = queries.may_work_on(request.user, programme)
    if request.POST.get("act") == "work" and may_work:
        copied = intake.ask_for_copy(published=programme, by=signed_in(request))
        return redirect("jobs:job", copied.pk)
    if programme.is_published or not queries.takes_part_in(request.user, programme):
        raise PermissionDenied
    by = signed_in(request)
    if request.POST.get("kind") in papers.FORMATS:
        kind = request.POST["kind"]
        return redirect("jobs:job", intake.ask_for_file(programme=programme, kind=kind, by=by).pk)
    if not queries.edits(request.user, programme):
        raise PermissionDenied
    form = forms.File(request.POST, request.FILES)
    if form.is_valid() and (upload := _upload(form)):
        try:
            _, job = intake.ask_for_comparison(programme=programme, upload=upload, by=by)
        except calculations.DecentWorkError as error:
            form.blame(calculations.problems(error))
        else:
            return redirect("jobs:job", job.pk)
    context = views.context_of(request, programme)
    context |= {"form": form, "rows": (), "incoming": (), "may_work": False}
    return render(request, "programmes/files.html", context)


def _upload(form: forms.File) -> papers.Upload | None:
    file = form.cleaned_data["file"]
    return papers.Upload(name=file.name, content=file.chunks()) if file else None


@for_who_may("edit")
def incoming(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    """Show how a changed file differs from the records, and have the differences taken."""
    found = get_object_or_404(history.incoming(programme), pk=number)
    is_open = found.comparison is not None and found.taken_at is None
    if request.method == "POST" and is_open:
        over = [views.number_in(it) for it in request.POST.getlist("over")]
        over += [intake.HEADER] if "header" in request.POST else []
        asked = intake.ask_for_merge(
            incoming=found, goes="goes" in request.POST, over=over, by=signed_in(request)
        )
        return redirect("jobs:job", asked.pk)
    held: Plain = found.comparison or {"changes": [], "unread": [], "at": None, "header": None}
    groups: dict[str, list[Plain]] = {kind: [] for kind in papers.COMPARED}
    for place, each in enumerate(held["changes"]):
        groups[each["kind"]].append(each | {"place": place})
    context = views.context_of(request, programme) | {
        "incoming": found,
        "held": held,
        "counted": {kind: len(rows) for kind, rows in groups.items()},
        "groups": {kind: _differences(rows[:SHOWN]) for kind, rows in groups.items()},
        "crossed_out": max(0, len(groups["crossed"]) - SHOWN),
        "header_rows": _beside("header", held["header"]) if held["header"] else (),
        "is_open": is_open,
        "job": history.job_of((history.COMPARE, history.MERGE), found.token),
    }
    return render(request, "programmes/incoming.html", context)


def _differences(rows: list[Plain]) -> list[Plain]:
    """Return changes with their title and the fields that differ."""
    return [
        each
        | {
            "title": views.title_of(each["sent"] or each["held"] or {}) or each["identity"],
            "rows": _beside(each["section"], each),
        }
        for each in rows
    ]


def _beside(section: str, change: Plain) -> list[Plain]:
    """Return the fields that differ between what a file has and what is here."""
    rows = views.beside(section, change["sent"], change["held"])
    return [row for row in rows if row["differs"]]


@for_who_may("edit")
def publish(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Have a programme checked and put before everybody, or taken away again."""
    act, by = request.POST.get("act", ""), None
    published = queries.publication(programme)
    why = forms.WithdrawPublished(request.POST if act == "withdraw" else None).as_left(request)
    if act in ("check", "publish"):
        by = signed_in(request)
        asked = intake.ask_for_publication(
            programme=programme, is_only_checked=act == "check", by=by
        )
        return redirect("jobs:job", asked.pk)
    if why.is_valid() and published:
        writes.withdraw(programme=programme, by=signed_in(request), **why.cleaned_data)
        why.sent()
        messages.success(request, gettext("It is withdrawn: nobody but who works on it sees it."))
        return redirect("programmes:publish", programme.slug)
    context = views.context_of(request, programme) | {
        "job": history.job_of(history.PUBLISH, programme.slug),
        "published": published,
        "why": why,
        "withdrawn": history.withdrawals(programme),
    }
    return render(request, "programmes/publish.html", context)
