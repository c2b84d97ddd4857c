import re
from datetime import date
from html import unescape

import pytest


@pytest.fixture
def aster(listed):
    """An enterprise that a buyer names twice in one way and a register in another."""
    first = listed("Aster Mills Ltd", city="Norton", address="4 Canal Road", given_id="S-17")
    enterprise = first.enterprise
    again = {"city": "Norton", "address": "4 Canal Road", "given_id": "S-17"}
    listed("Aster Mills Ltd", on=date(2026, 9, 1), enterprise=enterprise, **again)
    listed("ASTER MILLS", "Register of Avonia", kind="register", enterprise=enterprise, number="99")
    enterprise.refresh_from_db()
    return enterprise


def page_of(enterprise, browser, tail=""):
    return browser.get(f"/enterprises/{enterprise.identifier}/{tail}")


def test_a_page_tells_who_names_an_enterprise_how_and_as_of_when(aster, visit):
    text = page_of(aster, visit()).content.decode()
    assert "<h1>ASTER MILLS</h1>" in text
    assert "Listed by 2 sources since 1 March 2026." in text
    for said in ("Aster Mills Ltd", "4 Canal Road", "S-17", "Season list", "1 September 2026"):
        assert said in text
    assert text.count("4 Canal Road") == 1  # one variant, two dates


def test_a_page_says_what_is_not_known_and_what_nothing_means(aster, visit):
    text = page_of(aster, visit()).content.decode()
    assert "That something is not here is not a finding." in text
    assert "The enterprise has not said anything here." in text
    assert "Invented: this enterprise does not exist" in text
    assert "no person has judged it" in text


def test_a_page_tells_that_people_judged(aster, curator, visit):
    from decentwork_site.enterprises.models import Judgement

    one, other = aster.mentions.order_by("id")[:2]
    same = {"judged": "same", "one": one, "other": other, "by": curator}
    Judgement.objects.create(batch="b1", **same)
    text = page_of(aster, visit()).content.decode()
    assert "People judged some of them." in text
    assert "Cleo" not in text
    Judgement.objects.create(batch="b2", judged="undo", undone="b1", by=curator)
    assert "no person has judged it" in page_of(aster, visit()).content.decode()


def test_an_identifier_typed_another_way_leads_to_its_page(aster, visit):
    typed = aster.identifier.lower().replace("-", "")
    answer = visit().get(f"/enterprises/{typed}/")
    assert answer.status_code == 302
    assert answer.url == f"/enterprises/{aster.identifier}/"


def test_a_misspelled_identifier_is_told_from_one_that_nobody_has(aster, visit):
    last = "0" if aster.identifier[-1] != "0" else "1"
    misspelled = visit().get(f"/enterprises/{aster.identifier[:-1]}{last}/")
    assert misspelled.status_code == 404
    assert "The check character at the end of" in misspelled.content.decode()
    none = visit().get("/enterprises/VN-3K2H-17YF-8T9A-3/")
    assert none.status_code == 404
    assert "No public list names this enterprise" in none.content.decode()
    assert "This is no identifier" in visit().get("/enterprises/aster/").content.decode()


def test_a_former_identifier_leads_to_the_end_of_the_way_and_not_for_ever(aster, listed, visit):
    from decentwork_site.enterprises.models import Enterprise

    oldest, old = (Enterprise.objects.create(identifier=text) for text in ("XA-1", "XA-2"))
    oldest.identifier = "VN-3K2H-17YF-8T9A-3"
    old.now, oldest.now = aster, old
    old.save()
    oldest.save()
    answer = page_of(oldest, visit())
    assert (answer.status_code, answer.url) == (302, f"/enterprises/{aster.identifier}/")


def test_enterprises_that_lead_to_each_other_have_no_page(db, visit):
    from decentwork_site.enterprises.models import Enterprise

    one = Enterprise.objects.create(identifier="VN-3K2H-17YF-8T9A-3")
    one.now = Enterprise.objects.create(identifier="XA-2", now=one)
    one.save()
    assert page_of(one, visit()).status_code == 404


def test_who_is_in_no_public_list_has_a_page_for_curators_alone(listed, curator, member, visit):
    hidden = listed("Secret Works", "Private list", is_public=False).enterprise
    for reader in (None, member("ada", "statistician")):
        assert page_of(hidden, visit(reader)).status_code == 404
    answer = page_of(hidden, visit(curator))
    assert answer.status_code == 200
    assert "Secret Works" not in answer.content.decode()


def test_identifiers_elsewhere_stand_with_who_says_so(aster, visit):
    from decentwork_site.enterprises.models import Alias

    told = {"told_by": "Register of Avonia", "told_on": date(2026, 5, 4)}
    Alias.objects.create(mention=aster.mentions.first(), scheme="lei", value="000000AVONIA", **told)
    text = page_of(aster, visit()).content.decode()
    assert "LEI <code>000000AVONIA</code>" in text
    assert "Register of Avonia, 4 May 2026" in text


