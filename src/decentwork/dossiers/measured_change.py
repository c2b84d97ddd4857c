"""Whether what an indicator rests on has changed between two rounds of a survey."""

from collections.abc import Sequence
from dataclasses import dataclass

from decentwork.programmes.survey_rounds import SurveyRound
from decentwork.surveys.round_changes import Change, Difference, NotComparable, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredChange:
    """A change with its interval, and in what the two rounds were not made alike."""

    change: Change
    differences: tuple[Difference, ...]


def measured_change(rounds: Sequence[SurveyRound]) -> MeasuredChange | None:
    """Return the change from the first round to the last.

    None where there are not two rounds, or where one has no interval. The direction is "unclear"
    where the interval of the change holds zero.
    """
    if len(rounds) < 2:
        return None
    try:
        found = compare(rounds[0].release, rounds[-1].release)
    except NotComparable:
        return None
    figure = rounds[-1].figure
    for change in found.changes:
        same = all(
            getattr(change, name) == getattr(figure, name)
            for name in ("variable", "category", "statistic", "universe", "tier")
        )
        if same and dict(change.group) == dict(figure.group):
            return MeasuredChange(change=change, differences=found.differences)
    return None
