"""Pages of the studies app: a request in, a template out; who may see one is said above it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache

from decentwork_site.jobs.models import Job
from decentwork_site.studies import calculations, forms, queries, writes
from decentwork_site.studies.calculations import DecentWorkError
from decentwork_site.studies.models import Study, View
from decentwork_site.studies.queries import for_who_may, signed_in

CASES = 100  # on one page


@never_cache
def study_list(request: HttpRequest) -> HttpResponse:
    """Show the studies one has a part in and those that were released, with the next step."""
    rows = [_row(request, study) for study in queries.studies_of(request.user)]
    return render(request, "studies/list.html", {"rows": rows})


@never_cache
@login_required
@permission_required("studies.create", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make a study from a template, or the next round of another."""
    sent = request.POST if request.method == "POST" else None
    asked = {"template": request.GET.get("template")}
    form = forms.NewStudy(signed_in(request), sent, initial=asked).as_left(request)
    wrong: calculations.Told = ()
    if form.is_valid():
        try:
            study = writes.create_study(**form.cleaned_data, by=signed_in(request))
        except DecentWorkError as error:
            wrong = calculations.problems(error)
        else:
            form.sent()
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
    sent = request.POST if act in ("try", "long", "keep") else None
    form = forms.Plan(design, sent).as_left(request)
    file = forms.DesignFile(design, *((request.POST, request.FILES) if act == "file" else ()))
    over = forms.DesignOver(request.POST if act == "over" else None)
    wanted = forms.Cheapest(request.POST if act == "cheapest" else None)
    job, wrong = None, list[Any]()
    try:
        if file.is_valid():
            content = file.cleaned_data["design"].read()
            return _keep(request, study, calculations.uploaded_design(study.slug, content), file)
        if over.is_valid():
            content = over.cleaned_data["text"].encode()
            return _keep(request, study, calculations.uploaded_design(study.slug, content), over)
        if wanted.is_valid():
            by = signed_in(request)
            search = writes.ask_for_cheapest(study=study, **wanted.cleaned_data, by=by)
            return redirect("jobs:job", search.pk)
        if act == "paper":
            by, language = signed_in(request), get_language() or "en"
            asked = writes.ask_for_plan_paper(study=study, language=language, by=by)
            return redirect("jobs:job", asked.pk)
        made = calculations.changed(design, form.cleaned_data) if form.is_valid() else design
        if act == "keep" and form.is_valid():
            return _keep(request, study, made, form)
        job = _plan_job(request, study, made, act if form.is_valid() else "")
    except DecentWorkError as error:
        wrong = list(calculations.problems(error))
    context = _expected(study, job) | {"form": form, "file": file, "wrong": wrong}
    if _asks_for_a_part(request):
        return render(request, "studies/_expected.html", context)
    context |= {
        "wanted": wanted,
        "search": queries.cheapest_job(study),
        "papers": calculations.papers(study.slug, calculations.PLAN, get_language() or "en"),
        "kinds": calculations.KINDS,
    }
    return render(request, "studies/plan.html", _context(request, study) | context)


@for_who_may("work")
def expected(request: HttpRequest, study: Study, key: str) -> HttpResponse:
    """Show what a design would give, as far as its simulation is; asked for again meanwhile."""
    context = _expected(study, queries.plan_job(key)) | {"wrong": []}
    return render(request, "studies/_expected.html", context)


