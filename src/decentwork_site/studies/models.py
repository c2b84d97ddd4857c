"""Studies: where each one's folder is, who was consulted, what was released and what is said of it.

Everything that is computed or collected lies in the study's folder; no answer is here.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decentwork_site.lasting import Lasting


class Study(models.Model):
    """A survey of a supply chain; its folder is `studies/<slug>/` in the data folder.

    `office` produces the figures and alone decides on their release.
    """

    slug = models.SlugField(max_length=60, unique=True)
    office = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="studies"
    )
    is_invented = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest study first."""

        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="a_study_has_an_address")]
        ordering = ["-created_at", "slug"]

    def __str__(self) -> str:
        return self.slug


class View(models.Model):
    """What a constituent said of the design or the questionnaire, and what came of it."""

    class On(models.TextChoices):
        """What is consulted on."""

        DESIGN = "design", _("the design")
        QUESTIONNAIRE = "questionnaire", _("the questionnaire")

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="views")
    on = models.CharField(max_length=13, choices=On)
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    outcome = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """What came of a view has who said so and when."""

        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_view_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(outcome="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="an_outcome_has_its_author_and_date",
            ),
        ]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.organisation} on {self.on} of {self.study}"


class Release(Lasting):
    """That the producing office released a version of a round's figures, and when.

    The figures are the file `released/<file>` of the study's folder, known by its digest.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="releases")
    round = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)  # the function of who signed
    file = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A correction is a new version."""

        constraints = [
            models.UniqueConstraint(
                fields=["study", "round", "version"], name="one_release_per_version"
            ),
            models.CheckConstraint(
                condition=Q(round__gte=1, version__gte=1), name="rounds_and_versions_from_one"
            ),
            models.CheckConstraint(condition=~Q(decided_by=""), name="somebody_signs_a_release"),
        ]
        ordering = ["-round", "-version"]

    def __str__(self) -> str:
        return f"{self.study} round {self.round} version {self.version}"


class Comment(Lasting):
    """What a constituent publishes on the interpretation of released figures."""

    class Kind(models.TextChoices):
        """Whether it agrees with the interpretation."""

        COMMENT = "comment", _("comment")
        DISSENT = "dissent", _("dissent")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="comments")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=7, choices=Kind)
    text = models.TextField()
    language = models.CharField(max_length=5)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Each organisation speaks once on a release."""

        constraints = [
            models.UniqueConstraint(
                fields=["release", "organisation"], name="one_comment_per_organisation"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=("comment", "dissent")), name="a_comment_is_one_of_two"
            ),
        ]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation} on {self.release}"
