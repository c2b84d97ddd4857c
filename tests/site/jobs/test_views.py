from datetime import timedelta

import pytest
from django.utils import timezone

from decentwork_site.jobs import writes


@pytest.fixture
def job(member):
    return writes.ask(kind="count", arguments={}, title="Count", by=member("ada"), page="/data/")


def test_only_who_asked_for_it_and_administrators_see_a_job(visit, member, job):
    assert visit(job.created_by).get(f"/jobs/{job.pk}/").status_code == 200
    assert visit(member("chief", "administrator")).get(f"/jobs/{job.pk}/").status_code == 200
    for role in ("statistician", "enumerator"):
        other = visit(member(role, role))
        assert other.get(f"/jobs/{job.pk}/").status_code == 404
        assert other.post(f"/jobs/{job.pk}/stop/").status_code == 404
        assert "Count" not in other.get("/jobs/").content.decode()


def test_the_page_tells_share_and_time_left_and_asks_again(visit, job):
    started = timezone.now() - timedelta(seconds=10)
    held = writes.claim(now=started)
    writes.tell(job=held, done=25, total=100, step="Counting")
    page = visit(job.created_by).get(f"/jobs/{job.pk}/").content.decode()
    assert "at work</strong>: Counting" in page
    assert "25 of 100" in page
    assert 'value="25"' in page
    assert "seconds left" in page
    assert 'hx-trigger="every 2s"' in page


def test_a_job_that_is_over_asks_no_more_and_leads_to_its_page(visit, job):
    writes.finish(job=writes.claim(now=timezone.now()), result={}, now=timezone.now())
    browser = visit(job.created_by)
    part = browser.get(f"/es/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "<html" not in part
    assert 'href="/es/data/"' in part


def test_why_a_job_failed_is_told(visit, job):
    problem = {"where": "row 3", "what": "no tier", "hint": "Write one."}
    held = writes.claim(now=timezone.now())
    writes.fail(job=held, problems=[problem], now=timezone.now())
    page = visit(job.created_by).get(f"/jobs/{job.pk}/").content.decode()
    assert "row 3: no tier Write one." in page


def test_a_job_is_found_again_and_stopped(visit, job):
    browser = visit(job.created_by)
    assert f'href="/jobs/{job.pk}/"' in browser.get("/jobs/").content.decode()
    browser.post(f"/jobs/{job.pk}/stop/")
    job.refresh_from_db()
    assert job.state == "stopped"
