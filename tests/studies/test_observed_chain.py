import pandas as pd
import pytest
from tests.studies.fields import collected, design, frame_file, interview
from tests.studies.graph_worlds import links

from decentwork.estimates.disclosure_rule import DisclosureRule
from decentwork.studies.chain_graph import NoSeeds, UnknownUnits
from decentwork.studies.decisions import What
from decentwork.studies.observed_chain import (
    Answered,
    ObservedChain,
    SeveralRoots,
    chain_of_links,
    observed_chain,
)
from decentwork.studies.study_folder import StudyFolder

AT = "2027-01-01T12:00:00Z"
FIVE = range(5)


@pytest.fixture
def study(tmp_path):
    made = StudyFolder.create(tmp_path / "study", design(), frame_file(tmp_path))
    made.draw(at=AT)
    return made


def take_in(study, *interviews):
    study.take_in(collected(*interviews), by="desk", at=AT)


def formal(*suppliers):
    return {"formal_suppliers": list(suppliers)}


def abroad(name, country=""):
    return {"supplier_name": name, "supplier_abroad": "yes", "supplier_country": country}


def seeds_of(study):
    return list(study.draws()["case_id"])


def test_a_link_is_dated_by_its_submission_and_sourced_by_the_buyers_form(study):
    first = seeds_of(study)[0]
    take_in(study, interview(first, id="form-7", at="2027-02-03T10:00:00Z", rosters=formal("Ana")))
    [link] = observed_chain(study).links.frame.to_dict("records")
    assert (link["buyer_id"], link["source"]) == (first, "form-7")
    assert link["since"] == pd.Timestamp("2027-02-03")


def test_suppliers_stand_one_tier_further_whether_visited_or_only_told_of(study):
    first = seeds_of(study)[0]
    take_in(study, interview(first, rosters=formal("Ana", "Bo", "Cy")))
    told = observed_chain(study).for_office()
    assert told["tiers"] == [{"tier": 0, "units": 1}, {"tier": 1, "units": 3}]
    assert (told["units"], told["links"]) == (4, 3)


def test_suppliers_abroad_are_counted_by_country_and_end_the_chain(study):
    first, second, _ = seeds_of(study)
    take_in(
        study,
        interview(first, rosters=formal("Ana", abroad("Fé", "France"), abroad("Gil", "France"))),
        interview(second, rosters=formal(abroad("Hu"))),
    )
    told = observed_chain(study).for_office()
    assert told["abroad"] == [
        {"country": "FRA", "suppliers": 2, "buyers": 1},
        {"country": "XXX", "suppliers": 1, "buyers": 1},
    ]
    assert told["units"] == 3
    assert told["hubs"][0]["abroad"] == 2


def test_a_supplier_found_not_to_supply_makes_no_link(study):
    first = seeds_of(study)[0]
    take_in(study, interview(first, rosters=formal("Ana", "Bo")))
    study.draw(at=AT)
    case = next(it for it in study.draws()["case_id"] if it not in seeds_of(study)[:3])
    study.decide(What.OUTCOME, case, "wrong_link", by="desk", at=AT, why="does not know the buyer")
    told = observed_chain(study)
    assert case not in told.graph.ids
    assert len(told.links.frame) == 1


def test_a_supplier_that_the_visit_finds_abroad_ends_the_chain(study):
    first = seeds_of(study)[0]
    take_in(study, interview(first, rosters=formal("Ana", "Bo")))
    study.draw(at=AT)
    case = study.draws()["case_id"].iloc[3]
    study.decide(What.OUTCOME, case, "abroad", by="desk", at=AT, why="moved")
    told = observed_chain(study)
    assert case not in told.graph.ids
    assert told.foreign["country"].tolist() == ["XXX"]


def test_a_buyer_that_names_itself_is_asked_about_and_makes_no_link(study):
    first, second, _ = seeds_of(study)
    take_in(study, interview(first, rosters=formal("Ana", "Bo")))
    nomination = study.fieldwork().nominations.index[0]
    study.decide(What.SAME, nomination, first, by="desk", at=AT, why="its own second name")
    told = observed_chain(study).for_office()
    assert (told["name_themselves"], told["links"]) == ([first], 1)


def test_a_study_before_its_first_interview_has_no_chain(study):
    with pytest.raises(NoSeeds):
        observed_chain(study)


def test_units_of_a_circle_are_named_to_the_office(study):
    told = chain_of_links(links("lead > a\na > b\nb > c\nc > a")).for_office()
    assert [set(circle) for circle in told["circles"]] == [{"a", "b", "c"}]
    assert told["in_several_tiers"] == 3


