"""Rows split off, enterprises merged, unions looked through, judgements undone in bulk."""

import pytest

from decentwork_site.enterprises.models import Judgement, Mention

LOG = "/enterprises/review/log/"
UNSURE = "/enterprises/review/merged/"


def at(mention):
    mention.refresh_from_db()
    return f"/enterprises/review/enterprise/{mention.enterprise.identifier}/"


@pytest.fixture
def browser(visit, curator):
    return visit(curator)


def test_chosen_rows_are_split_off(compared, together, browser):
    mentions = compared(ab=0.95, bc=0.95, ac=0.95)
    c = mentions["c"]
    answer = browser.post(at(c), {"act": "split", "rows": [c.pk], "why": "two"}, follow=True)
    assert "The rows were split off." in answer.text
    assert together(mentions) == "ab c"
    assert set(Judgement.objects.values_list("judged", "why")) == {("different", "two")}


def test_several_enterprises_are_merged_with_all_their_rows(compared, together, browser):
    mentions = compared(ab=0.95, cd=0.95, ef=0.02)
    c, e = mentions["c"], mentions["e"]
    page = at(mentions["a"])
    found = browser.get(page, {"q": "aster"}).text
    others = []
    for it in (c, e):
        it.refresh_from_db()
        others.append(it.enterprise_id)
        assert f'name="others" value="{it.enterprise_id}"' in found
    browser.post(page, {"act": "merge", "others": others})
    assert together(mentions) == "abcde f"


def test_an_enterprise_is_found_by_its_identifier_for_merging(compared, browser, listed):
    a, b = compared(ab=0.02).values()
    secret = listed("Secret", "Not public", is_public=False)
    for it in (b, secret):
        it.refresh_from_db()
        assert it.enterprise.identifier in browser.get(at(a), {"q": it.enterprise.identifier}).text
    assert "No other enterprise fits." in browser.get(at(a), {"q": "secret"}).text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"act": "merge"}, "Choose at least one enterprise to merge with."),
        ({"act": "split"}, "Choose two rows at least."),
        ({"act": "split", "rows": "all"}, "Choose two rows at least."),
        ({"act": "merge", "others": [123456]}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_done_is_told(compared, browser, sent, told):
    mentions = compared(ab=0.95)
    if sent.get("rows") == "all":
        sent = sent | {"rows": [it.pk for it in mentions.values()]}
    assert told in browser.post(at(mentions["a"]), sent).text
    assert Judgement.objects.count() == 0


def test_the_least_sure_unions_come_first_until_somebody_confirms_them(compared, browser):
    mentions = compared(ab=0.99, cd=0.85, ef=0.4)
    text = browser.get(UNSURE).text
    assert text.index("Aster C") < text.index("Aster A")
    assert "Aster E" not in text
    answer = browser.post(at(mentions["c"]), {"act": "confirm"}, follow=True)
    assert "Recorded: all rows are one enterprise." in answer.text
    assert "Aster C" not in browser.get(UNSURE).text


def test_unions_are_chosen_by_country_and_source(compared, browser):
    a, b, *_ = compared(ab=0.99, cd=0.85).values()
    Mention.objects.filter(pk__in=[a.pk, b.pk]).update(country="KEN")
    text = browser.get(UNSURE, {"country": "KEN"}).text
    assert "Aster A" in text
    assert "Aster C" not in text
    assert "Aster A" not in browser.get(UNSURE, {"source": 10**12}).text


def test_pairs_around_an_enterprise_lead_to_their_judgement(compared, browser):
    a, b, *_ = compared(ab=0.4, cd=0.5).values()
    link = f"/enterprises/review/?pair={a.pk}-{b.pk}"
    assert link in browser.get(at(a)).text
    assert 'scope="col">List a<' in browser.get(link).text


def test_judgements_stand_in_the_log_and_are_undone_in_bulk(compared, together, browser, curator):
    from decentwork_site.enterprises import writes

    mentions = compared(ab=0.4, cd=0.5, ef=0.3)
    a, b, c, d, e, f = mentions.values()
    batches = [
        writes.merge(mentions=[a, b], why="one gate", by=curator),
        writes.merge(mentions=[c, d], why="", by=curator),
        writes.merge(mentions=[e, f], why="", by=curator),
    ]
    text = browser.get(LOG).text
    assert "Cleo" in text
    assert "one gate" in text
    assert text.count('name="batch"') == 3
    answer = browser.post(LOG, {"batch": batches[:2], "why": "a slip"}, follow=True)
    assert "Undone." in answer.text
    assert "a slip" in answer.text
    assert answer.text.count('class="tag">undone') == 2
    assert together(mentions) == "a b c d ef"
    undoing = Judgement.objects.filter(judged="undo").first().batch
    browser.post(LOG, {"batch": undoing})
    assert together(mentions) == "ab cd ef"
    assert browser.get(LOG).text.count('class="tag">undone') == 1


def test_what_was_undone_already_is_told(compared, browser, curator):
    from decentwork_site.enterprises import writes

    a, b = compared(ab=0.4).values()
    batch = writes.merge(mentions=[a, b], why="", by=curator)
    browser.post(LOG, {"batch": batch})
    assert "This was undone already." in browser.post(LOG, {"batch": batch}, follow=True).text
    assert "There is nothing to undo." in browser.post(LOG, follow=True).text


def test_the_log_shows_what_one_person_judged(compared, browser, curator, member):
    from decentwork_site.enterprises import writes

    a, b, c, d = compared(ab=0.4, cd=0.4).values()
    other = member("dora", "curator")
    writes.merge(mentions=[a, b], why="", by=curator)
    writes.merge(mentions=[c, d], why="", by=other)
    text = browser.get(LOG, {"by": other.pk}).text
    assert "Aster C" in text
    assert "Aster A" not in text


def test_many_judgements_of_one_batch_stand_in_one_line(compared, browser, curator):
    from decentwork_site.enterprises import writes

    mentions = list(compared(ab=0.95, cd=0.95, ef=0.95).values())
    writes.merge(mentions=mentions, why="", by=curator)
    text = browser.get(LOG).text
    assert text.count('name="batch"') == 1
    assert "and 2 more pairs" in text


def test_the_page_of_an_enterprise_leads_those_who_keep_the_lists_to_its_rows(
    compared, browser, visit
):
    a = compared(ab=0.95)["a"]
    link, page = at(a), f"/enterprises/{a.enterprise.identifier}/"
    assert link in browser.get(page).text
    assert link not in visit().get(page).text
