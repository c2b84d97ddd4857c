import re

import pytest

from decentwork.dossiers.dossier import Message
from decentwork.reporting.sentences import QUESTION_PHRASES, QUESTIONS, SENTENCES, SETTLED_BY
from decentwork.reporting.wording import NoWording, sentence, settled_by


def jobs(**fields):
    known = {
        "place": "XAA",
        "value": 1330.0,
        "low": None,
        "high": None,
        "share": None,
        "year": "2011",
        "industry": "etd12:manufacturing",
        "observed": True,
    }
    return Message(id="jobs_behind_exports", fields=known | fields)


def test_codes_become_names_and_thousands_become_people():
    told = sentence(jobs())
    assert "1.33 million people" in told
    assert "Avonia" in told
    assert "“Manufacturing”" in told


def test_an_experimental_figure_says_so_with_its_range():
    told = sentence(jobs(observed=False, value=800.0, low=560.0, high=1100.0))
    assert "experimental" in told
    assert "between 600,000 and 1.1 million people" in told


def test_a_share_of_jobs_is_a_contribution_of_demand_abroad_and_not_of_exports():
    told = sentence(jobs(share=0.24))
    assert "contribution of demand abroad of 24" in told
    assert "exports" not in told


def test_a_sentence_takes_plain_values_too():
    assert sentence(jobs().to_dict()) == sentence(jobs())


def test_an_empty_list_asks_for_another_sentence():
    fields = {
        "place": "XAA",
        "in_force": 10,
        "covered": 10,
        "total": 11,
        "pending": [],
        "not_in_force": [],
        "missing": ["P029"],
    }
    told = sentence(Message(id="fundamental_in_force", fields=fields))
    assert "all of these are in force" in told
    assert "Not in the data: P029." in told


def test_nothing_in_the_data_is_not_told_as_all_in_force():
    fields = {
        "place": "XAA",
        "in_force": 0,
        "covered": 0,
        "total": 11,
        "pending": [],
        "not_in_force": [],
        "missing": ["P029"],
    }
    told = sentence(Message(id="fundamental_in_force", fields=fields))
    assert "does not mean that none is in force" in told


def test_each_good_is_told_with_its_own_reason():
    listed = [("Yarn", ["listed_child_labour"]), ("Thread", ["listed_downstream"])]
    fields = {"place": "XAA", "listed": listed, "edition": "2022"}
    told = sentence(Message(id="listed_goods", fields=fields))
    assert "Yarn (child labour) and Thread (an input made with" in told


@pytest.mark.parametrize(
    ("reason", "begins"),
    [
        ("place_inside_rest_of_world", "Avonia is inside “rest of the world”"),
        ("no_source", "No input-output table at hand shows Avonia"),
    ],
)
def test_a_country_is_in_the_rest_of_the_world_only_of_a_table_that_is_there(reason, begins):
    fields = {"place": "XAA", "table": "wiod2013", "reason": reason}
    assert sentence(Message(id="trade_not_in_table", fields=fields)).startswith(begins)


def test_a_need_from_a_figure_without_a_year_says_that_the_year_is_not_stated():
    fields = {
        "indicator": "child_labour_with_chores",
        "value": 0.126,
        "period": None,
        "norm": "C138",
    }
    told = sentence(Message(id="need_from_figure", fields=fields))
    assert "year not stated: 12.6" in told


def test_children_linked_to_exports_are_told_with_the_year_of_their_source():
    fields = {
        "place": "XAA",
        "indicator": "working_children_in_exports",
        "group": "age:6-14",
        "published": "2014",
        "value": 47.1,
        "low": 45.2,
        "high": 49.0,
    }
    told = sentence(Message(id="children_in_exports", fields=fields))
    assert "published for 2014" in told
    assert "if nothing but the split over industries were uncertain" in told


def test_absence_from_a_list_is_not_absence_of_the_problem():
    told = sentence(Message(id="not_listed", fields={"place": "XAA", "edition": "2022"}))
    assert "Absence from the list is not absence of the problem." in told


def test_a_year_has_no_thousands_mark():
    assert "in 2019" in sentence(Message(id="union_density", fields={"value": 0.1, "year": 2019}))


def test_a_message_without_wording_is_refused_by_name():
    with pytest.raises(NoWording, match="never_written"):
        sentence(Message(id="never_written", fields={}))


def test_a_sentence_whose_field_is_unknown_is_not_printed_with_a_hole():
    with pytest.raises(NoWording):
        sentence(Message(id="union_density", fields={"value": None, "year": "2019"}))


def test_the_whole_sentence_is_translated_not_its_parts():
    asked = []

    def translate(text):
        asked.append(text)
        return text

    sentence(Message(id="union_density", fields={"value": 0.1, "year": "2019"}), translate)
    assert any("%(amount)s of employees in %(year)s" in text for text in asked)


def test_each_question_has_what_would_settle_it_and_a_short_form():
    assert set(SETTLED_BY) == set(QUESTIONS)
    assert set(QUESTION_PHRASES) >= set(QUESTIONS)


def test_what_would_settle_a_question():
    asked = Message(id="survey_missing", fields={"place": "XAA", "chain": "garments"})
    assert settled_by(asked).startswith("A survey by network sampling")


def test_no_sentence_says_that_jobs_are_lost_or_that_one_round_is_a_tier():
    texts = [variant.text for variants in SENTENCES.values() for variant in variants]
    assert [text for text in texts if re.search(r"jobs? (are |is )?lost", text)] == []
    assert [text for text in texts if "round" in text and "tier" in text] == []
