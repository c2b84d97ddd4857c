from dataclasses import replace

import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.studies.plan import Plan, PlannedCost, PlannedFigure
from decentwork.studies.plan_wanted import judged

FIGURE = PlannedFigure(
    tier=1,
    universe="workers",
    variable="working_time",
    statistic="share",
    true=0.2,
    mean=0.2,
    bias=0.0,
    relative_bias=0.0,
    standard_deviation=0.03,
    interval_width=0.12,
    coverage=0.95,
    design_effect=2.0,
    warnings=(),
)


def planned(*figures):
    cost = PlannedCost(currency="USD", mean=1, high=2, budget=None, within_budget=None)
    return Plan(design="toy", draws=2, seed=1, assumptions={}, figures=figures, tiers=(), cost=cost)


def test_half_an_interval_is_judged_in_every_tier():
    made = planned(FIGURE, replace(FIGURE, tier=0, interval_width=0.08))
    found = judged(made, {"working_time": 0.05})
    assert [(it.tier, it.expected, it.reached) for it in found] == [
        (0, 0.04, True),
        (1, 0.06, False),
    ]


def test_units_shares_and_totals_are_not_judged():
    made = planned(FIGURE, replace(FIGURE, universe="units"), replace(FIGURE, statistic="total"))
    assert len(judged(made, {"working_time": 0.05})) == 1


def test_an_interval_that_no_survey_gives_is_not_reached():
    [found] = judged(planned(replace(FIGURE, interval_width=float("nan"))), {"working_time": 0.05})
    assert (found.reached, found.to_dict()["expected"]) == (False, None)


def test_a_wanted_topic_that_is_not_simulated_is_told_with_those_that_are():
    with pytest.raises(InvalidInput, match="It does working_time"):
        judged(planned(FIGURE), {"child_labour": 0.05})