def test_a_list_that_was_withdrawn_is_shown_no_longer(aster, visit):
    from django.utils import timezone

    from decentwork_site.enterprises.models import EnterpriseList

    lists = EnterpriseList.objects.filter(source__name="Season list")
    lists.update(withdrawn_at=timezone.now(), withdrawn_why="asked for by its source")
    text = page_of(aster, visit()).content.decode()
    assert "4 Canal Road" not in text
    assert "Listed by 1 source since" in text


def names(answer):
    return [
        unescape(name) for name in re.findall(r"<h2><a [^>]+>(.+?)</a>", answer.content.decode())
    ]


def next_page(answer):
    found = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
    return found and unescape(found[1])


@pytest.fixture
def mills(listed):
    """Three enterprises in two countries."""
    for name, city, country in (
        ("Đại Phúc Garment", "Hà Sơn", "XAB"),
        ("Aster Mills", "Norton", "XAA"),
        ("Birch Mill", "Norton", "XAA"),
    ):
        enterprise = listed(name, city=city, country=country).enterprise
        enterprise.country = country
        enterprise.save()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Aster Mills", "Birch Mill", "Đại Phúc Garment"]),
        ({"q": "dai"}, ["Đại Phúc Garment"]),
        ({"q": "mill nort"}, ["Aster Mills", "Birch Mill"]),
        ({"q": "MILLS"}, ["Aster Mills"]),
        ({"q": "mill", "country": "XAB"}, []),
        ({"country": "XAA"}, ["Aster Mills", "Birch Mill"]),
        ({"country": "\0"}, []),
        ({"q": "ills"}, []),
    ],
)
def test_a_search_finds_the_beginnings_of_words(mills, visit, asked, found, monkeypatch):
    from decentwork_site.enterprises import queries

    assert names(visit().get("/enterprises/", asked)) == found
    monkeypatch.setattr(queries, "RARE", 0)  # as if every word were common
    assert names(visit().get("/enterprises/", asked)) == found


def test_an_identifier_in_the_search_box_leads_to_its_page(aster, visit):
    answer = visit().get("/enterprises/", {"q": f" {aster.identifier.lower()} "})
    assert answer.url == f"/enterprises/{aster.identifier}/"


def test_the_list_goes_on_where_a_page_ended(mills, visit, monkeypatch):
    from decentwork_site.enterprises import queries

    monkeypatch.setattr(queries, "PAGE", 2)
    assert next_page(visit().get("/enterprises/", {"q": "nort m"})) is None
    first = visit().get("/enterprises/")
    assert names(first) == ["Aster Mills", "Birch Mill"]
    rest = visit().get(f"/enterprises/{next_page(first)}")
    assert names(rest) == ["Đại Phúc Garment"]
    assert "Back to the beginning" in rest.content.decode()


def test_of_many_that_fit_the_page_says_that_there_are_more(mills, visit, monkeypatch):
    from decentwork_site.enterprises import queries

    assert "2 enterprises" in visit().get("/enterprises/", {"q": "mill"}).content.decode()
    monkeypatch.setattr(queries, "COUNTED", 1)
    text = visit().get("/enterprises/", {"q": "mill"}).content.decode()
    assert "More than 1 enterprises" in text


def test_words_that_an_enterprise_lost_find_it_no_longer(aster, visit):
    from decentwork_site.enterprises import settling

    browser = visit()
    assert names(browser.get("/enterprises/", {"q": "canal aster"})) == []
    assert names(browser.get("/enterprises/", {"q": "norton"})) == ["ASTER MILLS"]
    aster.mentions.filter(list__source__name="Season list").delete()
    settling.refresh_enterprise(aster)
    assert names(browser.get("/enterprises/", {"q": "norton"})) == []
    assert names(browser.get("/enterprises/", {"q": "aster"})) == ["ASTER MILLS"]


def test_the_list_can_be_had_as_a_file_part_by_part(mills, listed, visit, monkeypatch):
    from decentwork_site.enterprises import queries

    listed("=1+2 Works", city="Norton")
    monkeypatch.setattr(queries.parts, "__defaults__", (2,))
    answer = visit().get("/enterprises/enterprises.csv", {"q": "norton"})
    head, *rows = b"".join(answer).decode().splitlines()
    assert head == "identifier,name,country,place,sources,invented,country_name"
    assert [row.split(",")[1] for row in rows] == ["'=1+2 Works", "Aster Mills", "Birch Mill"]


def test_an_empty_list_says_what_is_missing(db, visit, compiled_languages):
    assert "No public list was added yet." in visit().get("/enterprises/").content.decode()
    assert b"".join(visit().get("/enterprises/enterprises.csv")) == b"\n"


@pytest.mark.parametrize("language", ["fr", "es"])
def test_pages_are_there_in_each_language(aster, visit, language):
    assert visit().get(f"/{language}/enterprises/").status_code == 200
    assert visit().get(f"/{language}/enterprises/{aster.identifier}/").status_code == 200
