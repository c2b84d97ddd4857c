"""A study weighed under other matchings of suppliers; all names are invented."""

from dataclasses import replace

import numpy as np
import pytest

from decentwork.studies.demonstration import make_demonstration
from decentwork.studies.study_weights import TOTALS, plausible, weigh_study

UNSURE = {"same": 0.99999, "new": 0.0001}
"""Thresholds that leave thousands of pairs of the demonstration to be asked about."""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    made = make_demonstration(tmp_path_factory.mktemp("demonstration") / "study", fielded=True)
    made.match(by="ada", at="2027-01-01T12:00:00Z", **UNSURE)
    return made


@pytest.fixture(scope="module")
def weighed(study):
    return weigh_study(study, multiplicity="model", keep=False)


@pytest.fixture
def muddled(study, monkeypatch):
    """Let chance unite suppliers anyhow: buyers with those they list, seeds with seeds."""
    settled = type(study.units_settled())

    def drawn(self, times, rng):
        return [united_anyhow(self.groups, rng) for _ in range(3)]

    monkeypatch.setattr(settled, "plausible_groups", drawn)


def united_anyhow(groups, rng, pairs=40):
    found, order = dict(groups), {id: at for at, id in enumerate(groups)}
    for one, other in rng.choice(list(groups), (pairs, 2)):
        kept, gone = sorted((found[one], found[other]), key=order.get)
        found = {id: kept if group == gone else group for id, group in found.items()}
    return found


def test_a_matching_that_contradicts_what_units_answered_is_weighed(study, weighed, muddled):
    others = plausible(study, weighed)
    assert len(others) == 3
    totals = [each.weighing.weights.sum() for each in others]
    assert np.isfinite(totals).all()
    assert len({*totals, weighed.weighing.weights.sum()}) == 4


def test_buyers_that_nobody_told_stop_no_other_matching(study, weighed, muddled):
    others = plausible(study, replace(weighed, multiplicity="refuse"))
    assert all(np.isfinite(each.weighing.weights).all() for each in others)


@pytest.mark.parametrize("weights", ["generalised_weight_share", "in_degree"])
def test_other_matchings_are_weighed_by_the_same_method(study, weights):
    mine = weigh_study(study, weights=weights, multiplicity="model", keep=False)
    assert {each.weighing.method for each in plausible(study, mine)} == {weights}


def test_totals_that_another_matching_cannot_reach_leave_it_uncalibrated(
    study, weighed, monkeypatch
):
    seeds = weighed.sample.units.query("tier == 0")["stratum"]
    drawn = study.draws().set_index("case_id").loc[lambda rows: rows.index.isin(seeds.index)]
    *_, last = drawn["stratum"]
    gone, kept = seeds.index[seeds == last], drawn.index[0]

    def without_a_stratum(self, times, rng):
        return [self.groups | dict.fromkeys([kept, *gone], self.groups[kept])]

    monkeypatch.setattr(type(study.units_settled()), "plausible_groups", without_a_stratum)
    path = study.root / TOTALS
    path.write_text(
        f"amount,column,category,tier,total,source\nunits,stratum,{last},0,{len(gone)},register\n"
    )
    try:
        mine = weigh_study(study, multiplicity="model", keep=False)
        [other] = plausible(study, mine)
    finally:
        path.unlink()
    assert mine.known
    assert not any("calibrated" in note for note in other.notes)
    assert other.weighing.weights.sum() > 0


def test_units_that_a_later_matching_moved_out_of_reach_are_left_out_and_told(study, weighed):
    interviewed = study.fieldwork().cases["disposition"] == "interviewed"
    assert len(weighed.sample.units) < interviewed.sum()
    [told] = [it for it in weighed.sample.provenance.steps if "left out" in it]
    assert "no followed link leads to them from a seed within the deepest tier" in told


def test_a_log_sees_counts_only(weighed):
    told = repr(weighed)
    assert told.startswith(f"Weighed(ChainSample({len(weighed.sample.units)} units")
    assert len(told) < 200
