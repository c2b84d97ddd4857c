"""Weigh traced units by their buyers' weights, shared over all buyers each unit has."""

from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.multiplicity import REFUSE
from decentwork.estimators.propagation import propagate
from decentwork.surveys.sample import ChainSample


def weigh(sample: ChainSample, multiplicity: str = REFUSE) -> Weights:
    """Return (r,) weights: how many units of the chain each unit stands for.

    See `propagate` for the formula and `multiplicities` for the choices.
    """
    return propagate(sample, multiplicity).weights


GENERALISED_WEIGHT_SHARE = Estimator(
    name="generalised_weight_share",
    sample="chain",
    needs=frozenset({"seed_chance", "buyers_in_scope", "listed", "followed"}),
    weigh=weigh,
    gives_totals=True,
    assumes=(
        "Seeds were drawn with the chances stated.",
        "Every unit of the chain has at least one buyer in scope in the tier before.",
        "buyers_in_scope counts all of them by the rule that buyers list suppliers by.",
        "The followed suppliers were drawn at random from those listed.",
    ),
    source="Lavallée 2007, Indirect Sampling, Springer, ch. 2 and 4",
    options=(("multiplicity", REFUSE),),
)
