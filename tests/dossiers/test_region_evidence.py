import pytest
from tests.dossiers.observed_worlds import observed

from decentwork.dossiers import region_evidence
from decentwork.dossiers.region_evidence import region_figures
from decentwork.sources.data_folder import DataFolder

UNICEF, SDG = "unicef_child_labour_2025", "un_sdg_decent_work_2020"
WORLD = f"""
source   | indicator                      | place                                  | group    | period    | value
{SDG}    | youth_neet                     | South-Eastern Asia                     |          | 2019      | 0.18
{SDG}    | youth_neet                     | Eastern and South-Eastern Asia         |          | 2019      | 0.17
{SDG}    | youth_neet                     | Asia                                   |          | 2019      | 0.2
{SDG}    | youth_neet                     | World                                  |          | 2019      | 0.22
{SDG}    | youth_neet                     | World                                  |          | 2018      | 0.23
{SDG}    | youth_neet                     | THA                                    |          | 2019      | 0.1
{SDG}    | labour_rights_noncompliance    | Europe                                 |          | 2017      | 2
{UNICEF} | child_labour_economic_activity | Eastern and South-Eastern Asia (UNSDG) | age:5-17 | 2020-2024 | 0.03
{UNICEF} | child_labour_economic_activity | East Asia and Pacific (UNICEF Rep.Regions) | age:5-17 | 2020-2024 | 0.04
{UNICEF} | child_labour_economic_activity | World                                  | female;age:5-17 | 2024 | 0.07
gems_2021_forced_labour_region | forced_labour_prevalence | Asia and the Pacific   |          | 2021      | 3.5
gems_2021_forced_labour_region | forced_labour_prevalence | Europe and Central Asia |         | 2021      | 4.4
"""  # noqa: E501 - a table is read better than a broken line


@pytest.fixture
def beside(monkeypatch, tmp_path):
    monkeypatch.setattr(region_evidence, "work_observations", lambda folder: observed(WORLD))

    def shown(place, indicator):
        figures = region_figures(place, indicator, DataFolder(tmp_path))
        return [(figure.at.place, figure.value) for figure in figures]

    return shown


def test_the_narrowest_region_and_the_world_are_shown(beside):
    assert beside("VNM", "youth_neet") == [("South-Eastern Asia", 0.18), ("World", 0.22)]


def test_a_wider_region_answers_where_no_narrower_is_published(beside):
    assert beside("CHN", "youth_neet")[0] == ("Eastern and South-Eastern Asia", 0.17)


def test_a_region_around_another_country_does_not_answer(beside):
    assert beside("KEN", "youth_neet") == [("World", 0.22)]


def test_a_region_is_named_without_the_publishers_ending(beside):
    assert beside("VNM", "child_labour_economic_activity") == [
        ("Eastern and South-Eastern Asia", 0.03)
    ]


def test_schemes_of_regions_are_not_confused(beside):
    # Türkiye is in Western Asia for M49, in Europe and Central Asia for the ILO.
    assert beside("TUR", "forced_labour_prevalence") == [("Europe and Central Asia", 4.4)]
    assert beside("TUR", "labour_rights_noncompliance") == []


def test_a_country_outside_all_schemes_has_the_world_only(beside):
    assert beside("XKX", "youth_neet") == [("World", 0.22)]


def test_nothing_published_for_regions_is_nothing_shown(beside):
    assert beside("VNM", "union_density") == []


def test_a_region_is_context_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(region_evidence, "work_observations", lambda folder: observed(WORLD))
    region, world = region_figures("VNM", "youth_neet", DataFolder(tmp_path))
    for figure in (region, world):
        assert figure.at.tier == "context"
        assert any("never as the norm" in note for note in figure.notes)
