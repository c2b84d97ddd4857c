import json

import pytest
from tests.sampling.invented_chains import invented_design

from decentwork.estimates.errors import InvalidInput
from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.studies.allocation import Wanted, cheapest_design

ASSUMED = ChainAssumptions(
    units=(150,), kinds=ChainAssumptions().kinds[:1], deficits={"earnings": (0.3, 0.6)}
)
DESIGN = invented_design(("all", 60, 20), deepest_tier=1, at_most=2)


def searched(half_width, topic="earnings", tier=1):
    wanted = Wanted(topic=topic, tier=tier, half_width=half_width)
    return cheapest_design(DESIGN, ASSUMED, wanted, draws=60, seed=1)


def test_the_cheapest_design_has_the_precision_in_fresh_draws():
    found = searched(0.12)
    assert found.verified.figure("earnings", 1).interval_width / 2 <= 0.12
    assert found.verified.draws == 300
    assert "cost" in str(found)
    json.dumps(found.to_dict(), allow_nan=False)


def test_precision_costs_more_along_the_frontier():
    frame = searched(0.12).to_frame()
    assert frame["cost"].is_monotonic_increasing
    assert frame["half_width"].is_monotonic_decreasing


def test_precision_that_the_frame_cannot_give_is_said_to_be_out_of_reach():
    found = searched(0.0005)
    assert found.design is None
    assert "cannot be reached within the frame" in str(found)
    assert found.to_dict()["reached"] is False


def test_a_precision_of_nothing_that_is_planned_tells_all_reasons():
    with pytest.raises(InvalidInput) as told:
        searched(0.7, topic="skills", tier=4)
    assert {problem.where for problem in told.value.problems} == {"topic", "tier", "half_width"}
