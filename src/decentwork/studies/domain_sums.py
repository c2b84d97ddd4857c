"""What one domain of a surveyed chain adds up to: totals, means and shares with their intervals."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from decentwork.estimates.limits import bound_of_none, quantile, share_limits, total_limits
from decentwork.estimators.traced_variance import Spread
from decentwork.studies.answers import Answers
from decentwork.studies.universes import Universe

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One statistic of k columns, (k,) each; not a number where nothing can be told.

    `freedom` degrees of freedom of the errors; `effective` seeds of equal contribution that the
    total is worth, of a share the rarer of those with the answer and those without.
    """

    values: Numbers
    errors: Numbers
    low: Numbers
    high: Numbers
    freedom: Numbers
    effective: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a domain adds up to, (k,) each, the first column counting its rows.

    `n` answers, `units` that they are of, `seeds` that they descend from; `alike` where all answers
    are, so that a share is 0 or 1; `design_effects` of means.
    """

    n: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]
    seeds: npt.NDArray[np.int64]
    alike: Flags
    totals: Figures
    means: Figures
    design_effects: Numbers


def summed(universe: Universe, asked: Answers, rows: Positions, level: float) -> Sums:
    """Return the sums of the rows (n,) of a universe that are of a domain and weigh something."""
    one = np.ones((len(rows), 1))
    values = np.hstack([one, asked.values[rows]])
    answered = np.hstack([one, asked.answered[rows]])
    weights, brought = universe.weights[rows], universe.contributions[:, rows]
    bases = weights @ answered
    bases = np.where(bases > 0, bases, np.nan)
    means, n = weights @ values / bases, answered.sum(axis=0)
    deviations = np.nan_to_num((values - means * answered) / bases)
    found = _spread(universe, rows, (values, deviations), np.nan_to_num(answered / bases))
    errors = np.where(n < 2, np.nan, np.sqrt(found.variances).reshape(2, -1))
    freedom = found.freedom.reshape(2, -1)
    seeds = brought @ answered
    behind = np.stack([in_effect(brought @ values), in_effect(seeds)])
    others = in_effect(brought @ (answered - values))
    counted = np.array([True, *asked.counted])
    totals = _figures(weights @ values, errors[0], freedom[0], behind[0], level)
    of_means = _figures(means, errors[1], freedom[1], behind[1], level)
    shares = _shares(of_means, np.minimum(behind[0], others), counted, level)
    spread = weights @ (deviations * deviations) * bases  # Σ w (y − ȳ)² / Σ w
    return Sums(
        n=n.astype(np.int64),
        units=universe.units_behind(rows, answered),
        seeds=(seeds > 0).sum(axis=0),
        alike=counted & _alike(means),
        totals=_of_nobody(
            _positive(totals, values.min(axis=0) >= 0, level), shares, bases, counted
        ),
        means=shares,
        design_effects=errors[1] ** 2 * np.maximum(n, 1) / np.where(spread > 0, spread, np.nan),
    )


def in_effect(contributed: Numbers) -> Numbers:
    """Return how many seeds of equal contribution those of s seeds (s, k) are worth: (Σ)²/Σ²."""
    squares = (contributed**2).sum(axis=0)
    found: Numbers = contributed.sum(axis=0) ** 2 / np.where(squares > 0, squares, np.inf)
    return found


def _spread(
    universe: Universe, rows: Positions, values: tuple[Numbers, Numbers], parts: Numbers
) -> Spread:
    """Return how uncertain totals, and after them means, are."""
    if universe.spread is None:
        unknown = np.full(2 * parts.shape[1], np.nan)
        return Spread(variances=unknown, freedom=unknown)
    return universe.spread(rows, np.hstack(values), np.hstack([np.zeros_like(parts), parts]))


def _figures(
    values: Numbers, errors: Numbers, freedom: Numbers, effective: Numbers, level: float
) -> Figures:
    off = quantile(freedom, level) * errors
    return Figures(
        values=values,
        errors=errors,
        low=values - off,
        high=values + off,
        freedom=freedom,
        effective=effective,
    )


def _positive(totals: Figures, positive: Flags, level: float) -> Figures:
    """Return totals with limits on the log scale where no value is below 0."""
    limits = total_limits(totals.values, totals.errors, quantile(totals.freedom, level))
    skewed = positive & (totals.values > 0)
    low, high = (
        np.where(skewed, limit, plain)
        for limit, plain in zip(limits, (totals.low, totals.high), strict=True)
    )
    return replace(totals, low=low, high=high)


def _of_nobody(totals: Figures, shares: Figures, bases: Numbers, counted: Flags) -> Figures:
    """Return totals with the exact bound of the share where nobody was counted."""
    none = counted & (totals.values == 0)
    return replace(
        totals,
        errors=np.where(none, shares.errors * bases, totals.errors),
        high=np.where(none, shares.high * bases, totals.high),
    )


def _shares(means: Figures, rarer: Numbers, counted: Flags, level: float) -> Figures:
    """Return means with limits on the logit scale where they are shares.

    A share of 0 or 1 has no spread of its own: its error is what its exact bound implies.
    """
    alike, reach = counted & _alike(means.values), quantile(means.freedom, level)
    values = np.where(alike, np.round(means.values), means.values)
    limits = share_limits(values, means.errors, reach, means.effective, level)
    known = counted & ~np.isnan(means.errors)
    low, high = (
        np.where(known, limit, plain)
        for limit, plain in zip(limits, (means.low, means.high), strict=True)
    )
    return Figures(
        values=values,
        errors=np.where(alike & known, bound_of_none(means.effective, level) / reach, means.errors),
        low=low,
        high=high,
        freedom=means.freedom,
        effective=np.where(counted & ~alike, rarer, means.effective),
    )


def _alike(shares: Numbers) -> Flags:
    found: Flags = ~((shares > _ROUNDING) & (shares < 1 - _ROUNDING))
    return found
