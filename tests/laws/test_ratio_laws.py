import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.estimators.toy_chain import surveyed

from decentwork.studies.estimate import estimate

FIVE = some.lists(some.floats(0.5, 50), min_size=5, max_size=5)


def sampled(y, x):
    """Return the suppliers a to e of the seeds A and C, with two quantities."""
    sample = surveyed("AC")
    columns = {"y": [0.0, 0.0, *y], "x": [0.0, 0.0, *x]}
    return sample.with_units(sample.units.assign(**columns, one=1.0))


def found(sample, variable, statistic, **how):
    [row] = [
        row
        for row in estimate(sample, ("y",), **how)
        if (row.variable, row.statistic, row.tier) == (variable, statistic, 1)
    ]
    return row


@given(FIVE, FIVE)
@settings(max_examples=25, deadline=None)
def test_a_quantity_over_itself_is_1_without_spread(y, x):
    row = found(sampled(y, x), "y/y", "ratio", ratios=("y/y",))
    assert (row.value, row.standard_error, row.low, row.high) == (1, 0, 1, 1)


@given(FIVE, FIVE)
@settings(max_examples=25, deadline=None)
def test_a_quantity_over_the_number_of_units_is_its_mean(y, x):
    sample = sampled(y, x)
    row, mean = found(sample, "y/one", "ratio", ratios=("y/one",)), found(sample, "y", "mean")
    if np.ptp(y) > 1e-6:
        assert (row.value, row.standard_error, row.design_effect) == pytest.approx(
            (mean.value, mean.standard_error, mean.design_effect)
        )
    assert (row.n, row.seeds, row.unit_count) == (mean.n, mean.seeds, mean.unit_count)


@given(FIVE, FIVE, some.floats(0.01, 100))
@settings(max_examples=25, deadline=None)
def test_another_unit_of_measurement_scales_ratio_and_error_alike(y, x, factor):
    row = found(sampled(y, x), "y/x", "ratio", ratios=("y/x",))
    scaled = found(sampled(np.multiply(y, factor), x), "y/x", "ratio", ratios=("y/x",))
    assert scaled.value == pytest.approx(row.value * factor)
    if row.standard_error is not None and scaled.standard_error is not None:
        assert scaled.standard_error == pytest.approx(row.standard_error * factor, rel=1e-6)
