import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.estimators.recruited import recruited

from decentwork.estimators.inclusion_chances import analytic_chances
from decentwork.estimators.recruitment_trees import grow
from decentwork.estimators.salganik_heckathorn import SALGANIK_HECKATHORN
from decentwork.estimators.successive_sampling import SUCCESSIVE_SAMPLING
from decentwork.estimators.tree_bootstrap import tree_counts
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN


@some.composite
def samples(draw):
    """Two seeds of two groups that recruit each other, then anyone by anyone before them."""
    size = draw(some.integers(6, 25))
    recruiter = [-1, -1, 0, 1, *(draw(some.integers(0, row - 1)) for row in range(4, size))]
    groups = [
        0,
        1,
        1,
        0,
        *draw(some.lists(some.integers(0, 1), min_size=size - 4, max_size=size - 4)),
    ]
    degree = draw(some.lists(some.integers(1, 40), min_size=size, max_size=size))
    return pd.DataFrame(
        {
            "id": [f"p{it}" for it in range(size)],
            "recruiter_id": ["" if it < 0 else f"p{it}" for it in recruiter],
            "degree": degree,
            "y": groups,
        }
    )


def weights_of(sample):
    yield VOLZ_HECKATHORN.weigh(sample)
    yield SALGANIK_HECKATHORN.weigh(sample, trait="y")
    yield SUCCESSIVE_SAMPLING.weigh(sample, population=2 * len(sample.people))


@settings(max_examples=40, deadline=None)
@given(samples())
def test_weights_are_above_0_and_sum_to_1(people):
    for weights in weights_of(recruited(people)):
        assert weights.sum() == pytest.approx(1.0)
        assert (weights > 0).all()


@settings(max_examples=40, deadline=None)
@given(samples(), some.randoms())
def test_the_order_of_rows_changes_nothing(people, chance):
    order = list(range(len(people)))
    chance.shuffle(order)
    pairs = zip(
        weights_of(recruited(people)), weights_of(recruited(people.iloc[order])), strict=True
    )
    for first, second in pairs:
        assert second == pytest.approx(first[order])


@settings(max_examples=40, deadline=None)
@given(samples(), some.integers(2, 50))
def test_only_ratios_of_degrees_matter(people, factor):
    larger = people.assign(degree=people["degree"] * factor)
    pairs = zip(weights_of(recruited(people)), weights_of(recruited(larger)), strict=True)
    for first, second in pairs:
        assert second == pytest.approx(first)


@settings(max_examples=40, deadline=None)
@given(
    some.lists(some.integers(1, 30), min_size=1, max_size=12),
    some.floats(1.05, 100.0),
)
def test_chances_rise_with_degree_and_stay_within_0_and_1(numbers, over):
    degree = np.arange(1.0, len(numbers) + 1)
    chances = analytic_chances(np.array([numbers], dtype=float), degree, sum(numbers) * over)[0]
    assert ((chances > 0) & (chances <= 1)).all()
    assert (np.diff(chances) > 0).all()


@settings(max_examples=30, deadline=None)
@given(samples(), some.integers(0, 2**31))
def test_a_resample_takes_recruits_only_of_who_is_in_it(people, seed):
    forest = grow(recruited(people))
    counts = tree_counts(forest, 0, 5, seed)
    for row in np.flatnonzero(np.diff(forest.first)):
        recruits = forest.recruits[forest.first[row] : forest.first[row + 1]]
        assert counts[:, recruits].sum(axis=1) == pytest.approx(counts[:, row] * len(recruits))
