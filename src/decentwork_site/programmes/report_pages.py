"""Pages of a programme's report: paragraph by paragraph with its records, rewritten, downloaded."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from decentwork_site.programmes import (
    calculations,
    forms,
    history,
    intake,
    papers,
    reports,
    views,
    writes,
)
from decentwork_site.programmes.calculations import DecentWorkError
from decentwork_site.programmes.models import Programme, Rewriting
from decentwork_site.programmes.papers import Form
from decentwork_site.programmes.queries import for_who_may, signed_in

Plain = dict[str, Any]
PAGE = 20  # paragraphs


@for_who_may("read")
def report(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show the report of a programme as pages, and have it written as a file."""
    language = get_language() or "en"
    choice = _choice(request, programme)
    form = choice.chosen()
    if form is None:
        context = views.context_of(request, programme) | {"choice": choice}
        return render(request, "programmes/report.html", context)
    if request.method == "POST":
        return _asked(request, programme, form, language)
    told, wrong = _told(programme, form, language)
    edited = history.rewritings(programme, str(form), language)
    numbered = reports.with_words(told, edited) if told else []
    flat = [each | {"section": it} for it in numbered for each in it["paragraphs"]]
    shown = Paginator(flat, PAGE).get_page(request.GET.get("page"))
    job = history.job_of(history.REPORT, reports.report_key(programme, form, language))
    state = job.result["state"] if job and job.result else ""
    context = views.context_of(request, programme) | {
        "choice": choice,
        "asked": address_of(form),
        "is_told": told is not None,
        "shown": shown,
        "linked": views.titles_of(programme, {key for it in shown for key in _named(it)}),
        "outdated": [it for it in flat if it["is_outdated"]],
        "unplaced": [it for it in edited if told and it.key not in {each["key"] for each in flat}],
        "regional": told["regional"] if told else (),
        "wrong": wrong,
        "job": job,
        "is_written": bool(state),
        "is_stale": state != reports.report_state(programme, form, language),
        "kinds": papers.REPORTS,
        "kept": f"{address_of(form)}&{'published&' if 'published' in request.GET else ''}",
    }
    return render(request, "programmes/report.html", context)


def _choice(request: HttpRequest, programme: Programme) -> forms.ChooseReport:
    asked = request.GET if "form" in request.GET else None
    return forms.ChooseReport(programme, asked)


def _told(
    programme: Programme, form: Form, language: str
) -> tuple[Plain | None, calculations.Told]:
    """Return the preview of a report, or why there is none."""
    try:
        return reports.preview(programme, form, language), ()
    except DecentWorkError as error:
        return None, calculations.problems(error)


def _named(paragraph: Plain) -> set[str]:
    documents = {it.partition(":")[0] for it in paragraph["sources"]}
    return {*paragraph["records"], *documents}


def _asked(request: HttpRequest, programme: Programme, form: Form, language: str) -> HttpResponse:
    """Have a report written: by who takes part or, of what is published, by anybody."""
    by = signed_in(request) if request.user.is_authenticated else None
    page = f"{intake.page_of('report', programme.slug)}?{address_of(form)}"
    job = reports.ask_for_report(
        programme=programme, form=form, language=language, page=page, by=by
    )
    if by and job.created_by_id == by.pk:
        return redirect("jobs:job", job.pk)
    return redirect(f"{reverse('programmes:report', args=[programme.slug])}?{address_of(form)}")


def address_of(form: Form) -> str:
    """Return the part of an address that asks for a report."""
    return urlencode({"form": form.name} | ({"of": form.of} if form.of else {}))


@for_who_may("read")
def report_file(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    """Return a report as the file that was written last."""
    form = _choice(request, programme).chosen()
    if kind not in papers.REPORTS or form is None:
        raise Http404(gettext("There is no such file."))
    language = get_language() or "en"
    path = papers.kept_file(reports.report_key(programme, form, language), kind)
    if not path.is_file():
        raise Http404(gettext("There is no such file."))
    answer = HttpResponse(path.read_bytes(), content_type=papers.REPORTS[kind])
    name = f"{programme.slug}-{str(form).replace(':', '-')}-{language}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@for_who_may("edit")
def paragraph(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """Rewrite a paragraph, take the records' text back, or stand by one's words."""
    language = get_language() or "en"
    form = _choice(request, programme).chosen()
    if form is None:
        raise Http404(gettext("There is no such paragraph."))
    told, _wrong = _told(programme, form, language)
    sections = told["sections"] if told else []
    found = next((it for part in sections for it in part["paragraphs"] if it["key"] == key), None)
    held = history.every_rewriting(programme, str(form), language).filter(key=key).first()
    if found is None:
        raise Http404(gettext("There is no such paragraph."))
    act = request.POST.get("act", "")
    text = held.text if held else found["text"]
    version = held.version if held else 0
    writing = forms.Rewrite(
        request.POST if act == "save" else None, initial={"text": text, "version": version}
    ).as_left(request, f"paragraph-{form}-{key}")
    asked: Plain = {"form": form, "language": language, "key": key, "told": found["told"]}
    try:
        if act and _rewritten(request, programme, act, writing, held, asked):
            page = reverse("programmes:report", args=[programme.slug])
            return redirect(f"{page}?{address_of(form)}#paragraph-{found['number']}")
    except writes.NotAllowed as refusal:
        raise PermissionDenied from refusal
    except writes.ChangedMeanwhile as other:
        writing.keep()
        present: Any = other.present
        return _crossed(request, programme, writing, present, form)
    words = {"text": text, "by": str(held.changed_by), "told": held.told} if held else None
    context = views.context_of(request, programme) | {
        "found": papers.written_over(found, **words) if words else found,
        "records_text": found["text"],
        "held": held,
        "form": writing,
        "asked": address_of(form),
        "linked": views.titles_of(programme, _named(found)),
    }
    return render(request, "programmes/paragraph.html", context)


def _rewritten(
    request: HttpRequest,
    programme: Programme,
    act: str,
    writing: forms.Rewrite,
    held: Rewriting | None,
    asked: Plain,
) -> bool:
    """Do what was asked of a paragraph; say whether it was done."""
    by, version = signed_in(request), views.number_in(request.POST.get("version"))
    if act == "save" and writing.is_valid():
        text = writing.cleaned_data["text"]
        reports.rewrite(programme=programme, **asked, text=text, version=version, by=by)
        writing.sent()
        return True
    if held and act == "back":
        reports.give_back(rewriting=held, version=version, by=by)
        return True
    if held and act == "stand":
        reports.stand_by(rewriting=held, told=asked["told"], version=version, by=by)
        return True
    return False


def _crossed(
    request: HttpRequest,
    programme: Programme,
    writing: forms.Rewrite,
    present: Rewriting,
    form: Form,
) -> HttpResponse:
    """Show what two editors wrote beside each other."""
    mine = request.POST.get("text", "")
    rows = [
        {"label": gettext("Text"), "one": mine, "other": present.text, "differs": True},
    ]
    context = views.context_of(request, programme) | {
        "rows": rows,
        "form": writing,
        "sent": [("text", mine), ("act", "save")],
        "present": present.version,
        "who": str(present.changed_by or ""),
    }
    return render(request, "programmes/two_versions.html", context, status=409)
