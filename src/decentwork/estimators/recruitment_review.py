"""Which signs of peer recruitment are worrying, by limits that are stated beside each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from decentwork.estimators.peer_degree import MissingDegree, degrees
from decentwork.estimators.recruited_answers import answers_to
from decentwork.estimators.recruitment_diagnostics import (
    Series,
    TraitSigns,
    TreeShape,
    trait_signs,
    tree_shape,
)
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN
from decentwork.surveys.recruitment import Recruitment

TREE_OF = 10  # respondents from which on a tree's share is compared with others


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What a value tells, and the range (both ends in) in which it is not worrying."""

    name: str
    meaning: str
    low: float = float("-inf")
    high: float = float("inf")


# Rules of thumb: no author gives limits that hold for every network.
SIGNS = {
    "waves": Sign(
        name="waves",
        meaning="waves of recruits after the seeds; after few, answers are those of seeds' circles",
        low=4,
    ),
    "largest_seed_share": Sign(
        name="largest tree",
        meaning="part of all respondents whom one seed led to; if large, they are one circle",
        high=0.5,
    ),
    "missing_degree": Sign(
        name="no degree",
        meaning="part of respondents who told no number of peers above 0 and have no weight",
        high=0.05,
    ),
    "heaping": Sign(
        name="heaping",
        meaning="degrees of 8 and more that are multiples of five: 1 none too many, 5 all; guesses",
        high=2,
    ),
    "recruitment_homophily": Sign(
        name="recruitment homophily",
        meaning="recruitments among alike over those by chance; 1 is none, above 1 circles",
        low=1 / 1.3,
        high=1.3,
    ),
    "population_homophily": Sign(
        name="population homophily",
        meaning="ties across by chance over ties across there are; 1 is none, above 1 circles",
        low=1 / 1.3,
        high=1.3,
    ),
    "differential_activity": Sign(
        name="differential activity",
        meaning="mean degree of who answered so over that of the others; far from 1, weights rule",
        low=1 / 1.5,
        high=1.5,
    ),
    "drift": Sign(
        name="last third moves",
        meaning="range of the share over the last third of respondents; it should have settled",
        high=0.05,
    ),
    "bottleneck": Sign(
        name="trees apart",
        meaning=f"how far the shares of seeds' trees of {TREE_OF} and more lie apart; if far, "
        "people of different seeds hardly know each other",
        high=0.2,
    ),
    "trend_p": Sign(
        name="trend p",
        meaning="chance of such a trend over waves were there none; respondents are taken as "
        "independent, so trends are found too easily",
        low=0.05,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A value of one of `SIGNS`; `variable` and `category` "" where it is of all answers."""

    sign: str
    variable: str
    category: str
    value: float | None

    @property
    def is_worrying(self) -> bool:
        """Say whether the value is known and outside the sign's range."""
        sign = SIGNS[self.sign]
        return self.value is not None and not sign.low <= self.value <= sign.high

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, with what they mean and where worry begins."""
        sign = SIGNS[self.sign]
        ends = {
            name: None if abs(end) == float("inf") else end
            for name, end in (("at_least", sign.low), ("at_most", sign.high))
        }
        return {**asdict(self), **ends, "worrying": self.is_worrying, "meaning": sign.meaning}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruitmentReview:
    """How far recruitment went, the signs of each answer, and every finding from them."""

    shape: TreeShape
    traits: tuple[TraitSigns, ...]
    findings: tuple[Finding, ...]

    @property
    def telling(self) -> tuple[TraitSigns, ...]:
        """Return the signs without the first of two answers to a trait: the second mirrors it."""
        answers = Counter(each.variable for each in self.traits)
        first = {each.variable: each for each in reversed(self.traits)}
        return tuple(
            each
            for each in self.traits
            if answers[each.variable] != 2 or each is not first[each.variable]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "shape": self.shape.to_dict(),
            "traits": [each.to_dict() for each in self.traits],
            "findings": [each.to_dict() for each in self.findings],
        }


def review(
    sample: Recruitment,
    variables: Sequence[str] = (),
    *,
    missing_degree: MissingDegree = "refuse",
) -> RecruitmentReview:
    """Return what recruitment tells of a sample, weighed by `volz_heckathorn`.

    Parameters
    ----------
    sample : Recruitment
    variables : names of traits with categories
        All that are not quantities, if none are named.
    missing_degree : what becomes of degrees that are missing or 0, see `peer_degree.degrees`

    Raises
    ------
    InvalidInput
        Degrees are missing and nobody said what to do about it.
    NeedsGroups
        A trait that was named is a quantity.
    """
    degree = degrees(sample, missing_degree)
    used = Recruitment(people=sample.people.assign(degree=degree), provenance=sample.provenance)
    weights = VOLZ_HECKATHORN.weigh(used, missing_degree="drop")
    named = variables or [
        each.variable for each in answers_to(sample, sample.traits) if each.categories
    ]
    shape = tree_shape(sample)
    traits = tuple(it for name in named for it in trait_signs(used, name, weights))
    missing = float((~(sample.people["degree"] > 0)).mean())
    findings = (*_of_shape(shape, missing), *(it for each in traits for it in _of_trait(each)))
    return RecruitmentReview(shape=shape, traits=traits, findings=findings)


def _of_shape(shape: TreeShape, missing: float) -> Iterator[Finding]:
    values = {
        "waves": float(len(shape.wave_sizes) - 1),
        "largest_seed_share": shape.largest_seed_share,
        "missing_degree": missing,
        "heaping": shape.heaping,
    }
    for sign, value in values.items():
        yield Finding(sign=sign, variable="", category="", value=value)


def _of_trait(signs: TraitSigns) -> Iterator[Finding]:
    values = {
        "recruitment_homophily": signs.recruitment_homophily,
        "population_homophily": signs.population_homophily,
        "differential_activity": signs.differential_activity,
        "drift": _range(signs.convergence[2 * len(signs.convergence) // 3 :]),
        "bottleneck": _range(
            [tree[-1] for tree in signs.bottlenecks.values() if len(tree) >= TREE_OF]
        ),
        "trend_p": signs.trend_p,
    }
    for sign, value in values.items():
        yield Finding(sign=sign, variable=signs.variable, category=signs.category, value=value)


def _range(shares: Series | list[float | None]) -> float | None:
    """Return how far shares lie apart; None with fewer than two."""
    known = [share for share in shares if share is not None]
    return max(known) - min(known) if len(known) > 1 else None
