from decentwork.registers.judgements import Judged, Judgement, in_force, settled

WHO = {"by": "Ana", "at": "2027-01-05T10:00:00Z", "why": "same gate"}


def same(one, other, batch=""):
    return Judgement(judged=Judged.SAME, one=one, other=other, batch=batch or one + other, **WHO)


def apart(one, other, batch=""):
    return Judgement(
        judged=Judged.DIFFERENT, one=one, other=other, batch=batch or one + other, **WHO
    )


def undoing(undone, batch):
    return Judgement(judged=Judged.UNDO, one=undone, other="", batch=batch, **WHO)


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
    merged = same("a", "b", "m"), same("a", "c", "m")
    undone, redone = undoing("m", "u"), undoing("u", "r")
    assert in_force([*merged, undone]) == ()
    assert in_force([*merged, undone, redone]) == merged


def test_one_of_three_is_parted_from_the_others():
    merged = same("a", "b", "m"), same("a", "c", "m")
    found = settled([*merged, apart("c", "a", "p"), apart("c", "b", "p")])
    assert found.enterprise == {"a": "a", "b": "a"}
    assert found.apart == {("a", "c")}
