"""People who sign in, the organisations they come from, and what each may do."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.permissions import has_perm


class Organisation(models.Model):
    """An office, ministry, employers' or workers' organisation, enterprise, or another body."""

    class Kind(models.TextChoices):
        """Whom an organisation stands for; three of them are the constituents."""

        OFFICE = "office", _("statistical office")
        GOVERNMENT = "government", _("government")
        EMPLOYERS = "employers", _("employers' organisation")
        WORKERS = "workers", _("workers' organisation")
        ENTERPRISE = "enterprise", _("enterprise")
        OTHER = "other", _("other")

    CONSTITUENTS = (Kind.GOVERNMENT, Kind.EMPLOYERS, Kind.WORKERS)

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        """One name, one organisation."""

        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_organisation_per_name"),
            models.CheckConstraint(condition=~Q(name=""), name="an_organisation_has_a_name"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Members(BaseUserManager["Member"]):
    """Members, found by the name or the email address that they sign in with."""

    def get_by_natural_key(self, written: str | None) -> "Member":
        """Return the member of a name or address, however its letters are written."""
        by_address = "@" in (written or "")
        return self.get(Q(email__iexact=written) if by_address else Q(name__iexact=written))


class Member(AbstractBaseUser):
    """A person with an account; never deleted, because what was done keeps its doer."""

    name = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="members"
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = Members()

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "email"

    class Meta:
        """A name is one person's, and so is an address; no name looks like an address."""

        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_member_per_name"),
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="one_member_per_address"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains="@"), name="a_name_is_no_address"
            ),
        ]
        ordering = ["display_name", "id"]

    def __str__(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Tell whether a rule lets this member do something, to `obj` where it is of one thing."""
        return bool(has_perm(perm, self, obj))

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        """Tell whether rules let this member do several things."""
        return all(self.has_perm(perm, obj) for perm in perms)


class Role(models.Model):
    """What a member may do in one study or programme, or in all where `study` is empty."""

    class Kind(models.TextChoices):
        """The eight roles; the last three are of programmes."""

        ADMINISTRATOR = "administrator", _("administrator")
        STATISTICIAN = "statistician", _("statistician")
        ENUMERATOR = "enumerator", _("enumerator")
        REPRESENTATIVE = "representative", _("representative")
        CURATOR = "curator", _("curator")  # keeps the lists of enterprises
        OFFICER = "officer", _("programme officer")
        REPORTER = "reporter", _("reporter")  # of a department, on what it leads itself
        APPROVER = "approver", _("approver")

    OF_PROGRAMMES = (Kind.OFFICER, Kind.REPORTER, Kind.APPROVER)

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=14, choices=Kind)
    study = models.CharField(max_length=60, blank=True)  # the slug of a study or programme

    class Meta:
        """A role is given once; an administrator administers the whole site."""

        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "study"], name="a_role_once"),
            models.CheckConstraint(
                condition=Q(study="") | ~Q(kind="administrator"),
                name="an_administrator_is_one_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        "administrator",
                        "statistician",
                        "enumerator",
                        "representative",
                        "curator",
                        "officer",
                        "reporter",
                        "approver",
                    )
                ),
                name="a_role_is_one_of_eight",
            ),
        ]
        ordering = ["kind", "study"]

    def __str__(self) -> str:
        return f"{self.kind} {self.study}".rstrip()


class OneUseLink(models.Model):
    """A link that makes one account, or sets one member's password anew; then it is used up.

    Only the digest of its secret is kept: who reads the database cannot use it. `member` is whose
    password it sets, or who joined by it.
    """

    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="links")
    display_name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=14, choices=Role.Kind, blank=True)
    study = models.CharField(max_length=60, blank=True)

    class Meta:
        """A used link tells who used it."""

        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(member__isnull=False),
                name="a_used_link_has_its_member",
            )
        ]
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"link of {self.made_at:%Y-%m-%d}"


class Draft(models.Model):
    """What a member wrote into a form and did not send yet; seen by nobody else.

    `page` is the form's address in the site's first language, `fields` what stands in the form.
    A draft that was discarded can be brought back for a while.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=200)
    form = models.CharField(max_length=60)
    fields = models.JSONField()
    saved_at = models.DateTimeField(db_index=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        """A form of a page has one draft of a member; the newest first."""

        constraints = [
            models.UniqueConstraint(fields=["member", "page", "form"], name="one_draft_per_form")
        ]
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft of {self.form} on {self.page}"
