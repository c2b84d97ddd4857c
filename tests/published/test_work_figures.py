"""Figures on work of the project's four faces, as their publishers print them.

Every expected value was read from the publisher's own row, by eye; per cent are written as shares.
"""

from collections.abc import Mapping

import pytest

from decentwork.classifications.chains import chain
from decentwork.dossiers.region_evidence import region_figures
from decentwork.dossiers.work_evidence import (
    available_indicators,
    latest_by_country,
    work_figures,
)
from decentwork.indicators.figure import Figure
from decentwork.sources.work_observations import DATA_SETS, observed_indicators, work_observations

FACES = {"VNM": "electronics", "TUR": "garments", "IDN": "textiles", "CHN": "electronics"}

# indicator | industry | group | period | value
PRINTED = {
    "VNM": """
        child_labour_economic_activity |           | age:5-17        | 2023      | 0.01
        child_labour_economic_activity |           | female;age:5-17 | 2023      | 0.009
        child_labour_with_chores       |           | age:5-17        | 2013-2021 | 0.0694
        child_labour_with_chores       |           | age:5-17        | 2014      | 0.1312
        child_hazardous_work           |           | age:5-17        | 2018      | 538.829
        child_hazardous_work           | broad:industry | age:5-17   | 2018      | 198.262
        union_density                  |           |                 | 2018      | 0.49613
        bargaining_coverage            |           |                 | 2018      | 0.245
        monthly_earnings               |           |                 | 2023      | 1103.908
        monthly_earnings               |           | female          | 2023      | 1025.062
        social_protection_coverage     |           |                 | 2019      | 0.38
        unemployment_benefit_coverage  |           | female          | 2016      | 0.567
        employment                     | isic4:C26 |                 | 2024      | 913.965
        employment                     | isic4:C26 | female          | 2024      | 520.824
        women_in_employment            | isic4:C26 |                 | 2024      | 0.5699
        employment                     |           |                 | 2023      | 55864.743
        minimum_wage                   |           |                 | 2024      | 4960000
        self_employed                  |           |                 | 2023      | 0.529735
    """,
    "TUR": """
        child_labour_economic_activity |         | age:5-17 | 2022      | 0.056
        child_labour_with_chores       |         | age:5-17 | 2013-2021 | 0.03831
        working_children               |         | age:6-14 | 2014      | 0.026
        labour_rights_noncompliance    |         |          | 2017      | 3.8
        labour_rights_noncompliance    |         |          | 2015      | 4.4
        union_density                  |         |          | 2019      | 0.09853
        fatal_injuries                 |         |          | 2009      | 1171
        fatal_injury_rate              |         | male     | 2016      | 9.97
    """,
    "IDN": """
        child_labour_economic_activity |         | age:5-17  | 2025 | 0.016
        working_children               |         | age:10-14 | 2014 | 0.037
        working_children_sector        | broad:industry | age:10-14 | 2014 | 0.12
        labour_rights_noncompliance    |         |           | 2017 | 3.4
        bargaining_coverage            |         |           | 2008 | 0.1
        monthly_earnings               |         | female    | 2023 | 448.73
    """,
    "CHN": """
        union_density                  |         |          | 2017 | 0.44249
        bargaining_coverage            |         |          | 2017 | 0.45
    """,
}


@pytest.fixture(scope="module")
def faces(data_folder) -> Mapping[str, list[Figure]]:
    return {place: work_figures(place, chain(slug), data_folder) for place, slug in FACES.items()}


def rows(place):
    return [
        tuple(cell.strip() for cell in line.split("|"))
        for line in PRINTED[place].strip().splitlines()
    ]


@pytest.mark.parametrize("place", FACES)
def test_figures_are_as_printed(place, faces):
    found = {
        (it.indicator, it.at.industry or "", it.at.group or "", it.at.period or ""): it.value
        for it in faces[place]
    }
    for *at, value in rows(place):
        assert found[tuple(at)] == pytest.approx(float(value), rel=1e-9), at


@pytest.mark.parametrize("place", FACES)
def test_no_indicator_is_left_out_and_no_figure_said_twice(place, faces):
    found = {it.indicator for it in faces[place]}
    regional = {"child_labour_sector", "forced_labour_persons"}  # no question about a country
    assert found == {it.id for it in observed_indicators()} - regional
    ids = [(it.indicator, it.subject, it.at) for it in faces[place]]
    assert len(ids) == len(set(ids))


