import itertools

import numpy as np
import pytest

from decentwork.estimators.adaptive_clusters import mean_of_networks, total_of_networks

# Thompson 1990, table 1: y of five units in a line; a unit is followed where y >= 5.
Y = [1, 0, 2, 10, 1000]
NETWORK = [(0,), (1,), (2,), (3, 4), (3, 4)]
PAIRS = list(itertools.combinations(range(5), 2))


def of_networks(pair):
    return mean_of_networks([np.mean([Y[i] for i in NETWORK[unit]]) for unit in pair], 5)


def of_totals(pair):
    met = sorted({NETWORK[unit] for unit in pair})
    totals = [sum(Y[i] for i in network) for network in met]
    return total_of_networks(totals, [len(network) for network in met], frame=5, draws=2)


@pytest.mark.parametrize(
    ("estimator", "variance"), [(of_networks, 22861.59), (of_totals, 17418.411)]
)
def test_thompsons_five_units_give_his_variances_and_unbiased_estimates_of_them(
    estimator, variance
):
    found = [estimator(pair) for pair in PAIRS]
    assert np.mean([it.value for it in found]) == pytest.approx(202.6)
    assert np.var([it.value for it in found]) == pytest.approx(variance, abs=1e-2)
    assert np.mean([it.variance for it in found]) == pytest.approx(variance, abs=1e-2)


def test_drawing_without_following_has_the_noted_variance():
    assert np.var([np.mean([Y[i] for i in pair]) for pair in PAIRS]) == pytest.approx(
        59615.34, abs=1e-2
    )
