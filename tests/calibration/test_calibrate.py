import numpy as np
import pandas as pd
import pytest

from decentwork.calibration.calibrate import TotalsNotReached, calibrate, margins
from decentwork.estimates.errors import InvalidInput

UNITS = pd.DataFrame(
    {
        "region": ["north", "north", "south", "south"],
        "kind": ["formal", "household", "formal", "household"],
        "workers": [10.0, 2.0, 20.0, 4.0],
    }
)
KNOWN = {"region": {"north": 30.0, "south": 50.0}, "kind": {"formal": 20.0, "household": 60.0}}
TOTALS = {f"{column}={it}": total for column, many in KNOWN.items() for it, total in many.items()}


def iterated_proportions(weights, steps=200):
    """Return what fitting one margin after the other, again and again, leads to."""
    for _ in range(steps):
        for column, many in KNOWN.items():
            for category, total in many.items():
                rows = (UNITS[column] == category).to_numpy()
                weights = np.where(rows, weights * total / weights[rows].sum(), weights)
    return weights


def test_raking_gives_what_iterated_proportional_fitting_gives():
    start = np.array([4.0, 10, 6, 8])
    raked = calibrate(start, margins(UNITS, KNOWN), TOTALS)
    assert raked.weights == pytest.approx(iterated_proportions(start))


@pytest.mark.parametrize("method", ["raking", "linear", "logit"])
def test_every_method_reaches_every_total(method):
    start = np.array([12.0, 20, 11, 35])
    reached = calibrate(start, margins(UNITS, KNOWN), TOTALS, method=method)
    sums = margins(UNITS, KNOWN).T @ reached.weights
    assert sums.to_dict() == pytest.approx(TOTALS)


def test_one_total_of_an_amount_multiplies_every_linear_weight_by_its_size():
    # λ = (100 − 36) / Σ w x² = 64 / 520, factor = 1 + x λ
    reached = calibrate(np.ones(4), UNITS[["workers"]], {"workers": 100.0}, method="linear")
    assert reached.factors == pytest.approx(1 + UNITS["workers"] * 64 / 520)


def test_bounded_weights_stay_within_their_bounds():
    start = np.array([12.0, 20, 11, 35])
    reached = calibrate(start, margins(UNITS, KNOWN), TOTALS, method="logit", bounds=(0.5, 1.8))
    assert reached.factors.min() > 0.5
    assert reached.factors.max() < 1.8


def test_totals_that_hold_already_change_nothing():
    start = np.array([10.0, 20, 10, 40])
    assert calibrate(start, margins(UNITS, KNOWN), TOTALS).weights == pytest.approx(start)


def test_a_unit_without_weight_keeps_none():
    start = np.array([0.0, 30, 20, 30])
    reached = calibrate(start, margins(UNITS, KNOWN), TOTALS)
    assert reached.weights[0] == 0


def test_totals_that_contradict_each_other_are_told_by_name():
    with pytest.raises(TotalsNotReached) as told:
        calibrate(np.ones(4), margins(UNITS, KNOWN), {**TOTALS, "region=north": 300.0})
    assert "region=north" in told.value.names


def test_bounds_too_tight_are_told():
    with pytest.raises(TotalsNotReached):
        calibrate(np.ones(4), margins(UNITS, KNOWN), TOTALS, method="logit", bounds=(0.9, 1.1))


def test_a_category_that_nobody_belongs_to_and_a_missing_column_are_told_together():
    known = {"region": {"east": 5.0}}
    with pytest.raises(InvalidInput) as told:
        calibrate(np.ones(4), margins(UNITS, known), {"region=east": 5.0, "turnover": 9.0})
    assert [problem.where for problem in told.value.problems] == ["region=east", "turnover"]
