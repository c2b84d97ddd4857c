"""Pages of the programmes app: a request in, a template out; who may see one is said above it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from decentwork_site.members.models import Organisation
from decentwork_site.programmes import calculations, forms, needs, queries, writes
from decentwork_site.programmes.models import Programme, Record
from decentwork_site.programmes.queries import for_who_may, signed_in

Plain = dict[str, Any]
PAGE = 50
TREE = ("areas", "deliverables", "activities")
BENEATH = {
    "areas": ("deliverables", "activities", "results", "budgets", "roles"),
    "deliverables": ("activities", "results", "budgets"),
    "activities": ("roles", "results", "budgets", "activities", "lessons", "evaluations"),
    "results": ("indicators",),
    "indicators": ("targets",),
    "meetings": ("decisions", "roles"),
    "decisions": ("follow_ups",),
    "commitments": ("roles",),
    "dialogues": ("roles",),
    "evaluations": ("recommendations",),
}
"""What one adds on the page of a record."""


@never_cache
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show the programmes that everybody may read, and those one works on."""
    rows = [
        {
            "programme": each,
            "title": title_of(each.header),
            "counts": queries.counts(request.user, each),
        }
        for each in queries.programmes_of(request.user)
    ]
    return render(request, "programmes/list.html", {"rows": rows, "names": calculations.NAMES})


