import numpy as np
import pandas as pd
import pytest

from decentwork.matching.groups import Thresholds
from decentwork.matching.settling import AT_HAND, outcomes, settle, telling
from decentwork.registers.judgements import Judged, Judgement

THRESHOLDS = Thresholds(same=0.8, new=0.1)
NAMES = "abcdefghij"


def frame(ids=NAMES):
    return pd.DataFrame({"country": "XAA", "listed_on": "2026-01-01"}, index=list(ids))


def pairs(ids, probabilities):
    left, right = (
        np.array([ids.index(pair[end]) for pair in probabilities], np.int32) for end in (0, 1)
    )
    return left, right, np.array(list(probabilities.values()), float)


def judged(judgement, one, other, batch="1"):
    return Judgement(at="", by="cleo", judged=judgement, one=one, other=other, batch=batch)


def drawn(rng):
    """Pairs of mentions in two clusters that some pairs could join, and loose ones."""
    at = [(a, b) for a in range(len(NAMES)) for b in range(a) if rng.random() < 0.5]
    left, right = np.array(at, np.int32).T
    close = (left < 5) == (right < 5)
    chance = rng.random(len(left))
    return right, left, np.where(close, chance, chance * 0.12)


@pytest.mark.parametrize("seed", range(5))
def test_pairs_that_do_not_tell_can_be_forgotten(seed):
    rng = np.random.default_rng(seed)
    left, right, probability = drawn(rng)
    said = [judged(Judged.SAME, "a", "i"), judged(Judged.DIFFERENT, "b", "c", "2")]
    kept = telling(len(NAMES), left, right, probability, THRESHOLDS)
    whole = settle(frame(), left, right, probability, THRESHOLDS, judgements=said)
    part = left[kept], right[kept]
    fewer = settle(frame(), *part, probability[kept], THRESHOLDS, judgements=said)
    assert fewer.identifiers.tolist() == whole.identifiers.tolist()
    assert kept[fewer.resolution.asked].tolist() == whole.resolution.asked.tolist()
    assert fewer.resolution.probability.tolist() == whole.resolution.probability.tolist()


def test_the_order_of_pairs_and_which_end_comes_first_make_no_difference():
    rng = np.random.default_rng(7)
    left, right, probability = drawn(rng)
    order = rng.permutation(len(left))
    first = settle(frame(), left, right, probability, THRESHOLDS)
    second = settle(frame(), right[order], left[order], probability[order], THRESHOLDS)
    assert second.identifiers.tolist() == first.identifiers.tolist()
    assert order[second.resolution.asked].tolist() == first.resolution.asked.tolist()


def test_a_closed_part_is_settled_as_in_the_whole():
    probabilities = {"ab": 0.9, "bc": 0.4, "de": 0.95, "ef": 0.85, "df": 0.3}
    known = {"a": "XA-1", "c": "XA-2", "d": "XA-3"}
    whole = settle(frame(), *pairs(NAMES, probabilities), THRESHOLDS, known=known)
    inside = {pair: it for pair, it in probabilities.items() if pair[0] in "abc"}
    left, right, probability = pairs("abc", inside)
    part = settle(frame("abc"), left, right, probability, THRESHOLDS, known=known, taken={"XA-3"})
    assert part.identifiers.tolist() == whole.identifiers[:3].tolist()
    assert outcomes(part.resolution, left, right).tolist() == ["same", "same", "ask"]


def test_an_identifier_that_is_taken_elsewhere_is_given_to_none():
    none = np.zeros(0, np.int32)
    first = settle(frame("a"), none, none, np.zeros(0), THRESHOLDS).identifiers[0]
    other = settle(frame("a"), none, none, np.zeros(0), THRESHOLDS, taken={first})
    assert other.identifiers[0] != first


def test_an_answer_is_worth_more_the_more_mentions_it_settles():
    probabilities = {"ab": 0.95, "cd": 0.95, "bc": 0.5, "ef": 0.5}
    found = settle(frame(), *pairs(NAMES, probabilities), THRESHOLDS)
    assert found.worth.tolist() == [2.0, 1.0]


def test_of_a_part_of_many_pairs_the_first_are_asked_about_and_the_rest_wait_behind_them():
    chance = {f"{a}{b}": 0.5 for a in NAMES for b in NAMES if a < b}
    found = settle(frame(), *pairs(NAMES, chance), THRESHOLDS)
    assert found.behind.tolist() == [25] * AT_HAND + [-1] * 25
    few = settle(frame(), *pairs(NAMES, {"ab": 0.5, "bc": 0.4, "de": 0.3}), THRESHOLDS)
    assert few.behind.tolist() == [0, 0, 0]


def test_mentions_that_repeat_one_count_with_it_as_one():
    chance = {"ab": 1.0, "ac": 1.0, "ad": 1.0, "ae": 1.0, "af": 0.9, "gh": 0.9}
    found = settle(frame(), *pairs(NAMES, chance), THRESHOLDS)
    group = found.identifiers
    assert len({*group[:6]}) == 1
    assert len({*group}) == 4


def test_a_repeat_that_people_part_from_the_others_leaves_them_together():
    chance = {"ab": 1.0, "ac": 1.0, "ad": 1.0}
    said = [judged(Judged.DIFFERENT, "a", "c")]
    group = settle(frame(), *pairs(NAMES, chance), THRESHOLDS, judgements=said).identifiers
    assert group[0] == group[1] == group[3] != group[2]
