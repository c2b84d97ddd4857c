from datetime import date

import pytest

from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import Verdict, indicator, indicators, load

HOURS = """
id = "hours"
topic = "working_time"
unit = "hours a week"
universe = "Employed persons"
numerator = "Hours worked in a week"
denominator = "Employed persons"
norm = "C001 and C030: 48 hours a week"
norm_kind = "at_most"
norm_value = 48
norm_shown_met = false
definition_not = "A mean"
source = "ilostat"
reference = "ILO"
review_by = 2027-06-30
[name]
en = "Hours"
fr = "Heures"
es = "Horas"
"""


def problems(texts):
    with pytest.raises(InvalidInput) as caught:
        load(texts)
    return [str(problem) for problem in caught.value.problems]


def test_a_definition_is_read_whole():
    hours = load({"hours.toml": HOURS})["hours"]
    assert hours.unit is Unit.HOURS_WEEK
    assert hours.sources == ("ilostat",)
    assert hours.review_by == date(2027, 6, 30)
    assert (hours.name("fr"), hours.name("de")) == ("Heures", "Hours")


def test_every_missing_key_is_told():
    text = HOURS.replace('universe = "Employed persons"\n', "").replace('es = "Horas"\n', "")
    assert problems({"hours.toml": text}) == [
        "hours.toml: key 'universe' is missing or empty.",
        "hours.toml: the name in 'es' is missing.",
    ]


def test_problems_of_all_files_are_told_at_once():
    told = problems({"a.toml": "id = ", "hours.toml": 'colour = "red"\n' + HOURS})
    assert told[0].startswith("a.toml: is not TOML")
    assert told[1] == "hours.toml: key 'colour' is not known."


def test_an_unknown_key_is_told():
    assert problems({"hours.toml": 'colour = "red"\n' + HOURS}) == [
        "hours.toml: key 'colour' is not known."
    ]


def test_the_file_is_named_as_the_indicator():
    told = problems({"other.toml": HOURS})
    assert told == ["other.toml: id = 'hours' is not in the list. Write one of: other."]


def test_unit_and_topic_come_from_their_lists():
    text = HOURS.replace("hours a week", "bananas").replace("working_time", "leisure")
    told = problems({"hours.toml": text})
    assert any("unit = 'bananas' is not in the list" in problem for problem in told)
    assert any("topic = 'leisure' is not in the list" in problem for problem in told)


def test_a_value_needs_a_named_norm_and_a_side():
    text = HOURS.replace("C001 and C030: 48 hours a week", "none")
    assert problems({"hours.toml": text}) == [
        "hours.toml: norm_value without a named norm. Name the norm."
    ]
    text = HOURS.replace('norm_kind = "at_most"\n', "")
    assert problems({"hours.toml": text}) == ["hours.toml: norm_value and norm_kind go together."]


def test_a_mean_below_a_limit_does_not_show_that_nobody_is_above():
    hours = load({"hours.toml": HOURS})["hours"]
    assert hours.judge(50) is Verdict.DEFICIT
    assert hours.judge(41) is Verdict.INCONCLUSIVE


def test_without_a_value_in_the_norm_a_figure_is_context():
    assert indicator("union_density").judge(0.1) is Verdict.CONTEXT


def test_any_child_in_child_labour_is_a_deficit():
    assert indicator("child_labour_economic_activity").judge(0.001) is Verdict.DEFICIT


@pytest.mark.parametrize(
    "id", ["child_labour_economic_activity", "labour_rights_noncompliance", "fatal_injury_rate"]
)
def test_none_found_does_not_show_that_there_is_none(id):
    assert indicator(id).judge(0) is Verdict.INCONCLUSIVE


def test_cover_of_all_is_what_the_recommendation_asks_for():
    assert indicator("social_protection_coverage").judge(0.99) is Verdict.DEFICIT
    assert indicator("social_protection_coverage").judge(1) is Verdict.MET


def test_the_four_definitions_of_childrens_work_are_four_indicators():
    ids = [each.id for each in indicators("child_labour")]
    for id in (
        "child_labour_economic_activity",
        "child_labour_with_chores",
        "child_hazardous_work",
        "working_children",
    ):
        assert id in ids


def test_indicators_stand_in_the_order_of_topics():
    found = [each.topic for each in indicators()]
    assert found == sorted(found, key=list(dict.fromkeys(found)).index)
    assert found[0] == "freedom_of_association"


def test_an_unknown_id_is_answered_with_those_that_come_close():
    with pytest.raises(UnknownCode, match="child_labour_economic_activity"):
        indicator("child_labour")


def test_no_norm_is_a_comparison_between_countries():
    for each in indicators():
        for word in ("average", "region", "median"):
            assert word not in each.norm.casefold()
