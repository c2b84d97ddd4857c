import re

import pytest

from decentwork_site.members.models import Draft
from decentwork_site.programmes import writes
from decentwork_site.programmes.models import Record, Version

EDIT = "/programmes/avonia/records/course/edit/"
MINE = {"title-en": "Mine", "kind": "course", "area": "training", "state": "under_way"}


def text(answer) -> str:
    return answer.content.decode()


def title() -> str:
    return Record.objects.get(key="course").content["title"]["en"]


@pytest.fixture
def crossed(visit, programme, ada, bo):
    """Two officers read the course; Bo saves, then Ada."""
    visit(bo).post(EDIT, MINE | {"title-en": "His", "version": "1"})
    browser = visit(ada)
    return browser, browser.post(
        EDIT, MINE | {"version": "1", "topics": ["earnings", "working_time"]}
    )


def test_of_two_versions_saved_at_once_one_wins_and_the_other_sees_both(crossed):
    _, answer = crossed
    page = text(answer)
    assert answer.status_code == 409
    assert title() == "His"
    assert "Bo saved another version" in page
    assert re.findall(r"<mark>(Mine|His)</mark>", page) == ["Mine", "His"]


def test_what_was_not_saved_is_kept_as_a_draft(crossed):
    browser, _ = crossed
    assert Draft.objects.get().fields["title-en"] == "Mine"
    page = text(browser.get(EDIT))
    assert 'value="Mine"' in page
    assert page.count("checked") == 2
    assert browser.post(EDIT, MINE | {"version": "1"}).status_code == 409


def test_who_came_second_can_save_theirs_over_it(crossed):
    browser, answer = crossed
    sent = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text(answer))
    over = {name: [it for key, it in sent if key == name] for name, _ in sent if name != "draft"}
    assert over["topics"] == ["earnings", "working_time"]
    assert browser.post(EDIT, over).status_code == 302
    assert title() == "Mine"
    assert not Draft.objects.exists()


def test_every_version_is_kept(crossed):
    held = Version.objects.filter(record__key="course").values_list("number", "act")
    assert list(held) == [(2, "changed"), (1, "made")]


def test_what_changed_meanwhile_is_not_deleted(programme, course, ada, bo):
    writes.save_record(record=course, content=course.content, version=1, by=bo)
    with pytest.raises(writes.ChangedMeanwhile):
        writes.delete_record(record=course, version=1, by=ada)


def test_the_programme_itself_is_not_saved_over_either(visit, programme, ada, bo):
    sent = {"title-en": "T", "organisation": "M", "starts": "2026", "ends": "2027"}
    sent |= {"language": "en", "version": "1"}
    visit(bo).post("/programmes/avonia/edit/", sent)
    answer = visit(ada).post("/programmes/avonia/edit/", sent | {"organisation": "N"})
    assert answer.status_code == 409
    assert "<mark>N</mark>" in text(answer)


def test_a_short_name_is_one_records(visit, programme, ada):
    sent = MINE | {"id": "course"}
    page = text(visit(ada).post("/programmes/avonia/activities/new/", sent))
    assert "A record has this short name" in page
