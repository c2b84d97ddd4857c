import pytest
from tests.dossiers.worlds import figures

from decentwork.dossiers.severity import (
    UNKNOWN,
    Band,
    Grade,
    Severity,
    priority,
    severity,
)

HEADER = "indicator | topic | tier | period | value\n"


def of(row):
    [item] = figures("work", HEADER + row)
    return severity(item)


def graded(*bands):
    scale, scope, lasting = (Grade(low=Band(low), high=Band(high), why="") for low, high in bands)
    return Severity(figure="f", scale=scale, scope=scope, irremediability=lasting)


@pytest.mark.parametrize(
    ("share", "band"), [("0.004", Band.LOW), ("0.01", Band.MEDIUM), ("0.1", Band.HIGH)]
)
def test_scope_follows_the_share_affected(share, band):
    found = of(f"child_labour_economic_activity | child_labour | context | 2020 | {share}")
    assert (found.scope.low, found.scope.high) == (band, band)


def test_of_a_coverage_those_left_out_are_counted():
    found = of("social_protection_coverage | social_protection | context | 2020 | 0.95")
    assert found.scope.low is Band.MEDIUM


def test_a_rate_is_counted_per_person():
    assert of("fatal_injury_rate | safety_and_health | context | 2020 | 5").scope.low is Band.LOW


def test_a_death_is_grave_and_cannot_be_undone():
    found = of("fatal_injury_rate | safety_and_health | context | 2020 | 5")
    assert found.scale.low is found.irremediability.low is Band.HIGH


def test_what_the_data_do_not_tell_is_no_band():
    found = of("hours_week | working_time | context | 2020 | 50")
    assert found.parts == (UNKNOWN,) * 3
    assert found.to_dict()["scope"]["low"] is None


def test_nothing_known_may_be_anything():
    found = priority([graded((1, 3), (1, 3), (1, 3))])
    assert (found.low, found.high) == (Band.LOW, Band.HIGH)


def test_without_a_deficit_there_is_no_priority():
    assert priority([]) is None


def test_a_band_that_other_weights_would_change_is_marked():
    assert priority([graded((3, 3), (1, 1), (1, 1))]).changes_with_weights
    assert not priority([graded((3, 3), (3, 3), (3, 3))]).changes_with_weights


def test_a_second_deficit_never_makes_the_first_smaller():
    alone = graded((3, 3), (1, 2), (2, 3))
    both = priority([alone, graded((1, 1), (1, 1), (1, 1))])
    assert both == priority([alone])
