from dataclasses import replace

import numpy as np
import pytest
from tests.sampling.invented_chains import invented_design

from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.sampling.chains import SyntheticChain, in_scope, synthetic_chain
from decentwork.sampling.traced import simulated
from decentwork.sampling.traced_sample import simulated_sample
from decentwork.studies.estimate import estimate
from decentwork.studies.plan import interval_limits
from decentwork.surveys.kinds import Kind

EVERYONE = frozenset(Kind)


def toy(workers=(1,) * 10):
    # A->{a,b,c} B->{b,d} C->{c,d,e} D->{f,a}, lead units A to D first; methods B.7
    links = [(0, 4), (0, 5), (0, 6), (1, 5), (1, 7), (2, 6), (2, 7), (2, 8), (3, 4), (3, 9)]
    buyer, supplier = np.array(links, dtype=np.int32).T.copy()
    zero = np.zeros(10, dtype=np.int32)
    buyers = np.array([0, 0, 0, 0, 2, 2, 2, 2, 1, 1], dtype=np.int32)
    return SyntheticChain(
        strata=("all",),
        topics=("earnings",),
        regions=("region_1",),
        stratum=np.zeros(4, dtype=np.int32),
        tier=np.repeat(np.array([0, 1], dtype=np.int32), (4, 6)),
        kind=zero,
        region=zero,
        workers=np.array(workers, dtype=np.int32),
        affected=np.zeros((10, 1), dtype=np.int32),
        buyer=buyer,
        supplier=supplier,
        value=np.ones(10),
        listed=np.ones(10, dtype=bool),
        buyers=buyers,
        all_buyers=buyers,
    )


def drawn(chain, draws=20_000, **how):
    design = invented_design(("all", 4, 2), deepest_tier=1, per_unit=9, **how)
    return simulated(chain, design, seed=5, first=0, end=draws)


def chain_of(design, **assumed):
    kinds = ChainAssumptions().kinds[:2]
    assumptions = ChainAssumptions(units=(300, 600), kinds=kinds, **assumed)
    leads = {stratum.id: stratum.frame_units for stratum in design.strata}
    chain = synthetic_chain(assumptions, leads, np.random.default_rng(3))
    return in_scope(chain, design.cutoff, EVERYONE, design.deepest_tier)


def test_the_toy_gives_its_six_samples_and_no_other():
    workers = (1, 1, 1, 1, 10, 4, 7, 1, 20, 3)
    estimates = drawn(toy(workers), at_most=None).estimates[:, 1, 1]
    assert sorted({round(value, 6) for value in estimates}) == [21, 26, 37, 53, 64, 69]


def test_the_toys_variance_is_that_of_enumeration_and_is_estimated_without_bias():
    workers = (1, 1, 1, 1, 10, 4, 7, 1, 20, 3)
    draws = drawn(toy(workers), at_most=None)
    assert draws.estimates[:, 1, 1].mean() == pytest.approx(45, abs=0.5)
    assert draws.estimates[:, 1, 1].var() == pytest.approx(333.667, rel=0.02)
    assert draws.variances[:, 1, 1].mean() == pytest.approx(333.667, rel=0.02)


def test_following_one_supplier_a_lead_unit_gives_the_toys_variance():
    workers = (1, 1, 1, 1, 10, 4, 7, 1, 20, 3)
    draws = drawn(toy(workers), at_most=1)
    assert draws.estimates[:, 1, 1].mean() == pytest.approx(45, abs=1.0)
    assert draws.estimates[:, 1, 1].var() == pytest.approx(1696.167, rel=0.03)
    assert draws.variances[:, 1, 1].mean() > 1696  # one link tells no spread: too large on average


def test_a_survey_of_everyone_is_exact_and_says_so():
    design = invented_design(("all", 40, 40), at_most=None, per_unit=10_000)
    chain = chain_of(design)
    draws = simulated(chain, design, seed=1, first=0, end=2)
    assert draws.estimates == pytest.approx(np.stack([chain.totals()] * 2))
    assert draws.variances == pytest.approx(0, abs=1e-9)


