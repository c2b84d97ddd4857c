"""One estimate of a survey, with everything a table prints beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Verdict(StrEnum):
    """Whether an estimate may be published, by the rules of `studies.verdicts`."""

    PUBLISHABLE = "publishable"
    WITH_CARE = "with care"
    TOO_THIN = "too thin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """A total, mean, share or ratio of one variable in one domain, with interval and verdict.

    `category` is the answer counted, None for a quantity; `statistic` "total", "mean", "share" or
    "ratio"; `tier` None where tiers are not told apart; `group` further coordinates of the domain,
    e.g. {"sex": "female"}; `universe` "units", "workers" or "people"; `low`, `high` and
    `standard_error` None where the method gives none (`note` says why); `weights` and `variance`
    names of methods; `n` respondents with an answer, `unit_count` the units they are of; `seeds`
    how many seeds they descend from.
    """

    variable: str
    category: str | None
    statistic: str
    value: float
    low: float | None
    high: float | None
    standard_error: float | None
    weights: str
    variance: str
    n: int
    verdict: Verdict
    unit_count: int | None = None
    seeds: int | None = None
    tier: int | None = None
    universe: str = "units"
    group: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    design_effect: float | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, in the order in which tables print them."""
        return {
            "variable": self.variable,
            "category": self.category,
            "statistic": self.statistic,
            "universe": self.universe,
            "tier": self.tier,
            **({"group": dict(self.group)} if self.group else {}),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "standard_error": self.standard_error,
            "weights": self.weights,
            "variance": self.variance,
            "n": self.n,
            "seeds": self.seeds,
            "design_effect": self.design_effect,
            "verdict": str(self.verdict),
            "note": self.note,
        }
