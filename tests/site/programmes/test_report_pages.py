import re

import pytest

from decentwork_site.audit.models import Event
from decentwork_site.programmes import reports, writes
from decentwork_site.programmes.models import Record, Rewriting
from decentwork_site.programmes.papers import Form

REPORT = "/programmes/avonia/report/"
COURSE = f"{REPORT}course/"
FORM = Form()


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def told(course, ada):
    """The course has a text."""
    words = {"en": "Inspectors learn.", "fr": "Les inspecteurs apprennent."}
    content = course.content | {"text": words}
    return writes.save_record(record=course, content=content, version=1, by=ada)


def rewrite(browser, words: str, version: int = 0, page: str = COURSE):
    return browser.post(page, {"act": "save", "text": words, "version": version})


def change(told, ada) -> None:
    now = Record.objects.get(pk=told.pk)
    content = now.content | {"text": {"en": "Inspectors learn more."}}
    writes.save_record(record=now, content=content, version=now.version, by=ada)


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
@pytest.mark.parametrize("query", ["", "?form=status", "?form=donor", "?form=country&of=XAA"])
def test_every_form_of_the_report_opens(visit, told, ada, language, query):
    assert visit(ada).get(language + REPORT + query).status_code == 200


def test_paragraphs_stand_beside_their_records(visit, told, ada):
    page = text(visit(ada).get(REPORT))
    assert "Inspectors learn." in page
    aside = page[page.index("Inspectors learn.") :].split("</aside>")[0]
    assert "/programmes/avonia/records/course/" in aside
    assert "Les inspecteurs apprennent." in text(visit(ada).get(f"/fr{REPORT}"))


def test_a_country_brief_needs_a_country(visit, told, ada):
    page = text(visit(ada).get(f"{REPORT}?form=country"))
    assert "Choose a country." in page


def test_a_rewritten_paragraph_is_in_its_language_and_form_only(visit, told, ada):
    browser = visit(ada)
    answer = rewrite(browser, "They learn a lot.")
    assert answer.status_code == 302, text(answer)
    page = text(browser.get(REPORT))
    assert "They learn a lot." in page
    assert "rewritten by Ada" in page
    assert "They learn a lot." not in text(browser.get(f"/fr{REPORT}"))
    assert "They learn a lot." not in text(browser.get(f"{REPORT}?form=country&of=XAA"))
    assert Event.objects.filter(what="paragraph_rewritten").count() == 1


def test_a_paragraph_is_flagged_when_its_records_have_changed_since(visit, told, ada):
    browser = visit(ada)
    rewrite(browser, "They learn a lot.")
    assert "have changed since" not in text(browser.get(REPORT))
    change(told, ada)
    page = text(browser.get(REPORT))
    assert "They learn a lot." in page
    assert "its records have changed since" in page
    page = text(browser.get(COURSE))
    assert "<del>Inspectors learn.</del>" in page
    assert "<ins>Inspectors learn more.</ins>" in page


def test_an_editor_stands_by_their_words(visit, told, ada):
    browser = visit(ada)
    rewrite(browser, "They learn a lot.")
    change(told, ada)
    browser.post(COURSE, {"act": "stand", "version": 1})
    page = text(browser.get(REPORT))
    assert "They learn a lot." in page
    assert "its records have changed since" not in page


def test_the_records_text_is_taken_back_and_the_words_are_not_lost(visit, told, ada):
    browser = visit(ada)
    rewrite(browser, "They learn a lot.")
    browser.post(COURSE, {"act": "back", "version": 1})
    page = text(browser.get(REPORT))
    assert "Inspectors learn." in page
    assert "They learn a lot." not in page
    assert "They learn a lot." in text(browser.get(COURSE))
    rewrite(browser, "They learn a lot.", 2)
    assert "They learn a lot." in text(browser.get(REPORT))


def test_of_two_who_rewrite_a_paragraph_one_wins_and_the_other_sees_both(visit, told, ada, bo):
    rewrite(visit(bo), "His words.")
    browser = visit(ada)
    answer = rewrite(browser, "My words.")
    page = text(answer)
    assert answer.status_code == 409
    assert re.findall(r"<mark>(\w+ words\.)</mark>", page) == ["My words.", "His words."]
    assert Rewriting.objects.get().text == "His words."
    sent = dict(re.findall(r'type="hidden" name="(text|act|version)" value="([^"]*)"', page))
    assert browser.post(COURSE, sent).status_code == 302
    assert Rewriting.objects.get().text == "My words."


