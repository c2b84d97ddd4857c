import json
from dataclasses import replace

import pytest
from tests.sampling.invented_chains import invented_design

from decentwork.estimates.errors import InvalidInput
from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.studies.plan import plan
from decentwork.surveys.design import CutOff
from decentwork.surveys.kinds import Kind

KINDS = ChainAssumptions().kinds[:2]
ASSUMED = ChainAssumptions(
    units=(300, 600), kinds=KINDS, deficits={"earnings": (0.3, 0.6)}, tail=8.0
)
DESIGN = invented_design(("large", 10, 10), ("small", 90, 40), at_most=3)


@pytest.fixture(scope="module")
def made():
    return plan(DESIGN, ASSUMED, draws=200, seed=1)


def test_the_number_of_threads_changes_nothing(made):
    assert plan(DESIGN, ASSUMED, draws=200, seed=1, threads=1) == made


def test_another_seed_is_another_plan(made):
    assert plan(DESIGN, ASSUMED, draws=200, seed=2) != made


def test_intervals_of_shares_cover_the_truth_as_often_as_they_say(made):
    covered = [each.coverage for each in made.figures if each.statistic == "share"]
    assert min(covered) > 0.88


def test_shares_are_estimated_without_bias_that_matters(made):
    figure = made.figure("earnings", 2)
    assert abs(figure.bias) < figure.standard_deviation / 4


def test_what_the_frame_tells_needs_no_interval(made):
    units = made.figure("units", 0, "units")
    assert (units.mean, units.coverage, units.warnings) == (100.0, None, ())


def test_more_seeds_make_the_interval_narrower_and_the_survey_dearer(made):
    more = plan(
        invented_design(("large", 10, 10), ("small", 90, 80), at_most=3),
        ASSUMED,
        draws=100,
        seed=1,
    )
    assert more.figure("earnings", 1).interval_width < made.figure("earnings", 1).interval_width
    assert more.cost.mean > made.cost.mean


def test_silence_about_home_workers_is_told_as_bias():
    silent = replace(ASSUMED, unlisted={Kind.HOME_WORKER: 0.8, Kind.HOUSEHOLD: 0.8})
    assert "biased" in plan(DESIGN, silent, draws=100, seed=1).figure("units", 2, "units").warnings


def test_units_beyond_the_cut_off_are_counted_as_left_out():
    design = invented_design(("all", 50, 10), cutoff=CutOff(rule="top", number=1))
    tier = plan(design, ASSUMED, draws=10, seed=1).tiers[1]
    assert tier.left_out_units > 0
    assert tier.chain_units + tier.left_out_units == 300


def test_suppliers_who_count_buyers_beyond_the_cut_off_make_totals_too_small():
    design = invented_design(("all", 50, 50), cutoff=CutOff(rule="top", number=2))
    counting = replace(ASSUMED, counts_all_buyers=True)
    right, wrong = (plan(design, it, draws=10, seed=1) for it in (ASSUMED, counting))
    assert wrong.figure("units", 1, "units").mean < 0.8 * right.figure("units", 1, "units").mean


def test_a_budget_is_held_in_a_share_of_the_surveys():
    design = invented_design(("all", 50, 10), budget=0.0)
    assert plan(design, ASSUMED, draws=10, seed=1).cost.within_budget == 0.0


def test_a_plan_that_does_not_fit_its_assumptions_tells_all_reasons():
    design = invented_design(("all", 50, 60), deepest_tier=5)
    with pytest.raises(InvalidInput) as told:
        plan(design, replace(ASSUMED, lead_size={"huge": 2.0}), draws=1, seed=1)
    assert {problem.where for problem in told.value.problems} == {
        "assumptions, units",
        "design, stratum all",
        "assumptions, lead_size, huge",
        "draws",
    }


def test_a_plan_prints_tabulates_and_is_drawn(made):
    assert "200 simulated surveys" in str(made)
    frame = made.to_frame()
    assert len(frame) == 3 * 4
    assert frame["units_interviewed"].min() > 0
    assert json.loads(json.dumps(made.to_dict(), allow_nan=False))["invented"] is True
    assert "tier 2" in made.chart().to_dict()["description"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_of_two_processes_gives_the_same_plan(made):
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:
        there = plan(DESIGN, ASSUMED, draws=200, seed=1, cluster=cluster.scheduler_address)
    assert there == made
