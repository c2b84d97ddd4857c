"""Pages of the studies app: a request in, a template out; who may see one is said above it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, override
from django.views.decorators.cache import never_cache

from decentwork_site.jobs.models import Job
from decentwork_site.members.models import Member
from decentwork_site.studies import calculations, forms, queries, writes
from decentwork_site.studies.calculations import DecentWorkError
from decentwork_site.studies.models import Release, Study, View

CASES = 100  # on one page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Page = Callable[..., HttpResponse]


def for_who_may(act: str) -> Callable[[Page], Page]:
    """Show a page of one study only to those who may `act` in it; others are told so."""

    def kept(page: Page) -> Page:
        @never_cache
        @login_required
        @wraps(page)
        def shown(request: HttpRequest, slug: str, **parts: str) -> HttpResponse:
            study = queries.study(slug)
            if study is None:
                raise Http404(gettext("There is no such study."))
            if not request.user.has_perm(f"studies.{act}", study):
                raise PermissionDenied
            return page(request, study, **parts)

        return shown

    return kept


@never_cache
def study_list(request: HttpRequest) -> HttpResponse:
    """Show the studies one has a part in and those that were released, with the next step."""
    rows = [_row(request, study) for study in queries.studies_of(request.user)]
    return render(request, "studies/list.html", {"rows": rows})


@never_cache
@login_required
@permission_required("studies.create", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make a study from a template."""
    form = forms.NewStudy(request.POST if request.method == "POST" else None)
    wrong: calculations.Told = ()
    if form.is_valid():
        try:
            study = writes.create_study(**form.cleaned_data, by=_member(request))
        except DecentWorkError as error:
            wrong = calculations.problems(error)
        else:
            return redirect("studies:plan", study.slug)
    return render(request, "studies/new.html", {"form": form, "wrong": wrong})


@for_who_may("see")
def overview(request: HttpRequest, study: Study) -> HttpResponse:
    """Show where a study stands and what one can do next."""
    return render(request, "studies/overview.html", _context(request, study))


