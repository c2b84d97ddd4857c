"""Newcombe 1998, Statistics in Medicine 17: 873–890, table II: the difference of two proportions.

Method 10 makes it from the Wilson limits of both; column (a) is 56/70 − 48/80.
"""

from dataclasses import replace

import pytest
from tests.surveys.released import figure, release

from decentwork.surveys.round_changes import compare

Z = 1.959964


def wilson(cases, n):
    share, spread = cases / n, Z * (Z**2 + 4 * cases * (1 - cases / n)) ** 0.5
    ends = [(2 * cases + Z**2 + side * spread) / (2 * (n + Z**2)) for side in (-1, 1)]
    return figure(value=share, low=ends[0], high=ends[1])


def test_the_difference_of_two_shares_has_the_interval_that_newcombe_prints():
    earlier, later = release(wilson(48, 80)), replace(release(wilson(56, 70)), round=2)
    [change] = compare(earlier, later).changes
    assert (change.low, change.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
