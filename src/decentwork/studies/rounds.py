"""What changed between two released rounds of a study, as far as their intervals can tell."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scipy import stats

from decentwork.estimates.disclosure import Released
from decentwork.estimates.errors import InputError
from decentwork.surveys.release import SurveyRelease

_LEVEL = 0.95

Key = tuple[str, str | None, str, str, int | None, tuple[tuple[str, str], ...]]


class NotComparable(InputError):
    """Two releases are not two rounds of one study."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The two releases cannot be compared: {reason}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure in two rounds: `change` is later less earlier, with its interval.

    `direction` "rose" or "fell" where the interval of the change leaves out zero, else "unclear",
    which is not the same as "unchanged".
    """

    variable: str
    category: str | None
    statistic: str
    universe: str
    tier: int | None
    group: Mapping[str, str]
    earlier: float
    later: float
    change: float
    low: float
    high: float
    direction: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self) | {"group": dict(self.group)}


def changes(earlier: SurveyRelease, later: SurveyRelease) -> tuple[Change, ...]:
    """Return the change of every figure that both rounds show with a standard error.

    The samples of two rounds are drawn apart, so the variance of a difference is the sum of both.

    Raises
    ------
    NotComparable
        They are of different studies, places or chains, or in the wrong order.
    """
    if (earlier.study, earlier.place, earlier.chain) != (later.study, later.place, later.chain):
        raise NotComparable("they are of different studies, places or chains")
    if earlier.round >= later.round:
        raise NotComparable("the second is not a later round than the first")
    before = {_key(figure): figure for figure in earlier.figures}
    pairs = ((before.get(_key(figure)), figure) for figure in later.figures)
    return tuple(
        change
        for old, new in pairs
        if old is not None and (change := _change(old, new)) is not None
    )


def _key(figure: Released) -> Key:
    group = tuple(sorted(figure.group.items()))
    return (
        figure.variable,
        figure.category,
        figure.statistic,
        figure.universe,
        figure.tier,
        group,
    )


def _change(old: Released, new: Released) -> Change | None:
    if old.value is None or new.value is None:
        return None
    if old.standard_error is None or new.standard_error is None:
        return None
    spread = (old.standard_error**2 + new.standard_error**2) ** 0.5
    reach = float(stats.norm.ppf((1 + _LEVEL) / 2)) * spread
    change = new.value - old.value
    direction = "rose" if change > reach else "fell" if change < -reach else "unclear"
    return Change(
        variable=new.variable,
        category=new.category,
        statistic=new.statistic,
        universe=new.universe,
        tier=new.tier,
        group=new.group,
        earlier=old.value,
        later=new.value,
        change=change,
        low=change - reach,
        high=change + reach,
        direction=direction,
    )
