import json
from datetime import date

import pytest
from tests.programmes.made import programme, row, update
from tests.surveys.released import figure, release

from decentwork.dossiers.assemble import build_dossier
from decentwork.dossiers.gap_rows import gap_rows
from decentwork.dossiers.plan_items import draft_activity, gap_key, plan_items
from decentwork.programmes.programme_tables import write_programme
from decentwork.sources.data_folder import DataFolder

ON = date(2026, 11, 23)
HERE = {"places": ["XAA"], "topics": ["working_time"]}
IN_CHAIN = HERE | {"chains": ["electronics"]}
AT_HOME = IN_CHAIN | {"tiers": ["home_and_informal"]}
UNIT = row("organisations", id="inspection", title="Labour inspection", kind="government")
LEADS = row("roles", record="course", organisation="inspection", role="lead")


@pytest.fixture
def surveyed(tmp_path):
    """Home workers of an invented chain work long hours; nothing else is known of it."""
    told = release(
        figure(
            variable="long_hours",
            group={"position": "home_and_informal"},
            statistic="mean",
            universe="workers",
            value=0.3,
            low=0.05,
            high=0.4,
        )
    )
    path = tmp_path / "release.json"
    path.write_text(json.dumps(told.to_dict()), encoding="utf-8")
    folder = DataFolder(tmp_path / "data")
    folder.add(path)
    return folder


def found(folder, *rows, tier="home_and_informal", topic="working_time", **activity):
    """Return one row, after a programme with this activity was published."""
    if activity:
        path = folder.root.parent / "programme.yaml"
        write_programme(programme(*rows, activity=activity), path)
        folder.add(path)
    every = gap_rows("XAA", "electronics", folder, ON)
    return next(it for it in every if (it.topic, it.tier) == (topic, tier))


def test_a_need_rests_on_its_figure_with_interval_and_norm(surveyed):
    values = found(surveyed).to_dict()
    [evidence] = values["need"]["evidence"]
    assert (evidence["value"], evidence["low"], evidence["high"]) == (0.3, 0.05, 0.4)
    assert evidence["says"] == "deficit"
    assert values["norm"] == ["C001 and C030: 48 hours a week"]


def test_the_scope_of_a_need_goes_from_one_end_of_its_interval_to_the_other(surveyed):
    scope = found(surveyed).severities[0].scope
    assert (scope.low.name, scope.high.name) == ("MEDIUM", "HIGH")


def test_a_tier_without_evidence_is_not_known_whatever_is_done_there(surveyed):
    assert found(surveyed, tier="lead", **IN_CHAIN).gap == "nothing_known"


def test_without_any_action_the_need_is_unanswered(surveyed):
    assert found(surveyed).gap == "no_action"


@pytest.mark.parametrize("elsewhere", [HERE, IN_CHAIN, AT_HOME | {"groups": ["female"]}])
def test_action_on_the_country_the_chain_or_another_group_does_not_reach_the_tier(
    surveyed, elsewhere
):
    assert found(surveyed, **elsewhere).gap == "action_elsewhere"


def test_action_at_the_tier_without_evidence_of_effect_leaves_that_gap(surveyed):
    assert found(surveyed, **AT_HOME).gap == "no_evidence_of_effect"


def test_action_at_the_tier_with_evidence_of_effect_leaves_none(surveyed):
    assert found(surveyed, **AT_HOME, effect="Hours fell.").gap is None


def test_an_outcome_measured_from_a_baseline_is_evidence_of_effect(surveyed):
    rows = [
        row("results", id="rested", title="Rest", of="course", level="outcome"),
        row("indicators", id="hours", title="Hours", result="rested", measure="unit", baseline=60),
    ]
    assert found(surveyed, *rows, **AT_HOME).gap == "no_evidence_of_effect"
    told = found(surveyed, *rows, update(50, indicator="hours"), **AT_HOME)
    assert told.gap is None


