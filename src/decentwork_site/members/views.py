"""Pages of the members app: sign in, join, change a password; for administrators, who is who."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from decentwork_site.members import forms, queries, writes
from decentwork_site.members.models import Member, Role

BACKEND = "decentwork_site.members.queries.NameOrAddress"


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """Sign in with a name or an address; go where one was going, else to one's own language."""

    template_name = "members/sign_in.html"
    authentication_form = forms.SignIn
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Return the front page in the member's language."""
        member = self.request.user
        language = member.language if isinstance(member, Member) else settings.LANGUAGE_CODE
        return translate_url(reverse("chains:home"), language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's signature
        """Return what the page shows; `next` is where one was going."""
        return super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep, discard or bring back a draft of one's own; say when it was kept."""
    try:
        key = forms.read_key(request.POST.get("draft", ""))
    except BadSignature as error:
        raise PermissionDenied from error
    if not isinstance(request.user, Member) or request.user.pk != key.member:
        raise PermissionDenied
    named: dict[str, Any] = {"member": request.user, "page": key.page, "form": key.form}
    if act := request.POST.get("act"):
        writes.discard_draft(**named, is_discarded=act == "discard")
        language = get_language() or settings.LANGUAGE_CODE
        with override(settings.LANGUAGE_CODE):  # the one in which a key names pages
            return redirect(translate_url(key.page, language))
    try:
        kept = writes.keep_draft(**named, fields=key.kept(request.POST))
    except writes.DraftTooLong:
        return HttpResponse(_("This is too long to be kept as a draft."), status=413)
    time = date_format(localtime(kept.saved_at), "H:i")
    return HttpResponse(_("Draft saved at %(time)s.") % {"time": time}, content_type="text/plain")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and go to the front page."""
    logout(request)
    return redirect("chains:home")


@never_cache
def locked_out(
    request: HttpRequest, *_response: HttpResponseBase, **_credentials: object
) -> HttpResponse:
    """Say that there were too many wrong passwords, and for how long to wait."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "members/locked_out.html", {"minutes": minutes}, status=429)


@never_cache
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that one may not see this, and who can."""
    return render(request, "403.html", status=403)


@never_cache
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open too long or came from elsewhere, so nothing was stored."""
    return render(request, "members/form_too_old.html", status=403)


@never_cache
@sensitive_post_parameters("password")
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody who was given a link join, or set a new password."""
    link = queries.usable_link(secret, timezone.now())
    if link is None:
        return render(request, "members/no_link.html", status=404)
    sent = request.POST if request.method == "POST" else None
    if link.member:
        form: forms.NewPassword = forms.NewPassword(sent, member=link.member)
    else:
        initial = {"display_name": link.display_name, "language": request.LANGUAGE_CODE}
        form = forms.Join(sent, initial=initial)
    if form.is_valid():
        write = writes.set_password_by_link if link.member else writes.join
        if member := write(secret=secret, **form.cleaned_data):
            login(request, member, backend=BACKEND)
            return redirect("members:account")
        return render(request, "members/no_link.html", status=404)
    return render(request, "members/link.html", {"form": form, "link": link})


@never_cache
@sensitive_post_parameters("old", "password")
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and let one change the password."""
    member = _member(request)
    form = forms.ChangePassword(request.POST if request.method == "POST" else None, member=member)
    if form.is_valid():
        password = form.cleaned_data["password"]
        writes.change_password(member=member, password=password, by=member)
        update_session_auth_hash(request, member)
        messages.success(request, _("Your password is changed."))
        return redirect("members:account")
    return render(request, "members/account.html", {"form": form, "member": member})


@never_cache
@login_required
@permission_required("members.administer", raise_exception=True)
def member_list(request: HttpRequest) -> HttpResponse:
    """Show members, organisations and open links; invite, add."""
    invite, organisation = forms.Invite(prefix="invite"), forms.AddOrganisation(prefix="add")
    new_link = ""
    if request.method == "POST" and "add-name" in request.POST:
        organisation = forms.AddOrganisation(request.POST, prefix="add")
        if organisation.is_valid():
            writes.add_organisation(**organisation.cleaned_data, by=_member(request))
            return redirect("members:list")
    elif request.method == "POST":
        invite = forms.Invite(request.POST, prefix="invite")
        if invite.is_valid():
            _link, secret = writes.make_link(**invite.cleaned_data, by=_member(request))
            new_link = _address(request, secret)
            invite = forms.Invite(prefix="invite")
    context = {
        "members": queries.members(),
        "organisations": queries.organisations(),
        "links": queries.open_links(timezone.now()),
        "invite": invite,
        "add": organisation,
        "new_link": new_link,
    }
    return render(request, "members/list.html", context)


@never_cache
@login_required
@permission_required("members.administer", raise_exception=True)
def member_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one member to an administrator: roles, account, a link for a new password."""
    member = get_object_or_404(Member, name=name)
    form, new_link = forms.GiveRole(), ""
    if request.method == "POST":
        form, new_link = _changed(request, member)
        if not new_link and not form.errors:
            return redirect("members:member", member.name)
    context = {"shown": member, "form": form, "new_link": new_link}
    return render(request, "members/member.html", context)


def _changed(request: HttpRequest, member: Member) -> tuple[forms.GiveRole, str]:
    """Do what an administrator asked for; return the form and the link, where one was made."""
    by, act, new_link = _member(request), request.POST.get("act", ""), ""
    form = forms.GiveRole(request.POST if act == "give" else None)
    try:
        if act == "give" and form.is_valid() and form.cleaned_data["role"]:
            kind, study = form.cleaned_data["role"], form.cleaned_data["study"]
            writes.give_role(member=member, kind=kind, study=study, by=by)
        elif act == "take":
            role = get_object_or_404(Role, pk=_number(request.POST.get("role")), member=member)
            writes.take_role(role=role, by=by)
        elif act in ("close", "open"):
            writes.set_active(member=member, is_active=act == "open", by=by)
        elif act == "link":
            _link, secret = writes.make_link(member=member, by=by)
            new_link = _address(request, secret)
    except writes.NotAllowed as refusal:
        messages.error(request, str(refusal))
    return form, new_link


def _member(request: HttpRequest) -> Member:
    """Return who is signed in; called where somebody must be."""
    if not isinstance(request.user, Member):
        raise TypeError("A page for members was shown to somebody who is none.")
    return request.user


def _number(written: str | None) -> int:
    return int(written) if written and written.isdecimal() else 0


def _address(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("members:link", args=[secret]))
