import numpy as np
import pytest
from tests.estimators.recruited import drawn, toy

from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.estimators.peer_degree import UnknownChoice
from decentwork.estimators.recruited_answers import NeedsGroups
from decentwork.estimators.successive_sampling import PopulationNeeded
from decentwork.studies.estimate_recruitment import DoNotGoTogether, estimate_recruitment
from decentwork.surveys.estimated import Verdict

FEW = 200  # replicates


def estimated(sample, *variables, **how):
    return estimate_recruitment(sample, variables, **{"replicates": FEW, **how})


def test_an_answer_is_a_row_with_a_share_and_a_quantity_a_row_with_a_mean():
    rows = estimated(toy(), "y", "wage")
    assert [(it.variable, it.category, it.statistic) for it in rows] == [
        ("y", "0", "share"),
        ("y", "1", "share"),
        ("wage", None, "mean"),
    ]
    assert [it.value for it in rows] == pytest.approx([0.8071021, 0.1928979, 155.3022797])
    assert {(it.n, it.seeds, it.universe, it.tier) for it in rows} == {(30, 3, "people", None)}


@pytest.mark.parametrize(
    ("weights", "variance"),
    [
        ("volz_heckathorn", "tree"),
        ("volz_heckathorn", "neighbourhood"),
        ("volz_heckathorn", "salganik"),
        ("volz_heckathorn", "salganik_2006"),
        ("salganik_heckathorn", "tree"),
        ("salganik_heckathorn", "salganik"),
        ("salganik_heckathorn", "salganik_2006"),
        ("successive_sampling", "tree"),
        ("successive_sampling", "neighbourhood"),
        ("successive_sampling", "gile"),
    ],
)
def test_every_variance_gives_an_interval_around_the_value(weights, variance):
    rows = estimated(toy(), "y", weights=weights, variance=variance, population=80)
    for row in rows:
        assert 0 <= row.low <= row.value <= row.high <= 1
        assert row.standard_error > 0.02
        assert (row.weights, row.variance) == (weights, variance)
    assert sum(row.value for row in rows) == pytest.approx(1)


def test_the_same_seed_gives_the_same_rows_for_any_number_of_threads():
    for variance in ("tree", "neighbourhood", "salganik", "gile"):
        how = {"weights": "successive_sampling", "variance": variance, "population": 80}
        one, two = (estimated(toy(), "y", threads=it, replicates=700, **how) for it in (1, 2))
        assert one == two
        assert one != estimated(toy(), "y", seed=2, replicates=700, **how)


def test_who_did_not_answer_does_not_count_for_that_trait():
    people = drawn("""
        id | recruiter_id | degree | owner
        a  | seed         | 1      | yes
        b  | a            | 1      | no
        c  | a            | 1      |
        """)
    yes, no = estimated(people, "owner")[::-1]
    assert (yes.category, yes.value, yes.n) == ("yes", 0.5, 2)
    assert no.value == 0.5


def test_replicates_without_an_estimate_are_left_out_and_told():
    people = drawn("""
        id | recruiter_id | degree | owner
        a  | seed         | 1      |
        b  | a            | 1      | no
        c  | seed         | 1      |
        """)
    (row,) = estimated(people, "owner")
    assert "of 200 replicates give no estimate" in row.note


def test_a_single_person_has_a_value_and_no_interval():
    for weights in ("volz_heckathorn", "successive_sampling"):
        people = drawn("id|recruiter_id|degree|owner\na|seed|3|yes")
        (row,) = estimated(people, "owner", weights=weights, population=50)
        assert (row.value, row.low, row.high, row.standard_error) == (1, None, None, None)
        assert "one person answered" in row.note
        assert row.verdict is Verdict.TOO_THIN


@pytest.mark.parametrize("variance", ["tree", "neighbourhood", "salganik"])
def test_answers_all_alike_have_an_exact_bound_and_no_false_certainty(variance):
    sample = toy()
    sample.people["owner"] = "yes"
    (row,) = estimated(sample, "owner", variance=variance)
    # About 30 answers weigh as 22, a quarter of which are taken as independent.
    assert (row.value, row.high) == (pytest.approx(1), 1)
    assert row.low == pytest.approx(0.025 ** (4 / 22), abs=0.03)
    assert row.standard_error > 0.1
    assert "exact bound" in row.note


def test_answers_of_equal_size_tell_no_spread():
    sample = toy()
    sample.people["hours"] = 48.0
    (row,) = estimated(sample, "hours")
    assert (row.value, row.low, row.high) == (pytest.approx(48), None, None)
    assert "changes nothing" in row.note


def test_a_single_chain_which_the_tree_bootstrap_cannot_shake_has_no_interval():
    people = drawn("id|recruiter_id|degree|owner\na|seed|1|yes\nb|a|2|no\nc|b|1|yes")
    yes = estimated(people, "owner")[1]
    assert (yes.category, yes.low, yes.high) == ("yes", None, None)
    assert yes.verdict is Verdict.TOO_THIN


def test_the_neighbourhood_bootstrap_says_when_its_intervals_are_too_narrow():
    for row in estimated(toy(), "y", variance="neighbourhood"):
        assert "compare the tree bootstrap" in row.note


def test_seeds_can_be_left_out():
    including, excluding = (
        estimated(toy(), "y", weights="salganik_heckathorn", seeds=it)[1]
        for it in ("include", "exclude")
    )
    assert (including.value, excluding.value) == pytest.approx((0.1729560, 0.1720335))
    assert (including.n, excluding.n) == (30, 27)


def test_successive_sampling_asks_for_the_population():
    with pytest.raises(PopulationNeeded):
        estimated(toy(), "y", weights="successive_sampling")


def test_a_population_makes_the_design_effect_one_over_sampling_without_return():
    without, of_sixty = (estimated(toy(), "y", population=it)[1] for it in (None, 60))
    assert of_sixty.design_effect == pytest.approx(2 * without.design_effect)
    assert without.design_effect == pytest.approx(
        without.standard_error**2 / (0.1928979 * 0.8071021 / 30), rel=1e-5
    )


def test_methods_that_do_not_go_together_are_told_with_those_that_do():
    with pytest.raises(DoNotGoTogether, match="tree, salganik, salganik_2006"):
        estimated(toy(), "y", weights="salganik_heckathorn", variance="gile", population=80)


@pytest.mark.parametrize("how", [{"weights": "salganik_heckathorn"}, {"variance": "salganik"}])
def test_a_quantity_needs_another_method(how):
    with pytest.raises(NeedsGroups):
        estimated(toy(), "wage", **how)


@pytest.mark.parametrize(
    "how", [{"weights": "none"}, {"variance": "none"}, {"seeds": "some"}, {"missing_degree": "x"}]
)
def test_a_choice_that_does_not_exist_is_refused(how):
    with pytest.raises(UnknownChoice, match="Choose one of"):
        estimated(toy(), "y", **how)


def test_options_that_cannot_be_are_all_told():
    with pytest.raises(InvalidInput, match="2 problems"):
        estimated(toy(), "y", replicates=1, level=95.0)


def test_an_unknown_trait_is_refused_with_those_that_are_there():
    with pytest.raises(UnknownCode, match="wage"):
        estimated(toy(), "wages")


def test_a_trait_that_nobody_answered_is_refused():
    people = drawn("id|recruiter_id|degree|owner|job\na|seed|1||x\nb|a|1||x")
    people.people["owner"] = np.nan
    with pytest.raises(InvalidInput, match="owner: nobody answered"):
        estimated(people, "owner")
