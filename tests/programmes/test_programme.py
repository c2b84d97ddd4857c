import pytest
from tests.programmes.made import ACTIVITY, INDICATOR, programme, row, update

from decentwork.estimates.errors import InvalidInput


def refused(*rows, **more):
    with pytest.raises(InvalidInput) as error:
        programme(*rows, **more)
    return str(error.value)


def test_records_are_found_by_kind_and_id():
    found = programme(update(3.0))
    assert found.counts() == {
        "areas": 1, "activities": 1, "results": 1, "indicators": 1, "updates": 1
    }  # fmt: skip
    assert found.by_id["course"].name("fr") == "A course"


def test_the_area_of_an_indicator_is_that_of_its_activity():
    found = programme()
    assert found.area_of(found.by_id["inspectors"]).id == "training"


def test_all_that_does_not_fit_is_told_at_once():
    told = refused(
        row("roles", record="course", organisation="nobody", role="lead"),
        row("activities", **ACTIVITY),
        activity={"area": "inspectors", "sources": ["report:4"]},
    )
    assert "activities course, area: 'inspectors' is one of indicators" in told
    assert "activities course, sources: there is no record 'report'" in told
    assert "roles, row 1, organisation: there is no record 'nobody'" in told
    assert "id course: 2 records have it" in told


def test_an_activity_is_not_part_of_itself():
    other = row("activities", **ACTIVITY | {"id": "other", "part_of": "course"})
    assert "activities course, part_of: it leads back to itself" in refused(
        other, activity={"part_of": "other"}
    )


def test_a_percentage_needs_numerator_and_denominator():
    told = refused(update(0.4), indicator={"measure": "percentage"})
    assert "updates, row 1: inspectors is percentage: it needs numerator and denominator" in told


def test_a_part_is_of_a_known_dimension():
    assert "'age=15-24' is of no dimension of inspectors" in refused(update(1.0, part="age=15-24"))


def test_the_same_period_is_approved_once():
    assert "2 for 2026-01-01 to 2026-12-31" in refused(update(1.0), update(2.0))


def test_a_draft_may_stand_beside_what_was_approved():
    programme(update(1.0), update(2.0, state="draft"))


def test_a_year_beside_its_quarter_counts_twice():
    quarter = update(1.0, starts="2026-01-01", ends="2026-03-31")
    assert "overlap" in refused(update(4.0), quarter)
    programme(update(4.0), quarter, indicator={"cumulative": True})


def test_an_indicator_that_sums_others_takes_no_updates_of_its_own():
    below = row("indicators", **INDICATOR | {"id": "below", "adds_to": "inspectors"})
    assert "it sums others" in refused(below, update(1.0))
