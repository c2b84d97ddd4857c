import numpy as np
import pandas as pd
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.matching.comparisons import FEATURES, Comparisons, compare
from decentwork.matching.groups import Thresholds
from decentwork.matching.identifiers import parse_identifier
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.matched import match
from decentwork.matching.model import adapted, balanced, learned, probabilities, shipped_model
from decentwork.matching.parsed import parse
from decentwork.registers.enterprise_records import EnterpriseRecords, enterprise_records
from decentwork.registers.judgements import Judged, Judgement

SIZE, SEED = 1_500, 77


@pytest.fixture(scope="module")
def register():
    return invented_register(SIZE, np.random.default_rng(SEED))


@pytest.fixture(scope="module")
def found(register):
    return match(register[0])


@pytest.fixture(scope="module")
def compared_pairs(found):
    told = compare(parse(found.records), found.left, found.right)
    chance = probabilities(shipped_model(), told)

    def those(holds):
        return Comparisons(values=told.values[holds], names=told.names)

    few = np.arange(len(chance)) % 20 == 0
    return those(chance > 0.1), those((chance > 0.3) & (chance < 0.7)), those(few)


def listed(*rows):
    names = ["name", "address", "country"]
    return enterprise_records(
        pd.DataFrame(rows, columns=names, index=[f"m{number}" for number in range(len(rows))])
    )


def enterprises(records, **options):
    return match(records, **options).to_frame().set_index("id")["enterprise"]


def judged(kind, one, other="", batch="1"):
    return Judgement(
        judged=Judged(kind), one=one, other=other, by="Rado", at="2026-01-01", batch=batch
    )


