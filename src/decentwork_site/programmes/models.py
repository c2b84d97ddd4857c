"""Programmes: their records as the library's files hold them, every version, and every update.

A programme that was published has a second row with records of its own, `is_published`: what
everybody reads. Officers work on the other one, and publishing makes the second one anew.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decentwork_site.lasting import Lasting


class Programme(models.Model):
    """A programme; `header` holds what is said of it once, `digest` names a published file."""

    slug = models.SlugField(max_length=60)
    is_published = models.BooleanField(default=False)
    header = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A short name is one programme's; what is published is known by its file."""

        constraints = [
            models.UniqueConstraint(fields=["slug", "is_published"], name="one_programme_per_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="a_programme_has_an_address"),
            models.CheckConstraint(
                condition=Q(is_published=False, digest="") | Q(is_published=True) & ~Q(digest=""),
                name="what_is_published_has_a_digest",
            ),
        ]
        ordering = ["slug", "is_published"]

    def __str__(self) -> str:
        return self.slug


class Record(models.Model):
    """A record or row of a programme; `content` holds the plain fields of the library's class.

    `key` is its id or, where rows of a section have none, one that no id can be: with a dot.
    `version` counts its saves: who saves names the one they read. A record that was deleted keeps
    its row, so that it can be brought back. `words` is what the filter of lists looks through.
    `under` and `standing` are of indicators: what their result belongs to, and how they stand.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="records")
    section = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    content = models.JSONField()
    words = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    under = models.CharField(max_length=100, blank=True)
    standing = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """An id is unique in the whole programme, those of deleted records apart."""

        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"],
                condition=Q(deleted_at__isnull=True),
                name="an_id_is_one_records",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="a_record_has_a_key"),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["programme", "section", "position", "id"], name="records_of_a_section"
            ),
            models.Index(
                fields=["programme", "section", "under", "standing"], name="standings_of_a_record"
            ),
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> dict[str, str]:
        """Return the words of its title; none where it has no title."""
        found: dict[str, str] = self.content.get("title", {})
        return found


class Reference(models.Model):
    """That a record names another one in a field."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="references")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=20)
    named = models.CharField(max_length=100)

    class Meta:
        """Who names a record is found at once."""

        indexes = [models.Index(fields=["programme", "named", "field"], name="who_names_a_record")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.field} {self.named}"


class Version(Lasting):
    """How a record read after one save, and what was done; nothing written is ever lost."""

    class Act(models.TextChoices):
        """What can be done to a record."""

        MADE = "made", _("made it")
        CHANGED = "changed", _("changed it")
        DELETED = "deleted", _("deleted it")
        RESTORED = "restored", _("brought it back")
        REVERTED = "reverted", _("went back to an earlier version")

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    content = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="one_version_per_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.record} version {self.number}"


class Update(models.Model):
    """What an indicator reached in a period: drafted, submitted, returned or approved.

    `content` holds the fields that say how much; `part` those of them that say of whom, as one
    text. Only approved ones count, and they are changed no more unless they are returned.
    `reported_by` names who reported where the file that it came from says so.
    """

    class State(models.TextChoices):
        """From written to counted."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    OPEN = (State.DRAFT, State.RETURNED)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="updates")
    indicator = models.CharField(max_length=100)
    starts = models.DateField()
    ends = models.DateField()
    part = models.CharField(max_length=300, blank=True)
    content = models.JSONField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    reported_by = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        """A value counts once, nobody approves their own, and who returns one says why."""

        constraints = [
            models.UniqueConstraint(
                fields=["programme", "indicator", "starts", "ends", "part"],
                condition=Q(state="approved"),
                name="a_value_counts_once",
            ),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="a_period_goes_on"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(author__isnull=True)
                | ~Q(decided_by=F("author")),
                name="nobody_decides_on_their_own",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(why=""), name="a_return_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "returned", "approved")),
                name="an_update_is_one_of_four",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "indicator", "state"], name="updates_of_an_indicator"
            ),
            models.Index(fields=["programme", "-changed_at", "-id"], name="updates_by_day"),
            models.Index(
                fields=["programme", "state", "-changed_at", "-id"], name="updates_in_a_state"
            ),
        ]
        ordering = ["starts", "ends", "id"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.starts} to {self.ends}"

    def fields(self) -> dict[str, Any]:
        """Return it as the fields of the library's class."""
        said: dict[str, Any] = self.content
        return said | {
            "indicator": self.indicator,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "state": self.state,
            "by": self.reported_by,
        }


class Department(models.Model):
    """Which organisation of a programme the members of one of the site report for."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="departments")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=100)

    class Meta:
        """Members report for one organisation of a programme."""

        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"], name="one_department_of_a_programme"
            )
        ]
        ordering = ["organisation"]

    def __str__(self) -> str:
        return f"{self.organisation} as {self.key}"


class Incoming(models.Model):
    """A changed file of a programme that is here: how it differs, and whether that was taken.

    `token` says where the file is kept until it was read. `comparison` holds what differs, as
    `calculations.compared` returns it; None before it was read.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="incoming")
    filename = models.CharField(max_length=200)
    token = models.CharField(max_length=32, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    comparison = models.JSONField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first; what was not compared cannot be taken."""

        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(comparison__isnull=False),
                name="what_is_taken_was_compared",
            )
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.filename


class Rewriting(models.Model):
    """A paragraph of a report as an editor wrote it, in one language and one form of the report.

    `form` is as `calculations.form_key` writes it; `told` what the records told then. An editor who
    takes the records' text back leaves the row, not `is_used`: their words can be brought back.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rewritings")
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=120)
    key = models.CharField(max_length=100)
    text = models.TextField()
    told = models.JSONField(default=list)
    is_used = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A paragraph is rewritten once in a form and language, and says something."""

        constraints = [
            models.UniqueConstraint(
                fields=["programme", "language", "form", "key"], name="a_paragraph_is_written_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_rewriting_says_something"),
        ]
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} in {self.language}"
