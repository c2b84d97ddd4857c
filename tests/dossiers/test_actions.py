from datetime import date

import pytest
from tests.programmes.made import programme, row

from decentwork.dossiers.actions import actions_in, actions_nearby, begun, counted
from decentwork.dossiers.programmes_at_hand import programmes_at_hand
from decentwork.programmes.shipped import first_programme

ON = date(2026, 11, 23)
SOURCE = row("documents", id="report", title="Report", publisher="Office", licence="open")


def done_in(place, chain, *rows, **activity):
    return actions_in(place, chain, [programme(*rows, activity=activity)], ON)


def test_a_record_that_names_the_chain_reaches_it_and_no_other_chain():
    named = {"places": "VNM", "chains": "electronics", "topics": "earnings"}
    assert [it.reach for it in done_in("VNM", "electronics", **named)] == [("whole_chain",)]
    assert done_in("VNM", "garments", **named) == ()


def test_a_record_that_names_no_chain_reaches_the_country_and_no_tier():
    assert done_in("VNM", "garments", places="VNM")[0].reach == ("context",)


def test_the_tiers_of_a_record_are_its_reach():
    record = {"places": "VNM", "chains": "garments", "tiers": "lower_tiers, home_and_informal"}
    assert done_in("VNM", "garments", **record)[0].reach == ("lower_tiers", "home_and_informal")


def test_a_record_that_names_an_industry_reaches_the_chains_in_it():
    record = {"places": "VNM", "industries": "isic4:C14"}
    assert done_in("VNM", "garments", **record)[0].tier == "whole_chain"
    assert done_in("VNM", "coffee", **record) == ()


def test_a_record_of_a_region_is_near_and_no_action_of_a_country():
    made = [programme(activity={"regions": "142"})]
    assert actions_in("VNM", "garments", made, ON) == ()
    [near] = actions_nearby("VNM", "garments", made, ON)
    assert (near.near, near.reach) == ("region", ())
    assert actions_nearby("BRA", "garments", made, ON) == ()


def test_what_is_done_for_another_chain_of_the_country_is_near():
    made = [programme(activity={"places": "VNM", "chains": "coffee"})]
    assert [it.near for it in actions_nearby("VNM", "garments", made, ON)] == ["other_chain"]


@pytest.mark.parametrize("place", ["MYS", "VNM", "COL", "XAA"])
def test_a_project_that_names_no_place_acts_in_no_country(place):
    project = "ilo_supply_chains_2017_2021.sustainable_supply_chains"
    for chain in ("electronics", "coffee", "rubber", "fish"):
        found = actions_in(place, chain, [first_programme()], ON)
        assert project not in [it.id for it in found]
        near = actions_nearby(place, chain, [first_programme()], ON)
        [named] = [it for it in near if it.id == project]
        assert (named.near, named.reach) == ("world", ())


def test_adequate_wages_reach_all_of_viet_nam_and_the_chains_that_were_studied():
    def reached(chain):
        found = actions_in("VNM", chain, [first_programme()], ON)
        return {it.id.partition(".")[2]: it.reach for it in found}

    assert reached("electronics")["adequate_wages"] == ("context",)
    assert "adequate_wage_studies" not in reached("electronics")
    assert reached("coffee")["adequate_wage_studies"] == ("whole_chain",)


@pytest.mark.parametrize("state", ["dropped", "suspended", "merged"])
def test_what_was_given_up_is_no_action(state):
    assert done_in("VNM", "garments", places="VNM", state=state, why="no money") == ()


@pytest.mark.parametrize("plan", [{"state": "planned"}, {"starts": "2027"}])
def test_a_plan_is_told_and_does_not_count(plan):
    [planned] = done_in("VNM", "garments", places="VNM", topics="earnings", **plan)
    assert planned.planned
    assert begun([planned]) == []
    assert not planned.answers("earnings", "context")


def test_a_part_counts_by_itself_only_where_its_whole_does_not_reach():
    part = row(
        "activities",
        id="part",
        title="Part",
        kind="course",
        area="training",
        part_of="course",
        places=["VNM", "THA"],
        topics=["earnings"],
    )
    whole = {"places": "VNM", "topics": "earnings"}
    assert [it.id for it in counted(done_in("VNM", "garments", part, **whole))] == ["avonia.course"]
    assert [it.id for it in counted(done_in("THA", "garments", part, **whole))] == ["avonia.part"]


def test_an_action_for_a_group_does_not_answer_the_need_of_another():
    record = {"places": "VNM", "topics": "earnings", "groups": "female"}
    [found] = done_in("VNM", "garments", **record)
    assert found.answers("earnings", "context", ["female"])
    assert not found.answers("earnings", "context", [None])


def test_an_action_leads_to_the_paragraph_that_tells_of_it():
    [found] = done_in("VNM", "garments", SOURCE, places="VNM", sources="report:30")
    assert found.provenance.origins[0].publisher == "Office"
    assert "30" in found.provenance.steps[0]


def test_a_record_without_source_rests_on_its_programme():
    [found] = done_in("VNM", "garments", places="VNM")
    assert found.provenance.origins[0].publisher == "Ministry of Labour of Avonia"


def test_a_title_is_kept_in_every_language_it_has():
    [found] = done_in("VNM", "garments", places="VNM", title={"en": "Course", "fr": "Cours"})
    assert found.to_dict()["titles"] == {"en": "Course", "fr": "Cours"}


def test_no_real_programme_acts_in_the_sample_world(sample_folder):
    assert programmes_at_hand(sample_folder.sample_world()) == ()
