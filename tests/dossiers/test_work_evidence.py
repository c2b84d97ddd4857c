import pytest
from tests.dossiers.observed_worlds import observed

from decentwork.classifications.chains import chain
from decentwork.dossiers import work_evidence
from decentwork.dossiers.work_evidence import (
    available_indicators,
    latest_by_country,
    work_figures,
)
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit
from decentwork.sources.data_folder import DataFolder

WORLD = """
source                              | indicator            | place | industry       | period | value
ilostat_employment_isic2_garment    | employment           | XAA   | isic4:C13      | 2021   | 214
ilostat_employment_isic2_garment    | employment           | XAA   | isic4:C14      | 2021   | 460
ilo_employment_by_sex               | employment           | XAA   |                | 2022   | 9000
ilo_employment_by_sex               | employment           | XAB   |                | 2023   | 5000
ilostat_fatal_injuries_isic         | fatal_injuries       | XAA   | isic4:C        | 2019   | 57
ilostat_fatal_injuries_isic         | fatal_injuries       | XAA   | isic4:F        | 2019   | 80
ilostat_hazardous_child_work_sector | child_hazardous_work | XAA   | broad:industry | 2018   | 9.5
"""


@pytest.fixture
def world(monkeypatch, tmp_path):
    monkeypatch.setattr(work_evidence, "work_observations", lambda folder: observed(WORLD))
    return DataFolder(tmp_path)


def found(world, indicator, place="XAA", slug="garments"):
    figures = work_figures(place, chain(slug), world)
    return [figure for figure in figures if figure.indicator == indicator]


def test_the_country_is_context_and_the_chains_division_is_the_chain(world):
    national, division = found(world, "employment")
    assert (national.value, national.at.tier, national.at.industry) == (9000, "context", None)
    assert (division.value, division.at.tier) == (460, "whole_chain")
    assert division.at.industry == "isic4:C14"


def test_a_wider_industry_is_context_and_says_so(world):
    (injuries,) = found(world, "fatal_injuries")
    assert (injuries.value, injuries.at.tier) == (57, "context")
    assert injuries.at.industry == "isic4:C"
    assert "wider industry" in injuries.notes[0]


def test_a_broad_sector_is_a_wider_industry_too(world):
    (children,) = found(world, "child_hazardous_work")
    assert (children.value, children.at.industry) == (9.5, "broad:industry")
    assert children.at.tier == "context"


def test_a_division_nobody_counted_is_a_stated_unknown_beside_the_country(world):
    national, division = found(world, "employment", place="XAB")
    assert national.value == 5000
    assert (division.value, division.at.tier) == (None, "whole_chain")
    assert division.known.reason == "not_in_data"
    assert division.known.unit is Unit.THOUSAND_PERSONS


def test_what_was_searched_without_finding_is_named(world):
    (injuries,) = found(world, "fatal_injuries", place="XAB")
    assert injuries.known.reason == "not_in_data"
    assert injuries.known.looked_in is not None


def test_without_any_data_set_the_unknown_says_so(world):
    (density,) = found(world, "union_density")
    assert density.known.reason == "no_source"
    assert density.known.looked_in is None


def test_a_figure_says_why_it_has_no_interval(world):
    national, _ = found(world, "employment")
    assert national.known.interval == NoInterval(
        "the publisher gives no sampling error with this figure"
    )


def test_the_map_shows_whole_economies_only(world):
    assert [
        (figure.at.place, figure.value) for figure in latest_by_country("employment", world)
    ] == [
        ("XAA", 9000),
        ("XAB", 5000),
    ]
    assert latest_by_country("fatal_injuries", world) == []
    assert [each.id for each in available_indicators(world)] == ["employment"]


def test_an_empty_folder_leaves_everything_unknown(tmp_path):
    figures = work_figures("VNM", chain("electronics"), DataFolder(tmp_path / "empty"))
    assert figures
    assert {figure.known.reason for figure in figures} == {"no_source"}


def test_the_sample_world_answers_as_a_country_does(sample_folder):
    figures = work_figures("XAA", chain("garments"), sample_folder.sample_world())
    chores = [figure for figure in figures if figure.indicator == "child_labour_with_chores"]
    assert [figure.value for figure in chores] == [0.102, 0.091, 0.112, 0.118]
    assert [figure.at.group for figure in chores][:2] == ["age:5-17", "female;age:5-17"]


def test_the_second_answer_comes_from_what_was_kept(sample_folder):
    folder = sample_folder.sample_world()
    first = work_figures("XAA", chain("garments"), folder)
    assert list((folder.root / "results" / "observations").glob("*.parquet"))
    assert work_figures("XAA", chain("garments"), folder) == first