def test_totals_and_their_variances_are_unbiased_with_links_workers_and_certain_seeds_drawn():
    design = invented_design(("large", 10, 10), ("small", 90, 30), at_most=3)
    chain = chain_of(design, tail=10.0)
    draws = simulated(chain, design, seed=1, first=0, end=1500)
    assert draws.estimates[:, 2, 0].mean() == pytest.approx(chain.totals()[2, 0], rel=0.02)
    ratio = draws.variances[:, 1:, 0].mean(axis=0) / draws.estimates[:, 1:, 0].var(axis=0)
    assert ratio == pytest.approx(1, abs=0.12)


def test_a_draw_depends_on_its_number_alone():
    design = invented_design(("all", 40, 10), response=0.8)
    chain = chain_of(design)
    whole = simulated(chain, design, seed=1, first=0, end=6)
    part = simulated(chain, design, seed=1, first=4, end=6)
    np.testing.assert_array_equal(whole.estimates[4:], part.estimates)
    np.testing.assert_array_equal(whole.visits[4:], part.visits)
    assert (whole.estimates[0] != whole.estimates[1]).any()


def test_what_buyers_do_not_list_is_missing_from_totals():
    design = invented_design(("all", 40, 40), at_most=None)
    chain = chain_of(design, unlisted={Kind.HOME_WORKER: 0.5, Kind.HOUSEHOLD: 0.5})
    draws = simulated(chain, design, seed=1, first=0, end=1)
    assert (draws.estimates[0, 1:, 0] < 0.9 * chain.totals()[1:, 0]).all()


def test_suppliers_who_count_buyers_beyond_the_cut_off_make_totals_too_small():
    design = invented_design(("all", 40, 40), at_most=None)
    chain = chain_of(design)
    counting_all = replace(chain, buyers=chain.buyers * 2)
    draws = simulated(counting_all, design, seed=1, first=0, end=1)
    assert draws.estimates[0, 1, 0] == pytest.approx(chain.totals()[1, 0] / 2)


def one_draw(response):
    design = invented_design(("large", 10, 10), ("small", 90, 60), at_most=3, response=response)
    chain = chain_of(design)
    draws = simulated(chain, design, seed=9, first=1, end=2)
    sample = simulated_sample(chain, design, seed=9, draw=1)
    rows = {
        (row.universe, row.variable, row.statistic, row.tier): row
        for row in estimate(sample, [*chain.topics, "workers_listed"])
    }
    labels = [("units", "units", "total"), ("units", "workers_listed", "total")]
    labels += [(of, each, "mean") for of in ("workers", "units") for each in chain.topics]
    made = [[rows[*label, tier] for label in labels] for tier in range(3)]
    return draws, made


@pytest.mark.parametrize("response", [1.0, 0.8])
def test_one_draw_is_what_the_estimators_make_of_the_same_sample(response):
    draws, made = one_draw(response)
    values = [[row.value for row in rows] for rows in made]
    np.testing.assert_allclose(draws.estimates[0], values, rtol=1e-9)


def test_one_draw_is_as_sure_as_the_estimators_are_of_the_same_sample():
    draws, made = one_draw(1.0)
    errors = [[row.standard_error for row in rows] for rows in made]
    np.testing.assert_allclose(np.sqrt(draws.variances[0]), errors, rtol=0.04)
    limits = np.array([[(row.low, row.high) for row in rows] for rows in made])
    np.testing.assert_allclose(np.stack(interval_limits(draws), axis=-1)[0], limits, rtol=0.04)


def test_where_some_do_not_answer_errors_agree_but_for_lists_of_which_one_was_met():
    draws, made = one_draw(0.8)
    errors = np.array([[row.standard_error for row in rows] for rows in made])
    ratios = np.sqrt(draws.variances[0])[:, 1:] / errors[:, 1:]
    assert np.median(ratios, axis=1) == pytest.approx(1, abs=0.05)
    assert ratios == pytest.approx(1, abs=0.25)


def test_a_tier_that_no_seed_reaches_has_no_estimate_and_stops_nothing():
    # The links of D and of f end here, so that samples without A, B and C reach nobody deeper.
    chain = toy()
    kept = np.flatnonzero(np.isin(chain.buyer, [0, 1]))
    chain = replace(
        chain, buyer=chain.buyer[kept], supplier=chain.supplier[kept], listed=chain.listed[kept]
    )
    draws = drawn(chain, 200, at_most=1)
    empty = draws.units[:, 1] == 0
    assert empty.any()
    assert np.isnan(draws.estimates[empty, 1, 2]).all()
