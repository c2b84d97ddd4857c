"""What a plan is wanted to give, from the design, beside what it would give."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.studies.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A wanted precision beside the planned one: half the width of a share's interval, 0–1."""

    topic: str
    tier: int
    wanted: float
    expected: float

    @property
    def reached(self) -> bool:
        """Say whether the interval would be as narrow as is wanted; not where none exists."""
        return self.expected <= self.wanted

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        expected = self.expected if self.expected == self.expected else None
        return asdict(self) | {"expected": expected, "reached": self.reached}


def judged(plan: Plan, wanted: Mapping[str, float]) -> tuple[Judged, ...]:
    """Return each wanted precision, of the workers' share of a topic, in every tier of the plan.

    Raises
    ------
    InvalidInput
        A topic is wanted that the plan does not simulate.
    """
    planned = {
        (each.variable, each.tier): each
        for each in plan.figures
        if (each.universe, each.statistic) == ("workers", "share")
    }
    topics = list(dict.fromkeys(topic for topic, _ in planned))
    known = ", ".join(topics)
    problems = [
        Problem(f"wanted.{topic}", "the plan does not simulate it.", f"It does {known}.")
        for topic in wanted
        if topic not in topics
    ]
    if problems:
        raise InvalidInput("the wanted precision", problems)
    return tuple(
        Judged(topic=id, tier=tier, wanted=wanted[id], expected=figure.interval_width / 2)
        for (id, tier), figure in sorted(planned.items())
        if id in wanted
    )
