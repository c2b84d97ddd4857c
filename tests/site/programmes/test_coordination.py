import io
import json

import openpyxl
import pytest

from decentwork_site.programmes import needs
from decentwork_site.programmes.models import Record
from decentwork_site.working import work_once

HOME = "/programmes/avonia/"
GAP = "XAA/garments/child_labour/context"
PAGES = ("coordination/", "needs/", f"answer/?gap={GAP}")


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def real_folder(settings, sample_folder):
    """The sample world, in which child labour is known in Avonia."""
    settings.DATA = sample_folder


@pytest.fixture
def in_chain(course):
    """The course is given in a country and a chain."""
    course.content |= {"chains": ["textiles"], "topics": ["skills"]}
    course.save()
    return course


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/fr"])
def test_every_page_opens_for_an_officer(visit, programme, ada, page, language):
    assert visit(ada).get(language + HOME + page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_who_has_no_part_sees_nothing_before_it_is_published(visit, programme, member, page):
    assert visit().get(HOME + page).status_code == 302
    assert visit(member("di", "statistician")).get(HOME + page).status_code == 403


def test_a_reporter_reads_and_plans_nothing(visit, programme, cy):
    assert visit(cy).get(f"{HOME}coordination/").status_code == 200
    assert visit(cy).get(f"{HOME}answer/?gap={GAP}").status_code == 403


def test_the_matrix_names_who_leads_to_those_who_do_not_see_it(visit, programme, in_chain, ada):
    page = text(visit(ada).get(f"{HOME}coordination/"))
    assert "Training unit" in page
    assert "1 activity names no country or no topic" in page


def test_what_only_the_parties_may_know_is_not_in_the_calendar(visit, programme, ada, cy):
    sent = {"id": "talks", "title-en": "Talks", "kind": "company_union", "starts": "2026"}
    visit(ada).post(f"{HOME}dialogues/new/", sent | {"confidentiality": "parties"})
    page = f"{HOME}coordination/?year=2026"
    assert "Talks" in text(visit(ada).get(page))
    assert "Talks" not in text(visit(cy).get(page))
    assert b"Talks" not in visit(cy).get(f"{HOME}coordination.json?year=2026").content


def test_files_hold_what_the_page_shows(visit, programme, in_chain, ada):
    browser = visit(ada)
    asked = "?topic=skills&year=2026"
    assert "Avonia,Skills" in text(browser.get(f"{HOME}coordination.csv{asked}"))
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(f"{HOME}coordination.xlsx{asked}").content), read_only=True
    )
    assert "Calendar" in book.sheetnames
    told = json.loads(browser.get(f"{HOME}coordination.json{asked}").content)
    assert [it["names"][1] for it in told["who"]] == ["Skills and advancement"]
    assert browser.get(f"{HOME}coordination.exe").status_code == 404


@pytest.mark.usefixtures("real_folder")
def test_the_strip_tells_needs_once_they_were_looked_for(visit, programme, in_chain, ada):
    browser = visit(ada)
    before = text(browser.get(HOME))
    assert "Not looked for yet" in before
    assert f'hx-get="{HOME}needs/"' in before
    part = text(browser.get(f"{HOME}needs/", headers={"HX-Request": "true"}))
    assert "<html" not in part
    after = text(browser.get(HOME))
    assert "Not looked for yet" not in after
    assert "needs-strip" in after


@pytest.mark.usefixtures("real_folder")
def test_many_chains_are_looked_at_as_a_job(visit, programme, in_chain, ada, monkeypatch):
    monkeypatch.setattr(needs, "AT_ONCE", 0)
    in_chain.content |= {"chains": ["electronics"]}
    in_chain.save()
    browser = visit(ada)
    assert "being looked for" in text(browser.get(f"{HOME}needs/"))
    monkeypatch.setattr(needs, "AT_ONCE", 60)
    assert work_once()
    assert "being looked for" not in text(browser.get(f"{HOME}needs/"))


def test_a_programme_that_names_no_chain_says_so(visit, programme, ada):
    assert "names a country and a supply chain together" in text(visit(ada).get(HOME))


def test_an_answer_to_a_gap_begins_with_its_place_chain_tier_and_topic(visit, programme, ada):
    gap = "XAA/garments/working_time/lead"
    page = text(visit(ada).get(f"{HOME}answer/?gap={gap}"))
    assert 'value="Avonia"' in page
    assert f'value="{gap}"' in page
    assert "#gap-working_time-lead" in page


def test_what_is_planned_names_the_gap_and_is_found_on_its_dossier(
    visit, programme, ada, sample_folder, settings
):
    settings.DATA = sample_folder
    browser = visit(ada)
    sent = {"id": "answer", "title-en": "An answer", "kind": "project", "area": "training"}
    more = {"places": "Avonia", "topics": "child_labour", "state": "planned", "answers": GAP}
    answer = browser.post(f"{HOME}answer/?gap={GAP}", sent | more)
    assert answer.status_code == 302, text(answer)
    assert Record.objects.get(key="answer").content["answers"] == [GAP]
    assert "#gap-child_labour-context" in text(browser.get(f"{HOME}records/answer/"))
    from decentwork_site.programmes import queries

    assert [it.key for _, it in queries.planned_for(ada, "XAA/garments/")[GAP]] == ["answer"]
    assert queries.planned_for(ada, "XAA/textiles/") == {}


@pytest.mark.usefixtures("real_folder")
def test_only_officers_are_asked_to_plan_on_a_dossier(visit, programme, ada, cy):
    dossier = "/chains/XAA/textiles/"
    assert 'class="gap-row"' in text(visit().get(dossier))
    assert "Plan an answer" not in text(visit().get(dossier))
    assert "Plan an answer" not in text(visit(cy).get(dossier))
    assert f"{HOME}answer/?gap=XAA%2Ftextiles%2F" in text(visit(ada).get(dossier))


@pytest.mark.parametrize("gap", ["", "XAA/garments", "XAA/nothing/earnings/lead", "a/b/c/d"])
def test_a_gap_that_is_none_is_not_there(visit, programme, ada, gap):
    assert visit(ada).get(f"{HOME}answer/?gap={gap}").status_code == 404


@pytest.mark.parametrize("language", ["", "/fr"])
def test_the_portfolio_is_for_everybody(visit, db, real_folder, compiled_languages, language):
    page = text(visit().get(f"{language}/programmes/portfolio/?standing=unanswered"))
    assert "Avonia" in page


@pytest.mark.usefixtures("real_folder")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "svg", "chart"])
def test_the_portfolio_is_downloaded(visit, db, kind):
    answer = visit().get(f"/programmes/portfolio.{kind}?width=400")
    assert answer.status_code == 200
    assert len(answer.content) > 500


def test_without_data_the_portfolio_says_so(visit, db):
    assert "No need is shown" in text(visit().get("/programmes/portfolio/"))
