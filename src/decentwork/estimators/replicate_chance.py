"""Chance in compiled code: each replicate has its own stream, so threads do not change a result."""

import numpy as np

from decentwork.estimates.compiled import njit

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MULTIPLIER = np.uint64(0x2545F4914F6CDD1D)
_12, _25, _27, _30, _31, _32, _11 = (np.uint64(it) for it in (12, 25, 27, 30, 31, 32, 11))


@njit
def mixed(number: np.uint64) -> np.uint64:
    """Return a number whose bits all depend on all bits of `number` (splitmix64)."""
    number = (number ^ (number >> _30)) * _FIRST
    number = (number ^ (number >> _27)) * _SECOND
    return number ^ (number >> _31)


@njit
def stream(seed: np.uint64, replicate: int) -> np.uint64:
    """Return the first state of one replicate's stream; never 0, which would stay 0."""
    return mixed(mixed(seed + _STEP) + np.uint64(replicate) * _STEP) | np.uint64(1)


@njit
def advanced(state: np.uint64) -> np.uint64:
    """Return the next state (xorshift64)."""
    state ^= state >> _12
    state ^= state << _25
    return state ^ (state >> _27)


@njit
def below(state: np.uint64, number: int) -> np.int64:
    """Return a whole number in [0, number) from a state; `number` is under 2³²."""
    return np.int64((((state * _MULTIPLIER) >> _32) * np.uint64(number)) >> _32)


@njit
def unit(state: np.uint64) -> float:
    """Return a number in [0, 1) from a state."""
    return np.float64((state * _MULTIPLIER) >> _11) * 1.1102230246251565e-16
