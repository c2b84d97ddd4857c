from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from decentwork_site.jobs import queries, writes
from decentwork_site.jobs.models import Job

NOW = timezone.now()
LATER = NOW + timedelta(minutes=5)


def ask(**given) -> Job:
    return writes.ask(kind="count", arguments={}, title="Count", by=None, **given)


def test_the_oldest_job_is_taken_up_first_and_by_one_worker_only(db):
    first, second = ask(), ask()
    assert writes.claim(now=NOW) == first
    assert writes.claim(now=NOW) == second
    assert writes.claim(now=NOW) is None


def test_a_job_is_free_again_when_its_lease_has_ended(db):
    ask()
    lost = writes.claim(now=NOW)
    again = writes.claim(now=LATER)
    assert (again, again.attempts) == (lost, 2)
    assert again.claim != lost.claim


def test_a_worker_that_lives_keeps_its_job(db):
    ask()
    job = writes.claim(now=NOW)
    assert writes.hold(job=job, now=LATER)
    assert writes.claim(now=LATER) is None


def test_a_worker_that_was_given_up_writes_nothing_any_more(db):
    ask()
    lost = writes.claim(now=NOW)
    writes.claim(now=LATER)
    assert not writes.hold(job=lost, now=LATER)
    assert not writes.tell(job=lost, done=1, total=2, step="")
    assert not writes.finish(job=lost, result={"sum": 1}, now=LATER)
    assert not writes.fail(job=lost, problems=[], now=LATER)
    assert not writes.put_back(job=lost)
    assert Job.objects.get().state == "running"


def test_a_job_that_kills_its_workers_is_given_up(db):
    ask()
    for attempt in range(writes.MOST_ATTEMPTS):
        assert writes.claim(now=NOW + attempt * timedelta(minutes=5))
    assert writes.claim(now=NOW + timedelta(hours=1)) is None
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("failed", 3)
    assert job.problems[0]["what"] == "its worker ended without a word"


def test_the_same_work_is_not_asked_for_twice_at_once(db):
    first = ask(key="a")
    assert ask(key="a") == first
    assert ask(key="b") != first
    writes.finish(job=writes.claim(now=NOW), result={}, now=NOW)
    assert ask(key="a") != first
    assert queries.latest("count", "a") != first


def test_a_stopped_job_is_not_taken_up_and_its_worker_finds_out(db):
    ask()
    job = writes.claim(now=NOW)
    assert writes.stop(job=job, now=NOW)
    assert not writes.tell(job=job, done=1, total=2, step="")
    assert writes.claim(now=LATER) is None
    assert not writes.stop(job=job, now=NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "running"},
        {"state": "running", "claim": "a"},
        {"state": "waiting", "claim": "a"},
        {"state": "done"},
        {"state": "waiting", "ended_at": NOW},
        {"state": "waiting", "result": {"sum": 1}},
        {"done": 2, "total": 1},
        {"key": "taken"},
    ],
)
def test_a_job_that_contradicts_itself_is_refused(db, fields):
    ask(key="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="count", title="Count", **fields)


def test_the_time_left_follows_from_the_speed_so_far(db):
    ask()
    job = writes.claim(now=NOW)
    assert job.time_left(NOW) is None
    job.done, job.total = 20, 100
    assert job.time_left(NOW + timedelta(seconds=10)) == timedelta(seconds=40)
