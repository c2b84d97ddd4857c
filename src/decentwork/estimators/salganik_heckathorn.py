"""Weigh respondents by how groups recruit each other, and how many peers each knows (RDS-I)."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from decentwork.estimates.errors import EstimationError
from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.peer_degree import MissingDegree, Seeds, degrees
from decentwork.estimators.recruited_answers import Answers, Groups, answers_to
from decentwork.estimators.recruitment_trees import Forest, grow
from decentwork.surveys.recruitment import Recruitment

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
METHOD = "salganik_heckathorn"
SINGULAR = 1e12  # condition number from which on an equilibrium is not single


class GroupsApart(EstimationError):
    """Groups that recruitment does not lead out of: the share of each has no answer."""

    def __init__(self, variable: str, inside: Sequence[str], outside: Sequence[str]) -> None:
        self.variable, self.inside, self.outside = variable, tuple(inside), tuple(outside)
        one, other = (", ".join(map(repr, names)) for names in (inside, outside))
        super().__init__(
            f"{variable}: those who answered {one} never recruited anyone who answered {other}, so "
            "how large the groups are does not follow from recruitment. Join groups, or choose "
            "volz_heckathorn with the tree bootstrap."
        )


class GroupUncounted(EstimationError):
    """Nobody in a group has a degree that counts."""

    def __init__(self, variable: str, category: str) -> None:
        self.variable, self.category = variable, category
        super().__init__(
            f"{variable}: nobody who answered {category!r} has a degree that counts, so how many "
            "peers that group knows is not known. Choose another missing_degree, or include seeds."
        )


def recruitments(groups: Groups, forest: Forest, number: int) -> Matrix:
    """Return how often someone of the row's group recruited someone of the column's.

    Parameters
    ----------
    groups : (r,) array
        Each respondent's group by number, −1 where not known: such recruitments do not count.
    number : int
        How many groups there are, g.

    Returns
    -------
    (g, g) array, recruitments
    """
    recruit = forest.recruited
    giver, taker = groups[forest.recruiter[recruit]], groups[recruit]
    known = (giver >= 0) & (taker >= 0)
    cells = np.bincount(giver[known] * number + taker[known], minlength=number * number)
    return cells.reshape(number, number).astype(float)


def check_groups(counts: Matrix, answers: Answers, degree: Vector) -> None:
    """Check that recruitment leads from each group to every other, and that each has a degree.

    Raises
    ------
    GroupsApart, GroupUncounted
        It does not, or nobody in a group has a degree that counts.
    """
    names = np.array(answers.categories)
    number, part = connected_components(counts, directed=True, connection="strong")
    for each in range(number if number > 1 else 0):
        inside = part == each
        if not counts[np.ix_(inside, ~inside)].any():
            raise GroupsApart(answers.variable, names[inside].tolist(), names[~inside].tolist())
    counted = answers.values[np.isfinite(degree)].sum(axis=0)
    if not counted.all():
        raise GroupUncounted(answers.variable, answers.categories[int(counted.argmin())])


def stationary(counts: Matrix) -> Vector:
    """Return the shares of groups among recruits once the seeds are forgotten, q = q C′.

    Data smoothing, which makes the flows q C′ equal in both directions, leaves their sums and so q
    as they are: there is nothing to choose.

    Parameters
    ----------
    counts : (..., g, g) array
        Recruitments by recruiter's and recruit's group, of one or of many samples. One in which a
        group recruited nobody gives missing values.

    Returns
    -------
    (..., g) array of shares
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return _left_vector(counts / counts.sum(axis=-1, keepdims=True))


