from datetime import date

import pytest
from tests.programmes.made import programme, row

from decentwork.dossiers.portfolio import Need, of_needs
from decentwork.reporting.charts import chart_svg
from decentwork.reporting.numbers import Reader
from decentwork.reporting.portfolio_page import (
    Asked,
    asked_rows,
    money_text,
    portfolio_chart,
    row_table,
    total_table,
)

READER = Reader()
SHOWN = {
    ("XAA", "earnings"): Need(indicators=("hours_week",)),
    ("XAB", "earnings"): Need(chains=("garments",)),
}
BUDGET = row("budgets", record="course", year=2026, amount=1500, currency="EUR")


@pytest.fixture
def made():
    """Pay is short in both countries; a course on pay and skills is given in one."""
    course = {"places": ["XAA"], "topics": ["earnings", "skills"], "starts": "2026"}
    return of_needs(SHOWN, [programme(BUDGET, activity=course)], date(2026, 11, 23))


@pytest.mark.parametrize(
    ("asked", "topics"),
    [
        ({}, ["earnings", "skills", "earnings"]),
        ({"standing": "unanswered"}, ["earnings"]),
        ({"standing": "need_not_shown"}, ["skills"]),
        ({"place": "XAB", "topic": "earnings"}, ["earnings"]),
        ({"region": "002"}, []),
    ],
)
def test_rows_are_narrowed_by_what_is_asked(made, asked, topics):
    assert [it.topic for it in asked_rows(made, Asked(**asked), READER)] == topics


def test_a_row_tells_in_words_how_activity_stands_to_need(made):
    rows = row_table(asked_rows(made, Asked(place="XAB"), READER), READER)
    assert rows[0]["How activity stands to need"] == "need without any activity"
    assert rows[0]["Chains with evidence of their own"] == "Garments"


def test_a_total_counts_an_activity_once_with_its_money(made):
    [here, there] = total_table(made.by_place(), "place", READER)
    assert (here["Activities"], here["Money"]) == (1, "1,500 EUR committed")
    assert (there["Needs shown"], there["Of them without activity"]) == (1, 1)


def test_money_that_nobody_recorded_is_not_told_as_zero():
    assert money_text({}, READER) == ""


@pytest.mark.parametrize("width", [300, 900])
def test_the_chart_has_needs_and_activities_of_each_topic(made, width):
    drawn = portfolio_chart(made.by_topic(), READER, width)
    values = str(drawn.to_dict())
    assert "without activity" in values
    assert chart_svg(drawn).startswith("<svg")
