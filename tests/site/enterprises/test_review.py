"""The queue of pairs: who may judge, what is shown, what is recorded, what happens meanwhile."""

import re

import pytest

from decentwork_site.enterprises import queries, settling, waiting, writes
from decentwork_site.enterprises.models import Judgement, Mention, Pair

PAGE = "/enterprises/review/"
REASONS = [
    {"text": "same phone", "field": "phone", "agrees": True},
    {"text": "other street", "field": "address", "agrees": False},
]


def asked(**more):
    """What the form of the pair on top sends."""
    pair = Pair.objects.filter(is_open=True).order_by("-worth", "id").first()
    return {"one": pair.one_id, "other": pair.other_id, "seen": queries.newest_judgement()} | more


def on_top(answer):
    """Which two mentions a page puts to judgement, by letter."""
    return "".join(re.findall(r'scope="col">List (\w)<', answer.text))


@pytest.fixture
def browser(visit, curator):
    return visit(curator)


@pytest.mark.parametrize("tail", ["", "merged/", "log/", "enterprise/{}/"])
def test_only_those_who_keep_the_lists_judge(compared, visit, member, curator, tail):
    mention = compared(ab=0.4)["a"]
    page = PAGE + tail.format(mention.enterprise.identifier)
    assert visit().get(page).url.startswith("/sign-in/")
    assert visit(member("bo", "statistician")).get(page).status_code == 403
    assert visit(curator).get(page).status_code == 200


def test_two_rows_stand_beside_each_other_with_what_differs_marked(compared, browser):
    a, b = compared(ab=0.72).values()
    Mention.objects.filter(pk=a.pk).update(name="Aster Mills", phone="12 34")
    Mention.objects.filter(pk=b.pk).update(name="Aster Works", phone="+99 12 34")
    Pair.objects.update(reasons=REASONS)
    text = browser.get(PAGE).text
    assert "Aster <mark>Mills</mark>" in text
    assert "Aster <mark>Works</mark>" in text
    assert "<mark>+99</mark>" not in text  # the model says that it is the same phone
    assert "rather one enterprise" in text
    assert "72 % by the model" in text
    assert "<dt>Speaks for one</dt><dd>same phone</dd>" in text
    assert "<dt>Speaks for two</dt><dd>other street</dd>" in text


def test_reasons_are_told_in_the_language_of_the_page(compared, browser):
    compared(ab=0.72)
    Pair.objects.update(reasons=[{"text": "town", "field": "city", "agrees": True}])
    assert "<dd>ville</dd>" in browser.get(f"/fr{PAGE}").text


def test_other_rows_of_each_enterprise_can_be_looked_at(compared, browser):
    compared(ab=0.95, bc=0.4)
    text = browser.get(PAGE).text
    assert text.count("1 other row<") == 1
    assert text.count("no other row") == 1


@pytest.mark.parametrize(("act", "found"), [("same", "ab"), ("different", "a b")])
def test_a_judgement_is_recorded_with_who_and_why(compared, together, browser, curator, act, found):
    mentions = compared(ab=0.4, cd=0.3)
    answer = browser.post(PAGE, asked(act=act, why="the register says so"), follow=True)
    judged = Judgement.objects.get()
    assert (judged.judged, judged.by, judged.why) == (act, curator, "the register says so")
    assert together(mentions).startswith(found)
    assert "Recorded: " in answer.text
    assert on_top(answer) == "cd"
    assert "You judged today: 1. Left: 1." in answer.text


def test_the_pair_that_settles_most_comes_first_and_what_is_put_off_last(
    compared, browser, curator
):
    compared(ab=0.5, cd=0.3, ef=0.2)
    seen = []
    for _turn in range(4):
        pair = waiting.queue(waiting.Asked(), curator)[0]
        seen.append(pair.one.name[-1])
        sent = {"one": pair.one_id, "other": pair.other_id, "seen": 0, "act": "later"}
        browser.post(PAGE, sent)
    assert seen == ["A", "C", "E", "A"]


def test_putting_off_is_taken_back(compared, browser):
    compared(ab=0.5, cd=0.3)
    sent = asked(act="later")
    answer = browser.post(PAGE, sent, follow=True)
    assert "Put off: this pair comes last." in answer.text
    assert 'value="back"' in answer.text
    browser.post(PAGE, sent | {"act": "back"})
    assert Pair.objects.filter(later_at__isnull=False).count() == 0
    assert Judgement.objects.count() == 0


def test_the_last_judgement_is_undone_and_its_pair_shown_again(compared, together, browser):
    mentions = compared(ab=0.5, cd=0.3)
    browser.post(PAGE, asked(act="same"))
    batch = Judgement.objects.get().batch
    assert f'value="{batch}"' in browser.get(PAGE).text
    answer = browser.post(PAGE, {"undo": batch}, follow=True)
    assert "Undone: the pair is to be judged again." in answer.text
    assert on_top(answer) == "ab"
    assert "You judged today: 0. Left: 2." in answer.text
    assert together(mentions) == "a b c d"
    # Undone twice, by a key pressed twice: nothing more happens.
    browser.post(PAGE, {"undo": batch})
    assert Judgement.objects.count() == 2


