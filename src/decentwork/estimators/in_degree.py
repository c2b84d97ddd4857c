"""Weigh traced units by one over their buyers in scope, where seeds have no chance to trust."""

import numpy as np

from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.multiplicity import REFUSE
from decentwork.estimators.propagation import propagate
from decentwork.surveys.sample import ChainSample


def weigh(sample: ChainSample, multiplicity: str = REFUSE) -> Weights:
    """Return (r,) weights that sum to 1 within each tier: 1/L for units with L buyers in scope.

    A mean is then Σ y/L over Σ 1/L. Seeds, which nobody traced, weigh 1 over their chance; units
    that no link from the tier before led to weigh 0. Tiers are not comparable with each other.
    """
    traced = propagate(sample, multiplicity)
    raw = np.where(traced.weights > 0, 1 / traced.buyers, 0.0)
    raw[traced.seeds] = traced.seed_weights
    sums = np.bincount(traced.tier, weights=raw)
    weights: Weights = np.divide(raw, sums[traced.tier], out=np.zeros_like(raw), where=raw > 0)
    return weights


IN_DEGREE = Estimator(
    name="in_degree",
    sample="chain",
    needs=frozenset({"buyers_in_scope"}),
    weigh=weigh,
    gives_totals=False,
    assumes=(
        "A unit's chance to be traced is in proportion to its buyers in scope.",
        "Few of the chain's units were traced.",
    ),
    source="Lu, Malmros, Liljeros & Britton 2013, Electronic J. Statistics 7: 292–322",
    options=(("multiplicity", REFUSE),),
)
