import pytest

from decentwork_site.audit.models import Event
from decentwork_site.enterprises import queries, settling, writes
from decentwork_site.enterprises.models import (
    Enterprise,
    Judgement,
    Mention,
    Pair,
    SearchWord,
)


def everything():
    """All rows that follow from a matching, without the keys of what is written anew."""
    return {
        "mentions": list(Mention.objects.order_by("pk").values()),
        "pairs": list(Pair.objects.order_by("pk").values()),
        "enterprises": list(Enterprise.objects.order_by("pk").values()),
        "words": sorted(SearchWord.objects.values_list("enterprise", "word")),
    }


def test_pairs_put_mentions_together_and_what_is_unsure_is_asked(compared, together):
    mentions = compared(ab=0.95, cd=0.4)
    assert together(mentions) == "ab c d"
    assert [it.outcome for it in mentions.values()] == ["same", "same", "ask", "ask"]
    asked = Pair.objects.get(is_open=True)
    assert (asked.probability, asked.worth) == (0.4, pytest.approx(0.8))


def test_what_is_judged_holds_against_the_probability(compared, together, curator):
    mentions = compared(ab=0.95, cd=0.4)
    a, b, c, d = mentions.values()
    batch = writes.judge(pairs=[(a, b, False), (c, d, True)], why="looked it up", by=curator)
    assert together(mentions) == "a b cd"
    assert not Pair.objects.filter(is_open=True).exists()
    assert set(Judgement.objects.values_list("batch", "why")) == {(batch, "looked it up")}
    assert Event.objects.get(what="judged").facts == {"batch": batch, "same": 1, "different": 1}


@pytest.mark.parametrize("act", ["same", "different", "merge", "split"])
def test_what_is_undone_is_as_if_never_judged(compared, curator, act):
    a, b, c, d = compared(ab=0.95, bc=0.4, ac=0.3, cd=0.99).values()
    before = everything()
    acts = {
        "same": lambda: writes.judge(pairs=[(b, c, True)], why="", by=curator),
        "different": lambda: writes.judge(pairs=[(b, c, False)], why="", by=curator),
        "merge": lambda: writes.merge(mentions=[a, d], why="one site", by=curator),
        "split": lambda: writes.split(mentions=[d], rest=[c], why="two sites", by=curator),
    }
    batch = acts[act]()
    changed = everything()
    assert changed["mentions"] != before["mentions"] or changed["pairs"] != before["pairs"]
    undoing = writes.undo(batches=[batch], why="a slip", by=curator)
    after = everything()
    # An identifier that somebody may have noted leads to where its mentions are.
    made = [it for it in after["enterprises"] if it not in before["enterprises"]]
    assert all(it["now_id"] and not it["is_public"] for it in made)
    after["enterprises"] = [it for it in after["enterprises"] if it not in made]
    assert after == before
    writes.undo(batches=[undoing], why="no slip", by=curator)
    assert everything() == changed


def test_an_undoing_is_done_once(compared, curator):
    a, b, *_ = compared(ab=0.4).values()
    batch = writes.merge(mentions=[a, b], why="", by=curator)
    writes.undo(batches=[batch], why="", by=curator)
    with pytest.raises(writes.NotAllowed):
        writes.undo(batches=[batch], why="", by=curator)
    with pytest.raises(writes.NotAllowed):
        writes.undo(batches=["no such batch"], why="", by=curator)


def test_a_merged_identifier_leads_to_the_one_that_is_kept(compared, curator):
    a, b, c, d = compared(ab=0.95, cd=0.2).values()
    for it in (a, d):
        it.refresh_from_db()
    lost = d.enterprise.identifier
    writes.merge(mentions=[a, d], why="", by=curator)
    assert queries.present(lost) == a.enterprise
    assert not Enterprise.objects.get(identifier=lost).is_public


