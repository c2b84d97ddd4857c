import numpy as np
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.sampling.chains import KINDS, in_scope, synthetic_chain
from decentwork.surveys.design import CutOff
from decentwork.surveys.kinds import Kind

LEADS = {"large": 10, "small": 90}
EVERYONE = frozenset(Kind)


def chain_of(seed=1, **assumed):
    assumed = {"units": (300, 900, 1200)} | assumed
    return synthetic_chain(ChainAssumptions(**assumed), LEADS, np.random.default_rng(seed))


def test_the_same_state_gives_the_same_chain():
    one, other = chain_of(), chain_of()
    assert (one.buyer == other.buyer).all()
    assert (one.affected == other.affected).all()


def test_tiers_have_as_many_units_as_were_assumed():
    assert np.bincount(chain_of().tier).tolist() == [100, 300, 900, 1200]


def test_a_units_tier_is_its_shortest_way_from_the_lead_units():
    chain = chain_of(other_links=0.1)
    assert (chain.buyers[chain.tier > 0] >= 1).all()
    assert (chain.tier[chain.supplier] <= chain.tier[chain.buyer] + 1).all()


def test_home_workers_and_agencies_have_no_suppliers():
    chain = chain_of()
    assert {KINDS[kind] for kind in chain.kind[chain.buyer]} <= {Kind.FORMAL, Kind.HOUSEHOLD}


def test_deficits_rise_from_the_assumed_level_to_the_assumed_level():
    chain = chain_of(units=(3000, 4000, 6000), deficits={"earnings": (0.1, 0.4)})
    assert chain.totals()[1:, 3] == pytest.approx([0.2, 0.3, 0.4], abs=0.03)


def test_buyers_with_a_deficit_have_suppliers_with_it_more_often():
    def gap(homophily):
        chain = chain_of(homophily=homophily, deficits={"earnings": (0.4, 0.4)})
        has = chain.affected[:, 0] > 0
        bad = has[chain.buyer]
        return has[chain.supplier[bad]].mean() - has[chain.supplier[~bad]].mean()

    assert gap(1.0) == pytest.approx(0, abs=0.06)
    assert gap(8.0) > 0.15


def test_a_heavier_tail_makes_greater_hubs():
    assert chain_of(tail=1.5).buyers.max() > 2 * chain_of(tail=50.0).buyers.max()


def test_buyers_keep_silent_about_the_assumed_share_of_home_workers():
    chain = chain_of(unlisted={Kind.HOME_WORKER: 0.3})
    at_home = chain.kind[chain.supplier] == KINDS.index(Kind.HOME_WORKER)
    assert chain.listed[at_home].mean() == pytest.approx(0.7, abs=0.05)
    assert chain.listed[~at_home].all()


def test_a_cut_off_leaves_no_list_longer_and_nobody_without_a_buyer():
    chain = in_scope(chain_of(), CutOff(rule="top", number=3), EVERYONE, 3)
    lists = np.unique(chain.buyer * 4 + chain.kind[chain.supplier], return_counts=True)[1]
    assert lists.max() == 3
    assert (chain.buyers[chain.tier > 0] >= 1).all()


def test_a_cut_off_by_share_of_purchases_keeps_the_largest():
    chain = chain_of()
    kept = in_scope(chain, CutOff(rule="share", share=0.2), EVERYONE, 3)
    assert 0 < len(kept.buyer) < len(chain.buyer) / 2
    assert (np.bincount(kept.buyer) <= 5).all()


def test_kinds_and_tiers_that_are_not_followed_are_out_of_scope():
    chain = in_scope(chain_of(), CutOff(rule="all"), EVERYONE - {Kind.AGENCY}, 2)
    assert chain.deepest_tier == 2
    assert KINDS.index(Kind.AGENCY) not in chain.kind


def test_assumptions_return_from_their_plain_values():
    assumptions = ChainAssumptions(units=(30, 40), kinds=ChainAssumptions().kinds[:2], tail=3.0)
    assert ChainAssumptions.from_dict(assumptions.to_dict()) == assumptions


def test_all_problems_of_assumptions_are_told_at_once():
    with pytest.raises(InvalidInput) as told:
        ChainAssumptions.from_dict(
            {
                "unit": 3,
                "tail": 0.5,
                "regions": 4,
                "buyers": {"formal": 0.5},
                "deficits": {"happiness": [0.1, 2]},
                "kinds": [{"formal": 0.5}],
            }
        )
    where = {problem.where for problem in told.value.problems}
    assert where >= {
        "unit",
        "tail",
        "regions",
        "kinds",
        "kinds, tier 1",
        "buyers, formal",
        "deficits, happiness",
    }
