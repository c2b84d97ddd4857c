from dataclasses import replace

import pytest
from tests.surveys.released import figure, release

from decentwork.dossiers.measured_change import measured_change
from decentwork.programmes.survey_rounds import SurveyRound


def rounds(*values, **different):
    figures = [figure(value=it, low=it - 50, high=it + 50, **different) for it in values]
    return [
        SurveyRound(release=replace(release(it), round=number), figure=it)
        for number, it in enumerate(figures, start=1)
    ]


@pytest.mark.parametrize(
    ("values", "direction"),
    [((1000, 1200), "rose"), ((1200, 1000), "fell"), ((1000, 1020), "unclear")],
)
def test_a_change_is_told_only_where_its_interval_leaves_out_zero(values, direction):
    assert measured_change(rounds(*values)).change.direction == direction


def test_the_first_round_is_compared_with_the_last():
    change = measured_change(rounds(1000, 5000, 1300)).change
    assert (change.earlier, change.later) == (1000, 1300)


def test_one_round_measures_no_change():
    assert measured_change(rounds(1000)) is None


def test_without_an_interval_no_change_is_told():
    first, last = rounds(1000, 2000)
    bare = replace(last.figure, low=None, high=None)
    second = SurveyRound(release=replace(release(bare), round=2), figure=bare)
    assert measured_change([first, second]) is None


def test_rounds_of_other_studies_are_not_compared():
    first, last = rounds(1000, 2000)
    other = replace(last, release=replace(last.release, study="other"))
    assert measured_change([first, other]) is None


def test_what_the_rounds_were_not_made_alike_in_is_told_beside():
    first, last = rounds(1000, 1200)
    alike = {"weights": "generalised_weight_share", "cutoff": "all"}
    before = replace(first, release=replace(first.release, basis=alike))
    after = replace(last, release=replace(last.release, basis=alike | {"cutoff": "top 5"}))
    assert [it.what for it in measured_change([before, after]).differences] == ["cutoff"]
    same = replace(last, release=replace(last.release, basis=alike))
    assert measured_change([before, same]).differences == ()