def test_who_is_late_sees_both_judgements_and_is_asked_again(
    compared, together, visit, browser, member
):
    mentions, other = compared(ab=0.5), member("dora", "curator")
    sent = asked(act="same", why="one phone")
    visit(other).post(PAGE, sent | {"act": "different", "why": "two gates"})
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 409
    for told in ("meanwhile somebody else judged", "Dora", "two gates", "You: one enterprise."):
        assert told in answer.text
    assert "one phone</textarea>" in answer.text
    assert together(mentions) == "a b"
    again = sent | {"seen": queries.newest_judgement()}
    assert browser.post(PAGE, again).status_code == 302
    assert together(mentions) == "ab"


def test_the_same_judgement_sent_twice_is_recorded_once(compared, browser):
    compared(ab=0.5)
    sent = asked(act="same")
    assert [browser.post(PAGE, sent).status_code for _turn in range(2)] == [302, 302]
    assert Judgement.objects.count() == 1


def test_a_pair_that_others_settled_meanwhile_disappears(compared, browser, curator):
    a, b, c = compared(ab=0.95, ac=0.4, bc=0.3).values()
    sent = asked(act="different")
    writes.merge(mentions=[a, b, c], why="", by=curator)
    sent["seen"], sent["one"], sent["other"] = 0, b.pk, c.pk
    answer = browser.post(PAGE, sent, follow=True)
    assert "this pair was settled by other judgements meanwhile" in answer.text
    assert Judgement.objects.filter(judged="different").count() == 0
    assert "Nothing waits to be judged." in answer.text


def test_two_people_are_shown_two_pairs(compared, browser, visit, member):
    compared(ab=0.5, cd=0.4)
    other = visit(member("dora", "curator"))
    assert on_top(browser.get(PAGE)) == "ab"
    assert on_top(other.get(PAGE)) == "cd"
    assert on_top(browser.get(PAGE)) == "ab"


def test_pairs_are_chosen_by_country_and_source(compared, browser):
    a, _b, c, _d = compared(ab=0.5, cd=0.3).values()
    Mention.objects.filter(pk=c.pk).update(country="KEN")
    settling.settle([c])
    assert on_top(browser.get(PAGE, {"country": "KEN"})) == "cd"
    assert on_top(browser.get(PAGE, {"source": a.list.source_id})) == "ab"
    assert "No pair of this country or source waits." in browser.get(PAGE, {"country": "FRA"}).text
    assert "No pair of this country" in browser.get(PAGE, {"source": "9" * 30}).text
    answer = browser.post(f"{PAGE}?country=KEN", asked(act="different"))
    assert answer.url == f"{PAGE}?country=KEN&told=different"


@pytest.mark.parametrize(
    "sent",
    [{}, {"act": "same"}, {"act": "drop", "one": 1, "other": 2, "seen": 0}, {"undo": "no such"}],
)
def test_what_is_no_judgement_records_nothing(compared, browser, sent):
    compared(ab=0.5)
    assert browser.post(PAGE, sent, follow=True).status_code == 200
    assert Judgement.objects.count() == 0


@pytest.mark.parametrize(
    "query", ["pair=1-2-3", "pair=x", "pair=9-8", f"pair=1-{'9' * 30}", "told=x"]
)
def test_an_address_that_names_no_pair_shows_the_next_one(compared, browser, query):
    compared(ab=0.5)
    assert on_top(browser.get(f"{PAGE}?{query}")) == "ab"


def test_what_lists_say_is_shown_as_text(compared, browser):
    a, _b = compared(ab=0.5).values()
    Mention.objects.filter(pk=a.pk).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in browser.get(PAGE).text


def test_of_many_pairs_that_fit_a_filter_the_number_is_cut(compared, browser, monkeypatch):
    compared(ab=0.5, cd=0.4, ef=0.3)
    for module in (queries, waiting):
        monkeypatch.setattr(module, "COUNTED", 2)
    assert "Left: 2+." in browser.get(PAGE, {"country": "XAA"}).text
    assert "Left: 3." in browser.get(PAGE).text


def test_of_thousands_that_hang_together_a_few_pairs_are_asked_at_a_time(compared, browser):
    rows = compared(**{f"{a}{b}": 0.5 for a in "abcdefgh" for b in "abcdefgh" if a < b})
    assert Pair.objects.filter(is_open=True).count() == 20
    assert "8 more pairs like this wait behind it" in browser.get(PAGE).text
    before = set(Pair.objects.filter(is_open=True).values_list("pk", flat=True))
    browser.post(PAGE, asked(act="different"))
    open_now = set(Pair.objects.filter(is_open=True).values_list("pk", flat=True))
    assert (len(open_now), len(open_now - before)) == (20, 1)
    assert len(rows) == 8
