import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from decentwork.estimates.limits import total_limits

POSITIVE = st.floats(1e-3, 1e9)
SHARE = st.floats(0, 20)
REACH = st.floats(0.5, 13)


@given(total=POSITIVE, error=SHARE, reach=REACH, seen=SHARE)
def test_limits_hold_the_estimate_and_never_exclude_what_is_certain(total, error, reach, seen):
    low, high = total_limits(total, error * total, reach, seen * total)
    assert 0 <= low <= total <= high
    assert high >= seen * total
    assert low >= min(seen, 1) * total


@given(total=POSITIVE, error=SHARE, reach=REACH)
def test_a_larger_error_never_narrows_and_never_jumps(total, error, reach):
    errors = np.array([error, error * (1 + 1e-6) + 1e-9]) * total
    low, high = total_limits(total, errors, reach)
    assert low[1] <= low[0]
    assert high[0] <= high[1] <= high[0] * (1 + 1e-4)
