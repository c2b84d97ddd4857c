import re

import pytest

from decentwork_site.members.models import Draft
from decentwork_site.studies import calculations, queries, writes
from decentwork_site.studies.models import View

PLAN, DECISIONS = "/studies/circuits/plan/", "/studies/circuits/decisions/"
FIELDWORK, CONSULTATION = "/studies/circuits/fieldwork/", "/studies/circuits/consultation/"


def text(answer) -> str:
    return answer.content.decode()


def filled(page: str) -> dict[str, str]:
    """Return what the fields of a page hold, as a browser would send them."""
    found = {}
    for field in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
        if name and name[1] not in found:
            found[name[1]] = value[1] if value else ""
    return found


def seeds() -> list[int]:
    return [each.seeds for each in calculations.design("circuits").strata]


@pytest.fixture
def bo(member):
    made = member("bo", "statistician")
    made.display_name = "Bo Lind"
    made.save()
    return made


@pytest.fixture
def crossed(visit, study, ada, bo):
    """Two people read the plan; Bo saves 40 of the others, then Ada 20 of the large."""
    hers, his = visit(ada), visit(bo)
    first, second = filled(text(hers.get(PLAN))), filled(text(his.get(PLAN)))
    assert his.post(PLAN, second | {"act": "keep", "seeds-other": "40"}).status_code == 302
    return hers, hers.post(PLAN, first | {"act": "keep", "seeds-large": "20"})


def test_of_two_designs_saved_at_once_one_wins_and_the_other_sees_both(crossed):
    _, answer = crossed
    page = text(answer)
    assert answer.status_code == 409
    assert seeds() == [12, 24, 40]
    assert "Bo Lind put another design in place" in page
    large, other = re.findall(r'<th scope="row">Seeds in (?:large|other)</th>(.*?)</tr>', page)
    assert re.findall(r"<mark>(\d+)</mark>", large) == ["20", "24"]
    assert re.findall(r"<mark>(\d+)</mark>", other) == ["30", "40"]


def test_who_came_second_can_save_theirs_over_it(crossed):
    browser, answer = crossed
    over = {"act": "over", **over_fields(text(answer))}
    assert browser.post(PLAN, over).status_code == 302
    assert seeds() == [12, 20, 30]
    assert not Draft.objects.exists()


def test_who_came_second_can_leave_it_and_still_has_what_was_written(crossed):
    browser, answer = crossed
    sent = {"draft": filled(text(answer))["draft"], "act": "discard"}
    page = text(browser.post("/drafts/", sent, follow=True))
    assert filled(page)["seeds-large"] == "24"
    assert "Bring it back" in page
    page = text(browser.post("/drafts/", sent | {"act": "back"}, follow=True))
    assert filled(page)["seeds-large"] == "20"
    assert seeds() == [12, 24, 40]


def test_a_draft_of_an_older_design_does_not_go_over_a_newer_one(crossed):
    browser, _ = crossed
    again = filled(text(browser.get(PLAN)))
    assert again["seeds-large"] == "20"
    assert browser.post(PLAN, again | {"act": "keep"}).status_code == 409


def test_a_design_saved_over_another_is_compared_again_if_that_one_changed(crossed, study, bo):
    browser, answer = crossed
    over = {"act": "over", **over_fields(text(answer))}
    present = calculations.design("circuits")
    made = calculations.changed(
        present,
        {f"seeds-{each.id}": 10 for each in present.strata}
        | {f"follow-{each.kind}": 1 for each in present.follow}
        | {"deepest_tier": 2, "per_unit": 5, "budget": None},
    )
    version = calculations.version(present)
    writes.set_design(study=study, design=made, version=version, by=bo)
    assert browser.post(PLAN, over).status_code == 409
    assert seeds() == [10, 10, 10]


def test_an_uploaded_design_is_compared_too(visit, study, ada, bo):
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser, content = visit(ada), calculations.written(calculations.design("circuits"))
    read = filled(text(browser.get(PLAN)))
    visit(bo).post(PLAN, read | {"act": "keep", "per_unit": "9"})
    file = SimpleUploadedFile("study.toml", content.replace("number = 10", "number = 11").encode())
    sent = {"act": "file", "version": read["version"], "design": file}
    page = text(browser.post(PLAN, sent))
    assert "<mark>11</mark>" in page
    assert "<mark>9</mark>" in page
    assert calculations.design("circuits").workers.per_unit == 9


def test_a_design_changed_outside_the_site_is_said_to_be_nobodys(visit, study, ada):
    browser = visit(ada)
    read = filled(text(browser.get(PLAN)))
    path = calculations.folder("circuits").root / "study.toml"
    path.write_text(path.read_text().replace("per_unit = 6", "per_unit = 7"))
    page = text(browser.post(PLAN, read | {"act": "keep"}))
    assert "another design was put in place." in page
    assert "The other" in page


