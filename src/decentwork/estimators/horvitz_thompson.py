"""Weigh the suppliers of seeds by one over their chance that any buyer of theirs is a seed."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from decentwork.estimates.errors import EstimationError
from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.multiplicity import REFUSE
from decentwork.estimators.propagation import Propagation, propagate
from decentwork.estimators.seed_design import seed_design
from decentwork.estimators.traced_variance import Spread
from decentwork.surveys.sample import ChainSample

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


class NoInclusionChance(EstimationError):
    """The chance of a unit to be traced cannot be worked out under this design."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"Horvitz–Thompson weights do not exist here: {reason}. "
            "Use generalised_weight_share, which needs no such chance."
        )


def inclusion_chance(frame: float, seeds: float, buyers: Numbers) -> Numbers:
    """Return the chance that at least one of a unit's buyers is among the seeds.

    Parameters
    ----------
    frame, seeds : numbers
        Units in the frame, of which that many seeds are drawn without replacement.
    buyers : array
        Units of the frame that buy from each unit; for a pair of units, from either.

    Returns
    -------
    array
        1 − C(N − L, n)/C(N, n). The chance of both of a pair is π_j + π_k less that of either.

    Examples
    --------
    >>> inclusion_chance(4, 2, np.array([1, 2, 3]))
    array([0.5   , 0.8333, 1.    ])
    """
    left = frame - np.asarray(buyers, dtype=np.float64)
    possible = left >= seeds
    left = np.where(possible, left, seeds)
    log_none = _log_choose(left, seeds) - _log_choose(frame, seeds)
    chance: Numbers = 1 - np.where(possible, np.exp(log_none), 0.0)
    return chance


def _log_choose(n: Numbers | float, k: Numbers | float) -> Numbers:
    found: Numbers = gammaln(np.add(n, 1)) - gammaln(np.add(k, 1)) - gammaln(np.subtract(n, k) + 1)
    return found


def weigh(sample: ChainSample, multiplicity: str = REFUSE, seeds: str = "srs") -> Weights:
    """Return (r,) weights of seeds and of their suppliers, all of them followed: one over chance.

    Parameters
    ----------
    sample : ChainSample of r units
        Of tiers 0 and 1; one stratum, or units' columns `buyers_in_<stratum>`.
    multiplicity : see `multiplicities`
    seeds : {"srs", "bernoulli"}
        Seeds were drawn as a simple random sample of each stratum, or each on its own with its
        chance: then π_j = 1 − Π (1 − p_h)^L_jh.

    Raises
    ------
    NoInclusionChance
        Deeper tiers, sub-sampled suppliers, unequal chances within a stratum, or several strata
        without the number of buyers in each.
    """
    return _weights(propagate(sample, multiplicity), *_strata(sample, multiplicity), seeds)


def _strata(sample: ChainSample, multiplicity: str) -> tuple[Numbers, Numbers, Numbers]:
    """Return, per stratum (h,), seeds and frame, and the (r, h) buyers of units in each."""
    units, links = sample.units, sample.links
    if (units["tier"] > 1).any():
        raise NoInclusionChance("units beyond tier 1 were traced over more than one step")
    if (links["followed"] < links["listed"]).any():
        raise NoInclusionChance("not all listed suppliers were followed")
    of_seeds = units[units["tier"] == 0]
    column = of_seeds["stratum"] if "stratum" in of_seeds else of_seeds["tier"].astype(str)
    chances = of_seeds["seed_chance"].groupby(column, sort=True)
    if (chances.max() - chances.min() > 1e-6).any():
        raise NoInclusionChance("seeds of one stratum have unequal chances")
    drawn = chances.size().to_numpy(dtype=np.float64)
    frame = np.round(drawn / chances.mean().to_numpy())
    if len(drawn) == 1:
        return drawn, frame, propagate(sample, multiplicity).buyers[:, None]
    names = [f"buyers_in_{name}" for name in chances.groups]
    if lacking := [name for name in names if name not in units]:
        raise NoInclusionChance(f"with several strata it needs the columns {', '.join(lacking)}")
    return drawn, frame, units[names].to_numpy(dtype=np.float64)


def _weights(
    traced: Propagation, drawn: Numbers, frame: Numbers, buyers: Numbers, seeds: str
) -> Weights:
    none = np.ones(len(traced.tier))
    for count, size, theirs in zip(drawn, frame, buyers.T, strict=True):
        known = np.nan_to_num(theirs)
        if seeds == "bernoulli":
            none *= (1 - count / size) ** known
        else:
            none *= 1 - inclusion_chance(size, count, known)
    weights = np.where(traced.weights > 0, 1 / np.where(none < 1, 1 - none, np.nan), 0.0)
    weights[traced.seeds] = traced.seed_weights
    return np.nan_to_num(weights)


def jackknife(
    sample: ChainSample, multiplicity: str = REFUSE
) -> Callable[[Positions, Numbers], Spread]:
    """Return what gives the spread of Horvitz–Thompson totals: of rows (n,), their values (n, k).

    Each seed is left out once, with the units that only it led to, and chances are worked out for
    one seed fewer: Σ_h (1 − f_h)(n_h − 1)/n_h Σ_i (Ŷ_(i) − Ŷ_(·))². Joint chances are no way here:
    they need the buyers that two units share, of which a survey sees only those it drew.

    Raises
    ------
    NoInclusionChance
        As `weigh`; or a stratum has a single seed that was not certain.
    """
    traced, (drawn, frame, buyers) = propagate(sample, multiplicity), _strata(sample, multiplicity)
    design = seed_design(sample)
    if not design.measurable or len(design.seeds) != (drawn < frame).sum():
        raise NoInclusionChance("a stratum with a single seed cannot leave it out")
    leads = (traced.contributions > 0).astype(np.float64)
    reached = leads.sum(axis=0)
    parts: list[tuple[float, Numbers]] = []
    for stratum in np.flatnonzero(drawn < frame):
        fewer = drawn - (np.arange(len(drawn)) == stratum)
        weights = _weights(traced, fewer, frame, buyers, "srs")
        members = design.member[[len(parts)]].indices
        weights[traced.seeds[members]] *= drawn[stratum] / fewer[stratum]
        kept = reached[:, None] - leads[members].toarray().T > 0
        scale = (1 - drawn[stratum] / frame[stratum]) * fewer[stratum] / drawn[stratum]
        parts.append((float(np.sqrt(scale)), weights[:, None] * kept))

    def spread(rows: Positions, values: Numbers) -> Spread:
        variances = np.zeros(values.shape[1])
        for scale, replicated in parts:
            totals = values.T @ replicated[rows] * scale
            variances += ((totals - totals.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
        freedom = float(design.seeds.sum() - len(design.seeds)) or np.inf
        return Spread(variances=variances, freedom=np.full(len(variances), freedom))

    return spread


HORVITZ_THOMPSON = Estimator(
    name="horvitz_thompson",
    sample="chain",
    needs=frozenset({"seed_chance", "buyers_in_scope", "listed", "followed"}),
    weigh=weigh,
    gives_totals=True,
    assumes=(
        "Seeds were drawn as a simple random sample of each stratum.",
        "All listed suppliers of the seeds were followed, one step.",
        "buyers_in_scope counts all buyers in the frame by the rule that buyers list by.",
    ),
    source="Frank 1977, J. Statistical Planning and Inference 1: 235–264",
    options=(("multiplicity", REFUSE), ("seeds", "srs")),
)