def test_merging_and_splitting_in_bulk(compared, together, curator):
    mentions = compared(ab=0.95, bc=0.9, ac=0.95, de=0.02)
    a, b, c, d, e = mentions.values()
    writes.merge(mentions=[a, d, e], why="", by=curator)
    assert together(mentions) == "abcde"
    writes.split(mentions=[b, d], rest=[a, c, e], why="", by=curator)
    assert together(mentions)[:2] == "ac"
    assert "b" not in together(mentions).split()[0]


def test_only_the_connected_part_is_settled(compared, curator, django_assert_max_num_queries):
    mentions = compared(ab=0.95, cd=0.4, ef=0.95, gh=0.4)
    ids = {letter: it.pk for letter, it in mentions.items()}
    assert settling.connected([ids["a"]], 0.1) == {ids["a"], ids["b"]}
    writes.merge(mentions=[mentions["a"], mentions["c"]], why="", by=curator)
    assert settling.connected([ids["a"]], 0.1) == {ids[it] for it in "abcd"}
    with django_assert_max_num_queries(50):
        writes.merge(mentions=[mentions["e"], mentions["g"]], why="", by=curator)


def test_a_part_is_settled_as_the_whole_is(compared, together, curator):
    mentions = compared(ab=0.95, bc=0.5, cd=0.9, de=0.3, ef=0.85, ad=0.02, gh=0.7)
    writes.judge(pairs=[(mentions["b"], mentions["c"], True)], why="", by=curator)
    writes.judge(pairs=[(mentions["e"], mentions["f"], False)], why="", by=curator)
    part = everything()
    settling.settle(Mention.objects.all())
    assert everything() == part


def test_a_name_is_the_one_that_most_lists_give(listed):
    first = listed("Aster Mill", "A")
    for source in "BC":
        listed("Aster Mills", source, enterprise=first.enterprise)
    assert first.enterprise.name == "Aster Mills"
    assert first.enterprise.sources_count == 3


def test_of_as_many_names_a_register_comes_first(listed):
    first = listed("Aster", "A")
    listed("ASTER LTD", "The register", kind="register", enterprise=first.enterprise)
    assert first.enterprise.name == "ASTER LTD"


def test_what_is_not_public_gives_no_name_no_word_and_no_count(listed):
    first = listed("Aster", "A")
    listed("Secret Partner", "B", is_public=False, city="Hidden", enterprise=first.enterprise)
    listed("Secret Partner", "C", is_public=False, enterprise=first.enterprise)
    found = first.enterprise
    assert (found.name, found.words, found.sources_count) == ("Aster", " aster ", 1)


def test_rows_split_off_a_huge_enterprise_are_judged_against_those_they_were_compared_with(
    compared, together, curator, monkeypatch
):
    rows = compared(ab=0.99, ac=0.99, bc=0.99, bd=0.99, cd=0.99)
    assert together(rows) == "abcd"
    a, *rest = rows.values()
    monkeypatch.setattr(writes, "JUDGED_AT_MOST", 1)
    with pytest.raises(writes.NotAllowed):
        writes.split(mentions=[a], rest=rest, why="", by=curator)
    monkeypatch.setattr(writes, "JUDGED_AT_MOST", 2)
    writes.split(mentions=[a], rest=rest, why="", by=curator)
    assert together(rows) == "a bcd"
    assert Judgement.objects.count() == 2


def test_what_thousands_of_rows_depend_on_is_left_to_a_matching(
    compared, together, curator, monkeypatch
):
    rows = compared(ab=0.5, bc=0.5, cd=0.5)
    monkeypatch.setattr(writes, "SETTLED_AT_MOST", 3)
    batch = writes.judge(pairs=[(rows["a"], rows["b"], True)], why="", by=curator)
    assert together(rows) == "a b c d"
    assert Pair.objects.filter(is_open=True).count() == 2
    assert not queries.matching_job().is_over
    monkeypatch.setattr(writes, "SETTLED_AT_MOST", 4)
    settling.settle([rows["a"]])
    assert together(rows) == "ab c d"
    writes.undo(batches=[batch], why="", by=curator)
    assert together(rows) == "a b c d"
    assert Pair.objects.filter(is_open=True).count() == 3
