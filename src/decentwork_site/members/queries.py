"""Every read of the members app, and who may do what."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from rules.permissions import add_perm
from rules.predicates import predicate

from decentwork_site.members.models import Draft, Member, OneUseLink, Organisation, Role

DRAFT_LASTS = timedelta(days=60)
DISCARDED_LASTS = timedelta(days=1)

Visitor = Member | AnonymousUser


def has_role(visitor: Visitor, kind: str, study: str = "") -> bool:
    """Tell whether a visitor has a role in a study, or in all of them."""
    if not isinstance(visitor, Member) or not visitor.is_active:
        return False
    return visitor.roles.filter(kind=kind, study__in=("", study)).exists()


def studies_with_role(visitor: Visitor) -> set[str]:
    """Return the studies in which a visitor has any role; "" stands for all of them."""
    if not isinstance(visitor, Member) or not visitor.is_active:
        return set()
    roles = visitor.roles.exclude(kind__in=Role.OF_PROGRAMMES)
    return set(roles.values_list("study", flat=True))


def programmes_with_role(visitor: Visitor) -> set[str]:
    """Return the programmes in which a visitor has any role; "" stands for all of them."""
    if not isinstance(visitor, Member) or not visitor.is_active:
        return set()
    roles = visitor.roles.filter(kind__in=Role.OF_PROGRAMMES)
    return set(roles.values_list("study", flat=True))


def is_administrator(visitor: Visitor) -> bool:
    """Tell whether a visitor administers the site."""
    return has_role(visitor, Role.Kind.ADMINISTRATOR)


add_perm("members.administer", predicate(is_administrator))


class NameOrAddress(BaseBackend):
    """Signs in who knows a password, under a name or an email address."""

    def authenticate(self, request: HttpRequest | None, **kwargs: str) -> Member | None:
        """Return the member of this name and password, None where they do not fit."""
        username, password = kwargs.get("username", ""), kwargs.get("password", "")
        try:
            member = Member.objects.get_by_natural_key(username)
        except Member.DoesNotExist:
            # As slow as a wrong password, so that the time does not tell which names exist.
            Member().set_password(password)
            return None
        return member if member.check_password(password) and member.is_active else None

    def get_user(self, user_id: int) -> Member | None:
        """Return a member who signed in before and whose account is open."""
        return Member.objects.filter(pk=user_id, is_active=True).first()


def name_tried(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return whose password is tried: one name, whether it or the address was written, and how."""
    written = (credentials or request.POST).get("username") or ""
    try:
        return Member.objects.get_by_natural_key(written.replace("\0", "")).name
    except Member.DoesNotExist:
        return written.casefold()


def client_address(request: HttpRequest) -> str:
    """Return where a request comes from, seen past the proxies that are our own.

    What a client writes into the header stands left of what our proxies added, so it is ignored.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    ours: int = settings.PROXIES
    return passed[-ours] if ours and len(passed) >= ours and passed[-ours] else direct


def digest(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def usable_link(secret: str, now: datetime) -> OneUseLink | None:
    """Return the link of a secret, None where there is none, or it is used or too old."""
    return OneUseLink.objects.filter(
        digest=digest(secret), used_at__isnull=True, expires_at__gt=now
    ).first()


def draft(member: Member, page: str, form: str, now: datetime) -> Draft | None:
    """Return what a member wrote into a form and did not send, None where that is nothing."""
    spent = spent_drafts(now).values("pk")
    return member.drafts.filter(page=page, form=form).exclude(pk__in=spent).first()


def spent_drafts(now: datetime) -> QuerySet[Draft]:
    """Return the drafts that nobody came back to: too old, or discarded a while ago."""
    is_old = Q(saved_at__lt=now - DRAFT_LASTS)
    return Draft.objects.filter(is_old | Q(discarded_at__lt=now - DISCARDED_LASTS))


def nobody_joined_yet() -> bool:
    """Tell whether the site has no member who can sign in."""
    return not Member.objects.filter(is_active=True).exists()


def members() -> QuerySet[Member]:
    """Return all members with their roles and organisations."""
    return Member.objects.select_related("organisation").prefetch_related("roles")


def organisations() -> QuerySet[Organisation]:
    """Return all organisations by name."""
    return Organisation.objects.all()


def open_links(now: datetime) -> QuerySet[OneUseLink]:
    """Return the links that somebody may still use."""
    unused = OneUseLink.objects.filter(used_at__isnull=True, expires_at__gt=now)
    return unused.select_related("member", "organisation", "made_by")
