"""A worker: takes up one job after another, shows that it lives, and gives back what it leaves.

Work is a function `(arguments, tell) -> result` of plain values, named in `settings.JOBS`. It may
be done again from the start by another worker, so its steps can be repeated;
`tell(done, total, step)` stores how far it is and ends the work when the job was stopped or given
to another.
"""

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from decentwork.estimates.errors import DecentWorkError, InvalidInput
from decentwork.estimates.messages import translatable
from decentwork_site.jobs import writes
from decentwork_site.jobs.models import Job

Tell = Callable[[int, int, str], None]
Work = Callable[[Mapping[str, Any], Tell], Mapping[str, Any]]

PAUSE = 1.0  # seconds between looks for work

log = logging.getLogger(__name__)


class NoLongerOurs(Exception):  # noqa: N818 - nothing went wrong
    """The job was stopped, or given to another worker."""


class AskedToStop(BaseException):
    """The process is to end; not an Exception, so that no work catches it."""


def work_until_stopped() -> None:
    """Do jobs as they come, until the process is asked to end."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        while True:
            if not _work_if_database_answers():
                time.sleep(PAUSE)
    except AskedToStop:
        return


def _work_if_database_answers() -> bool:
    try:
        return work_once()
    except OperationalError:
        log.exception("the database does not answer; trying again")
        connection.close()
        return False


def work_once() -> bool:
    """Do one job, if one is free; say whether there was one."""
    job = writes.claim(now=timezone.now())
    if job is None:
        return False
    over = threading.Event()
    heartbeat = threading.Thread(target=_show_life, args=(job, over), daemon=True)
    heartbeat.start()
    try:
        _do(job)
    except AskedToStop:
        writes.put_back(job=job)
        raise
    finally:
        over.set()
        heartbeat.join()
    return True


def _do(job: Job) -> None:
    """Do a job and store how it ended."""

    def tell(done: int, total: int, step: str) -> None:
        if not writes.tell(job=job, done=done, total=total, step=step):
            raise NoLongerOurs

    try:
        work: Work = import_string(settings.JOBS[job.kind])
        result = work(job.arguments, tell)
    except NoLongerOurs:
        return
    except DecentWorkError as error:
        writes.fail(job=job, problems=_problems(error), now=timezone.now())
    except Exception:
        # The window in which the site was started says why; the page must not: the text of an
        # unforeseen error may repeat what a respondent answered.
        log.exception("job %s (%s) broke", job.pk, job.kind)
        broke = {"where": job.kind, "what": translatable("something broke on our side"), "hint": ""}
        writes.fail(job=job, problems=[broke], now=timezone.now())
    else:
        writes.finish(job=job, result=result, now=timezone.now())


def _problems(error: DecentWorkError) -> list[dict[str, str]]:
    if isinstance(error, InvalidInput):
        return [
            {"where": each.where, "what": each.what, "hint": each.hint} for each in error.problems
        ]
    return [{"where": "", "what": str(error), "hint": ""}]


def _show_life(job: Job, over: threading.Event) -> None:
    """Move the lease on, four times while it lasts, until the work is over."""
    try:
        while not over.wait(settings.JOB_LEASE.total_seconds() / 4):
            # A database that is busy now may be free before the lease ends.
            with contextlib.suppress(OperationalError):
                if not writes.hold(job=job, now=timezone.now()):
                    return
    finally:
        connection.close()  # each thread has its own


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: the job is to be put back
    raise AskedToStop
