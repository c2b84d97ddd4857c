"""Long work: what was asked for, how far it is, who does it now."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work, taken by one worker at a time.

    A worker holds it until `lease_until` and moves that on while it lives; `claim` names the
    taking, so that a worker that was given up can no longer write. `title` and `step` are sentences
    of the catalogue. `key` is the same for work that need not be done twice at once; `page` is the
    address, in the site's first language, where the result is shown.
    """

    class State(models.TextChoices):
        """From asked for to over."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    UNFINISHED = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    page = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    result = models.JSONField(null=True)
    problems = models.JSONField(default=list)  # each with where, what and hint

    class Meta:
        """A job at work has a lease, one that is over has ended, and no work is asked for twice."""

        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=("waiting", "running")) & ~Q(key=""),
                name="no_work_is_asked_for_twice",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) & ~Q(claim="")
                | ~Q(state="running") & Q(lease_until__isnull=True, claim=""),
                name="a_job_at_work_is_held_by_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running"), ended_at__isnull=True)
                | Q(state__in=("done", "failed", "stopped"), ended_at__isnull=False),
                name="a_job_that_is_over_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="done") | Q(result__isnull=True), name="a_result_is_of_done_work"
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="no_more_done_than_there_is"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="jobs_to_take_up")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens to it."""
        return self.state not in self.UNFINISHED

    @property
    def share(self) -> float:
        """Return the share that is done, 0–1."""
        return self.done / self.total if self.total else 0.0

    def time_left(self, now: datetime) -> timedelta | None:
        """Return how long the rest takes at the speed so far, None while that cannot be told."""
        if self.state != self.State.RUNNING or not self.started_at or not self.done:
            return None
        return (now - self.started_at) * ((self.total - self.done) / self.done)
