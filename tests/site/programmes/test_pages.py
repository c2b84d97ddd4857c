import json
from dataclasses import replace

import pytest
from tests.surveys.released import figure, release

from decentwork_site.programmes import calculations, writes
from decentwork_site.programmes.models import Programme, Record

HOME = "/programmes/avonia/"
PAGES = (
    "",
    "progress/",
    "updates/",
    "publish/",
    "files/",
    "records/course/versions/1/",
    "departments/",
    "edit/",
    "records/course/",
    "records/course/edit/",
    "records/inspectors/",
    "updates/new/?indicator=inspectors",
    *(f"{section}/" for section in calculations.SECTIONS),
    *(f"{section}/new/" for section in calculations.SECTIONS if section != "updates"),
)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/fr"])
def test_every_page_opens_for_an_officer(visit, programme, ada, page, language):
    assert visit(ada).get(language + HOME + page).status_code == 200


def test_the_tree_tells_how_each_activity_stands_and_why(visit, programme, ada):
    page = text(visit(ada).get(HOME))
    assert "on track" in page
    assert "nobody reported, and no date is known" in page
    assert "Avonia" in page


def test_who_has_no_part_sees_nothing_before_it_is_published(visit, programme, member):
    assert visit().get(HOME).status_code == 302
    assert visit(member("di", "statistician")).get(HOME).status_code == 403
    assert "Decent work in Avonia" not in text(visit().get("/programmes/"))


def test_a_programme_is_begun_in_the_browser(visit, ada):
    sent = {
        "title-en": "Work in Avonia",
        "id": "work",
        "organisation": "Ministry",
        "starts": "2027",
        "ends": "2026",
        "language": "en",
    }
    answer = visit(ada).post("/programmes/new/", sent | {"starts": "soon", "id": "A b"})
    page = text(answer)
    assert "is no period" in page
    assert page.count('class="error"') == 2
    assert visit(ada).post("/programmes/new/", sent).status_code == 302
    assert Programme.objects.get().header["title"] == {"en": "Work in Avonia"}


def test_all_that_is_wrong_with_a_record_stands_beside_its_fields(visit, programme, ada):
    sent = {"id": "x", "title-en": "", "kind": "tool", "area": "none", "starts": "2026-13"}
    page = text(visit(ada).post(f"{HOME}activities/new/", sent | {"places": "Avonia; Nowhere"}))
    assert page.count('class="error"') == 4
    assert "Not known: Nowhere" in page
    assert not Record.objects.filter(key="x").exists()


def test_a_record_is_added_with_names_in_the_readers_language(visit, programme, ada):
    sent = {"id": "tool", "title-en": "A tool", "kind": "tool", "area": "training"}
    more = {"places": "Viêt Nam; Avonia", "topics": ["earnings", "working_time"]}
    answer = visit(ada).post(f"/fr{HOME}activities/new/", sent | more)
    assert answer.status_code == 302, text(answer)
    made = Record.objects.get(key="tool")
    assert made.content["places"] == ["VNM", "XAA"]
    assert made.content["topics"] == ["earnings", "working_time"]
    assert "XAA" not in text(visit(ada).get(f"/fr{HOME}records/tool/"))


def test_what_is_begun_on_a_page_belongs_to_its_record(visit, programme, ada):
    page = text(visit(ada).get(f"{HOME}results/new/?of=course"))
    assert '<option value="course" selected>' in page


def test_a_list_is_narrowed_by_words_and_codes(visit, programme, ada):
    browser = visit(ada)
    assert "A survey" not in text(browser.get(f"{HOME}activities/?places=XAA"))
    assert "A course" not in text(browser.get(f"{HOME}activities/?q=SURV"))
    assert "A course" in text(browser.get(f"{HOME}activities/?kind=course&area=training"))


def test_a_deleted_record_is_brought_back(visit, programme, ada):
    browser = visit(ada)
    document = {"id": "paper", "title-en": "A paper"}
    browser.post(f"{HOME}documents/new/", document)
    browser.post(f"{HOME}records/paper/", {"version": "1"})
    assert browser.get(f"{HOME}records/paper/").status_code == 404
    gone = Record.objects.get(key="paper")
    browser.post(f"{HOME}documents/", {"record": gone.pk})
    assert browser.get(f"{HOME}records/paper/").status_code == 200


def test_what_others_name_is_not_deleted(visit, programme, ada):
    page = text(visit(ada).post(f"{HOME}records/course/", {"version": "1"}, follow=True))
    assert "others name it" in page
    assert Record.objects.get(key="course").deleted_at is None


def test_what_only_the_parties_may_know_is_shown_to_officers_only(
    visit, programme, ada, cy, downloaded
):
    sent = {"id": "talks", "title-en": "Talks", "kind": "company_union", "area": "training"}
    visit(ada).post(f"{HOME}dialogues/new/", sent | {"confidentiality": "parties"})
    assert "Talks" in text(visit(ada).get(f"{HOME}dialogues/"))
    assert "Talks" not in text(visit(cy).get(f"{HOME}dialogues/"))
    assert visit(cy).get(f"{HOME}records/talks/").status_code == 404
    assert b"talks" not in downloaded(cy, "yaml")


def test_records_made_from_a_document_speak_of_its_day(visit, ada, course):
    document = {"id": "told", "title": {"en": "Told"}, "published": "2026-02"}
    course.content |= {"ends": "2026-03"}
    course.save()
    assert "delayed" in text(visit(ada).get(HOME))
    writes.create_record(programme=course.programme, section="documents", content=document, by=ada)
    Programme.objects.update(header=course.programme.header | {"report": "told"})
    for page in ("", "records/course/", "coordination/"):
        assert "delayed" not in text(visit(ada).get(HOME + page))
    assert "28 February 2026" in text(visit(ada).get(HOME))


def test_an_indicator_shows_the_rounds_of_the_survey_that_it_rests_on(
    visit, programme, ada, settings, tmp_path
):
    for number, value in ((1, 1000.0), (2, 1300.0)):
        told = figure(value=value, low=value - 50, high=value + 50)
        path = tmp_path / f"{number}.json"
        made = replace(release(told), round=number, basis={"cutoff": f"top {number}"})
        path.write_text(json.dumps(made.to_dict()))
        settings.DATA.add(path)
    resting = programme.records.get(key="inspectors")
    resting.content |= {"estimate": "avonia-electronics/workers/lead"}
    resting.save()
    page = text(visit(ada).get(f"{HOME}records/inspectors/"))
    assert "1,000" in page
    assert "1,250 – 1,350" in page
    assert "it rose, beyond what chance explains" in page
    assert "the rounds were not made alike (Cut-off of listed suppliers)" in page


def test_an_entry_with_a_comma_in_it_stays_one_entry(visit, programme, ada):
    scale = ["poor, or worse", "good"]
    resting = programme.records.get(key="answered")
    resting.content |= {"measure": "ordinal", "scale": scale}
    resting.save()
    address = f"{HOME}records/answered/edit/"
    browser = visit(ada)
    page = text(browser.get(address))
    assert 'value="poor\\, or worse, good"' in page
    said = {
        "title-en": "Share that answered",
        "result": "known",
        "measure": "ordinal",
        "scale": r"poor\, or worse, good",
        "version": "1",
    }
    assert browser.post(address, said).status_code == 302
    resting.refresh_from_db()
    assert (resting.content["title"]["en"], resting.content["scale"]) == (said["title-en"], scale)
