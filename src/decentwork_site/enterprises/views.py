"""Pages of the enterprises app: a request in, a template out; who may see one is said above it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from decentwork_site.enterprises import calculations, forms, queries, writes
from decentwork_site.enterprises.models import (
    Alias,
    Claim,
    Correction,
    Enterprise,
    EnterpriseList,
    Source,
)
from decentwork_site.members.models import Member
from decentwork_site.members.queries import client_address

Page = Callable[[HttpRequest, Enterprise], HttpResponse]

REQUESTS = 40  # of each kind on one page


def enterprise_list(request: HttpRequest) -> HttpResponse:
    """Show the public enterprises that fit a search; an identifier goes straight to its page."""
    text, filters = request.GET.get("q", ""), forms.asked(request.GET)
    named = _named(text)
    if isinstance(named, Enterprise):
        return redirect("enterprises:enterprise", named.identifier)
    found, countries = queries.enterprises(filters), queries.countries()
    counted = {"": sum(countries.values()), **countries}.get(filters.country, 0)
    rows = list(
        queries.after(found, queries.public(request.GET.get("after", "")))[: queries.PAGE + 1]
    )
    context = {
        "filters": filters,
        "asked_text": text,
        "is_misspelled": isinstance(named, calculations.MisspelledIdentifier),
        "rows": rows[: queries.PAGE],
        "last": rows[queries.PAGE - 1] if len(rows) > queries.PAGE else None,
        "is_later": "after" in request.GET,
        "count": queries.counted(found) if filters.words else counted,
        "most_counted": queries.COUNTED,
        "countries": _by_name(countries),
        "country_name": country_name,
    }
    return render(request, "enterprises/list.html", context)


def of_enterprise(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Show a page of the enterprise that an identifier means now, if one may see it.

    What was typed another way, or merged, leads on; for a while only, since it can be undone.
    """

    @never_cache
    @wraps(page)
    def shown(request: HttpRequest, identifier: str) -> HttpResponse:
        try:
            written = calculations.parse_identifier(identifier)
        except calculations.NoIdentifier as error:
            is_misspelled = isinstance(error, calculations.MisspelledIdentifier)
            return _no_enterprise(request, identifier, is_misspelled, not is_misspelled)
        found = queries.present(written)
        if found is None or not (found.is_public or request.user.has_perm("enterprises.keep")):
            return _no_enterprise(request, identifier, False, False)
        if found.identifier != identifier and request.method != "POST":
            match = request.resolver_match
            return redirect(match.view_name if match else "", found.identifier)
        return page(request, found)

    return shown


