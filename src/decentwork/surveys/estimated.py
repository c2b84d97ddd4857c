"""Estimates of a survey, with everything a table prints beside them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


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


class Estimates(tuple[Estimated, ...]):
    """Estimates in the order in which they were asked for: a tuple that is a table, and a chart."""

    __slots__ = ()

    def __str__(self) -> str:
        found = Counter(row.verdict for row in self)
        told = ", ".join(f"{found[it]} {it}" for it in Verdict if found[it])
        return f"{len(self)} estimates" + (f": {told}" if told else "")

    def to_dict(self) -> list[dict[str, Any]]:
        """Return plain values, a row each."""
        return [row.to_dict() for row in self]

    def to_frame(self) -> "pd.DataFrame":
        """Return a row an estimate, with a column of its own for each part of its group."""
        import pandas as pd

        frame = pd.DataFrame([row.to_dict() | dict(row.group) for row in self])
        frame = frame.drop(columns="group", errors="ignore")
        return frame.astype({"tier": "Int64"}) if len(frame) else frame

    def chart(self) -> Any:  # noqa: ANN401 - altair.Chart, imported only when drawn
        """Return values with their intervals, each variable and statistic on a scale of its own.

        What is too thin is pale.
        """
        import altair

        rows = self.to_frame().assign(
            panel=[f"{row.variable}, {row.statistic}" for row in self],
            estimate=[_label(row) for row in self],
        )
        told = altair.Chart(rows).encode(
            y=altair.Y("estimate:N", sort=None, title=None),
            opacity=altair.condition(
                altair.datum.verdict == str(Verdict.TOO_THIN), altair.value(0.4), altair.value(1)
            ),
            tooltip=["panel", "estimate", "value", "low", "high", "n", "verdict", "note"],
        )
        points = told.mark_point(filled=True).encode(x=altair.X("value:Q", title=None))
        intervals = told.mark_rule().encode(x=altair.X("low:Q", title=None), x2="high:Q")
        panels = (intervals + points).facet(
            row=altair.Row(
                "panel:N",
                sort=None,
                title=None,
                header=altair.Header(labelOrient="top", labelAnchor="start", labelAngle=0),
            )
        )
        return panels.resolve_scale(x="independent", y="independent")


def _label(row: Estimated) -> str:
    """Return what an estimate is of, within its variable: answer, tier, group."""
    tier = "all" if row.tier is None else f"tier {row.tier}"
    return " · ".join(filter(None, (row.category, tier, *row.group.values())))