@for_who_may("see")
def questionnaire(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the questionnaires of a study, to be loaded onto phones."""
    language = get_language() or "en"
    context = {"questionnaires": calculations.questionnaire_choices(study.slug, language)}
    return render(request, "studies/questionnaire.html", _context(request, study) | context)


@for_who_may("visit")
def visits(request: HttpRequest, study: Study) -> HttpResponse:
    """Show an enumerator their own cases and where to find them; nobody else's."""
    rows = calculations.visits(study.slug, signed_in(request).name)
    context = {"visits": rows, "kinds": calculations.KINDS, "outcomes": calculations.OUTCOMES}
    return render(request, "studies/visits.html", _context(request, study) | context)


@for_who_may("work")
def fieldwork(request: HttpRequest, study: Study) -> HttpResponse:
    """Show how far fieldwork is; draw whom to visit next, give cases to enumerators."""
    frame, more = forms.Frame(), forms.DrawMore()
    wrong: calculations.Told = ()
    newer: tuple[object, ...] = ()
    if request.method == "POST":
        act = request.POST.get("act", "")
        frame = forms.Frame(request.POST, request.FILES) if act == "frame" else frame
        more = forms.DrawMore(request.POST) if act == "draw" else more
        try:
            if _field_act(request, study, act, frame, more):
                return redirect("studies:fieldwork", study.slug)
        except calculations.DecidedMeanwhile as other:
            newer = other.decisions
        except DecentWorkError as error:
            wrong = calculations.problems(error)
    context = _context(request, study)
    if context["summary"]["issued"]:
        progress, rows = calculations.progress(study.slug), calculations.cases(study.slug)
        today = timezone.localdate().isoformat()
        context |= forms.cases(request.GET, rows) | {
            "progress": progress,
            "day_in_field": calculations.day_in_field(progress, rows, today),
            "warnings": [calculations.warning_text(each, gettext) for each in progress["warnings"]],
            "assign": forms.Assign(study, initial=_seen(study)),
            "given": forms.Assign(study, request.POST if newer else None),
            "chosen": request.POST.getlist("case"),
            "names": queries.names(),
        }
        context["shown"] = Paginator(context["cases"], CASES).get_page(request.GET.get("page"))
    context |= {"frame": frame, "more": more, "wrong": wrong, "newer": newer}
    context |= {"kinds": calculations.KINDS, "outcomes": calculations.OUTCOMES}
    return render(request, "studies/fieldwork.html", context, status=409 if newer else 200)


@for_who_may("work")
def submissions(request: HttpRequest, study: Study) -> HttpResponse:
    """Take in files of submissions; when something is wrong, all of it is told and nothing kept."""
    form = forms.Submissions(*((request.POST, request.FILES) if request.method == "POST" else ()))
    wrong: calculations.Told = ()
    taken = None
    try:
        if form.is_valid():
            taken = writes.take_in(study=study, **form.cleaned_data, by=signed_in(request))
    except DecentWorkError as error:
        wrong = calculations.problems(error)
    context = {"form": form, "wrong": wrong, "taken": taken, "exports": calculations.EXPORTS}
    return render(request, "studies/submissions.html", _context(request, study) | context)


@for_who_may("work")
def matching(request: HttpRequest, study: Study) -> HttpResponse:
    """Show two names that may be one unit, take a judgement; have all names matched anew."""
    act, by = request.POST.get("act", ""), signed_in(request)
    form = forms.Match(request.POST if act == "match" else None)
    newer: tuple[object, ...] = ()
    wrong: calculations.Told = ()
    try:
        if form.is_valid():
            job = writes.ask_for_matching(study=study, **form.cleaned_data, by=by)
            return redirect("jobs:job", job.pk)
        if act in ("same", "different", "undo"):
            _judge(request, study, act)
            return redirect("studies:matching", study.slug)
    except calculations.DecidedMeanwhile as other:
        newer = other.decisions
    except DecentWorkError as error:
        wrong = calculations.problems(error)
    skip = request.GET.get("skip", "")
    shown = calculations.matching(study.slug, int(skip) if skip.isdecimal() else 0, by.name)
    context = _context(request, study) | shown | _seen(study)
    context |= {
        "form": form if form.is_bound else forms.Match(initial=shown["thresholds"]),
        "wrong": wrong,
        "newer": newer,
        "names": queries.names(),
        "whats": forms.WHATS,
        "fields": forms.SHOWN_OF_UNITS,
        "job": queries.matching_job(study),
    }
    return render(request, "studies/matching.html", context, status=409 if newer else 200)


def _judge(request: HttpRequest, study: Study, act: str) -> None:
    """Record or undo a judgement on two names."""
    said, by = request.POST, signed_in(request)
    why = said.get("why") or gettext("names and contacts compared")
    if act == "undo":
        writes.undo(study=study, number=_number(request, "number"), why=why, by=by)
    else:
        pair = {"one": said.get("one", ""), "other": said.get("other", "")}
        seen, is_same = _number(request, "seen"), act == "same"
        writes.judge(study=study, **pair, is_same=is_same, why=why, seen=seen, by=by)


@for_who_may("work")
def decisions(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what was decided during fieldwork; decide, undo."""
    sent = request.POST if request.POST.get("act") == "decide" else None
    form = forms.Decide(sent, initial=_seen(study)).as_left(request)
    wrong: calculations.Told = ()
    newer: tuple[object, ...] = ()
    try:
        if form.is_valid():
            writes.decide(study=study, **form.cleaned_data, by=signed_in(request))
            form.sent()
            return redirect("studies:decisions", study.slug)
        if request.POST.get("act") == "undo" and request.POST.get("number", "").isdecimal():
            number, why = int(request.POST["number"]), request.POST.get("why", "")
            writes.undo(study=study, number=number, why=why, by=signed_in(request))
            return redirect("studies:decisions", study.slug)
    except calculations.DecidedMeanwhile as other:
        form.keep()
        newer = other.decisions
    except DecentWorkError as error:
        wrong = calculations.problems(error)
    context = {
        "form": form,
        "wrong": wrong,
        "newer": newer,
        "names": queries.names(),
        "decisions": calculations.decisions(study.slug),
        "whats": forms.WHATS,
        "outcomes": calculations.OUTCOMES,
    }
    context, status = _context(request, study) | context, 409 if newer else 200
    return render(request, "studies/decisions.html", context, status=status)


@for_who_may("work")
def estimates(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the newest estimates by tier with verdicts; have them computed anew."""
    form = forms.Estimate(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data | {"by": signed_in(request)}
        if request.POST.get("act") == "report":
            language = get_language() or "en"
            asked_for = writes.ask_for_report(study=study, **given, language=language)
        else:
            asked_for = writes.ask_for_estimates(study=study, **given)
        return redirect("jobs:job", asked_for.pk)
    job = queries.estimate_job(study)
    found = job and job.result
    reports = calculations.papers(study.slug, calculations.REPORT, get_language() or "en")
    context = {"form": form, "job": job, "found": found, "reports": reports}
    if found:
        context["methods"] = calculations.method_sentences(found["rows"], gettext)
        context["office"] = calculations.office_page(found, _reader())
    context |= forms.table(request.GET, found["rows"] if found else [])
    return render(request, "studies/estimates.html", _context(request, study) | context)


@for_who_may("release")
def release(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what is ready, what would be visible, and take the office's decision."""
    is_decision = request.POST.get("act") == "release"
    sent = request.POST if request.method == "POST" else None
    preview = queries.preview_job(study)
    before = queries.prepared(preview)
    prepare = forms.PrepareRelease(sent if not is_decision else None).as_left(request)
    decide = forms.DecideRelease(sent if is_decision else None, initial=before).as_left(request)
    form = decide if is_decision else prepare
    if form.is_valid():
        given = {key: it for key, it in form.cleaned_data.items() if key != "is_decided"}
        job = writes.ask_for_release(study=study, **given, keep=is_decision, by=signed_in(request))
        form.sent()
        return redirect("jobs:job", job.pk)
    found = preview and preview.result
    content = found["page"] if found else None
    page = content and calculations.release_page(content, get_language() or "en", gettext)
    context = {
        "prepare": prepare,
        "decide": decide,
        "preview": preview,
        "found": found,
        "page": page,
        "last": queries.release_job(study),
        "views": queries.views_on(study),
        "estimated": queries.estimate_job(study),
        "releases": queries.releases_of(study),
    }
    context |= forms.table(request.GET, page["rows"] if page else [])
    return render(request, "studies/release.html", _context(request, study) | context)


@for_who_may("see")
def consultation(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what constituents say of design and questionnaire, and what came of it."""
    views = list(queries.views_on(study))
    act, asked, told = request.POST.get("act"), _number(request, "view"), 0
    give = forms.GiveView(request.POST if act == "give" else None).as_left(request)
    answers = {}
    for view in views:
        sent = request.POST if act == "answer" and view.pk == asked else None
        answer = forms.AnswerView(sent, auto_id=f"%s-{view.pk}")
        answers[view.pk] = answer.as_left(request, f"answer-{view.pk}")
    if request.method == "POST":
        try:
            if give.is_valid():
                writes.give_view(study=study, **give.cleaned_data, by=signed_in(request))
                give.sent()
                return redirect("studies:consultation", study.slug)
            if asked in answers and answers[asked].is_valid():
                view = get_object_or_404(View, pk=asked, study=study)
                outcome = answers[asked].cleaned_data["outcome"]
                writes.answer_view(view=view, outcome=outcome, by=signed_in(request))
                answers[asked].sent()
                return redirect("studies:consultation", study.slug)
        except writes.AnsweredMeanwhile:
            answers[asked].sent()
            views, told = list(queries.views_on(study)), asked
        except writes.NotAllowed as refusal:
            raise PermissionDenied from refusal
    context = {
        "give": give,
        "answers": answers,
        "told": told,
        "views": views,
        "design": calculations.design_facts(study.slug),
        "questionnaires": calculations.questionnaire_choices(study.slug, get_language() or "en"),
        "kinds": calculations.KINDS,
    }
    context, status = _context(request, study) | context, 409 if told else 200
    return render(request, "studies/consultation.html", context, status=status)


def released(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figures that the office released, and what constituents say of them; to anyone."""
    study, release = queries.released(slug)
    comments = list(queries.comments_on(release))
    spoke = {comment.organisation_id for comment in comments}
    speaks = request.user.has_perm("studies.speak", study)
    may_speak = speaks and signed_in(request).organisation_id not in spoke
    form = forms.GiveComment(request.POST if request.method == "POST" else None).as_left(request)
    if request.method == "POST" and not may_speak:
        raise PermissionDenied
    if form.is_valid():
        said = form.cleaned_data | {"language": get_language() or "en"}
        writes.publish_comment(release=release, **said, by=signed_in(request))
        form.sent()
        return redirect("studies:released", study.slug)
    content = calculations.release_text(study.slug, release.file, release.digest)
    page = calculations.release_page(content, get_language() or "en", gettext)
    context = forms.table(request.GET, page["rows"]) | {
        "study": study,
        "release": release,
        "page": page,
        "methods": calculations.method_sentences(page["rows"], gettext),
        "changes": calculations.changes(study.slug, release.file, release.digest, _reader()),
        "comments": comments,
        "form": form if may_speak else None,
    }
    return render(request, "studies/released.html", context)


def _seen(study: Study) -> dict[str, int]:
    """Return what a form says of the last decision that its reader knows of."""
    return {"seen": calculations.last_decision(study.slug)}


def _keep(
    request: HttpRequest, study: Study, made: calculations.SurveyDesign, form: forms.DesignVersion
) -> HttpResponse:
    """Put a design in place, or show it beside the one that came there meanwhile."""
    version, numbers = form.cleaned_data["version"], forms.Plan(made).as_left(request)
    try:
        writes.set_design(study=study, design=made, version=version, by=signed_in(request))
    except calculations.DesignChanged as other:
        if isinstance(form, forms.Plan):
            form.keep()
        return _both_designs(request, study, made, other.present)
    if not isinstance(form, forms.DesignFile):
        numbers.sent()
    messages.success(request, gettext("The design is kept."))
    return redirect("studies:plan", study.slug)


def _both_designs(
    request: HttpRequest,
    study: Study,
    mine: calculations.SurveyDesign,
    theirs: calculations.SurveyDesign,
) -> HttpResponse:
    """Show two designs side by side, to choose one of them."""
    version, numbers = calculations.version(theirs), forms.Plan(mine).as_left(request)
    context = {
        "numbers": numbers,
        "rows": calculations.compared(mine, theirs),
        "event": queries.design_event(study, version),
        "over": forms.DesignOver(initial={"version": version, "text": calculations.written(mine)}),
    }
    return render(
        request, "studies/two_designs.html", _context(request, study) | context, status=409
    )


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
        by=signed_in(request),
    )


def _expected(study: Study, job: Job | None) -> dict[str, Any]:
    found = job and job.result
    table = calculations.plan_table(found, get_language() or "en") if found else []
    return {"study": study, "job": job, "found": found, "table": table}


def _field_act(
    request: HttpRequest, study: Study, act: str, frame: forms.Frame, more: forms.DrawMore
) -> bool:
    """Do what was asked on the page of fieldwork; say whether it was done."""
    by = signed_in(request)
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
        writes.assign(study=study, case_ids=chosen, **form.cleaned_data, by=by)
    else:
        return False
    return True


def _row(request: HttpRequest, study: Study) -> dict[str, Any]:
    """Return what the list says of a study; outsiders see what was released and no more."""
    found = _context(request, study)
    due = next((step for step in found["steps"] if step["is_next"]), None)
    return found | {"takes_part": request.user.has_perm("studies.see", study), "next": due}


def _context(request: HttpRequest, study: Study) -> dict[str, Any]:
    """Return what every page of a study shows: its title and the steps that are open to one."""
    summary = calculations.summary(study.slug, get_language() or "en", gettext)
    return {
        "study": study,
        "summary": summary,
        "stage": queries.STAGES[queries.stage(study, summary)][0],
        "steps": queries.steps(request.user, study, summary),
        "release": queries.newest_release(study),
        "wrong": (),
    }


def _reader() -> calculations.Reader:
    return calculations.Reader(get_language() or "en", gettext)


def _asks_for_a_part(request: HttpRequest) -> bool:
    # the middleware of django_htmx adds the attribute
    return bool(request.htmx)  # type: ignore[attr-defined]


def _number(request: HttpRequest, name: str) -> int:
    written = request.POST.get(name, "")
    return int(written) if written.isdecimal() else 0
