"""Every write of the members app; each is recorded, but for drafts: nothing was done yet."""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from decentwork_site.audit.models import What
from decentwork_site.audit.writes import record
from decentwork_site.members.models import Draft, Member, OneUseLink, Organisation, Role
from decentwork_site.members.queries import digest, is_administrator, spent_drafts, usable_link

LINK_LASTS = timedelta(days=7)
DRAFTS = 200  # of one member
DRAFT_LETTERS = 64_000  # of one draft


class NotAllowed(ValueError):
    """A rule that spans several rows forbids a write; the message is for its reader."""


@transaction.atomic
def make_link(
    *,
    by: Member | None,
    role: str = "",
    study: str = "",
    display_name: str = "",
    organisation: Organisation | None = None,
    member: Member | None = None,
) -> tuple[OneUseLink, str]:
    """Return a new link and its secret: to join, or where `member` is given, to set a password.

    Links for the same member that were not used yet are void from now on, so that the newest one
    is the only one.
    """
    _check_role(role, organisation)
    now = timezone.now()
    if member:
        OneUseLink.objects.filter(member=member, used_at__isnull=True).update(expires_at=now)
    secret = secrets.token_urlsafe(24)
    link = OneUseLink.objects.create(
        digest=digest(secret),
        made_by=by,
        made_at=now,
        expires_at=now + LINK_LASTS,
        member=member,
        display_name=display_name,
        organisation=organisation,
        role=role,
        study=study,
    )
    record(What.LINK_MADE, by=by, target=link, facts={"role": role, "study": study})
    return link, secret


@transaction.atomic
def make_first_link() -> str:
    """Return the secret of the link that makes the first administrator; older ones are void."""
    unused = OneUseLink.objects.filter(used_at__isnull=True, made_by__isnull=True, member=None)
    unused.update(expires_at=timezone.now())
    _link, secret = make_link(by=None, role=Role.Kind.ADMINISTRATOR)
    return secret


@transaction.atomic
def join(
    *, secret: str, name: str, email: str, display_name: str, language: str, password: str
) -> Member | None:
    """Make the account of a link and return its member; None where the link is used up."""
    link = _taken(secret)
    if link is None or link.member:
        return None
    member = Member.objects.create(
        name=name,
        email=email,
        display_name=display_name,
        language=language,
        organisation=link.organisation,
        password=make_password(password),
    )
    if link.role:
        Role.objects.create(member=member, kind=link.role, study=link.study)
    _use(link, member)
    record(What.MEMBER_JOINED, by=member, target=member, facts={"role": link.role})
    return member


@transaction.atomic
def set_password_by_link(*, secret: str, password: str) -> Member | None:
    """Set the password of a link's member and return them; None where the link is used up."""
    link = _taken(secret)
    if link is None or link.member is None:
        return None
    _use(link, link.member)
    return change_password(member=link.member, password=password, by=link.member)


@transaction.atomic
def change_password(*, member: Member, password: str, by: Member) -> Member:
    """Set a password; whoever is signed in elsewhere under the old one is signed out."""
    member.set_password(password)
    member.save(update_fields=["password"])
    record(What.PASSWORD_CHANGED, by=by, target=member)
    return member


@transaction.atomic
def make_member(*, name: str, role: str = "", study: str = "") -> tuple[Member, str]:
    """Return the member of a name, made where there is none, and the secret of a password link.

    For servers, where the first sign of a person is a line on the command line.
    """
    member = Member.objects.filter(name__iexact=name).first()
    if member is None:
        member = Member.objects.create(name=name, display_name=name, password=make_password(None))
        record(What.MEMBER_JOINED, by=None, target=member, facts={"role": role})
    if role:
        give_role(member=member, kind=role, study=study, by=None)
    _link, secret = make_link(by=None, member=member)
    return member, secret


@transaction.atomic
def give_role(*, member: Member, kind: str, study: str = "", by: Member | None) -> Role:
    """Give a role once; a representative belongs to a constituent's organisation."""
    _check_role(kind, member.organisation)
    role, is_new = Role.objects.get_or_create(member=member, kind=kind, study=study)
    if is_new:
        record(What.ROLE_GIVEN, by=by, target=member, facts={"role": kind, "study": study})
    return role


