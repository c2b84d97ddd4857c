import pytest
from tests.dossiers.worlds import evidence

from decentwork.dossiers.evidence import Evidence
from decentwork.dossiers.questions import open_questions
from decentwork.dossiers.summary import MOST_SENTENCES, in_short

HEADER = "indicator | topic | tier | period | value | subject\n"
RULES = """
    indicator           | topic         | tier    | period     | value        | subject
    instrument_in_force | forced_labour | context | 1960-01-01 | in_force     | C029
    instrument_in_force | forced_labour | context |            | not_in_force | C105
    instrument_in_force | equality      | context |            | ?            | C100
"""


def told(**sections: str) -> dict[str, dict]:
    known = evidence(**sections)
    return {each.id: each.fields for each in in_short(known, open_questions(known, "garments", ()))}


def test_the_strongest_unknown_is_always_one_of_the_sentences():
    assert told()["strongest_unknown"]["question"] == "survey_missing"


def test_instruments_outside_the_data_are_counted_apart_from_those_not_in_force():
    fields = told(rules=RULES)["fundamental_in_force"]
    assert (fields["in_force"], fields["covered"], fields["total"]) == (1, 2, 11)
    assert fields["not_in_force"] == ["C105"]
    assert "C100" in fields["missing"]


def test_what_is_ratified_and_not_yet_in_force_is_told_apart_from_what_is_not():
    rows = RULES.replace("not_in_force", "not_yet_in_force")
    known = told(rules=rows)
    assert known["fundamental_in_force"]["not_in_force"] == []
    assert known["fundamental_pending"]["pending"] == ["C105"]


def test_a_good_keeps_the_reasons_for_which_it_is_listed():
    rows = HEADER + (
        "listed_child_labour_good | child_labour | whole_chain | 2022 | listed_child_labour | A\n"
        "listed_downstream_good | forced_labour | whole_chain | 2022 | listed_downstream | B\n"
    )
    listed = told(goods=rows)["listed_goods"]["listed"]
    assert listed == [("A", ["listed_child_labour"]), ("B", ["listed_downstream"])]


@pytest.mark.parametrize(("place", "said"), [("TWN", True), ("TUR", False), ("XAA", False)])
def test_a_real_place_outside_m49_is_said_to_be_so(place, said):
    messages = in_short(Evidence(place=place, placed=()), ())
    assert [each.id for each in messages] == (["place_outside_m49"] if said else [])


def test_the_observed_aggregate_comes_before_the_modelled_industry():
    rows = HEADER + (
        "jobs_foreign_demand_35 | earnings | whole_chain | 2011 | 90\n"
        "jobs_foreign_demand_12 | earnings | whole_chain | 2011 | 400\n"
    )
    fields = told(trade=rows)["jobs_behind_exports"]
    assert (fields["value"], fields["observed"]) == (400, True)


def test_a_country_outside_the_table_is_said_to_be_so():
    row = HEADER + "jobs_foreign_demand_35 | earnings | whole_chain | | ?"
    assert told(trade=row)["trade_not_in_table"]["reason"]
    assert "jobs_behind_exports" not in told(trade=row)


def test_only_the_latest_edition_of_a_list_is_told_as_listed():
    rows = HEADER + (
        "listed_child_labour_good | child_labour | whole_chain | 2014 | listed | Yarn\n"
        "listed_child_labour_good | child_labour | whole_chain | 2022 | not_listed | Yarn\n"
    )
    assert "listed_goods" not in told(goods=rows)
    assert told(goods=rows)["not_listed"]["edition"] == "2022"


def test_no_more_sentences_than_can_be_read_and_the_unknown_is_kept():
    rows = HEADER + "".join(
        f"{name} | earnings | whole_chain | 2011 | 0.5\n"
        for name in (
            "jobs_foreign_demand_12",
            "jobs_by_market_35",
            "employment",
            "child_labour_economic_activity",
            "working_children_in_exports",
            "labour_rights_noncompliance",
            "union_density",
        )
    )
    listed = "listed_child_labour_good | child_labour | whole_chain | 2022 | listed_x | Yarn"
    sentences = told(work=rows, goods=HEADER + listed, rules=RULES)
    assert len(sentences) == MOST_SENTENCES
    assert list(sentences)[-1] == "strongest_unknown"
