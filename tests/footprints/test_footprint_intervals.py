import numpy as np
import pandas as pd
import pytest
from tests.footprints.toy import JOBS, PLACES, account, provenance, table

from decentwork.accounts.labour import AccountSeries
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit
from decentwork.footprints.exports import labour_in_exports
from decentwork.footprints.footprint_intervals import footprint_intervals, with_intervals
from decentwork.footprints.labour_footprint import labour_footprint
from decentwork.footprints.leontief import factorise
from decentwork.footprints.uncertainty import AccountError

LEONTIEF = factorise(table())
ERROR = AccountError(values=np.array(JOBS), controls=PLACES, cells=0.10, totals=0.05)


def series(median_error):
    labour = account()
    frame = pd.DataFrame(
        {
            "place": labour.places,
            "industry": labour.industries,
            "year": 2011,
            "value": labour.values,
            "how": "modelled",
            "control": labour.places,
        }
    )
    return AccountSeries(
        name="employment",
        unit=Unit.THOUSAND_PERSONS,
        frame=frame,
        median_error=median_error,
        provenance=provenance("Invented account"),
    )


@pytest.mark.parametrize("by", [("place", "market"), ("industry",), ("place", "industry")])
def test_simulation_and_delta_method_agree_on_every_cell(by):
    delta = footprint_intervals(LEONTIEF, ERROR, by=by)
    drawn = footprint_intervals(LEONTIEF, ERROR, by=by, rng=np.random.default_rng(1))
    assert drawn["value"].to_numpy() == pytest.approx(delta["value"].to_numpy())
    for end in ("low", "high"):
        assert drawn[end].to_numpy() == pytest.approx(delta[end].to_numpy(), rel=0.03)


@pytest.mark.parametrize("perspective", ["final_demand", "direct", "domestic_L", "domestic_B"])
def test_values_are_those_of_the_footprint(perspective):
    found = labour_in_exports(LEONTIEF, account(), perspective, ("place", "market"))
    spans = footprint_intervals(LEONTIEF, ERROR, perspective)
    both = found.frame.merge(spans, on=["place", "market"])
    assert len(both) == len(found.frame) == len(spans)
    assert both["value_x"].to_numpy() == pytest.approx(both["value_y"].to_numpy())


def test_intervals_hold_the_true_footprint_as_often_as_they_say():
    rng, held = np.random.default_rng(2), []
    drawn = ERROR.draw(120, rng)
    truth = labour_footprint(LEONTIEF, account()).frame["value"].to_numpy()
    for values in drawn:
        seen = AccountError(values=values, controls=PLACES, cells=0.10, totals=0.05)
        spans = footprint_intervals(LEONTIEF, seen)
        held.append((spans["low"] <= truth) & (truth <= spans["high"]))
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)


def test_a_footprint_gets_the_intervals_of_its_account():
    found = labour_footprint(LEONTIEF, account())
    frame = with_intervals(found, LEONTIEF, series(0.30))
    assert (frame["low"] < frame["value"]).all()
    assert (frame["value"] < frame["high"]).all()
    assert frame["interval_note"].iloc[0].startswith("delta method")


def test_an_account_whose_error_is_not_known_gives_the_reason_and_no_interval():
    found = labour_footprint(LEONTIEF, account())
    frame = with_intervals(found, LEONTIEF, series(NoInterval("nobody measured it")))
    assert frame["low"].isna().all()
    assert set(frame["interval_note"]) == {"nobody measured it"}


def test_unknown_labels_and_perspectives_are_named():
    with pytest.raises(UnknownCode, match="colour"):
        footprint_intervals(LEONTIEF, ERROR, by=("colour",))
    with pytest.raises(UnknownCode, match="sideways"):
        footprint_intervals(LEONTIEF, ERROR, "sideways")
