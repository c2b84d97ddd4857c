"""Every write of the jobs app: ask, claim, move the lease on, tell progress, end.

A write of a worker names its claim and changes nothing once the job was given to another.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the mark Babel knows

from decentwork_site.jobs import queries
from decentwork_site.jobs.models import Job

MOST_ATTEMPTS = 3


def ask(
    *,
    kind: str,
    arguments: Mapping[str, Any],
    title: str,
    by: Any,  # noqa: ANN401 - a member; this app knows no members
    key: str = "",
    page: str = "",
) -> Job:
    """Ask for work and return its job: the one that is at it already, where `key` is the same."""
    asked = {"arguments": dict(arguments), "title": title, "page": page, "created_by": by}
    if key and (known := queries.unfinished(kind, key)):
        return known
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, key=key, **asked)
    except IntegrityError:
        # Somebody asked for the same between the look and the write.
        if known := queries.unfinished(kind, key):
            return known
        raise


def claim(*, now: datetime) -> Job | None:
    """Take up the oldest free job and return it, None where there is none.

    One transaction: on PostgreSQL the row is locked and rows that others hold are skipped; on
    SQLite the transaction takes the write lock when it begins, so looking first keeps idle workers
    from holding it.
    """
    if not queries.free(now).exists():
        return None
    with transaction.atomic():
        rows = queries.free(now)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        while job := rows.first():
            if job.attempts >= MOST_ATTEMPTS:
                _give_up(job, now)
                continue
            job.state, job.claim = Job.State.RUNNING, uuid.uuid4().hex
            job.lease_until = now + settings.JOB_LEASE
            job.attempts, job.started_at = job.attempts + 1, now
            job.done, job.total, job.step = 0, 0, ""
            job.save()
            return job
    return None


def hold(*, job: Job, now: datetime) -> bool:
    """Move the lease on; say False when the job is no longer this worker's."""
    return _held(job).update(lease_until=now + settings.JOB_LEASE) == 1


def tell(*, job: Job, done: int, total: int, step: str) -> bool:
    """Store how far the work is; say False when the job is no longer this worker's."""
    return _held(job).update(done=min(done, total), total=total, step=step) == 1


def finish(*, job: Job, result: Mapping[str, Any], now: datetime) -> bool:
    """Store the result; say False, and store nothing, when the job is no longer this worker's."""
    return _end(job, Job.State.DONE, now, result=dict(result))


def fail(*, job: Job, problems: Sequence[Mapping[str, str]], now: datetime) -> bool:
    """Store why the work cannot be done."""
    return _end(job, Job.State.FAILED, now, problems=[dict(problem) for problem in problems])


def put_back(*, job: Job) -> bool:
    """Let another worker take up the job: this one was asked to stop, which is no attempt."""
    free = {"state": Job.State.WAITING, "claim": "", "lease_until": None}
    return _held(job).update(**free, attempts=job.attempts - 1) == 1


def stop(*, job: Job, now: datetime) -> bool:
    """Stop work that is waiting or going on; its worker finds out when it tells how far it is."""
    unfinished = Job.objects.filter(pk=job.pk, state__in=Job.UNFINISHED)
    free = {"state": Job.State.STOPPED, "claim": "", "lease_until": None}
    return unfinished.update(**free, ended_at=now) == 1


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, claim=job.claim, state=Job.State.RUNNING)


def _end(job: Job, state: str, now: datetime, **kept: Any) -> bool:  # noqa: ANN401 - columns
    free = {"state": state, "claim": "", "lease_until": None, "ended_at": now}
    return _held(job).update(**free, **kept) == 1


def _give_up(job: Job, now: datetime) -> None:
    problem = {"where": job.kind, "what": N_("its worker ended without a word"), "hint": ""}
    job.state, job.claim, job.lease_until, job.ended_at = job.State.FAILED, "", None, now
    job.problems = [problem]
    job.save()
