"""Invented lists, matched as the worker does it."""

import pytest

from decentwork_site.enterprises import calculations, queries, settling, writes
from decentwork_site.enterprises.models import Enterprise, Matching, Mention, Pair


@pytest.fixture
def told():
    return []


@pytest.fixture
def match(told):
    def done(by=None):
        writes.ask_for_matching(same=0.8, new=0.1, by=by)
        arguments = {"same": 0.8, "new": 0.1, "member": by and by.pk}
        return writes.do_match(arguments, lambda *step: told.append(step))

    return done


@pytest.fixture
def several(listed):
    """One enterprise in two lists, another one of a like name, and one that is like none."""
    here = {"address": "14 Quayside Road, Norton", "city": "Norton"}
    return [
        listed("Aster Mills Ltd", "A", **here),
        listed("ASTER MILLS LIMITED", "B", **here),
        listed("Aster Mills", "C", address="3 Forge Lane, Sutton", city="Sutton"),
        listed("Brindle Foundry", "A", address="9 Mill Street, Easton", city="Easton"),
    ]


def test_lists_are_matched_and_people_asked_about_the_rest(several, match, told, together):
    found = match()
    a, b, c, d = several
    assert together({"a": a, "b": b, "c": c, "d": d}).startswith("ab")
    assert found["mentions"] == 4
    assert Matching.objects.get().enterprises_count == found["enterprises"]
    assert [step for _done, _total, step in told][-1] == "Writing the pages of enterprises"
    pair = Pair.objects.get(one=a, other=b)
    assert {"text": "same name", "field": "name", "agrees": True} in pair.reasons


def test_an_enterprise_keeps_its_identifier_in_the_next_matching(several, match):
    before = {it.ref: it.enterprise.identifier for it in several}
    match()
    match()
    after = dict(Mention.objects.values_list("ref", "enterprise__identifier"))
    assert after[several[3].ref] == before[several[3].ref]
    assert after[several[0].ref] in {before[several[0].ref], before[several[1].ref]}


def test_a_new_matching_and_settling_agree(several, match, curator):
    match()
    writes.judge(pairs=[(several[0], several[2], True)], why="", by=curator)
    writes.judge(pairs=[(several[0], several[1], False)], why="", by=curator)
    match()
    fields = ("ref", "enterprise__identifier", "outcome", "probability", "matched")
    before = sorted(Mention.objects.values_list(*fields))
    asked = sorted(Pair.objects.values_list("pk", "is_open", "worth"))
    settling.settle(Mention.objects.all())
    assert sorted(Mention.objects.values_list(*fields)) == before
    assert sorted(Pair.objects.values_list("pk", "is_open", "worth")) == asked


def test_what_is_judged_while_matching_goes_on_holds(
    several, match, curator, monkeypatch, together
):
    matched = calculations.matched

    def judging(*given, **named):
        yield from matched(*given, **named)
        writes.judge(pairs=[(several[0], several[1], False)], why="", by=curator)

    monkeypatch.setattr(calculations, "matched", judging)
    match()
    assert "ab" not in together(dict(zip("abcd", several, strict=True)))


def test_what_was_put_off_stays_put_off(several, match):
    from django.utils import timezone

    match()
    now = timezone.now()
    pair = Pair.objects.filter(one=several[0], other=several[1])
    pair.update(later_at=now)
    match()
    assert pair.get().later_at == now


def test_all_lists_are_matched_once_at_a_time(several, curator):
    first = writes.ask_for_matching(same=0.8, new=0.1, by=curator)
    assert writes.ask_for_matching(same=0.9, new=0.2, by=curator) == first


def test_lists_that_are_not_read_or_withdrawn_are_not_matched(several, match):
    several[0].list.is_read = False
    several[0].list.save()
    assert match()["mentions"] == 2
    assert queries.newest_matching().mentions_count == 2
    assert not Enterprise.objects.filter(name="").filter(is_public=True).exists()


def test_rows_that_say_the_same_are_one_enterprise_until_people_part_them(listed, match, curator):
    here = {"address": "14 Quayside Road, Norton", "city": "Norton"}
    rows = [listed("Aster Mills Ltd", "A", **here) for _ in range(6)]

    def groups():
        return [*Mention.objects.order_by("pk").values_list("enterprise__identifier", flat=True)]

    match()
    assert len({*groups()}) == 1
    assert Pair.objects.count() == 5
    batch = writes.judge(pairs=[(rows[0], rows[3], False)], why="two sites", by=curator)
    parted = groups()
    assert parted[3] not in parted[:3]
    match()
    assert groups() == parted
    writes.undo(batches=[batch], why="", by=curator)
    assert len({*groups()}) == 1
