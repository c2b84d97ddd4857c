"""Intervals of footprints from the uncertainty of the labour account, by simulation."""

import math
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq

from decentwork.accounts.tables import Matrix, Vector
from decentwork.estimates.interval import Interval

LEVEL = 0.95


@cache
def log_spread(median_error: float) -> float:
    """Return the standard deviation of log errors whose median absolute relative error is given.

    Solves P(|exp(σz) − 1| < median_error) = 1/2 for standard normal z.

    Examples
    --------
    >>> round(log_spread(0.30), 4)
    0.4565
    """
    above, below = math.log1p(median_error), math.log1p(-median_error)
    within = NormalDist().cdf
    return float(brentq(lambda s: within(above / s) - within(below / s) - 0.5, 1e-6, 10.0))


def draw_within_controls(
    values: Vector,
    controls: Sequence[str],
    median_error: float,
    draws: int,
    rng: np.random.Generator,
) -> Matrix:
    """Return draws of an account whose cells err log-normally while groups keep their totals.

    The error of the control totals themselves is not in it.

    Parameters
    ----------
    values : (n,) array
        The account.
    controls : n labels
        The group of each cell.

    Returns
    -------
    (draws, n) array, unit of the account
    """
    drawn = values * np.exp(log_spread(median_error) * rng.standard_normal((draws, len(values))))
    names, group = np.unique(np.asarray(controls), return_inverse=True)
    totals = np.zeros((len(values), len(names)))
    totals[np.arange(len(values)), group] = 1.0
    wanted, found = values @ totals, drawn @ totals
    scale = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
    return np.asarray(drawn * scale[:, group])


def interval_of(draws: Vector, method: str, level: float = LEVEL) -> Interval:
    """Return the central interval of simulated values."""
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(draws, [tail, 1.0 - tail])
    return Interval(low=float(low), high=float(high), level=level, method=method)
