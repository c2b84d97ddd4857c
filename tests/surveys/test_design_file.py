import re

import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.surveys.design_file import parse_design, read_design, text
from decentwork.surveys.kinds import Disposition, Kind

COMPLETE = """
id = "toy"
place = "XAA"
chain = "electronics"
period = "2027"
office = "Office of Avonia (invented)"
round = 2
deepest_tier = 2
draw_seed = 7
links = "suppliers"
invented = true
frame = "Invented"
note = "A \\"quoted\\" note"
goods = ["Electronics"]
industries = ["isic4:C26"]
topics = ["child_labour"]
replaced = ["closed"]
[title]
en = "Toy"
fr = "Jouet"
[[strata]]
id = "large"
frame_units = 4
seeds = 4
[[strata]]
id = "small"
frame_units = 10
seeds = 2
[cutoff]
rule = "share"
share = 0.05
[follow.formal]
at_most = 2
response = 0.8
[follow.home_worker]
[workers]
per_unit = 3
counted = ["employees", "home_workers"]
off_site = false
[costs]
currency = "USD"
fixed = 100
worker = 1.5
budget = 5000
[costs.unit]
formal = 30
home_worker = 10
[multiplicity]
missing = "model"
[disclosure]
minimum_cell = 8
[wanted]
child_labour = 0.05
[assumptions]
units = [10, 20]
kinds = [{ formal = 1.0 }, { formal = 0.5, home_worker = 0.5 }]
[assumptions.deficits]
child_labour = [0.1, 0.2]
"""


def problems(content):
    with pytest.raises(InvalidInput) as told:
        parse_design(content)
    return [str(problem) for problem in told.value.problems]


def test_every_field_of_the_design_is_in_the_file():
    design = parse_design(COMPLETE)
    assert design.name("fr") == "Jouet"
    assert [stratum.take_all for stratum in design.strata] == [True, False]
    assert design.cutoff.share == 0.05
    assert design.following(Kind.HOME_WORKER).at_most is None
    assert design.following(Kind.AGENCY) is None
    assert design.workers.off_site is False
    assert design.costs.unit == {Kind.FORMAL: 30, Kind.HOME_WORKER: 10}
    assert design.replaced == (Disposition.CLOSED,)
    assert design.multiplicity == "model"
    assert design.minimum_cell == 8
    assert design.wanted == {"child_labour": 0.05}
    assert design.assumptions["kinds"][1] == {"formal": 0.5, "home_worker": 0.5}


def test_a_design_written_and_read_is_the_same_design():
    design = parse_design(COMPLETE)
    assert parse_design(text(design)) == design


def test_all_problems_are_told_at_once():
    wrong = (
        COMPLETE.replace("deepest_tier = 2", "deepest_teir = 2")
        .replace('"XAA"', '"QQQ"')
        .replace('chain = "electronics"', 'chain = "electronic"')
        .replace("isic4:C26", "isic4:C99")
        .replace('topics = ["child_labour"]', 'topics = ["children"]')
        .replace('counted = ["employees"', 'counted = ["employee"')
        .replace("seeds = 2", "seeds = 20")
        .replace("worker = 1.5", 'worker = "cheap"')
        .replace("[follow.formal]", "[follow.formel]")
    )
    told = "\n".join(problems(wrong))
    for place in (
        "deepest_tier: it is missing",
        "deepest_teir: the key is not known. Did you mean 'deepest_tier'?",
        "place: 'QQQ'",
        "chain: 'electronic'",
        "industries: 'C99'",
        "topics: 'children'",
        "workers.counted: 'employee' is not in the list. Did you mean 'employees'?",
        "strata 2: seeds: 20 seeds cannot be drawn from 10 units",
        "costs.worker: the value must be a number",
        "follow.formel: the key is not known. Did you mean 'formal'?",
    ):
        assert place in told


def test_a_cut_off_has_what_its_rule_needs_and_nothing_else():
    told = problems(COMPLETE.replace('rule = "share"', 'rule = "top"'))
    assert [line.split(":")[0] for line in told] == ["cutoff.number", "cutoff.share"]


def test_two_strata_of_one_id_are_refused():
    assert "there twice" in problems(COMPLETE.replace('id = "small"', 'id = "large"'))[0]


def test_a_kind_that_is_followed_has_a_cost():
    assert problems(COMPLETE.replace("home_worker = 10\n", "")) == [
        "costs.unit.home_worker: it is missing. Units of home_worker are followed."
    ]


def test_an_invented_place_makes_an_invented_study():
    assert "does not agree" in problems(COMPLETE.replace("invented = true", ""))[0]
    assert "does not agree" in problems(COMPLETE.replace('"XAA"', '"VNM"'))[0]


def test_nobody_is_followed_from_clusters():
    told = problems(COMPLETE.replace('links = "suppliers"', 'links = "clusters"'))
    assert told == [
        "deepest_tier: clusters are visited, not followed. "
        + ("Set deepest_tier = 0, or follow suppliers.")
    ]


def test_a_title_in_english_is_enough():
    assert parse_design(COMPLETE.replace('fr = "Jouet"', "")).name("fr") == "Toy"
    assert problems(COMPLETE.replace('en = "Toy"', ""))[0].startswith("title.en: it is missing")


def test_values_of_the_wrong_kind_are_told_and_break_nothing():
    told = problems('strata = 3\ncutoff = "all"\ntitle = []\nplace = 4\ncosts = {unit = 1}')
    assert any(line.startswith("strata: the value must be one section or more") for line in told)
    assert any(line.startswith("costs.unit: the value must be a section") for line in told)


def test_a_file_that_is_no_toml_says_where(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text('id = "toy"\nplace == 3\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 2"):
        read_design(path)


def test_a_file_that_is_not_there_is_the_users_to_mend(tmp_path):
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_design(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("[assumptions.lead_size]\nlarger = 3", "Did you mean 'large'?"),
        ("[assumptions.lead_size]\nlarger = 3", "take the line out"),
        ("[assumptions.size]\nwest = 3", "no stratum is 'west'"),
    ],
)
def test_a_size_of_a_stratum_that_has_another_name_now_says_what_to_do(section, told):
    with pytest.raises(InvalidInput, match=re.escape(told)):
        parse_design(COMPLETE + section)


@pytest.mark.parametrize(
    ("wanted", "told"), [("child_labor = 0.05", "child_labor"), ("earnings = 5", "0.05 is ± 5")]
)
def test_a_wanted_precision_is_of_a_topic_and_a_share(wanted, told):
    with pytest.raises(InvalidInput, match=told):
        parse_design(COMPLETE.replace("child_labour = 0.05", wanted))
