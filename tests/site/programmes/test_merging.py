import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from decentwork_site.programmes import queries, writes
from decentwork_site.programmes.models import Incoming, Record, Update

FILES = "/programmes/avonia/files/"


def text(answer) -> str:
    return answer.content.decode()


def title(key: str) -> str:
    return Record.objects.get(key=key, deleted_at__isnull=True).content["title"]["en"]


def save(record, by, title: str):
    content = record.content | {"title": {"en": title}}
    return writes.save_record(record=record, content=content, version=record.version, by=by)


@pytest.fixture
def came(visit, ada, work):
    """Have a changed file compared; return the page on which it is taken."""

    def compared(content: bytes, name: str = "plan.yaml"):
        visit(ada).post(FILES, {"file": SimpleUploadedFile(name, content)})
        job = work()
        assert job.problems == [], job.problems
        return f"{FILES}{Incoming.objects.first().pk}/"

    return compared


@pytest.fixture
def sent(downloaded, ada, programme):
    """The programme as an officer downloaded it."""
    return downloaded(ada, "yaml")


def test_what_is_new_changed_and_gone_is_shown_and_taken(visit, ada, came, sent, work):
    other = sent.replace(b"en: A survey", b"en: A census").replace(b"en: Data unit", b"en: Data")
    other = other.replace(b"documents:", b"").replace(
        b"areas:", b"documents:\n- id: plan\n  title:\n    en: The plan\nareas:"
    )
    other = other.replace(
        b"- indicator: inspectors\n  starts: '2026-01-01'",
        b"- indicator: inspectors\n  starts: '2026-02-01'",
    )
    page = came(other)
    shown = text(visit(ada).get(page))
    assert shown.count("<mark>A census</mark>") == 1
    assert "The plan" in shown
    assert title("survey") == "A survey"
    visit(ada).post(page)
    assert work().state == "done"
    assert (title("survey"), title("training_unit"), title("plan")) == (
        "A census", "Training unit", "The plan",
    )  # fmt: skip
    assert Record.objects.get(key="survey").versions.count() == 2
    assert Record.objects.filter(section="targets", deleted_at__isnull=True).count() == 2
    assert "Taken on" in text(visit(ada).get(page))


def test_what_is_gone_from_the_file_stays_unless_one_says_so(visit, ada, came, sent, work):
    begin = sent.index(b"targets:")
    other = sent[:begin] + sent[sent.index(b"notes:") :]
    visit(ada).post(came(other))
    work()
    targets = Record.objects.filter(section="targets", deleted_at__isnull=True)
    assert targets.count() == 1
    visit(ada).post(came(other), {"goes": "on"})
    work()
    assert targets.count() == 0


def test_what_others_name_does_not_go(visit, ada, came, sent, work):
    begin, end = sent.index(b"- id: data_unit"), sent.index(b"areas:")
    other = sent[:begin] + sent[end:]
    other = other.replace(b"- record: survey\n  organisation: data_unit\n  role: lead\n", b"")
    page = came(other)
    row = Record.objects.get(section="roles", content__record="survey")
    writes.save_record(record=row, content=row.content | {"role": "host"}, version=1, by=ada)
    visit(ada).post(page, {"goes": "on"})
    assert work().state == "failed"
    assert title("data_unit") == "Data unit"


def test_what_was_changed_here_since_the_download_stays(visit, ada, bo, came, sent, work):
    save(Record.objects.get(key="course"), bo, "His")
    page = came(sent.replace(b"en: A survey", b"en: A census"))
    assert "His" not in text(visit(ada).get(page))
    visit(ada).post(page)
    work()
    assert (title("course"), title("survey")) == ("His", "A census")


