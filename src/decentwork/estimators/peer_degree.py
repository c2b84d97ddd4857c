"""How many peers each respondent could have been recruited by, and who has no such number."""

from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import InputError, InvalidInput, Problem
from decentwork.surveys.recruitment import Recruitment

Vector = NDArray[np.float64]
MissingDegree = Literal["refuse", "drop", "median", "one"]
Seeds = Literal["include", "exclude"]


class UnknownChoice(InputError):
    """An option has no such value."""

    def __init__(self, option: str, value: object, allowed: tuple[str, ...]) -> None:
        self.option, self.value, self.allowed = option, value, allowed
        super().__init__(f"{option} cannot be {value!r}. Choose one of: {', '.join(allowed)}.")


def degrees(
    sample: Recruitment, missing_degree: MissingDegree = "refuse", seeds: Seeds = "include"
) -> Vector:
    """Return each respondent's degree; missing where the respondent does not count.

    Those who do not count keep their place in the trees, so that nobody loses a recruiter.

    Parameters
    ----------
    missing_degree
        What becomes of degrees that are missing or 0. "refuse": an error; "drop": they do not
        count; "median": they get the median of the others; "one": they know their recruiter only.
    seeds
        "exclude": seeds, who were chosen and not recruited, do not count.

    Raises
    ------
    InvalidInput
        Degrees are missing and nobody said what to do about it, or nobody has one.
    """
    _check("missing_degree", missing_degree, get_args(MissingDegree))
    _check("seeds", seeds, get_args(Seeds))
    degree: Vector = pd.to_numeric(sample.people["degree"]).to_numpy(dtype=float, copy=True)
    unknown = ~(degree > 0)
    if unknown.any():
        degree[unknown] = _for_unknown(degree, unknown, missing_degree)
    if seeds == "exclude":
        degree[(sample.people["recruiter_id"] == "").to_numpy()] = np.nan
    if np.isnan(degree).all():
        raise InvalidInput("degrees", [Problem("degree", "nobody who counts has one above 0.")])
    return degree


def _check(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UnknownChoice(option, value, allowed)


def _for_unknown(
    degree: Vector, unknown: NDArray[np.bool_], missing_degree: MissingDegree
) -> float:
    if missing_degree == "refuse":
        what = f"{unknown.sum()} of {len(degree)} respondents have no degree above 0."
        hint = (
            "Say what to do with missing_degree (--missing-degree on the command line): drop (they "
            "do not count), median (the median of the others) or one (they know their recruiter "
            "only)."
        )
        raise InvalidInput("degrees", [Problem("degree", what, hint)])
    if missing_degree == "one":
        return 1.0
    if missing_degree == "median" and not unknown.all():
        return float(np.median(degree[~unknown]))
    return np.nan


def relative(weights: Vector) -> Vector:
    """Return weights that sum to 1; whoever has none has 0."""
    known = np.nan_to_num(weights)
    return np.asarray(known / known.sum())
