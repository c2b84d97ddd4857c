"""Rescaled bootstrap: seeds are resampled and carry all units that descend from them."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from decentwork.estimators.seed_design import SeedDesign
from decentwork.estimators.traced_variance import Spread

Numbers = npt.NDArray[np.float64]

SEEDS_ONLY = (
    "suppliers or workers were sub-sampled: bootstrap without finite population correction, which "
    "overstates the variance slightly"
)


def seed_factors(design: SeedDesign, replicates: int, rng: np.random.Generator) -> Numbers:
    """Return (s, b) factors by which the seeds' weights are multiplied in b replicates.

    In a stratum of n seeds, n − 1 are drawn with replacement; a seed drawn k times gets
    1 + √(1 − f)·(k·n/(n − 1) − 1). Seeds that were certain keep their weight.

    References
    ----------
    Rao & Wu 1988, J. American Statistical Association 83: 231–241; as weights: Rao, Wu & Yue 1992,
    Survey Methodology 18: 209–217.
    """
    factors = np.ones((design.member.shape[1], replicates))
    for stratum, (count, not_drawn) in enumerate(zip(design.seeds, design.not_drawn, strict=True)):
        members = design.member[[stratum]].indices
        size = int(count)
        drawn = rng.multinomial(size - 1, np.full(size, 1 / size), size=replicates).T
        factors[members] = 1 + np.sqrt(not_drawn) * (drawn * size / (size - 1) - 1)
    return factors


def replicate_weights(
    design: SeedDesign,
    contributions: sparse.csr_array,
    replicates: int,
    rng: np.random.Generator,
) -> Numbers:
    """Return (r, b) weights of units in b replicates, from seeds' contributions (s, r) to them.

    A total's variance is the mean square of its replicates around the full estimate.
    """
    found: Numbers = contributions.T @ seed_factors(design, replicates, rng)
    return found


def bootstrap_spread(
    design: SeedDesign, contributions: sparse.csr_array, replicated: Numbers, values: Numbers
) -> Spread:
    """Return the spread of totals of unit values (r, k) over replicate weights (r, b)."""
    contributed = contributions @ values
    deviations = values.T @ replicated - contributed.sum(axis=0)[:, None]
    variances = (deviations**2).mean(axis=1)
    return Spread(variances=variances, freedom=design.freedom(contributed, variances))
