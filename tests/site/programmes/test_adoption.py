"""A good practice that another programme adopts, with a link back."""

import pytest
from tests.site.programmes.made import HEADER

from decentwork_site.programmes import writes

PRACTICE = {"id": "peers", "title": {"en": "Peers teach peers"}, "kind": "good_practice"}
HOME = "/programmes/avonia/"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def practice(programme, ada):
    return writes.create_record(programme=programme, section="lessons", content=PRACTICE, by=ada)


@pytest.fixture
def belmora(practice, ada):
    """Another programme, which has an area and has adopted nothing yet."""
    area = {"id": "mills", "title": {"en": "Mills"}, "number": 1}
    header = HEADER | {"id": "belmora", "title": {"en": "Decent work in Belmora"}}
    return writes.import_programme(header=header, held={"areas": [area]}, by=ada)


def adopt(browser):
    sent = {
        "title-en": "Peers in mills",
        "id": "mill_peers",
        "kind": "course",
        "area": "mills",
        "adopts_from": "avonia/peers",
    }
    return browser.post("/programmes/belmora/activities/new/", sent)


def test_an_officer_adopts_a_practice_and_both_pages_link_to_each_other(visit, belmora, ada):
    browser = visit(ada)
    page = text(browser.get(f"{HOME}records/peers/"))
    assert "/programmes/belmora/activities/new/?adopts_from=avonia/peers" in page
    form = browser.get("/programmes/belmora/activities/new/?adopts_from=avonia/peers")
    assert 'value="avonia/peers"' in text(form)
    assert adopt(browser).status_code == 302
    assert "/programmes/avonia/records/peers/" in text(
        browser.get("/programmes/belmora/records/mill_peers/")
    )
    assert "/programmes/belmora/records/mill_peers/" in text(browser.get(f"{HOME}records/peers/"))


def test_who_may_not_read_a_programme_does_not_see_what_it_adopts(visit, belmora, ada, member):
    adopt(visit(ada))
    reporter = member("ed", "reporter:avonia")
    page = visit(reporter).get(f"{HOME}records/peers/")
    assert page.status_code == 200
    assert "mill_peers" not in text(page)
    assert "Adopt it in" not in text(page)


def test_a_practice_is_named_by_programme_and_lesson(visit, belmora, ada):
    answer = visit(ada).post(
        "/programmes/belmora/activities/new/",
        {"title-en": "X", "id": "x", "kind": "course", "area": "mills", "adopts_from": "peers"},
    )
    assert answer.status_code == 200
    assert "not written as it should be" in text(answer)
