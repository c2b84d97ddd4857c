from dataclasses import replace

from tests.dossiers.worlds import evidence, figures

WORK = """
    indicator     | topic        | tier    | period    | value | subject | group
    union_density | earnings     | context | 2012      | 0.15  |         |
    union_density | earnings     | context | 2009      | 0.20  |         |
    union_density | earnings     | context | 2014      | 0.30  |         | female
    union_density | earnings     | context | 2015      | ?     |         |
"""


def test_the_latest_figure_is_of_both_sexes_and_is_known():
    assert evidence(work=WORK).latest("union_density").figure.value == 0.15


def test_the_newest_figure_of_women_does_not_stand_for_all():
    assert evidence(work=WORK).latest("union_density").figure.at.group is None


def test_a_range_of_years_is_as_new_as_its_last_year():
    rows = WORK.replace("2009     ", "2009-2013")
    assert evidence(work=rows).latest("union_density").figure.at.period == "2009-2013"


def test_a_figure_of_the_chain_is_told_apart_from_the_national_one():
    rows = WORK.replace("context | 2009", "whole_chain | 2009")
    known = evidence(work=rows)
    assert known.latest("union_density", tier="whole_chain").figure.value == 0.20
    assert known.latest("union_density", tier="context").figure.value == 0.15


def test_a_figure_of_another_place_is_never_taken_for_this_one():
    abroad = evidence(work=WORK)
    assert replace(abroad, place="XAB").latest("union_density") is None


def test_an_id_stays_the_same_and_differs_where_coordinates_differ():
    first, second = figures("work", WORK), figures("work", WORK)
    assert [item.id for item in first] == [item.id for item in second]
    assert len({item.id for item in first}) == len(first)
    assert first[0].id == "work.union_density.XAA.2012"
