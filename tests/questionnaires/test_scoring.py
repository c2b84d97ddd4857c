import numpy as np
import pandas as pd
import pytest
from tests.questionnaires.small_form import answered, small

from decentwork.questionnaires.catalogue import questionnaire, questionnaires
from decentwork.questionnaires.scoring import analysis_columns, band_labels, score

PEOPLE = answered("""
    id | consent | name | hours | rest      | dangers    | remarks
    a  | yes     | Asha | 60    | yes       | heat noise | about Bo
    b  | yes     | Bo   | 40    | no        | none       |
    c  | yes     | Caro | 48    | dont_know | noise      | secret
    d  | yes     | Dao  |       | refused   |            |
    e  | no      | Eli  | 70    | no        | heat       |
    f  |         | Fay  | 70    | no        | heat       |
""")


def scored(rule):
    return score(small(), PEOPLE)[rule].tolist()


def same(found, wanted):
    np.testing.assert_array_equal(found, wanted)


def test_a_deficit_is_one_where_it_is_there_and_zero_where_not():
    same(scored("long_hours")[:3], [1, 0, 0])


def test_not_knowing_and_refusing_are_missing_and_never_no():
    same(scored("rest")[:4], [1, 0, np.nan, np.nan])


def test_outside_the_universe_is_missing():
    resting = answered("""
        id | consent | hours | rest
        a  | yes     | 0     | yes
        b  | yes     | 8     | yes
    """)
    same(score(small(), resting)["rest"], [np.nan, 1])


def test_a_quantity_is_the_number_answered():
    same(scored("hours")[:4], [60, 40, 48, np.nan])


def test_nobody_is_scored_without_consent():
    assert score(small(), PEOPLE).loc[["e", "f"]].isna().all(axis=None)
    assert score(small(), PEOPLE.drop(columns="consent")).isna().all(axis=None)


def test_joined_conditions_are_scored():
    same(scored("hard_work")[:4], [1, 0, np.nan, np.nan])


def test_a_version_without_a_question_leaves_its_rules_missing():
    short = PEOPLE.drop(columns="dangers")
    assert score(small(), short)["hard_work"].isna().all()


def test_rows_keep_their_index():
    assert score(small(), PEOPLE).index.equals(PEOPLE.index)
    assert analysis_columns(small(), PEOPLE).index.equals(PEOPLE.index)


def test_domains_are_choices_and_bands():
    found = analysis_columns(small(), PEOPLE)
    assert list(found.columns) == ["hours_group", "rest"]
    assert found["hours_group"].fillna("").tolist() == ["49+", "30-48", "30-48", "", "", ""]
    assert found["rest"].fillna("").tolist() == ["yes", "no", "", "", "", ""]


def test_what_is_no_choice_of_the_list_does_not_get_out():
    strange = PEOPLE.assign(rest="Asha lives next door")
    assert analysis_columns(small(), strange)["rest"].isna().all()


def test_bands_are_written_as_groups_are():
    assert band_labels((15, 18, 25, 55)) == ("15-17", "18-24", "25-54", "55+")
    assert band_labels((0, 1, 2)) == ("0", "1", "2+")


@pytest.mark.parametrize("form", questionnaires(), ids=lambda form: form.id)
def test_nothing_identifying_and_no_free_text_reaches_the_analysis(form):
    trace = "Asha Nobody, 12 Invented Street"
    answers = {each.id: trace for each in form.asked("full")} | {"consent": "yes"}
    table = answered("id\na").assign(**answers)
    found = analysis_columns(form, table).join(score(form, table))
    assert not found.map(lambda cell: isinstance(cell, str)).any(axis=None)
    told = {each.id for each in form.questions if each.identifying or each.type == "text"}
    assert told.isdisjoint(found.columns)


def test_the_age_groups_part_those_under_18_and_fit_the_labels_of_groups():
    ages = answered("""
        id | consent | age | sex
        a  | yes     | 16  | female
        b  | yes     | 24  | male
        c  | yes     | 55  | other
    """)
    found = analysis_columns(questionnaire("worker"), ages)
    assert found["age_group"].tolist() == ["15-17", "18-24", "55+"]
    assert found["sex"].tolist() == ["female", "male", "other"]


def test_no_child_at_work_is_a_no_and_an_unknown_number_is_not():
    counts = ["children_under_12", "children_12_14", "children_15_17", "children_hazards"]
    units = pd.DataFrame(
        [
            ["yes", "no", "", "", "", ""],
            ["yes", "yes", "0", "0", "0", "1"],
            ["yes", "yes", "0", "0", "0", "0"],
            ["yes", "yes", "", "0", "0", "0"],
            ["yes", "refused", "", "", "", ""],
        ],
        columns=["consent", "children_work", *counts],
    )
    same(
        score(questionnaire("economic_unit"), units)["unit_child_labour"],
        [0, 1, 0, np.nan, np.nan],
    )


def test_signs_of_forced_labour_need_both_an_unwanted_act_and_a_penalty():
    workers = answered("""
        id | consent | against_will | penalties
        a  | yes     | overtime     | wages debt
        b  | yes     | overtime     | none
        c  | yes     | none         | wages
        d  | yes     | stay         | refused
    """)
    same(score(questionnaire("worker"), workers)["forced_labour_signs"], [1, 0, 0, np.nan])


def test_forty_eight_hours_are_not_above_the_norm():
    workers = answered("""
        id | consent | hours_usual
        a  | yes     | 48
        b  | yes     | 48.5
    """)
    assert score(questionnaire("worker"), workers)["long_hours"].tolist() == [0, 1]
