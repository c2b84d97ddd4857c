import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.site.programmes.made import RECORDS

from decentwork_site.programmes import calculations, queries, writes
from decentwork_site.programmes.models import Programme, Record

HOME = "/programmes/avonia/"


def text(answer) -> str:
    return answer.content.decode()


def sent(name: str, content: bytes) -> dict:
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_what_was_downloaded_is_taken_in_again_as_the_same(visit, programme, ada, kind):
    browser = visit(ada)
    content = browser.get(f"{HOME}programme.{kind}").content
    header, before = programme.header, queries.held(programme)
    programme.slug = "gone"
    programme.save()
    answer = browser.post("/programmes/import/", sent(f"p.{kind}", content))
    assert answer.status_code == 302, text(answer)
    made = Programme.objects.get(slug="avonia")
    assert made.header == header
    assert queries.held(made) == before


def test_a_file_is_taken_whole_or_all_that_is_wrong_is_told(visit, ada):
    broken = b"programme: {id: x, title: X, organisation: Y, starts: 2026, ends: 2027}\n"
    broken += (
        b"activities:\n- {id: a, title: A, kind: nothing}\n- {id: B b, title: B, kind: tool}\n"
    )
    page = text(visit(ada).post("/programmes/import/", sent("x.yaml", broken)))
    assert page.count("<li><strong>x.yaml") == 4
    assert not Programme.objects.exists()


def test_a_short_name_that_is_taken_is_told(visit, programme, ada):
    content = visit(ada).get(f"{HOME}programme.yaml").content
    page = text(visit(ada).post("/programmes/import/", sent("x.yaml", content)))
    assert "A programme has this short name" in page


def test_what_is_published_is_read_by_everybody(visit, programme, ada):
    answer = visit(ada).post(f"{HOME}publish/")
    assert answer.status_code == 302, text(answer)
    page = text(visit().get(HOME))
    assert "A course for inspectors" in page
    assert "Change" not in text(visit().get(f"{HOME}records/course/"))
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


def test_what_does_not_fit_together_is_not_published(visit, programme, ada):
    programme.records.filter(key="training_unit").update(deleted_at=timezone.now())
    page = text(visit(ada).post(f"{HOME}publish/"))
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


def test_a_programme_of_csv_files_has_one_for_each_section(visit, programme, ada):
    content = visit(ada).get(f"{HOME}programme.csv.zip").content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == [
        "programme.csv",
        *(f"{it}.csv" for it in calculations.SECTIONS if it in RECORDS),
    ]
