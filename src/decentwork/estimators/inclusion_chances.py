"""Chances to be included when people are taken one after another, in proportion to degree.

People wait exponential times, the shorter the more peers they know, and the first n are in the
sample: this is successive sampling exactly. The chance of one person is then that of being earlier
than T, the time at which n others have come. To first order T is a constant; to second order, as
here, its mean and variance follow from the number who have come by t (mean H, variance V), and T is
taken as gamma distributed, which gives E exp(−dT) in closed form.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STEPS, ITERATIONS = 60, 200
CLOSE = 1e-11
AT_ONCE = 2_000_000  # waiting times held in memory at a time


def chances_in(population: Array, degree: Array, size: Array, time: Array) -> tuple[Array, Array]:
    """Return each class's chance of inclusion in samples from a population that is known.

    Parameters
    ----------
    population : (b, k) array
        People of each degree class, in each of b populations.
    degree : (k,) array
        Degree of the class.
    size : (b, 1) array
        People sampled, fewer than there are.
    time : (b, 1) array
        Where to begin the search for T, not after it.

    Returns
    -------
    (b, k) chances, and (b, 1) the time at which `size` − ½ people are expected to have come.
    """
    for _ in range(STEPS):
        come = -np.expm1(-degree * time)
        still = population * (1.0 - come)
        step = (size - 0.5 - _sum(population * come)) / _sum(still * degree)
        time = np.maximum(time + step, 0.0)
        if (np.abs(step) <= CLOSE * time).all():
            break
    come = -np.expm1(-degree * time)
    still = population * (1.0 - come)
    pace, slowing = _sum(still * degree), _sum(still * degree**2)
    spread = _sum(still * come)
    widening = _sum(still * degree * (1.0 - 2.0 * come))
    variance = spread / pace**2
    mean = time + (widening + spread * slowing / pace) / (2.0 * pace**2)
    # One does not count among the n others, so T is later for those who come early.
    own = mean + come / pace
    return -np.expm1(-(own**2) / variance * np.log1p(degree * variance / own)), time


def _sum(values: Array) -> Array:
    return np.asarray(values.sum(axis=-1, keepdims=True))


def analytic_chances(sampled: Array, degree: Array, population: float) -> Array:
    """Return chances of inclusion by degree class, from the sample and the population's size.

    Solves N_k π_k(N) = n_k with ΣN_k = N, beginning at the first-order solution.

    Parameters
    ----------
    sampled : (b, k) array
        Sampled people of each class, n_k, in each of b samples; need not be whole.
    degree : (k,) array
        Degree of the class.
    population : float
        How many people there are, N. Where all of them were sampled every chance is 1.

    Returns
    -------
    (b, k) array; a class without people has the chance its members would have.
    """
    size = _sum(sampled)
    if (size >= population * (1.0 - CLOSE)).any():
        return np.ones_like(sampled)
    time = _first_order_time(sampled, degree, population)
    chances = -np.expm1(-degree * time)
    for _ in range(ITERATIONS):
        people = sampled / chances
        people *= population / _sum(people)
        found, time = chances_in(people, degree, size, 0.5 * time)
        change = np.abs(found / chances - 1.0).max()
        chances = found
        if change < CLOSE * 1e3:
            break
    return chances


def _first_order_time(sampled: Array, degree: Array, population: float) -> Array:
    """Return T of Σ n_k / (1 − exp(−kT)) = N, approached from below."""
    time = _sum(sampled / degree) / population
    for _ in range(STEPS):
        come = -np.expm1(-degree * time)
        excess = _sum(sampled / come) - population
        step = excess / _sum(sampled * degree * (1.0 - come) / come**2)
        time = time + step
        if (np.abs(step) <= CLOSE * time).all():
            break
    return time


def simulated_chances(
    sampled: Array,
    degree: Array,
    population: int,
    rng: np.random.Generator,
    *,
    samples: int = 500,
    iterations: int = 5,
) -> Array:
    """Return chances of inclusion by degree class, by drawing successive samples.

    Parameters
    ----------
    sampled : (k,) array
        Sampled people of each class.
    degree : (k,) array
        Degree of the class.
    population : int
        How many people there are.
    samples, iterations : int
        Samples drawn for each guess of the population, and guesses. The observed sample counts as
        one more, so that no class has the chance 0.

    References
    ----------
    Gile 2011, Journal of the American Statistical Association 106(493): 135–146.
    """
    size = round(float(sampled.sum()))
    chances = degree / (degree @ sampled)
    for _ in range(iterations):
        people = whole_parts(
            population * (sampled / chances) / (sampled / chances).sum(), population
        )
        drawn = sampled + times_drawn(people, degree, size, samples, rng)
        chances = drawn / (samples + 1) / people
    return np.asarray(chances)


def whole_parts(parts: Array, total: int) -> NDArray[np.int64]:
    """Return whole numbers, each at least 1, that sum to `total` and are near `parts`."""
    whole = np.maximum(np.floor(parts), 1.0)
    missing = total - int(whole.sum())
    if missing < 0:  # the least count took more than there was
        whole[whole.argmax()] += missing
    else:
        whole[np.argsort(whole - parts, kind="stable")[:missing]] += 1.0
    return whole.astype(np.int64)


def times_drawn(
    people: NDArray[np.int64], degree: Array, size: int, samples: int, rng: np.random.Generator
) -> Array:
    """Return how often each class was drawn in all `samples` together."""
    kind = np.repeat(np.arange(len(people)), people)
    drawn = np.zeros(len(people))
    at_once = max(AT_ONCE // len(kind), 1)
    for first in range(0, samples, at_once):
        shape = (min(at_once, samples - first), len(kind))
        waited = rng.standard_exponential(shape) / degree[kind]
        chosen = np.argpartition(waited, size - 1, axis=1)[:, :size]
        drawn += np.bincount(kind[chosen].ravel(), minlength=len(people))
    return drawn
