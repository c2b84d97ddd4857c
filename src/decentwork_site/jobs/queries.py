"""Every read of the jobs app."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from decentwork_site.jobs.models import Job

PAGE = 30


def free(now: datetime) -> QuerySet[Job]:
    """Return the jobs that can be taken up, oldest first: waiting, or of a worker that died."""
    is_given_up = Q(state=Job.State.RUNNING, lease_until__lt=now)
    return Job.objects.filter(Q(state=Job.State.WAITING) | is_given_up).order_by("id")


def seen_by(member: Any) -> QuerySet[Job]:  # noqa: ANN401 - a visitor; this app knows no members
    """Return the jobs that a visitor may see: their own, or for an administrator all."""
    jobs = Job.objects.select_related("created_by")
    if member.has_perm("members.administer"):
        return jobs
    return jobs.filter(created_by=member) if member.is_authenticated else jobs.none()


def unfinished(kind: str, key: str) -> Job | None:
    """Return the job at work or waiting for this key."""
    return Job.objects.filter(kind=kind, key=key, state__in=Job.UNFINISHED).first()


def latest(kind: str, key: str) -> Job | None:
    """Return the job asked for last for this key, however it ended."""
    return Job.objects.filter(kind=kind, key=key).order_by("-id").first()
