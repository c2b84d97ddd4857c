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
_NO_ERROR = 1e-7  # of a value: what is left of a variance of 0 after rounding, as an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One statistic of k columns, (k,) each; not a number where nothing can be told.

    `freedom` degrees of freedom of the errors; `effective` seeds of equal contribution that the
    total is worth, of a share the rarer of those with the answer and those without; 0 of a total
    that has the exact bound of its share.
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
    are, so that a share is 0 or 1; `design_effects` of means. No error where answers tell none: a
    single one, a mean of one seed left to chance, or seeds that do not differ though others would.
    """

    n: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]
    seeds: npt.NDArray[np.int64]
    alike: Flags
    totals: Figures
    means: Figures
    design_effects: Numbers


def summed(
    universe: Universe, asked: Answers, rows: Positions, level: float, *, framed: bool
) -> Sums:
    """Return the sums of the rows (n,) of a universe that are of a domain and weigh something.

    `framed` says that the rows are what the seeds were drawn from, so that their number is known.
    """
    one = np.ones((len(rows), 1))
    values = np.hstack([one, asked.values[rows]])
    answered = np.hstack([one, asked.answered[rows]])
    weights, brought = universe.weights[rows], universe.contributions[:, rows]
    bases = weights @ answered
    bases = np.where(bases > 0, bases, np.nan)
    both, n = np.stack([weights @ values, weights @ values / bases]), answered.sum(axis=0)
    deviations = np.nan_to_num((values - both[1] * answered) / bases)
    found = _spread(universe, rows, (values, deviations), np.nan_to_num(answered / bases))
    freedom = found.freedom.reshape(2, -1)
    counted, seeds = np.array([True, *asked.counted]), brought @ answered
    alike, first = counted & _alike(both[1]), np.arange(len(n)) == 0
    bounded = alike & ((both[0] == 0) | (framed & ~first))  # totals with the bound of their share
    excused = np.stack([bounded | (framed & first), alike])
    errors = np.sqrt(found.variances).reshape(2, -1)
    errors = _told(errors, both, seeds, universe.by_chance, excused)
    errors[:, n < 2] = np.nan
    behind = np.stack([in_effect(brought @ values), in_effect(seeds)])
    others = in_effect(brought @ (answered - values))
    positive, seen = values.min(axis=0) >= 0, values.sum(axis=0)
    totals = _figures(both[0], errors[0], freedom[0], behind[0], level, positive, seen)
    of_means = _figures(both[1], errors[1], freedom[1], behind[1], level, positive)
    shares = _shares(of_means, np.minimum(behind[0], others), counted, level)
    spread = weights @ (deviations * deviations) * bases  # Σ w (y − ȳ)² / Σ w
    return Sums(
        n=n.astype(np.int64),
        units=universe.units_behind(rows, answered),
        seeds=(seeds > 0).sum(axis=0),
        alike=alike,
        totals=_bounded(totals, shares, bases, bounded),
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


def _told(
    errors: Numbers, values: Numbers, seeds: Numbers, by_chance: Flags, excused: Flags
) -> Numbers:
    """Return errors (2, k) of totals and means, not a number where an error of 0 is no certainty.

    Seeds (s, k) of which some were left to chance differ among those not drawn, even where those
    drawn bring the same; and around the mean of all that one seed brings, that seed tells nothing.
    `excused` (2, k) what the frame tells, or has an exact bound.
    """
    left_to_chance = (seeds[by_chance] > 0).sum(axis=0)
    silent = (errors <= _NO_ERROR * np.abs(values)) & (left_to_chance > 0)
    errors = np.where(silent, 0.0, errors)
    silent[1] |= (left_to_chance == 1) & ((seeds > 0).sum(axis=0) == 1)
    return np.where(silent & ~excused, np.nan, errors)


def _figures(
    values: Numbers,
    errors: Numbers,
    freedom: Numbers,
    effective: Numbers,
    level: float,
    positive: Flags,
    seen: Numbers | float = 0.0,
) -> Figures:
    """Return figures with limits by `total_limits` where no value is below 0, else t limits."""
    reach = quantile(freedom, level)
    skewed = positive & (values > 0)
    limits = total_limits(values, errors, reach, seen)
    plain = (values - reach * errors, values + reach * errors)
    low, high = (np.where(skewed, *pair) for pair in zip(limits, plain, strict=True))
    return Figures(
        values=values, errors=errors, low=low, high=high, freedom=freedom, effective=effective
    )


def _bounded(totals: Figures, shares: Figures, bases: Numbers, bounded: Flags) -> Figures:
    """Return totals with the exact bound of their share where nobody, or all of a frame, count."""
    return replace(
        totals,
        errors=np.where(bounded, shares.errors * bases, totals.errors),
        low=np.where(bounded, shares.low * bases, totals.low),
        high=np.where(bounded, shares.high * bases, totals.high),
        effective=np.where(bounded, 0.0, totals.effective),
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
