"""Weigh each respondent by one over how many peers they know (RDS-II)."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.peer_degree import MissingDegree, Seeds, degrees, relative
from decentwork.estimators.recruited_answers import Answers, columns_of, ratios
from decentwork.surveys.recruitment import Recruitment

Matrix = NDArray[np.float64]


def weigh(
    sample: Recruitment,
    *,
    missing_degree: MissingDegree = "refuse",
    seeds: Seeds = "include",
) -> Weights:
    """Return one weight a respondent, in the order of rows; they sum to 1."""
    return relative(1.0 / degrees(sample, missing_degree, seeds))


def means_of(degree: NDArray[np.float64], answers: Sequence[Answers]) -> Callable[[Matrix], Matrix]:
    """Return what gives every mean of resamples: (b, r) counts to (b, columns) means.

    `degree` (r,) is missing for who does not count.
    """
    columns = columns_of(answers, np.nan_to_num(1.0 / degree))
    return lambda counts: ratios(counts @ columns, answers)


VOLZ_HECKATHORN = Estimator(
    name="volz_heckathorn",
    sample="recruitment",
    needs=frozenset({"recruiter_id", "degree"}),
    weigh=weigh,
    gives_totals=False,
    assumes=(
        "peers know each other both ways",
        "a respondent recruits at random among the peers they know",
        "the sample is a small part of the population",
        "waves are many enough for the choice of seeds to be forgotten",
        "degrees are reported without error",
    ),
    source="Volz & Heckathorn 2008, Journal of Official Statistics 24(1): 79–97",
    options=(("missing_degree", "refuse"), ("seeds", "include")),
)
