import numpy as np
import pytest
from tests.footprints.toy import JOBS, PLACES, account, table

from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.footprint_intervals import footprint_intervals
from decentwork.footprints.leontief import factorise
from decentwork.footprints.uncertainty import AccountError

LEONTIEF = factorise(table())
ERROR = AccountError(values=np.array(JOBS), controls=PLACES, cells=0.10, totals=0.05)


@pytest.mark.parametrize("by", [("place", "market"), ("industry",), ("place", "industry")])
def test_simulation_and_delta_method_agree_on_every_cell(by):
    delta = footprint_intervals(LEONTIEF, ERROR, by=by)
    drawn = footprint_intervals(LEONTIEF, ERROR, by=by, rng=np.random.default_rng(1))
    assert drawn["value"].to_numpy() == pytest.approx(delta["value"].to_numpy())
    for end in ("low", "high"):
        assert drawn[end].to_numpy() == pytest.approx(delta[end].to_numpy(), rel=0.03)


@pytest.mark.parametrize("perspective", ["final_demand", "direct", "domestic_L", "domestic_B"])
def test_values_are_those_of_the_footprint(perspective):
    found = footprint(LEONTIEF, account(), perspective=perspective)
    spans = footprint_intervals(LEONTIEF, ERROR, perspective)
    both = found.frame.merge(spans, on=["place", "market"])
    assert len(both) == len(found.frame) == len(spans)
    assert both["value_x"].to_numpy() == pytest.approx(both["value_y"].to_numpy())


def test_intervals_hold_the_true_footprint_as_often_as_they_say():
    rng, held = np.random.default_rng(2), []
    drawn = ERROR.draw(120, rng)
    truth = footprint(LEONTIEF, account()).frame["value"].to_numpy()
    for values in drawn:
        seen = AccountError(values=values, controls=PLACES, cells=0.10, totals=0.05)
        spans = footprint_intervals(LEONTIEF, seen)
        held.append((spans["low"] <= truth) & (truth <= spans["high"]))
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)


def test_unknown_labels_and_perspectives_are_named():
    with pytest.raises(UnknownCode, match="colour"):
        footprint_intervals(LEONTIEF, ERROR, by=("colour",))
    with pytest.raises(UnknownCode, match="sideways"):
        footprint_intervals(LEONTIEF, ERROR, "sideways")
