import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.site.programmes.made import RECORDS

from decentwork.dossiers.programmes_at_hand import programmes_at_hand as at_hand
from decentwork_site.jobs import writes as job_writes
from decentwork_site.jobs.models import Job
from decentwork_site.programmes import calculations, intake, papers, queries, settling, writes
from decentwork_site.programmes.models import Programme, Record

HOME = "/programmes/avonia/"


def text(answer) -> str:
    return answer.content.decode()


def as_file(programme) -> bytes:
    whole = calculations.whole(programme.header, queries.held(programme))
    return papers.as_snapshot(whole)[0]


def sent(name: str, content: bytes) -> dict:
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "json"])
def test_what_was_downloaded_is_taken_in_again_as_the_same(
    visit, programme, ada, work, downloaded, kind
):
    content = downloaded(ada, kind)
    header, before = programme.header, queries.held(programme)
    programme.slug = "gone"
    programme.save()
    answer = visit(ada).post("/programmes/import/", sent(f"p.{kind}", content))
    assert answer.status_code == 302, text(answer)
    assert work().state == "done"
    made = Programme.objects.get(slug="avonia")
    assert made.header == header
    assert queries.held(made) == before


def test_a_file_is_taken_whole_or_all_that_is_wrong_is_told(visit, ada, work, settings):
    broken = b"programme: {id: x, title: X, organisation: Y, starts: 2026, ends: 2027}\n"
    broken += (
        b"activities:\n- {id: a, title: A, kind: nothing}\n- {id: B b, title: B, kind: tool}\n"
    )
    browser = visit(ada)
    browser.post("/programmes/import/", sent("x.yaml", broken))
    job = work()
    assert job.state == "failed"
    page = text(browser.get(job.page))
    assert page.count("<li><strong>x.yaml") == 4
    assert not Programme.objects.exists()
    assert list((settings.DATA.root / "incoming").iterdir()) == []


def test_what_was_taken_from_a_file_is_told_where_it_was_asked_for(visit, ada, work, programme):
    content = as_file(programme)
    browser = visit(ada)
    browser.post("/programmes/import/", sent("x.yaml", content.replace(b"id: avonia", b"id: ava")))
    page = text(browser.get(work().page))
    assert 'href="/programmes/ava/"' in page


def test_a_job_that_was_stopped_leaves_nothing(visit, ada, work, programme, monkeypatch):
    content = as_file(programme)
    browser = visit(ada)
    browser.post("/programmes/import/", sent("x.yaml", content.replace(b"id: avonia", b"id: ava")))
    filled = settling.fill

    def fill_and_stop(*given):
        filled(*given)
        job_writes.stop(job=Job.objects.first(), now=timezone.now())

    monkeypatch.setattr(settling, "fill", fill_and_stop)
    work()
    assert not Programme.objects.filter(slug="ava").exists()


def test_a_worker_that_died_after_it_had_taken_a_file_does_not_take_it_twice(
    visit, ada, work, programme
):
    content = as_file(programme)
    visit(ada).post(
        "/programmes/import/", sent("x.yaml", content.replace(b"id: avonia", b"id: ava"))
    )
    job = work()
    again = intake.do_import(job.arguments, lambda *_: None)
    assert again["slug"] == "ava"


def test_a_short_name_that_is_taken_is_told(visit, programme, ada, work, downloaded):
    content = downloaded(ada, "yaml")
    browser = visit(ada)
    browser.post("/programmes/import/", sent("x.yaml", content))
    assert "A programme has this short name" in text(browser.get(work().page))


@pytest.mark.parametrize("who", ["reporter", "approver"])
def test_only_who_edits_takes_in_or_merges_files(visit, programme, member, who):
    browser = visit(member("eve", f"{who}:avonia"))
    assert browser.get("/programmes/import/").status_code == 403
    assert browser.post(f"{HOME}files/", sent("x.yaml", b"x")).status_code == 403
    assert browser.get(f"{HOME}publish/").status_code == 403


def test_a_reporter_downloads_no_draft_and_an_officer_does(programme, written, ada, cy, downloaded):
    assert b"updates" not in downloaded(cy, "yaml")
    assert b"updates" in downloaded(ada, "yaml")


def test_who_is_no_officer_any_more_does_not_get_the_file_of_one(
    visit, programme, ada, downloaded, member
):
    downloaded(ada, "yaml")
    ada.roles.all().delete()
    ada.roles.create(kind="reporter", study="avonia")
    assert visit(ada).get(f"{HOME}programme.yaml").status_code == 302


def test_the_iati_file_of_a_programme_is_written_and_says_what_it_leaves_out(
    visit, programme, ada, work, downloaded
):
    browser = visit(ada)
    browser.post(f"{HOME}files/", {"kind": "xml"})
    assert work().state == "failed"
    assert "organisation_iati" in text(browser.get(f"{HOME}files/"))
    programme.header = programme.header | {"organisation_iati": "XX-AVO-1"}
    programme.save()
    assert downloaded(ada, "xml").startswith(b"<?xml")
    page = text(browser.get(f"{HOME}files/"))
    assert "fills in because the standard demands it" in page
    assert "IATI demands a start" in page


def test_an_iati_file_is_taken_in_and_what_no_record_holds_is_told(
    visit, programme, ada, work, downloaded
):
    programme.header = programme.header | {"organisation_iati": "XX-AVO-1"}
    programme.save()
    content = downloaded(ada, "xml").replace(
        b"</reporting-org>", b"</reporting-org>\n<other-identifier ref='a' type='A1'/>", 0
    )
    programme.slug = "gone"
    programme.save()
    browser = visit(ada)
    browser.post("/programmes/import/", sent("x.xml", content))
    job = work()
    assert job.problems == []
    made = Programme.objects.get(slug="avonia")
    assert queries.records(made, "activities").count() == 2