def test_what_was_changed_in_both_is_shown_and_stays_unless_one_chooses(
    visit, ada, bo, came, sent, work
):
    save(Record.objects.get(key="survey"), bo, "His")
    other = sent.replace(b"en: A survey", b"en: A census")
    page = came(other)
    shown = text(visit(ada).get(page))
    assert "Changed in the file and here" in shown
    assert "<mark>His</mark>" in shown
    assert "<mark>A census</mark>" in shown
    visit(ada).post(page)
    work()
    assert title("survey") == "His"
    visit(ada).post(came(other), {"over": "0"})
    work()
    assert title("survey") == "A census"


def test_what_is_saved_between_looking_and_taking_is_refused_and_shown(
    visit, ada, bo, came, sent, work
):
    other = sent.replace(b"en: A survey", b"en: A census").replace(b"en: Data unit", b"en: Data")
    page = came(other)
    save(Record.objects.get(key="survey"), bo, "His")
    visit(ada).post(page)
    assert work().state == "failed"
    assert (title("survey"), title("data_unit")) == ("His", "Data unit")
    shown = text(visit(ada).get(page))
    assert "changed meanwhile" in shown
    assert "<mark>His</mark>" in shown
    visit(ada).post(page)
    assert work().state == "done"
    assert (title("survey"), title("data_unit")) == ("His", "Data")


def test_new_values_of_a_file_wait_to_be_approved(visit, ada, came, sent, work, programme):
    row = b"updates:\n- indicator: inspectors\n  starts: '2026-01-01'\n  ends: '2026-06-30'\n"
    other = sent.replace(b"notes:", row + b"  value: 7\n  state: approved\n  by: An office\nnotes:")
    visit(ada).post(came(other))
    work()
    update = Update.objects.get()
    assert (update.state, update.author, update.content["value"]) == ("submitted", ada, 7.0)
    assert not queries.may_decide(ada, update)
    assert "says what is here already" in text(visit(ada).get(came(other)))


def test_a_workbook_is_taken_in_like_any_file(visit, ada, programme, came, downloaded, work):
    book = load_workbook(io.BytesIO(downloaded(ada, "xlsx")))
    column = next(it.column for it in book["activities"][1] if it.value == "title.en")
    cells = {it[0].value: it[column - 1] for it in book["activities"].iter_rows(min_row=2)}
    cells["survey"].value = "A census"
    changed = io.BytesIO()
    book.save(changed)
    page = came(changed.getvalue(), "plan.xlsx")
    assert "downloaded here on" in text(visit(ada).get(page))
    visit(ada).post(page)
    work()
    assert title("survey") == "A census"


def test_without_a_note_of_the_download_all_that_differs_is_the_files(visit, ada, bo, came, sent):
    save(Record.objects.get(key="course"), bo, "His")
    page = text(visit(ada).get(came(sent[: sent.index(b"notes:")])))
    assert "does not say when" in page
    assert "<mark>His</mark>" in page


def test_the_whole_programme_changes_only_where_one_chooses(
    visit, ada, came, sent, work, programme
):
    other = sent.replace(b"Ministry of Labour of Avonia", b"Ministry of Work")
    visit(ada).post(came(other))
    work()
    programme.refresh_from_db()
    assert programme.header["organisation"] == "Ministry of Labour of Avonia"
    visit(ada).post(came(other), {"header": "on"})
    work()
    programme.refresh_from_db()
    assert programme.header["organisation"] == "Ministry of Work"


def test_a_file_of_another_programme_is_refused(visit, ada, sent, work):
    other = SimpleUploadedFile("p.yaml", sent.replace(b"id: avonia", b"id: other"))
    visit(ada).post(FILES, {"file": other})
    job = work()
    assert job.problems[0]["what"] == "This file is of another programme."


def test_what_came_is_for_officers_only(visit, came, sent, cy, member):
    page = came(sent)
    assert visit().get(page).status_code == 302
    for who in (cy, member("di", "statistician"), member("al", "approver:avonia")):
        assert visit(who).get(page).status_code == 403
        assert visit(who).post(page).status_code == 403
