"""What a planner assumes about a chain that nobody has surveyed yet, read and checked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, TypeVar

from decentwork.classifications.topics import topics
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.surveys.kinds import Kind

Assumptions = TypeVar("Assumptions")

BUYING = (Kind.FORMAL, Kind.HOUSEHOLD)
"""Kinds that have suppliers; home workers and agencies end a branch of the chain."""

_KINDS = (
    {Kind.FORMAL: 0.70, Kind.HOUSEHOLD: 0.15, Kind.HOME_WORKER: 0.10, Kind.AGENCY: 0.05},
    {Kind.FORMAL: 0.40, Kind.HOUSEHOLD: 0.35, Kind.HOME_WORKER: 0.22, Kind.AGENCY: 0.03},
    {Kind.FORMAL: 0.20, Kind.HOUSEHOLD: 0.45, Kind.HOME_WORKER: 0.34, Kind.AGENCY: 0.01},
)
_BUYERS = {Kind.FORMAL: 2.5, Kind.HOUSEHOLD: 1.6, Kind.HOME_WORKER: 1.2, Kind.AGENCY: 3.0}
_WORKERS = {Kind.FORMAL: 40.0, Kind.HOUSEHOLD: 4.0, Kind.HOME_WORKER: 1.0, Kind.AGENCY: 25.0}


def _unchanging(values: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(dict(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainAssumptions:
    """What a synthetic chain is made from.

    Every default is an assumption stated for planning, not a fact about any country or chain;
    replace whatever a register, a customs file or a pilot tells you.

    `units` units in tiers 1, 2, … before any cut-off. `kinds` share of each kind in each of these
    tiers, summing to 1. `buyers` mean number of buyers in the tier before, by kind, at least 1.
    `tail` how heavy the tail of that number is (exponent above 1; 2 gives great hubs, 10 hardly
    any). `other_links` share of links to a unit of the buyer's own or a nearer tier (cycles, longer
    ways). `lead_workers` mean workers of a lead unit, times `lead_size` of its stratum; `workers`
    mean workers of a unit by kind; `spread` standard deviation of their logarithm. A buyer has
    suppliers in proportion to its workers. `deficits` by topic, the share of units with the
    deficit in tier 0 and in the deepest tier, on a line between them; `affected` share of the
    workers of such a unit who suffer it. `homophily` how many times the odds of a deficit rise when
    all buyers have it. `unlisted` share of links that buyers keep silent about, by the supplier's
    kind. `counts_all_buyers` whether suppliers also count buyers beyond the cut-off.
    `regions` invented places, equally likely.
    """

    units: tuple[int, ...] = (1_500, 4_000, 6_000)
    kinds: tuple[Mapping[Kind, float], ...] = tuple(map(_unchanging, _KINDS))
    buyers: Mapping[Kind, float] = field(default_factory=lambda: _unchanging(_BUYERS))
    tail: float = 2.5
    other_links: float = 0.03
    lead_workers: float = 200.0
    lead_size: Mapping[str, float] = field(default_factory=lambda: _unchanging({}))
    workers: Mapping[Kind, float] = field(default_factory=lambda: _unchanging(_WORKERS))
    spread: float = 0.8
    deficits: Mapping[str, tuple[float, float]] = field(
        default_factory=lambda: _unchanging({topic.id: (0.10, 0.40) for topic in topics()})
    )
    affected: float = 0.5
    homophily: float = 3.0
    unlisted: Mapping[Kind, float] = field(default_factory=lambda: _unchanging({}))
    counts_all_buyers: bool = False
    regions: tuple[str, ...] = ("region_1", "region_2", "region_3")

    def __post_init__(self) -> None:
        problems = [*_check_tiers(self), *_check_mappings(self), *_check_numbers(self)]
        if problems:
            raise InvalidInput("the assumptions about the chain", problems)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "ChainAssumptions":
        """Read the assumptions of a TOML table; what it leaves out keeps its default.

        A mapping by kind replaces the named kinds only; `kinds` and `deficits` are replaced whole.

        Raises
        ------
        InvalidInput
            With every problem at once.
        """
        return assumed(cls, values, _READERS, "the assumptions about the chain")

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that `from_dict` reads."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    def level(self, topic: str, tier: int) -> float:
        """Return the assumed share (0–1) of units of a tier with a deficit."""
        lead, deepest = self.deficits[topic]
        return lead + (deepest - lead) * tier / max(len(self.units), 1)


def assumed(
    made: Callable[..., Assumptions],
    values: Mapping[str, Any],
    readers: Mapping[str, Callable[[Any], Any]],
    subject: str,
) -> Assumptions:
    """Return what `made` makes of a TOML table, each value read by its reader or else as a number.

    Raises
    ------
    InvalidInput
        With every problem at once; `subject` says of what.
    """
    known = [each.name for each in fields(made)]  # type: ignore[arg-type] # a dataclass
    hint = f"Known are: {', '.join(sorted(known))}."
    problems = [Problem(name, "is no assumption.", hint) for name in values if name not in known]
    read: dict[str, Any] = {}
    for name in known:
        try:
            if name in values:
                read[name] = readers.get(name, float)(values[name])
        except (TypeError, ValueError, AttributeError) as error:
            problems.append(Problem(name, f"cannot be read ({error})."))
    try:
        assumptions = made(**read)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(subject, problems)
    return assumptions


def _plain(value: Any) -> Any:  # noqa: ANN401 - TOML values
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _by_kind(values: Mapping[str, Any]) -> Mapping[Kind, float]:
    return _unchanging({Kind(kind): float(value) for kind, value in values.items()})


def _over(defaults: Mapping[Kind, float], values: Mapping[str, Any]) -> Mapping[Kind, float]:
    return _unchanging({**defaults, **_by_kind(values)})


def _whole(value: Any) -> int:  # noqa: ANN401 - TOML values
    if int(value) != value:
        raise ValueError(f"{value} is not a whole number")
    return int(value)


def _yes_or_no(value: Any) -> bool:  # noqa: ANN401 - TOML values
    if not isinstance(value, bool):
        raise ValueError(f"{value} is neither true nor false")
    return value


def _pair(values: Any) -> tuple[float, float]:  # noqa: ANN401 - TOML values
    lead, deepest = values
    return float(lead), float(deepest)


_READERS: Mapping[str, Any] = {
    "units": lambda values: tuple(map(_whole, values)),
    "kinds": lambda tiers: tuple(map(_by_kind, tiers)),
    "buyers": lambda values: _over(_BUYERS, values),
    "workers": lambda values: _over(_WORKERS, values),
    "lead_size": lambda values: _unchanging({id: float(size) for id, size in values.items()}),
    "deficits": lambda values: _unchanging({id: _pair(pair) for id, pair in values.items()}),
    "unlisted": _by_kind,
    "counts_all_buyers": _yes_or_no,
    "regions": lambda names: tuple(map(str, names)),
}


def _check_tiers(assumptions: ChainAssumptions) -> Iterator[Problem]:
    units, kinds = assumptions.units, assumptions.kinds
    for tier, count in enumerate(units, start=1):
        if count < 1:
            yield Problem(f"units, tier {tier}", f"{count} units make no tier.")
    if len(kinds) != len(units):
        what = f"there are {len(kinds)} tiers of kinds and {len(units)} tiers of units."
        yield Problem("kinds", what, "Write one table of kinds a tier.")
    for tier, shares in enumerate(kinds, start=1):
        if abs(sum(shares.values()) - 1) > 1e-6 or min(shares.values()) < 0:
            yield Problem(f"kinds, tier {tier}", "shares are not positive or do not sum to 1.")
        elif tier < len(units) and not sum(shares.get(kind, 0) for kind in BUYING):
            yield Problem(f"kinds, tier {tier}", "nobody here can have a supplier.")


def _check_mappings(assumptions: ChainAssumptions) -> Iterator[Problem]:
    for name in ("buyers", "workers"):
        for kind, mean in getattr(assumptions, name).items():
            if not mean >= 1:
                yield Problem(f"{name}, {kind}", f"a mean of {mean} is below 1.")
    known = {topic.id for topic in topics()}
    if not assumptions.deficits:
        yield Problem("deficits", "names no topic.")
    for id, levels in assumptions.deficits.items():
        if id not in known:
            yield Problem(f"deficits, {id}", "is no topic of decent work.")
        if not all(0 <= level <= 1 for level in levels):
            yield Problem(f"deficits, {id}", f"{levels} are not shares from 0 to 1.")
    for kind, share in assumptions.unlisted.items():
        if not 0 <= share < 1:
            yield Problem(f"unlisted, {kind}", f"{share} is not a share from 0 to below 1.")
    for stratum, size in assumptions.lead_size.items():
        if not size > 0:
            yield Problem(f"lead_size, {stratum}", f"a size of {size} is not above 0.")


def _check_numbers(assumptions: ChainAssumptions) -> Iterator[Problem]:
    bounds = {
        "tail": (1.01, 1e3),
        "other_links": (0.0, 0.5),
        "lead_workers": (1.0, 1e6),
        "spread": (0.0, 3.0),
        "affected": (0.0, 1.0),
        "homophily": (1e-3, 1e3),
    }
    for name, (low, high) in bounds.items():
        if not low <= getattr(assumptions, name) <= high:
            value = getattr(assumptions, name)
            yield Problem(name, f"{value} is not between {low:g} and {high:g}.")
    if not assumptions.regions:
        yield Problem("regions", "names no region.")
