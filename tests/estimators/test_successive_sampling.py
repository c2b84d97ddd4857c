import numpy as np
import pytest
from tests.estimators.recruited import drawn, toy

from decentwork.estimators.inclusion_chances import (
    analytic_chances,
    chances_in,
    times_drawn,
    whole_parts,
)
from decentwork.estimators.peer_degree import UnknownChoice
from decentwork.estimators.successive_sampling import (
    SUCCESSIVE_SAMPLING,
    PopulationNeeded,
    PopulationTooSmall,
)
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN

weigh = SUCCESSIVE_SAMPLING.weigh


def test_equal_degrees_give_everyone_the_chance_n_over_population():
    found, _ = chances_in(np.array([[40.0]]), np.ones(1), np.array([[10.0]]), np.zeros((1, 1)))
    assert found[0, 0] == pytest.approx(0.25, rel=2e-3)


def test_computed_chances_are_those_of_samples_drawn_one_by_one():
    people, degree = np.array([20, 18, 15, 10, 8, 5, 4]), np.arange(1.0, 8.0)
    found, _ = chances_in(people[None] * 1.0, degree, np.array([[30.0]]), np.zeros((1, 1)))
    drawn_so = times_drawn(people, degree, 30, 20_000, np.random.default_rng(1)) / 20_000 / people
    # Four standard errors of 20,000 samples are 0.4 to 1 per cent.
    assert found[0] == pytest.approx(drawn_so, rel=0.01)


def test_expected_people_in_the_sample_are_those_in_it():
    sampled, degree = np.array([[9.0, 14.0, 7.0, 0.0]]), np.array([1.0, 3.0, 8.0, 11.0])
    chances = analytic_chances(sampled, degree, 75.0)
    assert (sampled / chances).sum() == pytest.approx(75.0, rel=1e-3)


def test_a_large_population_gives_the_weights_of_volz_and_heckathorn():
    assert weigh(toy(), population=1e7) == pytest.approx(VOLZ_HECKATHORN.weigh(toy()), rel=1e-4)


def test_a_sample_of_everyone_gives_equal_weights():
    assert weigh(toy(), population=30) == pytest.approx([1 / 30] * 30)


def test_without_a_population_the_message_says_how_to_give_one():
    with pytest.raises(PopulationNeeded, match="--population N"):
        weigh(toy())


def test_a_population_smaller_than_the_sample_is_refused():
    with pytest.raises(PopulationTooSmall, match="29 is smaller than the 30"):
        weigh(toy(), population=29)


def test_chances_are_computed_or_simulated_and_nothing_else():
    with pytest.raises(UnknownChoice, match="analytic, simulated"):
        weigh(toy(), population=80, inclusion="guessed")


def test_simulation_repeats_itself_for_a_seed():
    one, same, other = (
        weigh(toy(), population=80, inclusion="simulated", seed=seed) for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_who_has_no_degree_has_no_weight_when_dropped():
    people = drawn("id|recruiter_id|degree\na|seed|2\nb|a|4\nc|a|\nd|b|2")
    weights = weigh(people, population=1e7, missing_degree="drop")
    assert weights == pytest.approx([0.4, 0.2, 0, 0.4], rel=1e-4)


def test_whole_parts_keep_the_total_and_leave_nobody_out():
    assert whole_parts(np.array([97.5, 0.5, 0.5, 0.5, 0.5, 0.5]), 100).tolist() == [
        95,
        1,
        1,
        1,
        1,
        1,
    ]
    assert whole_parts(np.array([1.6, 2.7, 3.7]), 8).tolist() == [1, 3, 4]
