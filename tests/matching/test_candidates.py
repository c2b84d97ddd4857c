import numpy as np
import pandas as pd
import pytest

from decentwork.matching.candidates import Pairs, candidate_pairs
from decentwork.matching.invented_registers import invented_register
from decentwork.registers.enterprise_records import EnterpriseRecords, enterprise_records


def listed(rows: list[tuple[str, str, str]]) -> EnterpriseRecords:
    """Return mentions of rows of name, address and country."""
    frame = pd.DataFrame(rows, columns=["name", "address", "country"])
    return enterprise_records(frame.set_axis([f"r{row}" for row in range(len(rows))]))


def by_id(pairs: Pairs, records: EnterpriseRecords) -> dict[frozenset[str], float]:
    ids = records.frame.index
    return {
        frozenset((ids[left], ids[right])): float(score)
        for left, right, score in zip(pairs.left, pairs.right, pairs.score, strict=True)
    }


def true_pairs(truth: np.ndarray) -> set[tuple[int, int]]:
    groups = pd.Series(range(len(truth))).groupby(truth).agg(list)
    return {(a, b) for group in groups for a in group for b in group if a < b}


@pytest.fixture(scope="module")
def register() -> tuple[EnterpriseRecords, np.ndarray]:
    return invented_register(5_000, np.random.default_rng(11))


@pytest.fixture(scope="module")
def pairs(register) -> Pairs:
    return candidate_pairs(register[0], threads=1)


def test_nearly_all_true_pairs_are_candidates(register, pairs):
    found = {*zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}
    true = true_pairs(register[1])
    assert len(true & found) / len(true) >= 0.95
    assert len(found) < 10 * len(register[0])


def test_no_pair_stands_twice_and_left_comes_before_right(pairs):
    assert (pairs.left < pairs.right).all()
    assert len({*zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}) == len(pairs)
    assert pairs.score.min() > 0
    assert pairs.score.max() <= 1


def test_the_number_of_threads_changes_nothing(register, pairs, monkeypatch):
    monkeypatch.setattr("decentwork.matching.candidates.CHUNK", 700)
    monkeypatch.setattr("decentwork.matching.features.CHUNK", 900)
    again = candidate_pairs(register[0], threads=3)
    assert np.array_equal(again.left, pairs.left)
    assert np.array_equal(again.right, pairs.right)
    assert np.array_equal(again.score, pairs.score)


def test_the_order_of_the_list_changes_nothing(register, pairs):
    order = np.random.default_rng(1).permutation(len(register[0]))
    shuffled = EnterpriseRecords(frame=register[0].frame.iloc[order])
    assert by_id(candidate_pairs(shuffled), shuffled) == by_id(pairs, register[0])


def test_a_mention_in_another_country_changes_nothing_of_others(register, pairs):
    frame = register[0].frame
    known = frame[frame["country"] != ""].iloc[:1_000]
    far = known.iloc[:1].assign(name="Elsewhere Works", address="9 Far Road", country="XAA")
    more = EnterpriseRecords(frame=pd.concat([known, far.set_axis(["far"])]))
    fewer = EnterpriseRecords(frame=known)
    assert by_id(candidate_pairs(more), more) == by_id(candidate_pairs(fewer), fewer)


def test_two_countries_are_never_paired_but_an_unknown_one_may_be_any():
    records = listed(
        [
            ("Tasok Weaving", "4 Hill Road, Montara", "XAA"),
            ("Tasok Weaving", "4 Hill Road, Montara", "XAB"),
            ("Tasok Weaving", "4 Hill Road, Montara", ""),
            ("Other Mill", "1 Lake Street, Zenda", "XAA"),
            ("Third Mill", "2 Lake Street, Zenda", "XAB"),
        ]
    )
    found = {*by_id(candidate_pairs(records), records)}
    assert {frozenset(("r0", "r2")), frozenset(("r1", "r2"))} <= found
    assert frozenset(("r0", "r1")) not in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hengsheng Garment Co., Ltd", "Heng Sheng Garment"),
        ("恒盛服装有限公司", "Hengsheng Garment Co., Ltd"),
        ("Công ty TNHH Đại Phúc", "Dai Phuc Co., Ltd"),
        ("Tasokima Textiles", "Tasoikma Textiles"),
        ("Tasokima Textiles", "Tasokma Textiles"),
    ],
)
def test_two_spellings_meet_without_an_address(one, other):
    others = [(f"Mill {letter}orda Works", "", "XAA") for letter in "bcdfgklmnprstv"]
    records = listed([(one, "", "XAA"), (other, "1 Hill Road", "XAA"), *others])
    assert frozenset(("r0", "r1")) in by_id(candidate_pairs(records), records)


def test_the_same_phone_is_enough():
    records = listed([("Tasok Weaving", "", "XAA"), ("T. W. Holding", "", "XAA")])
    frame = records.frame.assign(phone=["+99 123 45678", "(012) 345678"])
    assert len(candidate_pairs(EnterpriseRecords(frame=frame))) == 1


def test_thousands_at_one_address_cost_no_more_than_others(register):
    frame = register[0].frame.assign(
        address="Export Zone, Gate 1, Montara", city="", postcode="", country="XAA"
    )
    records = EnterpriseRecords(frame=frame)
    pairs = candidate_pairs(records, budget=300)
    assert 0 < len(pairs) <= 15 * len(records)
    found = {*zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)}
    true = true_pairs(register[1])
    assert len(true & found) / len(true) > 0.7


def test_thousands_of_one_name_pair_those_at_one_address():
    rows = [("Garment", f"{number // 2} Hill Road, Montara", "XAA") for number in range(4_000)]
    records = listed(rows)
    found = by_id(candidate_pairs(records, budget=200), records)
    assert all(frozenset((f"r{at}", f"r{at + 1}")) in found for at in range(0, 4_000, 2))


def test_mentions_without_name_and_address_have_no_candidates():
    records = listed([("", "", "XAA"), ("", "", "XAA"), ("...", "-", ""), ("Tasok", "", "XAA")])
    assert len(candidate_pairs(records)) == 0


@pytest.mark.parametrize("rows", [[], [("Tasok", "1 Hill Road", "XAA")]])
def test_a_list_of_less_than_two_has_no_candidates(rows):
    assert len(candidate_pairs(listed(rows))) == 0


def test_progress_is_told_to_the_end(register):
    told = []
    candidate_pairs(register[0], tell=lambda done, total: told.append((done, total)))
    assert told[-1] == (10_000, 10_000)
    assert told == sorted(told)


def test_who_is_told_can_stop_the_search(register):
    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        candidate_pairs(register[0], tell=stop)
