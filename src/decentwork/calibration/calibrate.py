"""Change weights as little as possible so that weighted sums reach known totals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import EstimationError, InvalidInput, Problem

Array = NDArray[np.float64]

_REACHED = 1e-9  # relative distance to a total that counts as reached
_STEPS = 50


class TotalsNotReached(EstimationError):
    """No weights of the kind asked for reach the totals."""

    def __init__(self, names: Sequence[str], distance: float) -> None:
        self.names, self.distance = tuple(names), distance
        super().__init__(
            f"Calibration stops {distance:.2%} away from the totals of {', '.join(self.names)}. "
            "They may contradict each other, or the bounds on the change are too tight: "
            "join small categories, drop a total, or widen the bounds."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """Calibrated weights and how far they moved.

    `weights` (r,), `factors` (r,) new over old weight; `method` "linear", "raking" or "logit";
    `steps` how many it took; `names` the (k,) totals that are reached.
    """

    weights: Array
    factors: Array
    method: str
    steps: int
    names: tuple[str, ...]


def calibrate(
    weights: Array,
    auxiliaries: pd.DataFrame,
    totals: Mapping[str, float],
    *,
    method: str = "raking",
    bounds: tuple[float, float] = (0.3, 3.0),
) -> Calibrated:
    """Return the weights nearest to `weights` whose sums of `auxiliaries` are `totals`.

    Parameters
    ----------
    weights : (r,) array
        Weights before; units of weight zero keep it.
    auxiliaries : (r, k) frame
        One column a total: 1 where the unit belongs to a category, or an amount such as workers.
    totals : mapping, k values
        The known total of each column.
    method : {"raking", "linear", "logit"}
        Distance to the old weights: multiplicative, quadratic, or bounded.
    bounds : (low, high)
        Limits of the change, for "logit" only.

    Returns
    -------
    Calibrated

    Raises
    ------
    InvalidInput
        A total without column, or that no unit of positive weight can carry.
    TotalsNotReached
        The totals contradict each other or the bounds.

    References
    ----------
    Deville & Särndal 1992, J. American Statistical Association 87(418): 376–382, cases 1, 2, 6.
    """
    _check(weights, auxiliaries, totals)
    names = tuple(totals)
    x = auxiliaries[list(names)].to_numpy(float)
    target = np.array([totals[name] for name in names], dtype=float)
    change = _CHANGES[method](*bounds)
    multipliers, factors, steps = np.zeros(len(names)), np.ones(len(weights)), 0
    for steps in range(_STEPS):  # noqa: B007 - how many it took is part of the result
        factors, slopes = change(x @ multipliers)
        missing = target - x.T @ (weights * factors)
        if np.all(np.abs(missing) <= _REACHED * np.abs(target).clip(min=1)):
            return Calibrated(
                weights=weights * factors, factors=factors, method=method, steps=steps, names=names
            )
        # Least squares: categories of several margins add up to the same total, so one is spare.
        jacobian = x.T @ (x * (weights * slopes)[:, None])
        step = np.linalg.lstsq(jacobian, missing, rcond=1e-12)[0]
        multipliers = multipliers + step * min(1.0, 4.0 / np.abs(x @ step).max(initial=1.0))
    off = np.abs(missing) / np.abs(target).clip(min=1)
    raise TotalsNotReached([names[at] for at in np.flatnonzero(off > _REACHED)], float(off.max()))


def margins(table: pd.DataFrame, known: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return one 0/1 column a category, named "column=category", for `calibrate`."""
    return pd.DataFrame(
        {
            f"{column}={category}": (table[column].astype(str) == category).astype(float)
            for column, categories in known.items()
            for category in categories
        },
        index=table.index,
    )


def _check(weights: Array, auxiliaries: pd.DataFrame, totals: Mapping[str, float]) -> None:
    problems = []
    for name, total in totals.items():
        if name not in auxiliaries:
            problems.append(Problem(name, "there is a total but no column.", "Name the column so."))
            continue
        carried = weights * auxiliaries[name].to_numpy(float)
        if not np.all(np.isfinite(carried)):
            problems.append(Problem(name, "some units have no value.", "Fill or leave them out."))
        elif total != 0 and not np.any(carried):
            hint = "Join the category with another."
            problems.append(Problem(name, f"no unit can carry the total of {total:g}.", hint))
    if problems:
        raise InvalidInput("the totals to calibrate to", problems)


def _linear(low: float, high: float) -> Callable[[Array], tuple[Array, Array]]:
    return lambda u: (1 + u, np.ones_like(u))


def _raking(low: float, high: float) -> Callable[[Array], tuple[Array, Array]]:
    return lambda u: (np.exp(u), np.exp(u))


def _logit(low: float, high: float) -> Callable[[Array], tuple[Array, Array]]:
    """Return the change that stays strictly between the bounds."""
    scale = (high - low) / ((1 - low) * (high - 1))

    def change(u: Array) -> tuple[Array, Array]:
        grown = np.exp(np.clip(scale * u, -200, 200))
        below = (high - 1) + (1 - low) * grown
        factors = (low * (high - 1) + high * (1 - low) * grown) / below
        slopes = scale * grown * (high - 1) * (1 - low) * (high - low) / below**2
        return factors, slopes

    return change


_CHANGES = {"linear": _linear, "raking": _raking, "logit": _logit}