@for_who_may("work")
def plan(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the numbers of the design beside what they would give; keep them when asked."""
    design = calculations.design(study.slug)
    act = request.POST.get("act", "")
    form = forms.Plan(design, request.POST if act in ("try", "long", "keep") else None)
    file = forms.DesignFile(request.POST, request.FILES) if act == "file" else forms.DesignFile()
    wanted = forms.Cheapest(request.POST if act == "cheapest" else None)
    job, wrong = None, list[Any]()
    try:
        if file.is_valid():
            content = file.cleaned_data["design"].read()
            return _keep(request, study, calculations.uploaded_design(study.slug, content))
        if wanted.is_valid():
            return _search(request, study, wanted)
        made = calculations.changed(design, form.cleaned_data) if form.is_valid() else design
        if act == "keep" and form.is_valid():
            return _keep(request, study, made)
        job = _plan_job(request, study, made, act if form.is_valid() else "")
    except DecentWorkError as error:
        wrong = list(calculations.problems(error))
    context = _expected(study, job) | {"form": form, "file": file, "wrong": wrong}
    if _asks_for_a_part(request):
        return render(request, "studies/_expected.html", context)
    context |= {
        "wanted": wanted,
        "search": queries.cheapest_job(study),
        "kinds": calculations.KINDS,
    }
    return render(request, "studies/plan.html", _context(request, study) | context)


@for_who_may("work")
def expected(request: HttpRequest, study: Study, key: str) -> HttpResponse:
    """Show what a design would give, as far as its simulation is; asked for again meanwhile."""
    context = _expected(study, queries.plan_job(key)) | {"wrong": []}
    return render(request, "studies/_expected.html", context)


@for_who_may("see")
def design_file(request: HttpRequest, study: Study) -> HttpResponse:
    """Give the design as the file that the command line reads."""
    content = calculations.written(calculations.design(study.slug))
    return _attached(content, "application/toml", f"{study.slug}.toml")


@for_who_may("see")
def questionnaire(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the questionnaires of a study, to be loaded onto phones."""
    language = get_language() or "en"
    context = {"questionnaires": calculations.questionnaire_choices(study.slug, language)}
    return render(request, "studies/questionnaire.html", _context(request, study) | context)


@for_who_may("see")
def questionnaire_file(request: HttpRequest, study: Study, id: str, version: str) -> HttpResponse:
    """Give a questionnaire as XLSForm."""
    content = calculations.questionnaire_file(study.slug, id, version)
    if content is None:
        raise Http404(gettext("There is no such file."))
    return _attached(content, XLSX, f"{study.slug}-{id}-{version}.xlsx")


@for_who_may("visit")
def visits(request: HttpRequest, study: Study) -> HttpResponse:
    """Show an enumerator their own cases and where to find them; nobody else's."""
    rows = calculations.visits(study.slug, _member(request).name)
    context = {"visits": rows, "kinds": calculations.KINDS, "outcomes": calculations.OUTCOMES}
    return render(request, "studies/visits.html", _context(request, study) | context)


@for_who_may("work")
def fieldwork(request: HttpRequest, study: Study) -> HttpResponse:
    """Show how far fieldwork is; draw whom to visit next, give cases to enumerators."""
    frame, more = forms.Frame(), forms.DrawMore()
    wrong: calculations.Told = ()
    if request.method == "POST":
        act = request.POST.get("act", "")
        frame = forms.Frame(request.POST, request.FILES) if act == "frame" else frame
        more = forms.DrawMore(request.POST) if act == "draw" else more
        try:
            if _field_act(request, study, act, frame, more):
                return redirect("studies:fieldwork", study.slug)
        except DecentWorkError as error:
            wrong = calculations.problems(error)
    context = _context(request, study)
    if context["summary"]["issued"]:
        progress = calculations.progress(study.slug)
        rows = Paginator(calculations.cases(study.slug), CASES)
        context |= {
            "progress": progress,
            "warnings": [calculations.warning_text(each, gettext) for each in progress["warnings"]],
            "shown": rows.get_page(request.GET.get("page")),
            "assign": forms.Assign(study),
        }
    context |= {"frame": frame, "more": more, "wrong": wrong}
    context |= {"kinds": calculations.KINDS, "outcomes": calculations.OUTCOMES}
    return render(request, "studies/fieldwork.html", context)


@for_who_may("work")
def submissions(request: HttpRequest, study: Study) -> HttpResponse:
    """Take in files of submissions; when something is wrong, all of it is told and nothing kept."""
    form = forms.Submissions()
    wrong: calculations.Told = ()
    taken = None
    if request.method == "POST":
        form = forms.Submissions(request.POST, request.FILES)
        if form.is_valid():
            files = [
                calculations.Upload(name=each.name, content=each.chunks())
                for each in form.cleaned_data["uploads"]
            ]
            try:
                taken = writes.take_in(study=study, uploads=files, by=_member(request))
            except DecentWorkError as error:
                wrong = calculations.problems(error)
    context = {"form": form, "wrong": wrong, "taken": taken}
    return render(request, "studies/submissions.html", _context(request, study) | context)


@for_who_may("work")
def decisions(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what was decided during fieldwork; decide, undo."""
    form = forms.Decide(request.POST if request.POST.get("act") == "decide" else None)
    wrong: calculations.Told = ()
    try:
        if form.is_valid():
            writes.decide(study=study, **form.cleaned_data, by=_member(request))
            return redirect("studies:decisions", study.slug)
        if request.POST.get("act") == "undo" and request.POST.get("number", "").isdecimal():
            number, why = int(request.POST["number"]), request.POST.get("why", "")
            writes.undo(study=study, number=number, why=why, by=_member(request))
            return redirect("studies:decisions", study.slug)
    except DecentWorkError as error:
        wrong = calculations.problems(error)
    context = {
        "form": form,
        "wrong": wrong,
        "decisions": calculations.decisions(study.slug),
        "whats": dict(forms.Decide.base_fields["what"].choices),  # type: ignore[attr-defined]  # a ChoiceField
        "outcomes": calculations.OUTCOMES,
    }
    return render(request, "studies/decisions.html", _context(request, study) | context)


@for_who_may("work")
def estimates(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the newest estimates by tier with verdicts; have them computed anew."""
    form = forms.Estimate(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data | {"page": _page(study, "estimates"), "by": _member(request)}
        if request.POST.get("act") == "report":
            language = get_language() or "en"
            asked_for = writes.ask_for_report(study=study, **given, language=language)
        else:
            asked_for = writes.ask_for_estimates(study=study, **given)
        return redirect("jobs:job", asked_for.pk)
    job = queries.estimate_job(study)
    found = job.result if job and job.result else None
    language = get_language() or "en"
    reports = [
        it for it in calculations.REPORTS if calculations.report_file(study.slug, language, it)
    ]
    context = {"form": form, "job": job, "found": found, "reports": reports}
    context |= _table(request, found["rows"] if found else [])
    return render(request, "studies/estimates.html", _context(request, study) | context)


@for_who_may("work")
def report_file(request: HttpRequest, study: Study, kind: str) -> HttpResponse:
    """Give the report that was written in the reader's language."""
    content = calculations.report_file(study.slug, get_language() or "en", kind)
    if content is None:
        raise Http404(gettext("There is no such file."))
    return _attached(content, calculations.REPORTS[kind], f"{study.slug}.{kind}")


@for_who_may("release")
def release(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what is ready, what would be visible, and take the office's decision."""
    is_decision = request.POST.get("act") == "release"
    sent = request.POST if request.method == "POST" else None
    prepare = forms.PrepareRelease(sent if not is_decision else None)
    decide = forms.DecideRelease(sent if is_decision else None)
    form = decide if is_decision else prepare
    if form.is_valid():
        given = {key: it for key, it in form.cleaned_data.items() if key != "is_decided"}
        address = _page(study, "release")
        job = writes.ask_for_release(
            study=study, **given, keep=is_decision, page=address, by=_member(request)
        )
        return redirect("jobs:job", job.pk)
    preview = queries.preview_job(study)
    found = preview.result if preview and preview.result else None
    content = found["page"] if found else None
    page = content and calculations.release_page(content, get_language() or "en", gettext)
    context = {
        "prepare": prepare,
        "decide": decide if is_decision else forms.DecideRelease(initial=_prepared(preview)),
        "preview": preview,
        "found": found,
        "page": page,
        "last": queries.release_job(study),
        "views": queries.views_on(study),
        "estimated": queries.estimate_job(study),
        "releases": queries.releases_of(study),
    }
    context |= _table(request, page["rows"] if page else [])
    return render(request, "studies/release.html", _context(request, study) | context)


@for_who_may("see")
def consultation(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what constituents say of design and questionnaire, and what came of it."""
    give = forms.GiveView(request.POST if request.POST.get("act") == "give" else None)
    answer = forms.AnswerView(request.POST if request.POST.get("act") == "answer" else None)
    if request.method == "POST":
        try:
            if give.is_valid():
                writes.give_view(study=study, **give.cleaned_data, by=_member(request))
                return redirect("studies:consultation", study.slug)
            if answer.is_valid():
                view = get_object_or_404(View, pk=_number(request, "view"), study=study)
                outcome = answer.cleaned_data["outcome"]
                writes.answer_view(view=view, outcome=outcome, by=_member(request))
                return redirect("studies:consultation", study.slug)
        except writes.NotAllowed as refusal:
            raise PermissionDenied from refusal
    context = {
        "give": give,
        "answer": answer,
        "answered": _number(request, "view"),
        "views": queries.views_on(study),
        "design": calculations.design_facts(study.slug, get_language() or "en"),
        "questionnaires": calculations.questionnaire_choices(study.slug, get_language() or "en"),
        "kinds": calculations.KINDS,
    }
    return render(request, "studies/consultation.html", _context(request, study) | context)


def released(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figures that the office released, and what constituents say of them; to anyone."""
    study, release = _release(slug)
    comments = list(queries.comments_on(release))
    spoke = {comment.organisation_id for comment in comments}
    speaks = request.user.has_perm("studies.speak", study)
    may_speak = speaks and _member(request).organisation_id not in spoke
    form = forms.GiveComment(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may_speak:
        raise PermissionDenied
    if form.is_valid():
        said = form.cleaned_data | {"language": get_language() or "en"}
        writes.publish_comment(release=release, **said, by=_member(request))
        return redirect("studies:released", study.slug)
    content = calculations.release_text(study.slug, release.file, release.digest)
    page = calculations.release_page(content, get_language() or "en", gettext)
    context = _table(request, page["rows"]) | {
        "study": study,
        "release": release,
        "page": page,
        "comments": comments,
        "form": form if may_speak else None,
    }
    return render(request, "studies/released.html", context)


@never_cache
def released_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest release as its file."""
    study, release = _release(slug)
    content = calculations.release_text(study.slug, release.file, release.digest)
    return _attached(content, "application/json", release.file)


def _release(slug: str) -> tuple[Study, Release]:
    """Return a study and its newest release."""
    study = queries.study(slug)
    release = queries.newest_release(study) if study else None
    if study is None or release is None:
        raise Http404(gettext("Nothing was released of such a study."))
    return study, release


def _table(request: HttpRequest, rows: calculations.Rows) -> dict[str, Any]:
    """Return the table of figures that an address names, with what else it could name."""
    asked = forms.table_asked(request.GET)
    words: dict[str, Any] = {"language": get_language() or "en", "translate": gettext}
    table = calculations.estimate_table(rows, **(words | asked))
    return {"table": table, "asked": asked, "splits": calculations.SPLITS}


def _prepared(job: Job | None) -> dict[str, str]:
    """Return what was given when a release was prepared."""
    names = ("decided_by", "decided_on", "multiplicity")
    return {name: job.arguments[name] for name in names} if job else {}


def _keep(request: HttpRequest, study: Study, made: calculations.SurveyDesign) -> HttpResponse:
    writes.set_design(study=study, design=made, by=_member(request))
    messages.success(request, gettext("The design is kept."))
    return redirect("studies:plan", study.slug)


def _plan_job(
    request: HttpRequest, study: Study, made: calculations.SurveyDesign, act: str
) -> Job | None:
    """Return the simulation of a design: asked for by `act`, or made before."""
    content = calculations.written(made)
    draws = calculations.FULL_DRAWS if act == "long" else calculations.QUICK_DRAWS
    if act not in ("try", "long"):
        full = queries.plan_job(calculations.plan_key(study.slug, content, calculations.FULL_DRAWS))
        return full or queries.plan_job(calculations.plan_key(study.slug, content, draws))
    return writes.ask_for_plan(
        study=study,
        design_text=content,
        draws=draws,
        page=_page(study, "plan"),
        by=_member(request),
    )


def _search(request: HttpRequest, study: Study, wanted: forms.Cheapest) -> HttpResponse:
    """Ask for the cheapest design of a precision, and show how far the search is."""
    asked = wanted.cleaned_data
    job = writes.ask_for_cheapest(
        study=study,
        topic=asked["topic"],
        tier=asked["tier"],
        half_width=asked["points"] / 100,
        page=_page(study, "plan"),
        by=_member(request),
    )
    return redirect("jobs:job", job.pk)


def _page(study: Study, name: str) -> str:
    """Return the address of a page in the site's first language, as jobs keep it."""
    with override(settings.LANGUAGE_CODE):
        return reverse(f"studies:{name}", args=[study.slug])


def _expected(study: Study, job: Job | None) -> dict[str, Any]:
    found = job.result if job and job.result else None
    table = calculations.plan_table(found, get_language() or "en") if found else []
    return {"study": study, "job": job, "found": found, "table": table}


def _field_act(
    request: HttpRequest, study: Study, act: str, frame: forms.Frame, more: forms.DrawMore
) -> bool:
    """Do what was asked on the page of fieldwork; say whether it was done."""
    by = _member(request)
    if act == "frame" and frame.is_valid():
        file = frame.cleaned_data["frame"]
        upload = calculations.Upload(name="frame.csv", content=file.chunks())
        writes.set_frame(study=study, upload=upload, by=by)
    elif act == "draw" and more.is_valid():
        count = writes.draw(study=study, at_most=more.cleaned_data["at_most"], by=by)
        text = ngettext("%(count)s case was drawn.", "%(count)s cases were drawn.", count)
        nobody = gettext("Nobody is due to be drawn now.")
        messages.success(request, text % {"count": count} if count else nobody)
    elif act == "assign":
        form = forms.Assign(study, request.POST)
        chosen = request.POST.getlist("case")
        if not form.is_valid() or not chosen:
            return False
        writes.assign(study=study, case_ids=chosen, member=form.cleaned_data["member"], by=by)
    else:
        return False
    return True


def _row(request: HttpRequest, study: Study) -> dict[str, Any]:
    """Return what the list says of a study; outsiders see what was released and no more."""
    takes_part = request.user.has_perm("studies.see", study)
    release = queries.newest_release(study)
    summary = calculations.summary(study.slug, get_language() or "en", gettext)
    steps = queries.steps(request.user, study, summary) if takes_part else []
    return {
        "study": study,
        "summary": summary,
        "release": release,
        "takes_part": takes_part,
        "next": next((step for step in steps if step["is_next"]), None),
    }


def _context(request: HttpRequest, study: Study) -> dict[str, Any]:
    """Return what every page of a study shows: its title and the steps that are open to one."""
    summary = calculations.summary(study.slug, get_language() or "en", gettext)
    return {
        "study": study,
        "summary": summary,
        "steps": queries.steps(request.user, study, summary),
        "release": queries.newest_release(study),
        "wrong": (),
    }


def _asks_for_a_part(request: HttpRequest) -> bool:
    # the middleware of django_htmx adds the attribute
    return bool(request.htmx)  # type: ignore[attr-defined]


def _member(request: HttpRequest) -> Member:
    """Return who is signed in; called where somebody must be."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user


def _number(request: HttpRequest, name: str) -> int:
    written = request.POST.get(name, "")
    return int(written) if written.isdecimal() else 0


def _attached(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
