"""How many there are in all, from two lists that overlap or from links seen within a sample."""

import math
from collections.abc import Iterator

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.limits import quantile
from decentwork.estimators.population_size import chapman, frank_snijders
from decentwork.studies.verdicts import verdict
from decentwork.surveys.estimated import Estimated

CHAPMAN, FRANK_SNIJDERS = "chapman", "frank_snijders"

INDEPENDENT = "assumes that being on one list says nothing about being on the other"
NONE_ON_BOTH = "nobody is on both lists: the size is at least about this large, and may be far more"
ALL_ON_BOTH = "everybody of one list is on the other: nothing tells how many are on neither"
COUNTS_ONLY = "the counts of links alone tell no variance: no interval"
FEW_WITHIN = "{n} links run within the sample, fewer than 10: one more or less moves the size much"

_FEW = 10


def size_from_lists(first: int, second: int, both: int, level: float = 0.95) -> Estimated:
    """Return the size of a population of which two independent lists were made.

    Parameters
    ----------
    first, second : units on each list
    both : units on both
    level : of the interval, which is that of the number on neither list on the log scale: no limit
        is below the number seen

    Raises
    ------
    InvalidInput
        Counts that cannot be, all of them at once.

    References
    ----------
    Chapman 1951 (see `population_size.chapman`); interval: Chao 1987, Biometrics 43: 783–791.
    """
    if problems := [*_of_lists(first, second, both)]:
        raise InvalidInput("the lists", problems)
    size, variance = chapman(first, second, both)
    seen = first + second - both
    unseen = size - seen
    notes = [INDEPENDENT]
    if both == 0:
        notes.append(NONE_ON_BOTH)
    if unseen <= 0 or variance <= 0:
        return _estimated(size, None, None, CHAPMAN, seen, [*notes, ALL_ON_BOTH])
    reach = float(quantile(math.inf, level)) * math.sqrt(math.log1p(variance / unseen**2))
    limits = (seen + unseen / math.exp(reach), seen + unseen * math.exp(reach))
    return _estimated(size, math.sqrt(variance), limits, CHAPMAN, seen, notes)


def _of_lists(first: int, second: int, both: int) -> Iterator[Problem]:
    for where, count in (("first list", first), ("second list", second)):
        if count < 1:
            yield Problem(where, f"{count} units make no list.")
    if not 0 <= both <= max(min(first, second), 0):
        what = f"{both} units cannot be on lists of {first} and {second}."
        yield Problem("both lists", what, "Count who is on both.")


def size_from_links(drawn: int, within: int, outward: int, *, bernoulli: bool = False) -> Estimated:
    """Return the size of a population from the links of a random sample of its units.

    Parameters
    ----------
    drawn : units drawn at random
    within, outward : links that run from them to one another, and to units not drawn
    bernoulli : whether each unit was drawn on its own, not a fixed number of them

    Raises
    ------
    InvalidInput
        Counts that cannot be, all of them at once.
    NoLinkWithin
        No link runs within the sample.
    """
    if problems := [*_of_links(drawn, within, outward)]:
        raise InvalidInput("the links", problems)
    size = frank_snijders(drawn, within, outward, "bernoulli" if bernoulli else "srs")
    notes = [COUNTS_ONLY]
    if within < _FEW:
        notes.append(FEW_WITHIN.format(n=within))
    return _estimated(size, None, None, FRANK_SNIJDERS, drawn, notes)


def _of_links(drawn: int, within: int, outward: int) -> Iterator[Problem]:
    if drawn < 2:
        yield Problem("drawn", f"{drawn} units have no links within.", "Draw 2 at least.")
    for where, count in (("links within", within), ("links outward", outward)):
        if count < 0:
            yield Problem(where, f"{count} links cannot be.")
    if drawn >= 2 and within > drawn * (drawn - 1):
        what = f"{within} links cannot run among {drawn} units."
        yield Problem("links within", what, "Count each link in each direction once.")


def _estimated(
    size: float,
    error: float | None,
    limits: tuple[float, float] | None,
    method: str,
    seen: int,
    notes: list[str],
) -> Estimated:
    low, high = limits or (None, None)
    return Estimated(
        variable="population",
        category=None,
        statistic="total",
        value=size,
        low=low,
        high=high,
        standard_error=error,
        weights=method,
        variance=method if error is not None else "none",
        n=seen,
        verdict=verdict(
            statistic="total", value=size, standard_error=error, answers=seen, seeds=None
        ),
        note="; ".join(notes),
    )