def test_nobody_counts_child_labour_in_china(faces):
    for indicator in (
        "child_labour_economic_activity",
        "child_labour_with_chores",
        "child_hazardous_work",
        "working_children",
    ):
        (figure,) = [it for it in faces["CHN"] if it.indicator == indicator]
        assert figure.known.reason == "not_in_data"
        assert figure.known.looked_in is not None


def test_forced_labour_is_unknown_for_every_country(faces):
    for place in FACES:
        (figure,) = [it for it in faces[place] if it.indicator == "forced_labour_prevalence"]
        assert figure.known.reason == "regions_only"


def test_every_share_is_a_share(data_folder):
    frame = work_observations(data_folder).frame
    for each in observed_indicators():
        values = frame.loc[frame["indicator"] == each.id, "value"]
        assert not values.empty, each.id
        assert (values >= 0).all(), each.id
        if each.unit == "share":
            assert (values <= 1).all(), each.id


@pytest.mark.parametrize("name", DATA_SETS)
def test_every_data_set_gives_its_indicators_and_each_names_it(name, data_folder):
    frame = work_observations(data_folder).frame
    found = set(frame.loc[frame["source"] == name, "indicator"].unique())
    assert found == set(DATA_SETS[name])
    assert found == {it.id for it in observed_indicators() if name in it.sources}


def test_no_value_stands_twice_at_the_same_coordinates(data_folder):
    frame = work_observations(data_folder).frame
    at = ["source", "indicator", "place", "industry", "group", "period", "subject"]
    assert not frame.duplicated(at).any()


# What the readers leave out, told in the steps: see the provenance of the copies.
@pytest.mark.parametrize(
    ("source", "step"),
    [
        ("un_sdg_decent_work_2020", "left out 26 rows marked suspect (counts given as rates)"),
        ("usdol_child_work_statistics", "left out 3 rows marked suspect"),
        ("ilo_unicef_global_estimates_2024_charts", "left out 8 shares by sex that exceed"),
        ("ilostat_fatal_injuries_isic", "THA 2013, THA 2014"),
        ("ilostat_monthly_earnings_ppp_2021", "left out 37 values"),
        ("ilo_global_wage_db_2014", "left out a series of 50 countries"),
        ("ilo_employment_by_sex", "left out 0 rows not from the ILO"),
    ],
)
def test_what_was_left_out_is_told(source, step, data_folder):
    steps = work_observations(data_folder).provenances[source].steps
    assert any(step in each for each in steps), steps


def test_the_world_has_the_forced_labour_that_the_global_estimates_print(data_folder):
    # ILO, Walk Free and IOM (2022): 27.6 million, 3.5 per thousand; Asia and the Pacific 15.1.
    region, world = region_figures("VNM", "forced_labour_persons", data_folder)
    assert (region.at.place, region.value) == ("Asia and the Pacific", 15.1)
    assert (world.at.place, world.value) == ("World", 27.6)
    assert region_figures("TUR", "forced_labour_prevalence", data_folder)[0].value == 4.4


def test_the_region_beside_viet_nam_is_the_publishers(data_folder):
    (region, world) = region_figures("VNM", "child_labour_economic_activity", data_folder)
    assert (region.at.place, region.at.period) == ("Eastern and South-Eastern Asia", "2020-2024")
    assert region.value == pytest.approx(0.03072)
    assert world.value == pytest.approx(0.07796)


def test_the_map_has_each_country_once_in_its_latest_year(data_folder):
    figures = latest_by_country("child_labour_economic_activity", data_folder)
    shown = {figure.at.place: figure for figure in figures}
    assert len(shown) == len(figures) > 100
    assert (shown["VNM"].at.period, shown["VNM"].value) == ("2023", pytest.approx(0.01))
    assert (shown["IND"].at.period, shown["IND"].value) == ("2024", pytest.approx(0.009))


def test_most_indicators_can_be_mapped(data_folder):
    found = {each.id for each in available_indicators(data_folder)}
    assert {"child_labour_economic_activity", "union_density", "hours_week"} <= found
    assert "forced_labour_prevalence" not in found
