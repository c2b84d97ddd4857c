"""A season from its plan to its release; every field, person and answer is invented."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.studies.seasons import collected, drawn_season, empty, fielded_season, met, season

from decentwork.estimates.errors import InvalidInput
from decentwork.reporting.survey_report import survey_paper
from decentwork.sampling.season import SeasonAssumptions, synthetic_season
from decentwork.studies.account import account
from decentwork.studies.allocation import Wanted, cheapest_design
from decentwork.studies.plan import plan
from decentwork.studies.results import estimate_study, release_study
from decentwork.studies.study_weights import weigh_study
from decentwork.surveys.design_file import parse_design, text

DESIGN = season(("north", 80, 40), ("south", 120, 50), topics=("forced_labour",))
ASSUMED = SeasonAssumptions(deficits={"forced_labour": 0.3}, people=12.0)


@pytest.fixture(scope="module")
def fielded(tmp_path_factory):
    return fielded_season(tmp_path_factory.mktemp("season"), DESIGN, ASSUMED)


@pytest.fixture(scope="module")
def study(fielded):
    return fielded[0]


@pytest.fixture(scope="module")
def rows(study):
    return estimate_study(weigh_study(study))


def of(rows, variable, statistic, **group):
    [found] = [
        row
        for row in rows
        if (row.variable, row.statistic) == (variable, statistic) and dict(row.group) == group
    ]
    return found


def test_estimates_recover_the_invented_season(fielded, rows):
    world = fielded[1]
    days = of(rows, "days_worked", "total", position="lower_tiers")
    assert days.low < world.workers.sum() < days.high
    sent = of(rows, "forced_labour_signs", "mean", position="lower_tiers")
    assert sent.low < world.affected[:, 0].sum() / world.workers.sum() < sent.high


def test_every_figure_is_of_people_at_the_far_end_of_the_chain(rows):
    assert {row.universe for row in rows} == {"workers"}
    assert {row.group["position"] for row in rows} == {"lower_tiers"}
    assert {row.tier for row in rows} == {None}


def test_districts_add_up_to_the_season(rows):
    parts = [
        of(rows, "days_worked", "total", position="lower_tiers", region=district).value
        for district in ("north", "south")
    ]
    assert sum(parts) == pytest.approx(
        of(rows, "days_worked", "total", position="lower_tiers").value
    )


def test_a_season_is_released_with_how_it_was_made(study):
    made = release_study(
        study, decided_by="Director (invented)", decided_on=date(2027, 12, 1), keep=True
    )
    said = " ".join(made.method)
    assert "days worked" in said
    assert "set aside" in said
    assert "supplier" not in said
    assert any(figure.value is not None for figure in made.figures)


def test_its_report_tells_of_clusters_and_of_no_supplier(study):
    told = account(study)
    kept = [it for it in told["estimates"] if it["variable"] in ("days_worked", "sent_to_work")]
    paper = survey_paper(told | {"estimates": [it for it in kept if len(it["group"]) == 1]})
    said = " ".join(text for section in paper.sections for text in section.paragraphs)
    assert "supplier" not in said
    assert "lead firm" not in said
    assert "people of 15 and over are estimated to have worked" in said
    assert "interviews were held where somebody could hear them" in said
    titles = {table.title for section in paper.sections for table in section.tables}
    assert "What became of the clusters that were to be visited" in titles


def test_a_district_where_all_refused_is_named_beside_every_figure(tmp_path):
    design = season(("north", 8, 4), ("south", 8, 4))
    study, drawn = drawn_season(tmp_path, design)
    forms = [
        met(case, 1, 3)
        if id.startswith("north")
        else met(case, 1, 3, outcome="refused", consent="")
        for case, id in drawn.seeds.items()
    ]
    study.take_in(collected(*forms), by="Team", at="2027-09-01T10:00:00Z")
    found = estimate_study(weigh_study(study, keep=False))
    note = "nobody answered in south: figures are of the other strata only"
    assert all(note in row.note for row in found)
    assert of(found, "days_worked", "total", position="lower_tiers").value == pytest.approx(24)


def test_the_desk_tells_forms_of_clusters_that_were_not_drawn(tmp_path):
    study, drawn = drawn_season(tmp_path, season(("north", 4, 2)))
    case = drawn.case_ids[0]
    study.take_in(collected(met(case, 1, 3), empty("ZZZZ-ZZZZ")), by="Team", at="2027-09-01")
    progress = study.progress()
    assert [it.facts for it in progress.warnings if it.id == "form_of_no_case"] == [
        {"case_ids": ["ZZZZ-ZZZZ"]}
    ]
    assert progress.cases["interviewed"].tolist() == [1]


@pytest.fixture(scope="module")
def planned():
    return plan(DESIGN, ASSUMED, draws=300, seed=1)


def test_planned_intervals_hold_the_truth_as_often_as_they_say(planned):
    for variable in ("workers", "forced_labour"):
        figure = planned.figure(variable, 0)
        assert 0.91 < figure.coverage < 0.98
        assert abs(figure.bias) < figure.standard_deviation / 4


def test_a_plan_and_the_estimates_of_such_a_season_are_as_precise(planned, rows):
    figure = planned.figure("forced_labour", 0)
    found = of(rows, "forced_labour_signs", "mean", position="lower_tiers")
    assert found.high - found.low == pytest.approx(figure.interval_width, rel=0.25)


def test_people_who_are_more_alike_make_the_design_effect_larger(planned):
    alike = plan(DESIGN, replace(ASSUMED, alike=0.6), draws=100, seed=1)
    effects = [it.figure("forced_labour", 0).design_effect for it in (planned, alike)]
    assert effects[1] > 1.5 * effects[0]


def test_the_correlation_within_clusters_is_the_assumed_one():
    assumed = SeasonAssumptions(deficits={"earnings": 0.3}, alike=0.25, spread=0.0, empty=0.0)
    made = synthetic_season(assumed, {"all": 20_000}, np.random.default_rng(1))
    people, shares = made.workers[0], made.affected[:, 0] / made.workers
    between = shares.var() / (0.3 * 0.7)
    assert (between * people - 1) / (people - 1) == pytest.approx(0.25, abs=0.02)


def test_the_cheapest_season_says_how_many_people_a_cluster():
    found = cheapest_design(DESIGN, ASSUMED, Wanted(topic="forced_labour", tier=0, half_width=0.08),
                            draws=60, seed=1)  # fmt: skip
    assert found.verified.figure("forced_labour", 0).interval_width / 2 <= 0.08
    assert f"{found.design.workers.per_unit} people in each cluster" in str(found)
    assert parse_design(text(found.design)) == found.design


def test_assumptions_about_a_season_are_told_all_at_once():
    with pytest.raises(InvalidInput) as told:
        SeasonAssumptions.from_dict(
            {"peple": 3, "alike": 2, "deficits": {"earnings": 1.5, "weather": 0.1}, "size": 4}
        )
    assert {problem.where for problem in told.value.problems} == {
        "peple",
        "alike",
        "deficits, earnings",
        "deficits, weather",
        "size",
    }


def test_assumptions_of_a_chain_do_not_plan_a_season():
    from decentwork.sampling.assumptions import ChainAssumptions

    with pytest.raises(InvalidInput, match="those of a survey of suppliers"):
        plan(DESIGN, ChainAssumptions(), draws=2, seed=1)
    assert SeasonAssumptions.from_dict(ASSUMED.to_dict()) == ASSUMED