def test_a_plan_closes_nothing_and_is_told(surveyed):
    planned = found(surveyed, **AT_HOME, state="planned")
    assert planned.gap == "no_action"
    assert "action_planned" in [reason.id for reason in planned.reasons]
    assert [it["counts"] for it in planned.to_dict()["actions"]] == [False]


def test_what_a_region_does_is_told_and_does_not_count(surveyed):
    other = found(surveyed, places=["XAB"], topics=["working_time"])
    assert (other.gap, other.actions) == ("no_action", ())


def test_organisations_present_by_topic_and_place_could_act_together(surveyed):
    [there] = found(surveyed, UNIT, LEADS, **HERE, chains=["coffee"]).together
    assert (there.name, there.roles, there.here) == ("Labour inspection", ("lead",), False)
    assert there.records == ("avonia.course",)


def test_rules_stand_beside_what_is_done(surveyed):
    measures = found(surveyed, **AT_HOME).to_dict()["measures"]
    assert measures["non_normative"] == ["avonia.course"]
    assert "C001" in measures["normative_not_in_data"]


def test_projects_and_research_stand_beside_what_supervision_found(surveyed):
    linked = found(surveyed, **HERE | {"kind": "research"}).linked
    assert (linked["research"], linked["projects"]) == (["avonia.course"], [])


def test_a_finding_on_the_topic_in_the_country_is_linked(surveyed):
    gap = row("findings", id="long", title="Long hours", kind="gap", **HERE)
    assert found(surveyed, gap, **HERE).linked["findings"] == ["avonia.long"]


def test_an_activity_planned_for_a_gap_is_followed_to_its_results(surveyed):
    key = gap_key("XAA", "electronics", "working_time", "home_and_informal")
    [item] = found(surveyed, update(12), **AT_HOME, answers=[key]).plan_items
    assert (item.activity, item.results[0]["reached"]) == ("course", 12)


def test_the_target_of_a_percentage_that_a_plan_has_is_its_share():
    key = gap_key("XAA", "electronics", "working_time", "home_and_informal")
    aim = row(
        "targets",
        indicator="inspectors",
        starts="2027-01-01",
        ends="2027-12-31",
        numerator=3,
        denominator=4,
    )
    made = programme(aim, activity={"answers": [key]}, indicator={"measure": "percentage"})
    [item] = plan_items(key, [made], ON)
    assert item.results[0]["target"] == 0.75


def test_the_gap_of_a_row_is_that_of_its_cell(surveyed):
    cells = build_dossier("XAA", "electronics", surveyed, ON).cells
    rows = gap_rows("XAA", "electronics", surveyed, ON)
    assert [(it.topic, it.tier, it.gap) for it in rows] == [
        (it.topic, it.tier, it.gap) for it in cells
    ]


def test_a_draft_reaches_the_cell_of_its_gap_and_promises_nothing():
    key = gap_key("XAA", "electronics", "working_time", "home_and_informal")
    draft = draft_activity(key, id="hours", kind="advice", area="training")
    assert (draft.places, draft.chains, draft.tiers) == (
        ("XAA",), ("electronics",), ("home_and_informal",)
    )  # fmt: skip
    assert (draft.state, draft.starts, draft.workers_reached) == ("planned", None, None)
    assert set(draft.title) == {"en", "fr", "es"}


def test_a_draft_for_the_country_names_no_chain():
    draft = draft_activity(
        gap_key("XAA", "electronics", "skills", "context"), id="a", kind="advice", area="training"
    )
    assert (draft.chains, draft.tiers) == ((), ())


def test_a_draft_that_is_taken_up_is_a_plan_item_of_its_gap():
    key = gap_key("XAA", "electronics", "skills", "lead")
    made = programme(draft_activity(key, id="skills", kind="advice", area="training"))
    assert [it.state for it in plan_items(key, [made], ON)] == ["not_started"]
