import numpy as np
import pytest
from tests.estimators.toy_chain import FIRST, SECOND, surveyed

from decentwork.estimates.errors import InvalidInput
from decentwork.estimators import design_adherent, generalised_weight_share, in_degree
from decentwork.estimators.chain_diagnostics import ELSEWHERE, diagnose
from decentwork.estimators.horvitz_thompson import NoInclusionChance
from decentwork.estimators.horvitz_thompson import weigh as horvitz_thompson
from decentwork.estimators.population_size import (
    NoLinkWithin,
    chapman,
    frank_snijders,
    over_sizes,
)
from decentwork.estimators.propagation import propagate
from decentwork.estimators.rescaled_bootstrap import replicate_weights
from decentwork.estimators.seed_design import seed_design
from decentwork.estimators.traced_variance import traced_variance


def without_buyers(sample, *ids):
    units = sample.units.copy()
    units.loc[list(ids), "buyers_in_scope"] = np.nan
    return sample.with_units(units)


def weight_of(sample, id, **how):
    weights = generalised_weight_share.weigh(sample, **how)
    return weights[sample.units.index.get_loc(id)]


def test_a_missing_multiplicity_is_refused_naming_unit_and_choices():
    with pytest.raises(InvalidInput, match=r"'e'.*'observed'.*'model'.*'refuse'"):
        generalised_weight_share.weigh(without_buyers(surveyed("AC"), "e"))


def test_a_multiplicity_of_zero_is_a_missing_one():
    sample = surveyed("AC")
    with pytest.raises(InvalidInput, match="missing or zero for 1 traced units: 'e'"):
        generalised_weight_share.weigh(
            sample.with_units(sample.units.replace({"buyers_in_scope": {1: 0}}))
        )


def test_links_seen_may_stand_in_for_a_missing_multiplicity():
    sample = without_buyers(surveyed("AC"), "a", "c")
    assert weight_of(sample, "a", multiplicity="observed") == 2  # one link seen
    assert weight_of(sample, "c", multiplicity="observed") == 2  # two links seen
    assert "too large" in propagate(sample, "observed").notes[0]


def test_the_median_of_the_tier_may_stand_in_for_a_missing_multiplicity():
    sample = without_buyers(surveyed("AC"), "e")
    assert weight_of(sample, "e", multiplicity="model") == 1


def test_links_from_other_tiers_carry_no_weight_and_are_named():
    sample = surveyed("AC", tiers=(FIRST, SECOND))
    units = sample.units.copy()
    units.loc["u", "tier"] = 1  # reached from tier 1 only
    sample = sample.with_units(units)
    assert weight_of(sample, "u") == 0
    assert diagnose(sample, propagate(sample))[1].weightless == {"u": ELSEWHERE}


def test_in_degree_weighs_within_a_tier_by_one_over_buyers():
    weights = in_degree.weigh(surveyed("AC"))
    assert weights == pytest.approx([1 / 2, 1 / 2, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 3])


def test_resampling_gives_the_same_weights_for_the_same_seed_and_less_to_the_well_linked():
    sample = surveyed("AC")
    weights = design_adherent.weigh(sample, repetitions=2000, seed=3)
    assert (weights == design_adherent.weigh(sample, repetitions=2000, seed=3)).all()
    of = dict(zip(sample.units.index, weights, strict=True))
    assert of["c"] == pytest.approx(of["a"] * 0.5 / 0.75, rel=0.1)  # two of two seeds reach c


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        (surveyed("AC", tiers=(FIRST, SECOND)), "beyond tier 1"),
        (surveyed("AC", followed={"A": "a", "C": "e"}), "not all listed"),
    ],
)
def test_horvitz_thompson_says_where_it_does_not_exist(sample, reason):
    with pytest.raises(NoInclusionChance, match=reason):
        horvitz_thompson(sample)


def test_bernoulli_seeds_reach_by_their_own_chances():
    weights = horvitz_thompson(surveyed("AC"), seeds="bernoulli")
    assert weights[-1] == pytest.approx(1 / 0.5)  # e: one buyer
    assert weights[2] == pytest.approx(1 / 0.75)  # a: two buyers


def test_replicate_weights_average_to_the_weights_and_spread_as_the_design_says():
    sample = surveyed("ABC")
    traced = traced_variance(propagate(sample), seed_design(sample))
    replicated = replicate_weights(
        traced.design, traced.contributions, 20_000, np.random.default_rng(1)
    )
    y = sample.units["y"].to_numpy()
    weights = propagate(sample).weights
    assert replicated.mean(axis=1) == pytest.approx(weights, rel=0.02)
    spread = traced.of(np.arange(len(y)), y[:, None])
    assert np.mean((y @ replicated - y @ weights) ** 2) == pytest.approx(
        spread.variances[0], rel=0.05
    )


def test_single_seed_strata_are_put_together_and_said():
    sample = surveyed("ABC")
    units = sample.units.assign(stratum=["one", "two", "two"] + [""] * (len(sample.units) - 3))
    design = seed_design(sample.with_units(units))
    assert list(design.seeds) == [3]
    assert "put together" in design.notes[0]


def test_unequal_chances_within_a_stratum_make_a_draw_with_replacement():
    sample = surveyed("ABC")
    units = sample.units.copy()
    units.loc["A", "seed_chance"] = 0.2
    design = seed_design(sample.with_units(units))
    assert list(design.not_drawn) == [1]
    assert "differ within a stratum" in design.notes[0]


def test_two_lists_that_overlap_tell_a_size():
    assert chapman(50, 40, 9) == pytest.approx((208.1, 51 * 41 * 41 * 31 / (100 * 11)))


def test_links_within_a_sample_tell_a_size():
    assert frank_snijders(20, 5, 45) == 20 + 19 * 9
    assert frank_snijders(20, 5, 45, design="bernoulli") == 200
    with pytest.raises(NoLinkWithin):
        frank_snijders(20, 0, 45)


def test_an_estimate_may_be_read_over_a_range_of_sizes():
    assert over_sizes(lambda size: 0.1 * size, [100, 200]) == ((100, 10), (200, 20))
