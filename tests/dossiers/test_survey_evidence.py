import json

import pytest
from tests.surveys.maps import released_map
from tests.surveys.released import figure, release

from decentwork.dossiers.assemble import build_dossier
from decentwork.reporting.documents import render_docx, render_html, render_pdf
from decentwork.sources.data_folder import DataFolder


@pytest.fixture
def surveyed(tmp_path):
    """A dossier of a chain of which an invented survey was released, and nothing else is known."""
    share = {"value": 0.3, "low": 0.2, "high": 0.4, "statistic": "mean", "universe": "workers"}
    at_home = {"position": "home_and_informal"}
    figures = (
        figure(group={}, value=9000.0, low=8000.0, high=10_000.0),
        figure(group=at_home, value=1800.0, low=1500.0, high=2100.0),
        figure(variable="long_hours", group=at_home, **share),
        figure(variable="long_hours", group=at_home | {"sex": "female"}, **share),
        figure(variable="trained", group={"position": "lead"}, **share),
        figure(
            variable="long_hours", group={"position": "lead"}, **share | {"value": 0.0, "low": 0.0}
        ),
        figure(variable="long_hours", tier=1, group={}, **share),
    )
    path = tmp_path / "release.json"
    told = release(*figures).to_dict() | {"chain_map": released_map()}
    path.write_text(json.dumps(told), encoding="utf-8")
    folder = DataFolder(tmp_path / "data")
    folder.add(path)
    return build_dossier("XAA", "electronics", folder)


def cell(dossier, topic, tier):
    return next(it for it in dossier.cells if (it.topic, it.tier) == (topic, tier))


def test_a_surveyed_deficit_stands_at_its_tier_and_at_no_other(surveyed):
    assert cell(surveyed, "working_time", "home_and_informal").need == "deficit"
    assert cell(surveyed, "working_time", "suppliers").need == "unknown"
    assert cell(surveyed, "working_time", "context").need == "unknown"


def test_an_opportunity_is_recorded_beside_deficits_with_its_figure(surveyed):
    found = cell(surveyed, "skills", "lead")
    assert found.need == "opportunity"
    [reason] = [it for it in found.reasons if it.id == "opportunity_from_figure"]
    assert reason.figures == ("tiers.surveyed_trained.XAA.lead.2026",)


def test_a_figure_of_one_sex_has_an_address_of_its_own(surveyed):
    ids = [placed.id for placed in surveyed.section("tiers")]
    assert len(ids) == len(set(ids))
    assert "tiers.surveyed_long_hours.XAA.home_and_informal.female.2026" in ids


def test_a_survey_released_settles_the_question_of_the_tiers(surveyed):
    assert "survey_missing" not in [question.id for question in surveyed.open_questions]


def test_the_dossier_in_short_begins_with_who_works_in_the_chain(surveyed):
    told = surveyed.in_short[0]
    assert told.id == "workers_surveyed"
    assert (told.fields["value"], told.fields["home_share"]) == (9000, pytest.approx(0.2))


def test_tiers_are_drawn_where_a_survey_found_something(surveyed):
    shown = {exhibit.id: exhibit.figures for exhibit in surveyed.exhibits}
    assert len(shown["surveyed_size"]) == 2
    assert shown["surveyed_deficits"] == (
        "tiers.surveyed_long_hours.XAA.lead.2026",
        "tiers.surveyed_long_hours.XAA.home_and_informal.2026",
    )


def test_the_map_of_the_chain_comes_first_and_stands_in_every_export(surveyed):
    first = surveyed.exhibits[0]
    assert (first.id, first.section, first.figures) == ("surveyed_chain", "tiers", ())
    values = json.loads(json.dumps(surveyed.to_dict()))["exhibits"][0]
    assert values["chain_map"] == {"place": "XAA", "period": "2026", **released_map()}
    for render in (render_html, render_pdf, render_docx):
        assert render(surveyed)
    assert "suppliers abroad" in render_html(surveyed)