def test_two_that_buy_from_each_other_are_a_question(study):
    told = chain_of_links(links("lead > a\na > b\nb > a")).for_office()
    assert told["reciprocal"] == [{"first": "a", "second": "b"}]


def test_tiers_of_a_table_start_from_the_one_unit_without_a_buyer():
    told = chain_of_links(links("lead > a b\na > c"))
    assert told.seeds == ("lead",)
    mixing = {
        (it["buyer"], it["supplier"]): it["links"] for it in told.for_office()["mixing"]["tier"]
    }
    assert (mixing[0, 1], mixing[1, 2], mixing[1, 0]) == (2, 1, 0)


def test_two_units_without_a_buyer_must_be_named_as_seeds():
    told = links("lead > a\nother > a")
    with pytest.raises(SeveralRoots) as raised:
        chain_of_links(told)
    assert raised.value.ids == ("lead", "other")
    with pytest.raises(SeveralRoots, match="'other'"):
        chain_of_links(told, ["lead"])
    assert chain_of_links(told, ["lead", "other"]).tiers.counts().tolist() == [2, 1]


def test_a_seed_that_no_link_names_is_told():
    with pytest.raises(UnknownUnits, match="'nobody'"):
        chain_of_links(links("lead > a"), ["nobody"])


def weighed_world(rows, foreign=()):
    """Return an observed chain whose respondents are all its units, each weighing 10."""
    table = links("\n".join(rows))
    told = chain_of_links(table, sorted({row.split(" > ")[0] for row in rows if "s" in row[0]}))
    tier = pd.Series(told.tiers.shortest, told.graph.ids)
    units = pd.DataFrame({"tier": tier, "kind": "formal", "registered": "yes", "weight": 10.0})
    pairs = told.links.frame[["buyer_id", "supplier_id"]].assign(links=10.0)
    return ObservedChain(
        links=table,
        graph=told.graph,
        tiers=told.tiers,
        seeds=told.seeds,
        foreign=pd.DataFrame(foreign, columns=["buyer_id", "unit_id", "country"]),
        answered=Answered(units=units, links=pairs, deepest_tier=2),
    )


def for_anyone(chain, seed=1):
    return chain.for_anyone((), rule=DisclosureRule(), seed=seed)


def test_circles_and_dependence_leave_only_where_many_make_them():
    rings = [f"a{it} > b{it}\nb{it} > a{it}" for it in FIVE]
    many = for_anyone(weighed_world([*(f"s{it} > a{it}" for it in FIVE), *rings]))["observed"]
    few = for_anyone(weighed_world([*(f"s{it} > a{it}" for it in FIVE), *rings[:2]]))["observed"]
    assert (many["circles"], many["in_circles"]) == (5, 10)
    assert many["hang_on_one"] == 5  # each b hangs on its a
    assert (few["circles"], few["in_circles"], few["hang_on_one"]) == (None, None, None)


def test_one_supplier_that_most_hang_on_is_not_told_of():
    behind = [f"hub > c{it}" for it in range(20)]
    others = [f"a{it} > b{it}" for it in FIVE]
    told = weighed_world([*(f"s{it} > a{it}" for it in FIVE), "s0 > hub", *behind, *others])
    assert for_anyone(told)["observed"]["hang_on_one"] is None


def test_links_abroad_leave_by_tier_and_by_country_where_many_make_them():
    rows = [f"s{it} > a{it}" for it in range(8)]
    foreign = [(f"s{it}", f"f{it}", "FRA") for it in range(6)] + [("s7", "g", "DEU")]
    told = for_anyone(weighed_world(rows, foreign))["abroad"]
    assert told["tiers"][0]["buyer_tier"] == 0
    assert [it["country"] for it in told["countries"]] == ["FRA"]
    assert told["links"] in (70, 80)


def test_no_unit_is_named_in_what_leaves_and_the_same_seed_gives_the_same():
    rows = [f"s{it} > a{it} a{(it + 1) % 9}" for it in range(9)]
    told = weighed_world(rows)
    assert for_anyone(told) == for_anyone(told)
    assert not [unit for unit in told.graph.ids if f"'{unit}'" in str(for_anyone(told))]


def test_suppliers_of_the_last_tier_are_not_known_rather_than_none():
    told = weighed_world(["s0 > a", "a > b", "b > c"]).for_office()
    assert {it["buyer"] for it in told["mixing"]["tier"]} == {0, 1}


def test_an_observed_chain_shows_counts_only():
    assert repr(chain_of_links(links("Asha > Bo"))) == "ObservedChain(2 units, 1 links)"
