from datetime import date

import pytest
from tests.programmes.made import programme, row

from decentwork.reporting.coordination_page import (
    AskedOf,
    calendar_year,
    coordination_view,
    tables_of,
)
from decentwork.reporting.numbers import Reader

ON = date(2026, 11, 23)
READER = Reader()
COURSE = {"places": ["XAA"], "topics": ["earnings"], "starts": "2026-03", "ends": "2026-12"}
ROWS = [
    *(
        row("organisations", id=id, title=f"The {id} unit", kind="department")
        for id in ("wages", "inspection")
    ),
    row(
        "activities", id="other", title="Other", kind="advice", area="training",
        places=["XAA", "XAB"], topics=["earnings"], ends="2027-06",
    ),
    row("activities", id="nowhere", title="Nowhere", kind="advice", area="training"),
    row("roles", record="course", organisation="wages", role="lead"),
    row("roles", record="other", organisation="inspection", role="lead"),
    row("budgets", record="course", year=2026, amount=300, currency="EUR", kind="needed"),
    row("budgets", record="course", year=2026, amount=100, currency="EUR"),
]  # fmt: skip


@pytest.fixture
def made():
    """Two units lead a course and other advice on pay in Avonia; one of them elsewhere too."""
    return programme(*ROWS, activity=COURSE)


def view(made, **asked):
    return coordination_view(made, AskedOf(**asked), ON, READER)


def test_a_cell_counts_activities_and_names_who_leads(made):
    [(_code, name, cells), _there] = view(made).rows
    [cell] = [it for it in cells if it.count]
    assert (name, cell.topic, cell.count) == ("Avonia", "earnings", 2)
    assert cell.leads == ("The inspection unit", "The wages unit")
    assert cell.overlaps


def test_what_is_asked_narrows_matrix_and_lists(made):
    narrowed = view(made, organisation="wages")
    assert [code for code, _name, _cells in narrowed.rows] == ["XAA"]
    assert [it.records[0].key for it in narrowed.who] == ["course"]
    assert len(view(made, place="XAB").overlaps) == 0


def test_every_cell_equals_the_lines_that_make_it(made):
    found = view(made)
    for _code, name, cells in found.rows:
        for cell in cells:
            lines = [it for it in found.who if it.names[:2] == (name, cell.topic_name)]
            assert cell.count == len({key for it in lines for key in it.records})


def test_activities_without_country_or_topic_are_counted_apart(made):
    assert view(made).unplaced == 1


def test_the_calendar_shows_one_year(made):
    assert calendar_year(made, "", ON) == "2026"
    assert calendar_year(made, "2027", ON) == "2027"
    assert calendar_year(made, "soon", ON) == "2026"
    days = [it.names[:2] for it in view(made, year="2026").calendar]
    assert days == [("1 March 2026", "begins"), ("31 December 2026", "ends")]


def test_money_that_is_missing_is_told(made):
    [line] = view(made).resources
    assert line.values == {"needed": "300", "committed": "100", "spent": "", "missing": "200"}


def test_every_part_is_a_table_for_files(made):
    tables = tables_of(view(made, year="2026"), READER)
    assert tables["Who does what where"][0] == {
        "Country": "Avonia",
        "Topic": "Earnings and living wages",
        "Who leads": "The inspection unit",
        "Activities": "Other",
    }
    assert len(tables["Blanks"]) == 2 * 12
