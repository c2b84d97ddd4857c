"""How many there are in all: from two lists that overlap, or from links within a sample."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from decentwork.estimates.errors import EstimationError

Result = TypeVar("Result")


class NoLinkWithin(EstimationError):
    """No link runs between two seeds, so that nothing tells how large the population is."""

    def __init__(self, seeds: int) -> None:
        self.seeds = seeds
        super().__init__(
            f"None of the links runs between two of the {seeds} seeds: the size of the population "
            "cannot be told. Use more seeds, or another source."
        )


def chapman(first: int, second: int, both: int) -> tuple[float, float]:
    """Return the size of a population that two independent lists were taken from, and variance.

    Parameters
    ----------
    first, second : int
        Units on each list.
    both : int
        Units on both.

    Returns
    -------
    (size, variance) : two floats, units and units squared
        (n₁+1)(n₂+1)/(m+1) − 1 and (n₁+1)(n₂+1)(n₁−m)(n₂−m)/((m+1)²(m+2)).

    References
    ----------
    Chapman 1951, Univ. California Publ. Statistics 1: 131–160; variance: Seber, The Estimation of
    Animal Abundance, 2nd ed. (1982).

    Examples
    --------
    >>> chapman(50, 40, 9)
    (208.1, 2416.05...)
    """
    if not 0 <= both <= min(first, second):
        raise ValueError("units on both lists are at most those on either")
    product = (first + 1) * (second + 1)
    unseen = (first - both) * (second - both)
    return product / (both + 1) - 1, product * unseen / ((both + 1) ** 2 * (both + 2))


def frank_snijders(seeds: int, within: int, outward: int, design: str = "srs") -> float:
    """Return the size of a population from the links of a random sample of its units.

    Parameters
    ----------
    seeds : int
        Units drawn.
    within, outward : int
        Links from seeds to seeds, and from seeds to units that are none.
    design : {"srs", "bernoulli"}
        A simple random sample: n + (n − 1)·s/r; or each unit drawn on its own: n(r + s)/r.

    Raises
    ------
    NoLinkWithin
        `within` is 0.

    References
    ----------
    Frank & Snijders 1994, J. Official Statistics 10(1): 53–67.

    Examples
    --------
    >>> frank_snijders(20, within=5, outward=45)
    191.0
    """
    if within == 0:
        raise NoLinkWithin(seeds)
    if design == "bernoulli":
        return seeds * (within + outward) / within
    return seeds + (seeds - 1) * outward / within


def over_sizes(
    estimate: Callable[[float], Result], sizes: Sequence[float]
) -> tuple[tuple[float, Result], ...]:
    """Return (size, estimate) for each of a range of population sizes that are thought possible.

    An estimate that needs a size which nobody knows is reported over such a range.
    """
    return tuple((size, estimate(size)) for size in sizes)