@of_enterprise
def enterprise(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Show who lists an enterprise and how, what it says itself, and what was put right."""
    record = queries.record_of(enterprise)
    places = {(it["city"] or it["region"], it["country"]) for it in record["listed"]}
    named = sorted(place for place in places if place[0])
    context = {
        "enterprise": enterprise,
        "record": record,
        "places": named,
        "country_name": country_name,
        "kinds": dict(Source.Kind.choices),
        "schemes": dict(Alias.Scheme.choices),
        "states": dict(Correction.State.choices),
        "claim": queries.claim_of(request.user, enterprise),
        "is_owned": queries.owners(enterprise).exists(),
    }
    return render(request, "enterprises/enterprise.html", context)


@of_enterprise
def correction(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Take a request for correction from anyone."""
    sent, by = request.POST if request.method == "POST" else None, _member_or_none(request)
    form = forms.AskCorrection(enterprise, sent).as_left(request)
    status = 200
    if request.POST.get("website") and form.is_valid():  # people do not see this field
        form.add_error(None, gettext("A field that stays empty was filled in. Send it once more."))
    elif form.is_valid():
        given = form.cleaned_data | {"address": client_address(request)}
        try:
            writes.ask_correction(enterprise=enterprise, **given, by=by)
        except writes.TooManyRequests:
            status = 429
        else:
            form.sent()
            messages.success(
                request, gettext("Your request is kept. The answer will stand on this page.")
            )
            return redirect("enterprises:enterprise", enterprise.identifier)
    context = {"enterprise": enterprise, "form": form, "is_too_many": status == 429}
    return render(request, "enterprises/correction.html", context, status=status)


@login_required
@of_enterprise
def claim(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Take the word of an organisation that it is an enterprise, to be answered by a curator."""
    sent = request.POST if request.method == "POST" else None
    form = forms.ClaimEnterprise(sent).as_left(request)
    refusal = ""
    if form.is_valid():
        try:
            writes.claim_enterprise(
                enterprise=enterprise, **form.cleaned_data, by=member_of(request)
            )
        except writes.NotAllowed as error:
            refusal = str(error)
        else:
            form.sent()
            return redirect("enterprises:claim", enterprise.identifier)
    context = {
        "enterprise": enterprise,
        "form": form,
        "refusal": refusal,
        "made": queries.claim_of(request.user, enterprise),
    }
    return render(request, "enterprises/claim.html", context)


@login_required
@of_enterprise
def own_entry(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Let an owner say what its enterprise is, beside what lists say."""
    if not request.user.has_perm("enterprises.own", enterprise):
        raise PermissionDenied
    by = member_of(request)
    newest = queries.own_entries(enterprise).filter(organisation=by.organisation_id).first()
    initial = model_to_dict(newest) if newest else {"name": enterprise.name}
    sent = request.POST if request.method == "POST" else None
    form = forms.WriteEntry(sent, initial=initial).as_left(request)
    if form.is_valid():
        writes.write_entry(enterprise=enterprise, **form.cleaned_data, by=by)
        form.sent()
        return redirect("enterprises:enterprise", enterprise.identifier)
    context = {"enterprise": enterprise, "form": form, "newest": newest}
    return render(request, "enterprises/own_entry.html", context)


@login_required
@permission_required("enterprises.keep", raise_exception=True)
@of_enterprise
def aliases(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Let a curator add an identifier that somebody else gave, or withdraw a wrong one."""
    wrong = forms.WithdrawAlias(enterprise, request.POST if "act" in request.POST else None)
    if wrong.is_valid() and _withdrawn(wrong, member_of(request)):
        return redirect("enterprises:aliases", enterprise.identifier)
    sent = request.POST if request.method == "POST" and not wrong.is_bound else None
    form = forms.AddAlias(enterprise, sent).as_left(request)
    if form.is_valid():
        try:
            writes.add_alias(**form.cleaned_data, by=member_of(request))
        except writes.NotAllowed as error:
            form.add_error("value", str(error))
        else:
            form.sent()
            return redirect("enterprises:enterprise", enterprise.identifier)
    context = {
        "enterprise": enterprise,
        "form": form,
        "wrong": wrong,
        "aliases": queries.aliases(enterprise),
        "schemes": dict(Alias.Scheme.choices),
    }
    return render(request, "enterprises/aliases.html", context)


def _withdrawn(form: forms.WithdrawAlias, by: Member) -> bool:
    """Withdraw an identifier or put it back; tell whether that was done."""
    said = form.cleaned_data
    is_withdrawn = said["act"] == "withdraw"
    try:
        writes.withdraw_alias(
            alias=said["alias"], is_withdrawn=is_withdrawn, why=said["why"], by=by
        )
    except writes.NotAllowed as error:
        form.add_error(None, str(error))
        return False
    return True


@never_cache
@login_required
@permission_required("enterprises.keep", raise_exception=True)
def requests(request: HttpRequest) -> HttpResponse:
    """Show the claims and requests for correction that wait, and what is withheld on request."""
    if request.method == "POST":
        number = request.POST.get("show", "")
        hidden = get_object_or_404(queries.withheld(), pk=number if number.isdecimal() else 0)
        writes.show_again(mention=hidden, by=member_of(request))
        return redirect("enterprises:requests")
    context = {
        "claims": queries.open_claims()[:REQUESTS],
        "corrections": queries.open_corrections()[:REQUESTS],
        "withheld": queries.withheld()[:REQUESTS],
    }
    return render(request, "enterprises/requests.html", context)


@never_cache
@login_required
@permission_required("enterprises.keep", raise_exception=True)
def answer(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Let a curator answer a claim or a request for correction; it is answered once."""
    asked = queries.request(kind, number)
    about = queries.present(asked.enterprise.identifier) or asked.enterprise
    sent = request.POST if request.method == "POST" else None
    form, is_late = forms.answer(asked, about, sent).as_left(request), False
    if form.is_valid():
        try:
            writes.answer(asked=asked, **form.cleaned_data, by=member_of(request))
        except writes.NotAllowed as error:
            form.add_error(None, str(error))
        except writes.AnsweredMeanwhile:
            is_late = True
            asked.refresh_from_db()
        else:
            form.sent()
            return redirect("enterprises:requests")
    context = {
        "asked": asked,
        "enterprise": about,
        "form": form,
        "is_claim": isinstance(asked, Claim),
        "is_late": is_late,
    }
    return render(request, "enterprises/answer.html", context, status=409 if is_late else 200)


def for_curators(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show a page to those who keep the lists, as it is now."""
    allowed = permission_required("enterprises.keep", raise_exception=True)(page)
    return never_cache(login_required(allowed))


@for_curators
def sources(request: HttpRequest) -> HttpResponse:
    """Show the sources with their lists; have them matched."""
    if request.method == "POST":
        return redirect(
            "jobs:job", writes.ask_for_matching(**_thresholds(), by=member_of(request)).pk
        )
    context = {
        "sources": queries.sources(),
        "waiting": queries.unmatched(),
        "newest": queries.newest_matching(),
        "job": queries.matching_job(),
    }
    return render(request, "enterprises/sources.html", context)


@for_curators
def new_source(request: HttpRequest) -> HttpResponse:
    """Add a source."""
    form = forms.NewSource(request.POST if request.method == "POST" else None).as_left(request)
    if form.is_valid():
        made = writes.add_source(**form.cleaned_data, by=member_of(request))
        form.sent()
        return redirect("enterprises:source", made.pk)
    return render(request, "enterprises/new_source.html", {"form": form})


@for_curators
def source(request: HttpRequest, number: int) -> HttpResponse:
    """Show the lists of a source; take another one."""
    about = get_object_or_404(Source, pk=number)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, wrong = forms.AddList(*sent).as_left(request), list[dict[str, str]]()
    if form.is_valid():
        upload, on = form.cleaned_data["upload"], form.cleaned_data["listed_on"]
        given = {"name": upload.name, "content": upload.chunks(), "listed_on": on}
        try:
            made = writes.add_list(source=about, **given, by=member_of(request))
        except writes.NotAllowed as error:
            form.add_error("upload", str(error))
        except calculations.DecentWorkError as error:
            wrong = calculations.problems(error)
        else:
            form.sent()
            return redirect("enterprises:listed", made.pk)
    context = {"source": about, "form": form, "wrong": wrong}
    return render(request, "enterprises/source.html", context)


@for_curators
def listed(request: HttpRequest, number: int) -> HttpResponse:
    """Show a list: what its columns tell, how far it is read, what was noticed; withdraw it."""
    about = get_object_or_404(EnterpriseList.objects.select_related("source"), pk=number)
    job = queries.reading(about)
    wrong, columns, form = list[dict[str, str]](), None, None
    withdraw = forms.Withdraw(request.POST if "why" in request.POST else None)
    if withdraw.is_valid():
        writes.withdraw_list(listed=about, **withdraw.cleaned_data, by=member_of(request))
        return redirect("enterprises:listed", about.pk)
    if not about.is_read and not about.withdrawn_at and (job is None or job.is_over):
        sheet = request.POST.get("sheet", request.GET.get("sheet", about.sheet))
        try:
            columns = calculations.columns_of(about.digest, about.filename, sheet)
        except calculations.DecentWorkError as error:
            wrong = calculations.problems(error)
        else:
            chosen = about.columns or about.source.columns
            sent = request.POST if request.method == "POST" and "why" not in request.POST else None
            form = forms.Columns(columns, chosen, sent)
    if columns and form and form.is_valid():
        asked = writes.choose_columns(
            listed=about, sheet=columns.sheet, columns=form.cleaned_data, by=member_of(request)
        )
        return redirect("jobs:job", asked.pk)
    context = {
        "listed": about, "job": job, "wrong": wrong, "columns": columns, "form": form,
        "withdraw": withdraw, "said": gettext, "fields": calculations.FIELDS,
    }  # fmt: skip
    return render(request, "enterprises/listed.html", context)


@for_curators
def matching(request: HttpRequest) -> HttpResponse:
    """Show the newest matching and its thresholds; have all lists matched with others."""
    form = forms.Thresholds(
        request.POST if request.method == "POST" else None, initial=_thresholds()
    )
    if form.is_valid():
        asked = writes.ask_for_matching(**form.cleaned_data, by=member_of(request))
        return redirect("jobs:job", asked.pk)
    contradicted = Paginator(queries.contradicted(), queries.PAGE)
    context = {
        "form": form,
        "newest": queries.newest_matching(),
        "job": queries.matching_job(),
        "usual": calculations.usual_thresholds(),
        "outcomes": queries.outcomes(),
        "open_count": queries.open_count(),
        "waiting": queries.unmatched(),
        "contradicted": contradicted.get_page(request.GET.get("page")),
        "place_name": _lying_in,
    }
    return render(request, "enterprises/matching.html", context)


def _thresholds() -> dict[str, float]:
    """Return the thresholds of the newest matching, those of the model before the first."""
    newest = queries.newest_matching()
    same, new = (newest.same, newest.new) if newest else calculations.usual_thresholds()
    return {"same": same, "new": new}


def _lying_in(code: str) -> str:
    return gettext("at sea") if code == calculations.SEA else country_name(code)


def _named(text: str) -> Enterprise | calculations.NoIdentifier | None:
    """Return the public enterprise whose identifier a search is; what it lacks to be one."""
    try:
        found = queries.present(calculations.parse_identifier(text))
    except calculations.NoIdentifier as error:
        return error
    return found if found and found.is_public else None


def _no_enterprise(
    request: HttpRequest, identifier: str, is_misspelled: bool, is_none: bool
) -> HttpResponse:
    context = {"identifier": identifier, "is_misspelled": is_misspelled, "is_none": is_none}
    return render(request, "enterprises/no_enterprise.html", context, status=404)


def country_name(code: str) -> str:
    """Return what a country is called in the reader's language."""
    return calculations.country_name(code, get_language() or "en", gettext)


def _by_name(countries: dict[str, int]) -> list[tuple[str, str, int]]:
    """Return code, name and number of each country, by name."""
    named = [(code, country_name(code), count) for code, count in countries.items() if code]
    return sorted(named, key=lambda each: each[1])


def _member_or_none(request: HttpRequest) -> Member | None:
    return request.user if isinstance(request.user, Member) else None


def member_of(request: HttpRequest) -> Member:
    """Return who is signed in; called where somebody must be."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user