def pairs(group):
    size = np.unique(group, return_counts=True)[1]
    return (size * (size - 1) // 2).sum()


def test_nearly_all_that_is_united_without_asking_is_one_enterprise(register, found):
    truth, group = register[1], found.resolution.enterprise.astype(np.int64)
    right = pairs(group * SIZE + truth)
    assert right / pairs(group) > 0.97
    assert right / pairs(truth) > 0.7


def test_answers_unite_nearly_all_that_is_one_enterprise(register, found):
    truth, asked = register[1], found.resolution.asked
    records = register[0].frame.index
    is_same = truth[found.left[asked]] == truth[found.right[asked]]
    labels = pd.DataFrame(
        {
            "id_a": records[found.left[asked]],
            "id_b": records[found.right[asked]],
            "same": is_same,
        }
    )
    answered = match(register[0], labels=labels).resolution.enterprise.astype(np.int64)
    assert pairs(answered * SIZE + truth) / pairs(truth) > 0.88


def test_labels_help_with_the_pairs_that_were_not_labelled(register, found):
    truth, left, right = register[1], found.left, found.right
    unsure = np.flatnonzero((found.probability > 0.1) & (found.probability < 0.95))
    drawn = np.random.default_rng(5).permutation(unsure)[:100]
    ends, ids = (left[drawn], right[drawn]), register[0].frame.index
    told = truth[ends[0]] == truth[ends[1]]
    labels = pd.DataFrame({"id_a": ids[ends[0]], "id_b": ids[ends[1]], "same": told})

    def f1(matched):
        group = matched.resolution.enterprise.astype(np.int64)
        together = group[ends[0]] == group[ends[1]]
        right = pairs(group * SIZE + truth) - (together & told).sum()
        return 2 * right / (pairs(group) + pairs(truth) - together.sum() - told.sum())

    assert f1(match(register[0], labels=labels)) > f1(found) + 0.02


def test_no_two_towns_are_united_without_evidence(found):
    left, right, group = found.left, found.right, found.resolution.enterprise
    told = compare(parse(found.records), left, right)
    towns = (told.column("address_missing") == 0) & (told.column("place_shared") < 0.1)
    shared = told.column("phone_same") + (told.column("address_shared_most") > 0.3)
    shared = shared + (told.column("number_shared") > 0) + (told.column("map_near") > 0)
    alone = np.bincount(group, minlength=SIZE)[group[left]] == 2  # no third mention links them
    assert towns.sum() > 1000
    assert not ((group[left] == group[right]) & alone & towns & (shared == 0)).any()


def test_same_name_in_two_towns_stays_two():
    records = listed(
        ("Radogama Knit Ltd", "12 Sulmi Road, Old Lane, Tega", "BGD"),
        ("Radogama Knit Ltd", "7 Kurmo Street, Bena Ward, Hosar", "BGD"),
    )
    assert enterprises(records).nunique() == 2


def test_sites_with_numbers_stay_apart():
    records = listed(
        ("Radogama Knit Ltd Unit 1", "12 Sulmi Road, Old Lane, Tega", "BGD"),
        ("Radogama Knit Ltd Unit-II", "12 Sulmi Road, Old Lane, Tega", "BGD"),
    )
    assert enterprises(records).nunique() == 2


def test_chinese_characters_and_latin_letters_of_one_enterprise_meet():
    records = listed(
        ("恒盛远达纺织有限公司", "安富市和联镇石海路38号", "CHN"),
        ("Hengsheng Yuanda Textile Co., Ltd.", "No.38 Shihai Road, Helian Town, Anfu", "CHN"),
        ("Baolong Kaiwei Garment Co., Ltd.", "No.9 Tianhe Road, Guibo Town, Anfu", "CHN"),
    )
    group = enterprises(records)
    assert group["m0"] == group["m1"] != group["m2"]


def test_empty_names_and_addresses_are_nobody():
    records = listed(("", "", "BGD"), ("", "", "BGD"), ("", "", ""))
    frame = match(records).to_frame()
    assert frame["enterprise"].nunique() == 3
    assert set(frame["outcome"]) == {"new"}


def test_an_empty_list_is_matched():
    assert match(listed()).to_frame().empty
    assert match(listed()).review().empty


def test_a_mention_that_is_asked_about_keeps_its_own_enterprise(found):
    frame = found.to_frame()
    asked = frame[frame["outcome"] == "ask"]
    assert len(asked)
    assert not asked["enterprise"].duplicated(keep=False).any()
    in_review = set(found.review()["id_a"]) | set(found.review()["id_b"])
    assert set(asked["id"]) <= in_review


def test_matching_again_gives_the_same(register, found):
    pd.testing.assert_frame_equal(match(register[0]).to_frame(), found.to_frame())


def test_the_order_of_a_list_does_not_matter(register, found):
    turned = EnterpriseRecords(frame=register[0].frame.iloc[::-1])
    again = match(turned).to_frame().set_index("id")["enterprise"]
    pd.testing.assert_series_equal(
        again.sort_index(), found.to_frame().set_index("id")["enterprise"].sort_index()
    )


def test_identifiers_are_valid_and_of_the_country(found, register):
    frame = found.to_frame().head(50)
    for name in frame["enterprise"]:
        assert parse_identifier(name) == name
    known = register[0].frame["country"].to_numpy()[:50] == "BGD"
    assert (frame["enterprise"][known].str[:2] == "BD").all()


def test_mentions_added_later_leave_identifiers_as_they_are():
    rows = [
        ("Radogama Knit Ltd", "12 Sulmi Road, Old Lane, Tega", "BGD"),
        ("Belmora Kurta Denim Ltd", "7 Kurmo Street, Bena Ward, Hosar", "BGD"),
    ]
    before = enterprises(listed(*rows))
    after = enterprises(listed(*rows, rows[0]))
    assert after["m2"] == after["m0"] == before["m0"]
    assert after["m1"] == before["m1"]


def test_an_enterprise_keeps_the_identifier_that_most_of_its_mentions_had():
    row = ("Radogama Knit Ltd", "12 Sulmi Road, Old Lane, Tega", "BGD")
    own = enterprises(listed(row))["m0"]
    kept = enterprises(listed(row, row, row), known={"m1": "kept", "m2": "kept", "m0": own})
    assert set(kept) == {"kept"}


def test_a_judgement_holds_whatever_the_model_says():
    row = ("Radogama Knit Ltd", "12 Sulmi Road, Old Lane, Tega", "BGD")
    records = listed(row, row, ("Belmora Kurta", "7 Kurmo Street, Hosar", "BGD"))
    log = judged("different", "m0", "m1"), judged("same", "m1", "m2", batch="2")
    group = enterprises(records, judgements=log)
    assert group["m0"] != group["m1"] == group["m2"]


def test_an_undone_judgement_leaves_no_trace():
    row = ("Radogama Knit Ltd", "12 Sulmi Road, Old Lane, Tega", "BGD")
    records = listed(row, row)
    log = judged("different", "m0", "m1"), judged("undo", "1", batch="2")
    pd.testing.assert_frame_equal(
        match(records, judgements=log).to_frame(), match(records).to_frame()
    )


def test_judgements_on_mentions_no_longer_listed_are_passed_over():
    log = judged("same", "gone", "m0"), judged("same", "gone", "m1")
    rows = (("Radogama", "", "BGD"), ("Belmora", "", "BGD"))
    assert enterprises(listed(*rows), judgements=log).nunique() == 1


def test_labels_of_mentions_that_are_not_there_are_told():
    labels = pd.DataFrame({"id_a": ["m0"], "id_b": ["x"], "same": [True]})
    with pytest.raises(InvalidInput, match="'x'"):
        match(listed(("Rado", "", "")), labels=labels)


def test_thresholds_move_pairs_between_outcomes(register, found):
    strict = match(register[0], thresholds=Thresholds(same=0.97, new=0.1))
    assert len(strict.resolution.asked) > len(found.resolution.asked)
    assert strict.identifiers.tolist() != found.identifiers.tolist()


def test_the_review_list_says_why(found):
    review = found.review()
    assert list(review.columns[:4]) == ["id_a", "id_b", "probability", "why"]
    assert review.columns[-1] == "same"
    assert (review["why"] != "").all()


def rows(number, **given):
    values = np.zeros((number, len(FEATURES)), np.float32)
    for name, value in given.items():
        values[:, FEATURES.index(name)] = value
    return Comparisons(values=values, names=FEATURES)


def test_labels_move_the_model_and_the_more_the_further():
    pair = {"name_alike": 0.9, "name_shared_most": 1, "address_missing": 1, "name_is_rare": 0.9}
    model, usual = shipped_model(), rows(100, name_alike=0.4, name_clash=0.9)

    def chance(labels):
        moved = learned(model, rows(labels, **pair), np.zeros(labels, bool), usual)
        return probabilities(moved, rows(1, **pair))[0]

    chances = [probabilities(model, rows(1, **pair))[0], *map(chance, (1, 10, 100))]
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < chances[0] / 2


def test_a_list_without_twins_lowers_all_probabilities():
    model = shipped_model()
    none = rows(5_000, name_alike=0.4, address_missing=0, name_clash=0.9)
    moved = adapted(model, probabilities(model, none))
    assert moved.share < model.share
    assert moved.intercept < model.intercept


def test_what_speaks_against_a_pair_besides_itself_teaches_little(compared_pairs):
    model, (_, unsure, usual) = shipped_model(), compared_pairs
    told = np.zeros(len(unsure), bool)
    taught = (learned(model, unsure, told, usual, against=against) for against in (0.0, 5.0))
    alone, rivalled = (probabilities(it, unsure).mean() for it in taught)
    assert alone < rivalled


def test_labels_choose_a_threshold_between_pairs_that_are_one_and_pairs_that_are_two(
    compared_pairs,
):
    model, (pairs, _, usual) = shipped_model(), compared_pairs
    chance = probabilities(model, pairs)
    low = balanced(model, pairs, chance >= 0.45, usual)
    high = balanced(model, pairs, chance >= model.same, usual)
    assert low < high <= model.same
    assert balanced(model, pairs, np.ones(len(pairs), bool), usual) == model.same
