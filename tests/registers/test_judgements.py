from decentwork.registers.judgements import (
    Judged,
    Judgement,
    check_judgements,
    in_force,
    merging,
    parting,
    settled,
    undoing,
)

WHO = {"by": "Ana", "at": "2027-01-05T10:00:00Z", "why": "same gate"}


def same(one, other, batch=""):
    return Judgement(judged=Judged.SAME, one=one, other=other, batch=batch or one + other, **WHO)


def apart(one, other, batch=""):
    return Judgement(
        judged=Judged.DIFFERENT, one=one, other=other, batch=batch or one + other, **WHO
    )


def test_what_is_the_same_as_the_same_is_the_same():
    found = settled([same("a", "b"), same("b", "c")])
    assert found.enterprise == {"a": "a", "b": "a", "c": "a"}


def test_a_pair_judged_different_stays_apart_with_all_that_is_the_same_as_either():
    found = settled([same("a", "b"), apart("b", "c"), same("c", "d")])
    assert found.apart == {("a", "c")}
    assert found.enterprise == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_the_newest_of_two_that_contradict_each_other_holds():
    old, new = same("a", "b", "first"), apart("a", "b", "second")
    found = settled([old, new])
    assert found.enterprise == {}
    assert found.overruled == ((old, new),)


def test_a_judgement_that_others_together_contradict_is_told():
    old = apart("a", "c", "first")
    found = settled([old, same("a", "b"), same("b", "c")])
    assert found.enterprise["c"] == "a"
    assert [it for it, _ in found.overruled] == [old]


def test_a_merger_is_undone_in_one_go_and_can_be_redone():
    merged = merging(["a", "b", "c"], batch="m", **WHO)
    undone = undoing("m", batch="u", **WHO)
    redone = undoing("u", batch="r", **WHO)
    assert in_force([*merged, undone]) == ()
    assert in_force([*merged, undone, redone]) == merged


def test_parting_keeps_each_of_some_from_each_of_the_rest():
    found = settled(
        [*merging(["a", "b", "c"], batch="m", **WHO), *parting(["c"], ["a", "b"], batch="p", **WHO)]
    )
    assert found.enterprise == {"a": "a", "b": "a"}
    assert found.apart == {("a", "c")}


def test_all_that_is_wrong_with_judgements_is_told_at_once():
    wrong = [same("a", "x"), same("b", "b"), undoing("nothing", batch="u", **WHO)]
    assert [problem.what for problem in check_judgements(wrong, ["a", "b"])] == [
        "there is no mention 'x'.",
        "a mention is compared with itself.",
        "there is no batch 'nothing' to undo.",
    ]