def _left_vector(chances: Matrix) -> Vector:
    """Return q of q = q C′ with Σq = 1: one of its equations gives way to the sum."""
    number = chances.shape[-1]
    system = np.swapaxes(chances, -1, -2) - np.eye(number)
    system[..., -1, :] = 1.0
    wanted = np.zeros((*chances.shape[:-2], number, 1))
    wanted[..., -1, 0] = 1.0
    complete = np.asarray(np.isfinite(system).all(axis=(-1, -2)))[..., None, None]
    system = np.where(complete, system, np.eye(number))
    # Groups in two parts that do not recruit each other have no single equilibrium.
    single = np.asarray(np.linalg.cond(system) < SINGULAR)[..., None, None]
    found = np.linalg.solve(np.where(single, system, np.eye(number)), wanted)
    return np.where(complete & single, found, np.nan)[..., 0]


def group_shares(counts: Matrix, degree: Vector) -> Vector:
    """Return the share of each group: p = (q/h) / Σ(q/h).

    Parameters
    ----------
    counts : (..., g, g) array
        Recruitments by group.
    degree : (..., g) array
        Harmonic mean degree of each group, h.
    """
    parts = stationary(counts) / degree
    return np.asarray(parts / parts.sum(axis=-1, keepdims=True))


def weigh(
    sample: Recruitment,
    *,
    trait: str,
    missing_degree: MissingDegree = "refuse",
    seeds: Seeds = "include",
) -> Weights:
    """Return one weight a respondent for the groups of `trait`; they sum to 1.

    Parameters
    ----------
    trait : str
        Whose groups recruit each other; weights are good for this trait.
    seeds
        Whether seeds count in the mean degree of their group, as they do in the usual package.

    Raises
    ------
    NeedsGroups, GroupsApart, GroupUncounted
        The trait is a quantity, or recruitment does not lead from each group to every other.
    """
    (answers,) = answers_to(sample, [trait])
    groups = answers.groups(METHOD)
    degree = degrees(sample, missing_degree, seeds)
    counts = recruitments(groups, grow(sample), len(answers.categories))
    check_groups(counts, answers, degree)
    counted = answers.values * np.isfinite(degree)[:, None]
    numbers = counted.sum(axis=0)
    harmonic = numbers / (counted.T @ np.nan_to_num(1.0 / degree))
    shares = group_shares(counts, harmonic)
    return np.asarray(counted @ (shares / numbers))


def shares_of(degree: Vector, answers: Answers) -> Callable[[Matrix, Matrix], Matrix]:
    """Return what gives the shares of resamples from their counts and recruitments.

    It takes (b, r) counts and (b, g, g) recruitments by group and returns (b, g) shares; missing
    where a group is not in the resample or recruited nobody in it.
    """
    counted = answers.values * np.isfinite(degree)[:, None]
    columns = np.hstack([counted, counted * np.nan_to_num(1.0 / degree)[:, None]])

    def shares(counts: Matrix, recruited: Matrix) -> Matrix:
        sums = counts @ columns
        number = counted.shape[1]
        with np.errstate(invalid="ignore", divide="ignore"):
            return group_shares(recruited, sums[:, :number] / sums[:, number:])

    return shares


def recruitments_of(groups: Groups, forest: Forest, number: int) -> Callable[[Matrix], Matrix]:
    """Return what counts recruitments by group in resamples that keep everyone's recruiter."""
    giver = np.where(forest.recruiter >= 0, groups[forest.recruiter], -1)
    known = (giver >= 0) & (groups >= 0)
    cell = np.where(known, giver * number + groups, -1)
    column = (cell[:, None] == np.arange(number * number)).astype(float)
    return lambda counts: (counts @ column).reshape(-1, number, number)


SALGANIK_HECKATHORN = Estimator(
    name=METHOD,
    sample="recruitment",
    needs=frozenset({"recruiter_id", "degree"}),
    weigh=weigh,
    gives_totals=False,
    assumes=(
        "peers know each other both ways, within and across groups",
        "a respondent recruits at random among the peers they know",
        "the sample is a small part of the population",
        "degrees are reported without error",
    ),
    source="Salganik & Heckathorn 2004, Sociological Methodology 34: 193–239",
    options=(
        ("trait", None),
        ("missing_degree", "refuse"),
        ("seeds", "include"),
    ),
)