def test_a_paragraph_says_something(visit, told, ada):
    page = text(rewrite(visit(ada), "  "))
    assert 'class="error"' in page
    assert not Rewriting.objects.exists()


def test_what_is_published_has_the_paragraphs_as_they_were_then(visit, programme, told, ada):
    browser = visit(ada)
    rewrite(browser, "They learn a lot.")
    writes.publish(programme=programme, by=ada)
    rewrite(browser, "They learn much more.", 1)
    page = text(visit().get(REPORT))
    assert "They learn a lot." in page
    assert "Rewrite paragraph" not in page
    assert "They learn much more." in text(browser.get(REPORT))
    assert "They learn a lot." in text(browser.get(f"{REPORT}?published"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("", 302), ("statistician", 403), ("reporter:avonia", 403), ("approver:avonia", 403)],
)
def test_only_officers_rewrite(visit, told, member, who, status):
    browser = visit(member("eve", who) if who else None)
    assert browser.get(COURSE).status_code == status
    assert rewrite(browser, "Mine.").status_code == status
    takes_part = who.endswith(":avonia")
    assert browser.get(REPORT).status_code == (200 if takes_part else status)


def test_what_is_not_for_everybody_is_in_no_report(visit, programme, told, ada):
    closed = {"id": "talks", "title": {"en": "Secret talks"}, "kind": "company_union"}
    writes.create_record(
        programme=programme,
        section="dialogues",
        content=closed | {"area": "training", "confidentiality": "constituents"},
        by=ada,
    )
    assert "Secret talks" not in text(visit(ada).get(REPORT))


def test_a_large_programme_is_looked_at_when_it_was_written(visit, told, ada, work, monkeypatch):
    monkeypatch.setattr(reports, "AT_ONCE", 1)
    assert "This programme is large" in text(visit(ada).get(REPORT))


def test_the_words_of_a_paragraph_that_is_no_longer_there_are_kept(visit, told, ada):
    browser = visit(ada)
    rewrite(browser, "They learn a lot.")
    Rewriting.objects.update(key="gone")
    page = text(browser.get(REPORT))
    assert "They learn a lot." in page.split("no longer in the report")[1]


def written(browser, work, query: str = ""):
    answer = browser.post(REPORT + query)
    assert answer.status_code == 302
    return work()


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!")])
def test_a_report_is_written_with_the_words_of_its_editors(visit, told, ada, work, kind, begins):
    browser = visit(ada)
    rewrite(browser, "They learn a lot.")
    job = written(browser, work)
    assert (job.state, job.problems) == ("done", [])
    answer = browser.get(f"/programmes/avonia/report.{kind}")
    assert answer.content.startswith(begins)
    if kind == "html":
        assert "They learn a lot." in text(answer)
    page = text(browser.get(REPORT))
    assert f"/programmes/avonia/report.{kind}?form=committee" in page
    assert "have changed since" not in page
    change(told, ada)
    assert "Records or paragraphs have changed since" in text(browser.get(REPORT))


def test_a_report_is_written_in_the_language_of_its_page(visit, told, ada, work):
    browser = visit(ada)
    browser.post(f"/fr{REPORT}?form=country&of=XAA")
    assert work().state == "done"
    page = text(browser.get("/fr/programmes/avonia/report.html?form=country&of=XAA"))
    assert "Les inspecteurs apprennent." in page
    assert browser.get("/programmes/avonia/report.html?form=country&of=XAA").status_code == 404


def test_everybody_has_the_report_of_a_published_programme_written(
    visit, programme, told, ada, work
):
    assert visit().post(REPORT).status_code == 302
    assert work() is None
    writes.publish(programme=programme, by=ada)
    browser = visit()
    assert written(browser, work).state == "done"
    assert "Inspectors learn." in text(browser.get("/programmes/avonia/report.html"))


def test_a_report_of_what_is_worked_on_is_for_who_takes_part(visit, told, ada, cy, work, member):
    written(visit(ada), work)
    address = "/programmes/avonia/report.html"
    assert visit(cy).get(address).status_code == 200
    assert visit(member("di", "statistician")).get(address).status_code == 403
    assert visit().get(address).status_code == 302


def test_a_report_of_a_large_programme_can_be_looked_at_once_it_was_written(
    visit, told, ada, work, monkeypatch
):
    monkeypatch.setattr(reports, "AT_ONCE", 1)
    browser = visit(ada)
    written(browser, work)
    assert "Inspectors learn." in text(browser.get(REPORT))