@transaction.atomic
def take_role(*, role: Role, by: Member | None) -> None:
    """Take a role away; the last administrator stays one."""
    if role.kind == Role.Kind.ADMINISTRATOR:
        _check_not_last_administrator(role.member)
    record(
        What.ROLE_TAKEN,
        by=by,
        target=role.member,
        facts={"role": role.kind, "study": role.study},
    )
    role.delete()


@transaction.atomic
def set_active(*, member: Member, is_active: bool, by: Member) -> None:
    """Close an account or open it again; what the person did stays theirs."""
    if not is_active and is_administrator(member):
        _check_not_last_administrator(member)
    member.is_active = is_active
    member.save(update_fields=["is_active"])
    record(What.MEMBER_RESUMED if is_active else What.MEMBER_STOPPED, by=by, target=member)


@transaction.atomic
def add_organisation(*, name: str, kind: str, by: Member | None) -> Organisation:
    """Add an organisation."""
    organisation = Organisation.objects.create(name=name, kind=kind)
    record(What.ORGANISATION_ADDED, by=by, target=organisation, facts={"kind": kind})
    return organisation


class DraftTooLong(ValueError):
    """A draft is longer than any form of the site."""


@transaction.atomic
def keep_draft(*, member: Member, page: str, form: str, fields: Mapping[str, Any]) -> Draft:
    """Keep what a member wrote into a form so far, in the place of what was kept of it before.

    A member's oldest drafts beyond `DRAFTS` go, and everybody's that nobody came back to.
    """
    if len(json.dumps(fields)) > DRAFT_LETTERS:
        raise DraftTooLong(form)
    now = timezone.now()
    draft, _is_new = Draft.objects.update_or_create(
        member=member,
        page=page,
        form=form,
        defaults={"fields": dict(fields), "saved_at": now, "discarded_at": None},
    )
    newest = list(member.drafts.values_list("pk", flat=True)[:DRAFTS])
    member.drafts.exclude(pk__in=newest).delete()
    spent_drafts(now).delete()
    return draft


def discard_draft(*, member: Member, page: str, form: str, is_discarded: bool = True) -> None:
    """Put a draft away, or bring back one that was put away."""
    moment = timezone.now() if is_discarded else None
    member.drafts.filter(page=page, form=form).update(discarded_at=moment)


def drop_draft(*, member: Member, page: str, form: str) -> None:
    """Delete a draft: its form was sent."""
    member.drafts.filter(page=page, form=form).delete()


def record_sign_in(sender: object, request: HttpRequest, user: Member, **_others: object) -> None:
    """Record that a member signed in; called by Django's signal."""
    record(What.SIGNED_IN, by=user, target=user)


def record_lock_out(sender: object, username: str | None, **_others: object) -> None:
    """Record that sign-in was refused for a while; called by the signal of axes.

    Names that nobody has are not kept: a password is easily typed into the wrong field.
    """
    if member := Member.objects.filter(name__iexact=username or "").first():
        record(What.SIGN_IN_REFUSED, by=None, target=member)


def _taken(secret: str) -> OneUseLink | None:
    """Return a usable link, locked so that no other request can use it at the same time."""
    if (link := usable_link(secret, timezone.now())) is None:
        return None
    locked = OneUseLink.objects.select_for_update().filter(pk=link.pk, used_at__isnull=True)
    return locked.first()


def _use(link: OneUseLink, member: Member) -> None:
    link.member, link.used_at = member, timezone.now()
    link.save(update_fields=["member", "used_at"])


def _check_role(kind: str, organisation: Organisation | None) -> None:
    is_constituent = organisation is not None and organisation.kind in Organisation.CONSTITUENTS
    if kind == Role.Kind.REPRESENTATIVE and not is_constituent:
        raise NotAllowed(
            _("A representative comes from a government, an employers' or a workers' organisation.")
        )


def _check_not_last_administrator(member: Member) -> None:
    # Locked, so that two administrators cannot take each other's role at the same moment.
    holders = Role.objects.select_for_update().filter(kind=Role.Kind.ADMINISTRATOR)
    others = [role for role in holders.select_related("member") if role.member_id != member.pk]
    if not any(role.member.is_active for role in others):
        raise NotAllowed(_("The last administrator cannot be taken away. Make another one first."))
