"""Whether an indicator has reached its target, and which updates say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Indicator, Measured, Target
from decentwork.programmes.rollup import ROUNDING, Reached, reached

Verdict = Literal["met", "below", "silent", "no_target"]
VERDICTS: tuple[Verdict, ...] = ("met", "below", "silent", "no_target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an indicator has reached in the span of its last target, and what that amounts to.

    Without a target `found` is what was reached at any time. "silent" says that it is not known:
    nothing was approved, or a part that could undo the verdict has not reported.
    """

    verdict: Verdict
    found: Reached
    target: Target | None = None


def standing(programme: Programme, indicator: Indicator, targets: Sequence[Target]) -> Standing:
    """Return how an indicator stands against the last of its targets for the whole.

    A cumulative indicator, and one that rests on a survey's estimate, is read at the end of the
    target's period, others over that period.

    Raises
    ------
    PartsDisagree
        As `reached`.
    """
    whole = [target for target in targets if not target.part]
    if not whole:
        return Standing(verdict="no_target", found=reached(programme, indicator))
    target = max(whole, key=lambda it: (it.ends, it.starts))
    starts = date.min if indicator.cumulative or indicator.estimate else target.starts
    found = reached(programme, indicator, starts, target.ends)
    return Standing(verdict=_verdict(indicator, found, target), found=found, target=target)


def aimed_at(target: Measured) -> float | None:
    """Return the value of a target or update; of a percentage its share, 0 to 1."""
    if target.numerator is not None and target.denominator is not None:
        return target.numerator / target.denominator
    return target.value


def _verdict(indicator: Indicator, found: Reached, target: Target) -> Verdict:
    wanted = aimed_at(target)
    if indicator.measure == "qualitative" or wanted is None:
        return "no_target"  # words are read, not compared
    if found.value is None:
        return "silent"
    tolerance = ROUNDING * abs(wanted)
    is_met = (
        found.value >= wanted - tolerance if indicator.rising else found.value <= wanted + tolerance
    )
    # Of a sum of counts more can only come: a missing part cannot undo "reached" where more is
    # better, nor "too many" where less is. A ratio may move either way.
    is_settled = not found.silent or (indicator.measure == "unit" and is_met == indicator.rising)
    return ("met" if is_met else "below") if is_settled else "silent"
