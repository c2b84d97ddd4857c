import pytest

from decentwork.classifications.countries import country
from decentwork.classifications.names import LANGUAGES
from decentwork.estimates.errors import UnknownCode
from decentwork.studies.plan import assumed
from decentwork.studies.templates import DEMONSTRATION, started, template, templates
from decentwork.surveys.design_file import parse_design, text


def test_there_are_five_templates():
    assert [it.id for it in templates()] == [
        "electronics",
        "coffee",
        "season",
        "drivers",
        "demonstration",
    ]


@pytest.mark.parametrize("design", templates(), ids=lambda it: it.id)
def test_a_template_is_complete(design):
    assert set(design.names) == set(LANGUAGES)
    assert parse_design(text(design)) == design
    assert assumed(design)
    assert "guess" in design.note or "Invented" in design.note
    assert design.costs.budget
    assert country(design.place).invented


@pytest.mark.parametrize("design", templates(), ids=lambda it: it.id)
def test_a_template_assumes_no_prevalence(design):
    assert "deficits" not in design.assumptions


@pytest.mark.parametrize("design", templates(), ids=lambda it: it.id)
def test_assumptions_fit_the_design(design):
    tiers = design.assumptions.get("units", [])
    assert len(tiers) == design.deepest_tier
    assert set(design.assumptions.get("lead_size", {})) <= {it.id for it in design.strata}


def test_the_demonstration_says_that_it_is_invented():
    demonstration = template(DEMONSTRATION)
    assert demonstration.invented
    assert "invented" in demonstration.office
    assert all(word in demonstration.name() for word in ("Avonia", "invented"))


def test_a_study_started_from_a_template_has_its_own_place_and_office():
    design = started(
        "coffee", study="coffee-2027", place="VNM", office="Office", period="2027", draw_seed=5
    )
    assert (design.id, design.place, design.draw_seed) == ("coffee-2027", "VNM", 5)
    assert not design.invented
    assert parse_design(text(design)) == design


def test_an_unknown_template_names_those_there_are():
    with pytest.raises(UnknownCode, match="coffee"):
        template("tea")
