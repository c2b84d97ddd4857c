"""What changed between two released rounds of a survey, as far as their own intervals can tell."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from decentwork.estimates.disclosure import Released
from decentwork.estimates.errors import InputError
from decentwork.surveys.release import SurveyRelease

UNTOLD = "basis"
"""What differs where one of two releases does not tell its basis."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something of the basis of figures that is not the same in both rounds."""

    what: str
    earlier: str
    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two rounds of a study: what changed, and what in design or method differs between them."""

    earlier: SurveyRelease
    later: SurveyRelease
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; of each release its round, version and period."""
        told = ("round", "version", "period")
        return {
            **{
                side: {name: getattr(release, name) for name in told}
                for side, release in (("earlier", self.earlier), ("later", self.later))
            },
            "changes": [change.to_dict() for change in self.changes],
            "differences": [asdict(difference) for difference in self.differences],
        }


def compare(earlier: SurveyRelease, later: SurveyRelease) -> Comparison:
    """Return the change of every figure that both rounds show with an interval.

    Figures are of the same tier, position and group. The samples of two rounds are drawn apart; the
    interval of a difference is made from those of both sides, as far as each reaches towards the
    other. It so has the degrees of freedom and the lopsidedness of both.

    Raises
    ------
    NotComparable
        They are of different studies, places or chains, or in the wrong order.

    References
    ----------
    Zou & Donner 2008, Statistics in Medicine 27: 1693–1702; for shares Newcombe 1998, Statistics in
    Medicine 17: 873–890, method 10.
    """
    if (earlier.study, earlier.place, earlier.chain) != (later.study, later.place, later.chain):
        raise NotComparable("they are of different studies, places or chains")
    if earlier.round >= later.round:
        raise NotComparable("the second is not a later round than the first")
    before = {_key(figure): figure for figure in earlier.figures}
    pairs = ((before.get(_key(figure)), figure) for figure in later.figures)
    found = (_change(old, new) for old, new in pairs if old is not None)
    return Comparison(
        earlier=earlier,
        later=later,
        changes=tuple(change for change in found if change is not None),
        differences=_differences(earlier.basis, later.basis),
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
    if old.value is None or old.low is None or old.high is None:
        return None
    if new.value is None or new.low is None or new.high is None:
        return None
    change = new.value - old.value
    low = change - ((new.value - new.low) ** 2 + (old.high - old.value) ** 2) ** 0.5
    high = change + ((new.high - new.value) ** 2 + (old.value - old.low) ** 2) ** 0.5
    return Change(
        variable=new.variable,
        category=new.category,
        statistic=new.statistic,
        universe=new.universe,
        tier=new.tier,
        group=dict(new.group),
        earlier=old.value,
        later=new.value,
        change=change,
        low=low,
        high=high,
        direction="rose" if low > 0 else "fell" if high < 0 else "unclear",
    )


def _differences(earlier: Mapping[str, str], later: Mapping[str, str]) -> tuple[Difference, ...]:
    if not (earlier and later):
        return (Difference(what=UNTOLD, earlier="", later=""),)
    return tuple(
        Difference(what=what, earlier=earlier.get(what, ""), later=later.get(what, ""))
        for what in dict.fromkeys((*later, *earlier))
        if earlier.get(what) != later.get(what)
    )
