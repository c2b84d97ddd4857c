import numpy as np
import pandas as pd
import pytest

from decentwork.matching.comparisons import compare
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.parsed import parse
from decentwork.matching.reasons import in_words, reasons
from decentwork.registers.enterprise_records import enterprise_records


def compared(one, other):
    given = pd.DataFrame([one, other], index=["a", "b"])
    parsed = parse(enterprise_records(given))
    return compare(parsed, np.array([0], np.int32), np.array([1], np.int32))


def value(name, one, other):
    return compared(one, other).column(name)[0]


def test_comparisons_are_the_same_whichever_mention_comes_first():
    records, _ = invented_register(300, np.random.default_rng(5))
    parsed = parse(records)
    left, right = np.arange(299, dtype=np.int32), np.arange(1, 300, dtype=np.int32)
    np.testing.assert_array_equal(
        compare(parsed, left, right).values, compare(parsed, right, left).values
    )


def test_comparisons_are_shares():
    records, _ = invented_register(300, np.random.default_rng(6))
    left, right = np.arange(299, dtype=np.int32), np.arange(1, 300, dtype=np.int32)
    values = compare(parse(records), left, right).values
    assert values.min() >= 0
    assert values.max() <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("恒盛有限公司", "Hengsheng Co., Ltd."),
        ("Heng Sheng Ltd", "HENGSHENG LIMITED"),
        ("Đại Phúc", "Dai Phuc JSC"),
    ],
)
def test_a_name_is_the_same_in_other_scripts_and_written_in_parts(one, other):
    assert value("name_shared_least", {"name": one}, {"name": other}) == pytest.approx(1)


def test_a_slip_of_a_letter_leaves_most_of_a_word_shared():
    shared = value("name_shared_least", {"name": "Radogama Knit"}, {"name": "Radogmaa Knit"})
    assert 0.8 < shared < 1


def test_what_one_does_not_tell_neither_agrees_nor_contradicts():
    told = {"name": "Rado", "phone": "+880 1711 222333", "number": "77"}
    found = compared(told, {"name": "Rado"})
    for name in ("phone_same", "phone_other", "registration_same", "registration_other"):
        assert found.column(name)[0] == 0
    assert found.column("address_missing")[0] == 1


def test_a_phone_is_the_same_with_and_without_the_code_of_the_country():
    one, other = (
        {"name": "Rado", "phone": "+880 1711-222333"},
        {"name": "X", "phone": "01711222333"},
    )
    assert value("phone_same", one, other) == 1


def test_an_empty_name_is_like_no_other():
    found = compared({"name": ""}, {"name": ""})
    assert found.column("name_alike")[0] == 0
    assert found.column("name_shared_most")[0] == 0


def test_names_of_two_places_clash_though_the_addresses_have_both():
    one = {"name": "Radogama Textil (Tega)", "address": "1 Sulmi Road, Tega, Kurmo"}
    other = {"name": "Radogama Textil (Kurmo)", "address": "9 Bena Lane, Kurmo"}
    assert value("name_place_clash", one, other) > 0
    assert value("name_place_clash", one, {**other, "name": "Radogama Textil"}) == 0
    assert "each name has a place of its own" in in_words(reasons(compared(one, other), 0))


def test_reasons_name_agreements_and_contradictions_the_strongest_first():
    one = {"name": "Radogama Ltd Unit 1", "address": "1 Sulmi Road, Tega", "phone": "5550001234"}
    other = {"name": "Radogama Ltd Unit 2", "address": "9 Bena Lane, Kurmo", "phone": "5550001234"}
    assert in_words(reasons(compared(one, other), 0)).startswith("same phone; numbers of two sites")
    assert "other town or district" in in_words(reasons(compared(one, other), 0))
