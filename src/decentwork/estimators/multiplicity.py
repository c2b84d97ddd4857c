"""How many buyers in scope each unit has, and what stands in where that is not known."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.surveys.sample import ChainSample

REFUSE, OBSERVED, MODEL = "refuse", "observed", "model"
CHOICES = (REFUSE, OBSERVED, MODEL)

_NAMED = 10  # units without multiplicity that the refusal names

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplicity:
    """Buyers in scope of each unit (r,), links seen to it (r,), and notes on what was filled in.

    `buyers` is not a number for seeds and for units that no link from the tier before leads to.
    """

    buyers: Numbers
    seen: Numbers
    notes: tuple[str, ...]


def multiplicities(sample: ChainSample, seen: Numbers, missing: str = REFUSE) -> Multiplicity:
    """Return the number of buyers in scope by which each unit's weight is shared.

    Parameters
    ----------
    sample : ChainSample of r units
    seen : (r,) array
        Links from the tier before that led to each unit.
    missing : {"refuse", "observed", "model"}
        What stands in for one that is missing or zero: nothing (`InvalidInput` names the units);
        the links seen in the sample, in general too few, so that weights are too large; or the
        median of those known in the same tier and kind (the tier where the kind has none), at
        least the links seen.

    Raises
    ------
    InvalidInput
        A multiplicity is missing or zero and `missing` is "refuse"; or `missing` is no choice.
    """
    if missing not in CHOICES:
        hint = f"Choose one of: {', '.join(CHOICES)}."
        raise InvalidInput("weights", [Problem("multiplicity", f"{missing!r} is unknown.", hint)])
    stated = sample.units["buyers_in_scope"].to_numpy(dtype=np.float64)
    known = np.where((seen > 0) & (stated > 0), stated, np.nan)
    unknown = (seen > 0) & np.isnan(known)
    if not unknown.any():
        return Multiplicity(buyers=known, seen=seen, notes=())
    if missing == REFUSE:
        raise InvalidInput("weights", [_refusal(sample.units.index[unknown])])
    fill, note = _FILLS[missing]
    buyers = np.where(unknown, fill(sample.units, known, seen), known)
    return Multiplicity(buyers=buyers, seen=seen, notes=(note.format(n=int(unknown.sum())),))


def _refusal(ids: pd.Index) -> Problem:
    named = ", ".join(repr(id) for id in ids[:_NAMED])
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return Problem(
        "buyers_in_scope",
        f"is missing or zero for {len(ids)} traced units: {named}{more}.",
        "A weight cannot be made without it. Ask these units; or choose a multiplicity: 'observed' "
        "(links seen in the sample: weights are too large), 'model' (median of the same tier and "
        "kind), 'refuse' (what happened now).",
    )


def _observed(units: pd.DataFrame, known: Numbers, seen: Numbers) -> Numbers:
    return seen


def _modelled(units: pd.DataFrame, known: Numbers, seen: Numbers) -> Numbers:
    values = pd.Series(known, index=units.index)
    filled = pd.Series(np.nan, index=units.index)
    for by in (["tier", "kind"], ["tier"]):
        if set(by) <= set(units.columns):
            cells = [units[name] for name in by]
            filled = filled.fillna(values.groupby(cells).transform("median"))
    modelled: Numbers = np.fmax(filled.to_numpy(), seen)
    return modelled


_FILLS: dict[str, tuple[Callable[[pd.DataFrame, Numbers, Numbers], Numbers], str]] = {
    OBSERVED: (
        _observed,
        "{n} units lack a multiplicity: links seen in the sample stand in, which are too few in "
        "general, so that weights and totals are too large",
    ),
    MODEL: (
        _modelled,
        "{n} units lack a multiplicity: the median of the same tier and kind stands in; the "
        "interval does not contain the error of this model",
    ),
}
