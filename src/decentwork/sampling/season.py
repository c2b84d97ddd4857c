"""Make a synthetic season: invented clusters of people in fields, who share what they suffer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import numpy as np

from decentwork.classifications.topics import topics
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.sampling.assumptions import assumed
from decentwork.sampling.chains import KINDS, SyntheticChain
from decentwork.surveys.kinds import Kind

DEFICIT = 0.10
"""The share of people with a deficit where nothing else is assumed."""

_SUBJECT = "the assumptions about the season"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonAssumptions:
    """What a synthetic season is made from; every default is a guess stated for planning.

    `people` mean number at work in a cluster where anybody is, times `size` of its stratum;
    `spread` standard deviation of its logarithm; `empty` share of clusters where nobody is at work
    that day. `deficits` by topic, the share of people with it; `alike` the intra-cluster
    correlation: 0 where people of a cluster are no more alike than any two, 1 where all suffer it
    or nobody does. `response` share of clusters in which somebody can be interviewed alone.
    """

    people: float = 20.0
    size: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    spread: float = 0.6
    empty: float = 0.2
    deficits: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({topic.id: DEFICIT for topic in topics()})
    )
    alike: float = 0.15
    response: float = 0.9

    def __post_init__(self) -> None:
        if problems := [*_check(self)]:
            raise InvalidInput(_SUBJECT, problems)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "SeasonAssumptions":
        """Read the assumptions of a TOML table; what it leaves out keeps its default.

        Raises
        ------
        InvalidInput
            With every problem at once.
        """
        return assumed(cls, values, dict.fromkeys(_BY_ID, _shares), _SUBJECT)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that `from_dict` reads."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: dict(it) if name in _BY_ID else it for name, it in plain.items()}


_BY_ID = ("size", "deficits")


def _shares(values: Mapping[str, Any]) -> Mapping[str, float]:
    return MappingProxyType({str(id): float(value) for id, value in values.items()})


def _check(assumptions: SeasonAssumptions) -> Iterator[Problem]:
    bounds = {
        "people": (1.0, 1e6),
        "spread": (0.0, 3.0),
        "empty": (0.0, 0.99),
        "alike": (0.0, 1.0),
        "response": (0.01, 1.0),
    }
    for name, (low, high) in bounds.items():
        if not low <= getattr(assumptions, name) <= high:
            value = getattr(assumptions, name)
            yield Problem(name, f"{value} is not between {low:g} and {high:g}.")
    known = {topic.id for topic in topics()}
    if not assumptions.deficits:
        yield Problem("deficits", "names no topic.")
    for id, level in assumptions.deficits.items():
        if id not in known:
            yield Problem(f"deficits, {id}", "is no topic of decent work.")
        if not 0 <= level <= 1:
            yield Problem(f"deficits, {id}", f"{level} is not a share from 0 to 1.")
    for id, size in assumptions.size.items():
        if not size > 0:
            yield Problem(f"size, {id}", f"a size of {size} is not above 0.")


def synthetic_season(
    assumptions: SeasonAssumptions, clusters: Mapping[str, int], rng: np.random.Generator
) -> SyntheticChain:
    """Return an invented season as a chain of one tier without links: a unit is a cluster.

    Of the people of a cluster each has a deficit with a chance that is the cluster's own, drawn
    from a beta distribution whose mean is the assumed share p and whose variance is ρ·p(1 − p); ρ
    is then the correlation between two people of a cluster.

    Parameters
    ----------
    assumptions : what the season is made from
    clusters : how many there are in each stratum of the frame
    rng : the only source of chance; the same state gives the same season
    """
    count = sum(clusters.values())
    stratum = np.repeat(np.arange(len(clusters)), list(clusters.values()))
    mean = assumptions.people * np.array([assumptions.size.get(id, 1.0) for id in clusters])
    drawn = mean[stratum] * rng.lognormal(-(assumptions.spread**2) / 2, assumptions.spread, count)
    here = rng.random(count) >= assumptions.empty
    people = np.where(here, np.maximum(np.rint(drawn), 1), 0).astype(np.int32)
    affected = np.stack(
        [
            rng.binomial(people, _chances(level, assumptions.alike, count, rng))
            for level in assumptions.deficits.values()
        ],
        axis=1,
    )
    nobody = np.zeros(count, np.int32)
    none = np.empty(0, np.int32)
    return SyntheticChain(
        strata=tuple(clusters),
        topics=tuple(assumptions.deficits),
        regions=tuple(clusters),
        stratum=stratum.astype(np.int32),
        tier=nobody,
        kind=np.full(count, KINDS.index(Kind.FORMAL), np.int32),
        region=stratum.astype(np.int32),
        workers=people,
        affected=np.ascontiguousarray(affected, np.int32),
        buyer=none,
        supplier=none,
        value=np.empty(0),
        listed=np.empty(0, np.bool_),
        buyers=nobody,
        all_buyers=nobody,
    )


def _chances(
    level: float, alike: float, count: int, rng: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.float64]]:
    if alike == 0 or not 0 < level < 1:
        return np.full(count, level)
    if alike == 1:
        return (rng.random(count) < level).astype(np.float64)
    odds = (1 - alike) / alike
    return rng.beta(level * odds, (1 - level) * odds, count)