@never_cache
@login_required
@permission_required("programmes.create", raise_exception=True)
def new_programme(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    sent = request.POST if request.method == "POST" else None
    form = forms.Fielded("header", None, sent, language=get_language() or "en").as_left(request)
    if form.is_valid():
        try:
            made = writes.create_programme(
                header=form.cleaned_data["content"], by=signed_in(request)
            )
        except writes.NameTaken:
            form.add_error("id", gettext("A programme has this short name. Choose another."))
        else:
            form.sent()
            return redirect("programmes:programme", made.slug)
    return render(request, "programmes/new.html", {"form": form})


@for_who_may("read")
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show whether what is needed is done: the areas as a tree that opens."""
    held: dict[str, dict[str, Plain]] = {section: {} for section in TREE}
    rows = queries.records(programme, *TREE).values_list("section", "key", "content")
    for section, key, content in rows:
        held[section][key] = content
    day = calculations.day_told(queries.published_on(programme), timezone.localdate())
    context = context_of(request, programme) | {
        "tree": calculations.tree(held, queries.standings(programme), day, reader()),
        "strip": needs.strip(held["activities"].values(), timezone.localdate(), reader()),
        "day_of_records": day,
        "lines": calculations.LINES,
        "states": calculations.STATES,
        "verdicts": calculations.VERDICTS,
    }
    return render(request, "programmes/programme.html", context)


@for_who_may("edit")
def edit_header(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Change what is said once of a programme."""
    sent = request.POST if request.method == "POST" else None
    form = forms.EditHeader(programme, sent).as_left(request)
    if form.is_valid():
        given = {"header": form.cleaned_data["content"], "by": signed_in(request)}
        version = form.cleaned_data["version"] or 0
        try:
            writes.save_header(programme=programme, version=version, **given)
        except writes.ChangedMeanwhile as other:
            form.keep()
            present: Any = other.present
            return _both(request, programme, form, "header", present.header, present.version, "")
        form.sent()
        return redirect("programmes:programme", programme.slug)
    context = {"form": form, "heading": gettext("The programme as a whole")}
    return render(request, "programmes/edit.html", context_of(request, programme) | context)


@for_who_may("edit")
def departments(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Say which organisation of the programme the members of each one of the site report for."""
    found = list(queries.records(programme, "organisations"))
    if request.method == "POST":
        organisation = get_object_or_404(
            Organisation, pk=number_in(request.POST.get("organisation"))
        )
        form = forms.NameDepartment(found, request.POST)
        if form.is_valid():
            given = {"key": form.cleaned_data["key"], "by": signed_in(request)}
            writes.name_department(programme=programme, organisation=organisation, **given)
            messages.success(request, gettext("This is kept."))
            return redirect("programmes:departments", programme.slug)
    rows = [
        (each, forms.NameDepartment(found, initial={"key": key}, auto_id=f"%s-{each.pk}"))
        for each, key in queries.departments(programme)
    ]
    context = context_of(request, programme) | {"rows": rows, "has_any": bool(found)}
    return render(request, "programmes/departments.html", context)


@for_who_may("read")
def section(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    """Show the records of a section, narrowed as the address says; bring a deleted one back."""
    if section not in calculations.SECTIONS:
        raise Http404(gettext("There is no such list."))
    if request.method == "POST":
        return _restore(request, programme, section)
    narrowing = forms.narrowing(request.GET, programme, section)
    text = request.GET.get("q", "")
    found = queries.filtered(
        queries.visible(request.user, programme, section),
        calculations.search_words(text),
        {field: it["asked"] for field, it in narrowing.items() if it["value"]}
        | ({"deliverable": request.GET["deliverable"]} if "deliverable" in request.GET else {}),
    )
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_edit = queries.edits(request.user, programme)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = context_of(request, programme) | {
        "section": section,
        "shown": shown,
        "rows": [_row(each) for each in shown],
        "text": text,
        "narrowing": narrowing,
        "kept": kept.urlencode() + "&" if kept else "",
        "linked": _linked(programme, shown),
        "deleted": queries.deleted(programme, section)[:PAGE] if may_edit else (),
        "new": calculations.NEW[section],
    }
    return render(request, "programmes/section.html", context)


@for_who_may("read")
def record(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """Show one record: its fields, who takes part, results, evidence, lessons, history."""
    found = queries.record_of(request.user, programme, key)
    if request.method == "POST":
        return _delete(request, found)
    naming = queries.named_by(request.user, found)
    context = context_of(request, programme) | {
        "record": found,
        "title": title_of(found.content) or found.key,
        "fields": calculations.shown(found.section, found.content, reader()),
        "naming": {
            section: [_row(each, found.key) for each in rows] for section, rows in naming.items()
        },
        "linked": _linked(programme, [found, *(it for rows in naming.values() for it in rows)]),
        "beneath": BENEATH.get(found.section, ()),
        "status": _status(programme, found),
        "measured": _measured(programme, found),
        "may_report": queries.own_indicators(request.user, programme).filter(key=key).exists()
        if found.section == "indicators" and queries.reports(request.user, programme)
        else False,
        "versions": found.versions.select_related("by"),
        "adoption": _adoption(request, found),
        "new": calculations.NEW,
    }
    return render(request, "programmes/record.html", context)


@for_who_may("part")
def version(request: HttpRequest, programme: Programme, key: str, number: int) -> HttpResponse:
    """Show how a record read in an earlier version; have it read so again."""
    found = queries.record_of(request.user, programme, key)
    earlier = get_object_or_404(found.versions.select_related("by"), number=number)
    told: calculations.Told = ()
    if request.method == "POST":
        try:
            given = {"number": number, "version": number_in(request.POST.get("version"))}
            writes.revert_record(record=found, by=signed_in(request), **given)
        except writes.NotAllowed as refusal:
            raise PermissionDenied from refusal
        except writes.ChangedMeanwhile:
            messages.error(request, gettext("It was changed meanwhile. Read it first."))
            return redirect("programmes:version", programme.slug, key, number)
        except writes.NotComplete as refusal:
            told = refusal.told
        else:
            messages.success(request, gettext("It reads again as in this version."))
            return redirect(*_home(found))
    context = context_of(request, programme) | {
        "record": found,
        "title": title_of(found.content) or gettext(calculations.NAMES[found.section]),
        "earlier": earlier,
        "rows": beside(found.section, earlier.content, found.content),
        "told": told,
    }
    return render(request, "programmes/version.html", context)


def beside(section: str, one: Plain | None, other: Plain | None) -> list[Plain]:
    """Return the fields of two versions beside each other, and whether they differ."""
    held = [calculations.shown_plain(section, it, reader()) if it else {} for it in (one, other)]
    return [
        {
            "label": label,
            "one": (first := held[0].get(label, "")),
            "other": (second := held[1].get(label, "")),
            "differs": first != second,
        }
        for label in dict.fromkeys([*held[0], *held[1]])
    ]


@for_who_may("edit")
def new_record(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    """Add a record."""
    if section not in calculations.SECTIONS or section == "updates":
        raise Http404(gettext("There is no such list."))
    sent = request.POST if request.method == "POST" else None
    asked = forms.begun(programme, section, request.GET.get("of", ""))
    if section == "activities" and "adopts_from" in request.GET:
        asked = {"adopts_from": request.GET["adopts_from"]}
    form = forms.Fielded(section, programme, sent, content=asked).as_left(request)
    if form.is_valid():
        content = form.cleaned_data["content"]
        try:
            _check_fit(programme, section, content)
            made = writes.create_record(
                programme=programme, section=section, content=content, by=signed_in(request)
            )
        except writes.NameTaken:
            form.add_error("id", gettext("A record has this short name. Choose another."))
        except writes.NotComplete as refusal:
            _blame(form, refusal)
        else:
            form.sent()
            return redirect(*_home(made))
    context = {"form": form, "heading": gettext(calculations.NEW[section]), "section": section}
    return render(request, "programmes/edit.html", context_of(request, programme) | context)


@for_who_may("edit")
def edit_record(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """Change a record; where another saved it meanwhile, show both versions."""
    found = queries.record_of(request.user, programme, key)
    sent = request.POST if request.method == "POST" else None
    form = forms.EditRecord(found, sent).as_left(request)
    if form.is_valid():
        content, version = form.cleaned_data["content"], form.cleaned_data["version"] or 0
        try:
            _check_fit(programme, found.section, content)
            saved = writes.save_record(
                record=found, content=content, version=version, by=signed_in(request)
            )
        except writes.ChangedMeanwhile as other:
            form.keep()
            present: Any = other.present
            who = str(present.changed_by or "")
            held, number = present.content, present.version
            return _both(request, programme, form, found.section, held, number, who)
        except writes.NotComplete as refusal:
            _blame(form, refusal)
        else:
            form.sent()
            return redirect(*_home(saved))
    context = {
        "form": form,
        "heading": title_of(found.content) or gettext(calculations.NAMES[found.section]),
        "section": found.section,
        "record": found,
    }
    return render(request, "programmes/edit.html", context_of(request, programme) | context)


def reader() -> calculations.Reader:
    """Return in which language somebody reads."""
    return calculations.Reader(get_language() or "en", gettext)


def title_of(content: Plain) -> str:
    """Return a title in the reader's language."""
    return calculations.said(content.get("title", {}), get_language() or "en")


def _both(
    request: HttpRequest,
    programme: Programme,
    form: forms.Fielded,
    section: str,
    theirs: Plain,
    version: int,
    who: str,
) -> HttpResponse:
    """Show two versions side by side, to choose one of them."""
    rows = beside(section, form.cleaned_data["content"], theirs)
    sent = [
        (name, value)
        for name in form.fields
        if name != "version"
        for value in request.POST.getlist(name)
    ]
    context = {"rows": rows, "form": form, "sent": sent, "present": version, "who": who}
    page = context_of(request, programme) | context
    return render(request, "programmes/two_versions.html", page, status=409)


def _restore(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    gone = get_object_or_404(
        Record, pk=number_in(request.POST.get("record")), programme=programme, section=section
    )
    try:
        writes.restore_record(record=gone, by=signed_in(request))
    except writes.NotAllowed as refusal:
        raise PermissionDenied from refusal
    except writes.NameTaken:
        messages.error(request, gettext("A record has this short name. Choose another."))
        return redirect("programmes:section", programme.slug, section)
    return redirect(*_home(gone))


def _delete(request: HttpRequest, record: Record) -> HttpResponse:
    """Take a record away; where others name it, tell which."""
    try:
        version = number_in(request.POST.get("version"))
        writes.delete_record(record=record, version=version, by=signed_in(request))
    except writes.NotAllowed as refusal:
        raise PermissionDenied from refusal
    except writes.StillNamed as refusal:
        named = ", ".join(title_of(it.content) or it.key for it in refusal.by[:10])
        words = gettext("It was not deleted: others name it, or report on it. %(names)s")
        messages.error(request, words % {"names": named})
        return redirect("programmes:record", record.programme.slug, record.key)
    except writes.ChangedMeanwhile:
        messages.error(request, gettext("It was changed meanwhile. Read it first."))
        return redirect("programmes:record", record.programme.slug, record.key)
    messages.success(request, gettext("It was deleted. It can be brought back from this page."))
    return redirect("programmes:section", record.programme.slug, record.section)


def context_of(request: HttpRequest, programme: Programme) -> Plain:
    """Return what every page of a programme shows: its title and where one can go."""
    user = request.user
    return {
        "programme": programme,
        "header": programme.header,
        "header_title": title_of(programme.header),
        "about": calculations.said(programme.header.get("about", {}), get_language() or "en"),
        "counts": queries.counts(user, programme),
        "names": calculations.NAMES,
        "may_edit": queries.edits(user, programme),
        "takes_part": queries.takes_part_in(user, programme),
        "suffix": "?published" if "published" in request.GET else "",
    }


def _row(record: Record, on: str = "") -> Plain:
    """Return what a list says of a record: its title, or the fields of a row that has none.

    On the page of a record that it names, that one is not named again.
    """
    fields = calculations.shown(record.section, record.content, reader())
    title = title_of(record.content)
    short = ("kind", "state", "starts", "ends", "places", "level", "measure", "decided", "due")
    return {
        "record": record,
        "title": title,
        "fields": [it for it in fields if it.keys != (on,) and (not title or it.name in short)],
    }


def _linked(programme: Programme, found: Iterable[Record]) -> dict[str, str]:
    """Return the titles of all records that some records name."""
    keys = {
        key for each in found for _field, key in calculations.references(each.section, each.content)
    }
    return titles_of(programme, keys)


def titles_of(programme: Programme, keys: Iterable[str]) -> dict[str, str]:
    """Return the titles of records by their keys."""
    found = queries.titles(programme, keys)
    return {key: title_of(it.content) or key for key, it in found.items()}


def _status(programme: Programme, record: Record) -> Plain | None:
    """Return how an activity stands on the day of the records, and why."""
    if record.section != "activities":
        return None
    waited = queries.titles(programme, record.content.get("waits_for", ()))
    known = {record.key: record.content} | {key: it.content for key, it in waited.items()}
    day = calculations.day_told(queries.published_on(programme), timezone.localdate())
    found = calculations.states(known, day)[record.key]
    reason = calculations.reason_text(found, reader())
    return {"state": calculations.STATES[found.state], "reason": reason}


def _adoption(request: HttpRequest, record: Record) -> Plain:
    """Return which good practice an activity adopts of whom, or who adopts one and who may."""
    practice = queries.adopted(request.user, record)
    adopters = queries.adopted_by(request.user, record)
    return {
        "practice": practice and _elsewhere(practice),
        "by": [_elsewhere(it) for it in adopters],
        "into": [
            {"slug": it.slug, "title": title_of(it.header)}
            for it in (
                queries.adopting(request.user, record) if record.section == "lessons" else ()
            )
        ],
    }


def _elsewhere(record: Record) -> Plain:
    programme = record.programme
    titles = {"title": title_of(record.content) or record.key, "of": title_of(programme.header)}
    return titles | {"slug": programme.slug, "key": record.key}


def _measured(programme: Programme, record: Record) -> Plain | None:
    """Return what an indicator has reached, by period, and what the total is made of."""
    if record.section != "indicators":
        return None
    measures = calculations.Measures.of(**queries.measured(programme, [record.key]))
    told = measures.told(record.key, reader())
    return told | {
        "periods": measures.periods(record.key, reader()),
        "waiting": queries.updates(programme)
        .filter(indicator=record.key)
        .exclude(state="approved"),
        "silent_titles": titles_of(programme, told["silent"]),
        "of": titles_of(programme, {it["indicator"] for it in told["made_of"]}),
        "verdict_name": calculations.VERDICTS[told["verdict"]],
        "surveyed": calculations.surveyed(
            record.content, reader(), is_invented=bool(programme.header.get("invented"))
        ),
    }


def _check_fit(programme: Programme, section: str, content: Plain) -> None:
    """Raise `NotComplete` where a target has no value that its indicator can have."""
    if section != "targets":
        return
    indicator = queries.titles(programme, [content["indicator"]])[content["indicator"]]
    if told := calculations.unfit(indicator.content, {"targets": [content]}):
        raise writes.NotComplete(told)


def _blame(form: forms.Fielded, refusal: writes.NotComplete) -> None:
    for problem in refusal.told:
        words = problem["what"]
        form.add_error(None, calculations.problem_text(words, gettext))


def _home(record: Record) -> tuple[str, str, str]:
    """Return the page where a record is read: its own or, of a row, that of what it belongs to."""
    if record.section in calculations.WITH_ID:
        return "programmes:record", record.programme.slug, record.key
    above = record.content[forms.PREFILLED[record.section]]
    return "programmes:record", record.programme.slug, above


def number_in(written: str | None) -> int:
    """Return a whole number that a browser sent, 0 for anything else."""
    return int(written) if written and written.isdecimal() else 0