def test_what_is_published_is_read_by_everybody(visit, programme, ada, work):
    answer = visit(ada).post(f"{HOME}publish/", {"act": "publish"})
    assert answer.status_code == 302, text(answer)
    assert work().state == "done"
    page = text(visit().get(HOME))
    assert "A course for inspectors" in page
    assert "Edit" not in text(visit().get(f"{HOME}records/course/"))
    assert visit().get(f"{HOME}activities/new/").status_code == 302
    assert "Decent work in Avonia" in text(visit().get("/programmes/"))


def test_what_is_changed_after_it_was_published_waits_for_the_next_time(
    visit, programme, course, ada
):
    writes.publish(programme=programme, by=ada)
    content = course.content | {"title": {"en": "Another course"}}
    writes.save_record(record=course, content=content, version=1, by=ada)
    assert "Another course" not in text(visit().get(HOME))
    assert "Another course" in text(visit(ada).get(HOME))
    assert "Another course" not in text(visit(ada).get(f"{HOME}?published"))
    writes.publish(programme=programme, by=ada)
    assert "Another course" in text(visit().get(HOME))


def test_drafts_and_closed_dialogues_are_not_published(visit, programme, written, ada):
    content = {"id": "talks", "title": {"en": "Talks"}, "kind": "company_union"}
    writes.create_record(
        programme=programme,
        section="dialogues",
        content=content | {"confidentiality": "constituents"},
        by=ada,
    )
    made = writes.publish(programme=programme, by=ada)
    held = queries.held(made)
    assert (held["updates"], held["dialogues"]) == ([], [])


@pytest.mark.parametrize("act", ["publish", "check"])
def test_what_does_not_fit_together_is_not_published(visit, programme, ada, work, act):
    programme.records.filter(key="training_unit").update(deleted_at=timezone.now())
    visit(ada).post(f"{HOME}publish/", {"act": act})
    assert work().state == "failed"
    page = text(visit(ada).get(f"{HOME}publish/"))
    assert "there is no record" in page
    assert queries.publication(programme) is None


def test_a_snapshot_in_the_data_folder_is_shown(visit, programme, ada, monkeypatch):
    writes.publish(programme=programme, by=ada)
    Programme.objects.filter(is_published=True).delete()
    told = []
    made = writes.adopt_published(told.append)
    assert "avonia" in {it.slug for it in made}
    assert writes.adopt_published(told.append) == []
    assert Record.objects.filter(programme__is_published=True, key="course").exists()


def test_looking_whether_it_fits_together_publishes_nothing(visit, programme, ada, work):
    visit(ada).post(f"{HOME}publish/", {"act": "check"})
    assert work().state == "done"
    assert queries.publication(programme) is None
    assert "all records fitted together" in text(visit(ada).get(f"{HOME}publish/"))


@pytest.mark.parametrize("kind", [*papers.FORMATS])
def test_a_published_programme_is_downloaded_by_everybody(visit, programme, ada, kind):
    programme.header = programme.header | {"organisation_iati": "XX-AVO-1"}
    programme.save()
    writes.publish(programme=programme, by=ada)
    answer = visit().get(f"{HOME}programme.{kind}")
    assert (answer.status_code, answer["Content-Type"]) == (200, papers.FORMATS[kind])
    page = text(visit().get(f"{HOME}files/"))
    assert f"programme.{kind}" in page
    assert "<form" not in page.split("<main")[1]


def test_a_withdrawn_programme_is_nobodys_but_who_works_on_it(
    visit, programme, ada, member, settings
):
    writes.publish(programme=programme, by=ada)
    assert any(it.header.id == "avonia" for it in at_hand(settings.DATA.sample_world()))
    browser = visit(ada)
    assert browser.post(f"{HOME}publish/", {"act": "withdraw", "why": ""}).status_code == 200
    assert visit().get(HOME).status_code == 200
    browser.post(f"{HOME}publish/", {"act": "withdraw", "why": "Figures were wrong"})
    assert visit().get(HOME).status_code == 302
    assert at_hand(settings.DATA.sample_world()) == ()
    page = text(browser.get(f"{HOME}publish/"))
    assert "Figures were wrong" in page
    assert "Figures were wrong" in text(visit(member("root", "administrator")).get("/audit/"))
    assert writes.adopt_published(print) == [] or not Programme.objects.filter(
        slug="avonia", is_published=True
    )


def test_a_programme_of_csv_files_has_one_for_each_section(programme, ada, downloaded):
    content = downloaded(ada, "csv.zip")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == [
        "programme.csv",
        *(f"{it}.csv" for it in calculations.SECTIONS if it in RECORDS),
    ]


def test_an_officer_begins_to_work_on_a_programme_that_is_only_published(
    visit, programme, ada, cy, work
):
    made = writes.publish(programme=programme, by=ada)
    held = queries.held(made)
    programme.slug = "gone"
    programme.save()
    assert "Begin to work on it" not in text(visit(cy).get(f"{HOME}files/"))
    assert visit(cy).post(f"{HOME}files/", {"act": "work"}).status_code == 403
    browser = visit(ada)
    assert "Begin to work on it" in text(browser.get(f"{HOME}files/"))
    browser.post(f"{HOME}files/", {"act": "work"})
    assert work().state == "done"
    copy = Programme.objects.get(slug="avonia", is_published=False)
    assert queries.held(copy) == held
    assert "Begin to work on it" not in text(browser.get(f"{HOME}files/?published"))