def test_the_event_of_a_design_tells_which_one_it_was(crossed, study, bo):
    version = calculations.version(calculations.design("circuits"))
    assert queries.design_event(study, version).by == bo


def over_fields(page: str) -> dict[str, str]:
    from html import unescape

    version = re.findall(r'name="version" value="([^"]+)"', page)[-1]
    content = re.search(r'name="text" value="([^"]+)"', page)[1]
    return {"version": version, "text": unescape(content)}


def decided(case: str, value: str, why: str) -> dict[str, str]:
    return {"act": "decide", "what": "outcome", "case_id": case, "value": value, "why": why}


def test_two_decisions_on_one_case_are_shown_before_the_second_is_recorded(visit, drawn, ada, bo):
    hers, his = visit(ada), visit(bo)
    case = calculations.cases("circuits")[0]["case_id"]
    seen = {"seen": filled(text(hers.get(DECISIONS)))["seen"]}
    assert his.post(DECISIONS, decided(case, "closed", "Shut") | seen).status_code == 302
    mine = decided(case, "refused", "Said no")
    answer = hers.post(DECISIONS, mine | seen)
    page = text(answer)
    assert answer.status_code == 409
    assert "Shut (Bo Lind" in page
    assert "Said no" in page
    assert len(calculations.decisions("circuits")) == 1
    newest = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert hers.post(DECISIONS, mine | {"seen": newest}).status_code == 302
    assert calculations.cases("circuits")[0]["disposition"] == "refused"


def test_a_decision_on_another_case_is_in_nobodys_way(visit, drawn, ada, bo):
    first, second, *_ = [row["case_id"] for row in calculations.cases("circuits")]
    visit(bo).post(DECISIONS, decided(first, "closed", "Shut") | {"seen": "0"})
    answer = visit(ada).post(DECISIONS, decided(second, "closed", "Shut") | {"seen": "0"})
    assert answer.status_code == 302


def test_cases_given_to_somebody_meanwhile_are_shown_first(visit, drawn, ada, bo, member):
    member("cy", "enumerator:circuits")
    member("di", "enumerator:circuits")
    case = calculations.cases("circuits")[0]["case_id"]
    sent = {"act": "assign", "case": [case], "seen": "0"}
    visit(bo).post(FIELDWORK, sent | {"member": "cy"})
    browser = visit(ada)
    answer = browser.post(FIELDWORK, sent | {"member": "di"})
    page = text(answer)
    assert answer.status_code == 409
    assert "given to Cy (Bo Lind" in page
    assert f"You wanted to give {case} to Di." in page
    assert calculations.cases("circuits")[0]["member"] == "cy"
    browser.post(FIELDWORK, sent | {"member": "di", "seen": "1"})
    assert calculations.cases("circuits")[0]["member"] == "di"


def test_two_people_of_one_name_see_their_own_cases_only(visit, drawn, ada, member):
    first, second, *_ = [row["case_id"] for row in calculations.cases("circuits")]
    for name, case in (("kim1", first), ("kim2", second)):
        person = member(name, "enumerator:circuits")
        person.display_name = "Kim Berg"
        person.save()
        writes.assign(study=drawn, case_ids=[case], member=name, by=ada)
        page = text(visit(person).get("/studies/circuits/visits/"))
        assert (first in page, second in page) == (case == first, case == second)
    assert text(visit(ada).get(FIELDWORK)).count("<td>Kim Berg</td>") == 2


def test_an_answer_given_meanwhile_stands_beside_the_one_that_was_not(visit, study, ada, member):
    cy = member("cy", "representative:circuits", kind="workers")
    view = writes.give_view(study=study, on="design", text="Ask at home", by=cy)
    writes.answer_view(view=view, outcome="We shall", by=ada)
    sent = {"act": "answer", "view": view.pk, "outcome": "We cannot"}
    answer = visit(ada).post(CONSULTATION, sent)
    assert answer.status_code == 409
    assert "We shall" in text(answer)
    assert "We cannot" in text(answer)
    assert View.objects.get().outcome == "We shall"


@pytest.mark.parametrize("language", ["/fr", "/es"])
def test_both_versions_are_shown_in_the_readers_language(visit, study, ada, bo, language):
    browser = visit(ada)
    read = filled(text(browser.get(PLAN)))
    visit(bo).post(PLAN, read | {"act": "keep", "per_unit": "9"})
    page = text(browser.post(language + PLAN, read | {"act": "keep", "per_unit": "8"}))
    assert "<mark>8</mark>" in page
    assert "Keep theirs" not in page
