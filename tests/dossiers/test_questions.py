from datetime import date

from tests.dossiers.worlds import evidence
from tests.programmes.made import programme

from decentwork.dossiers.actions import actions_in
from decentwork.dossiers.questions import open_questions

ON = date(2026, 11, 23)
HEADER = "indicator | topic | tier | period | value | subject\n"


def ids(actions=(), **sections: str) -> list[str]:
    tables = {name: HEADER + row for name, row in sections.items()}
    return [each.id for each in open_questions(evidence(**tables), "garments", actions)]


def test_the_missing_survey_comes_first():
    assert ids()[0] == "survey_missing"


def test_a_survey_of_the_tiers_settles_that_question():
    assert "survey_missing" not in ids(tiers="workers | earnings | lead | 2023 | 0.5")


def test_a_country_outside_the_table_asks_for_a_table():
    assert "table_missing" in ids(
        trade="jobs_foreign_demand_35 | earnings | whole_chain | 2011 | ?"
    )


def test_a_country_in_the_table_asks_for_none():
    row = "jobs_foreign_demand_35 | earnings | whole_chain | 2011 | 0.5"
    assert "table_missing" not in ids(trade=row)


def test_an_instrument_outside_the_data_is_asked_for_by_name():
    row = "instrument_in_force | forced_labour | context | | ? | C029"
    asked = open_questions(evidence(rules=HEADER + row), "garments", ())
    question = next(each for each in asked if each.id == "instrument_not_in_data")
    assert question.fields["instruments"] == ["C029"]


def test_no_recorded_action_is_a_question_and_not_an_answer():
    assert "actions_not_recorded" in ids()
    made = [programme(activity={"places": ["XAA"]})]
    assert "actions_not_recorded" not in ids(actions=actions_in("XAA", "garments", made, ON))


def test_a_plan_is_no_recorded_action():
    made = [programme(activity={"places": ["XAA"], "state": "planned"})]
    assert "actions_not_recorded" in ids(actions=actions_in("XAA", "garments", made, ON))


def test_missing_figures_of_the_country_are_asked_for_in_one_question():
    rows = HEADER + (
        "union_density | freedom_of_association | context | | ?\n"
        "low_pay | earnings | context | | ?\n"
    )
    (question,) = (
        each
        for each in open_questions(evidence(work=rows), "garments", ())
        if each.id == "indicators_missing"
    )
    assert question.fields["indicators"] == ["union_density", "low_pay"]
