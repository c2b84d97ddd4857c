import io
import re
from dataclasses import replace

import pytest
from docx import Document
from tests.studies.fields import design

from decentwork.classifications.topics import topic
from decentwork.reporting.papers import paper_docx, paper_pdf
from decentwork.reporting.plan_paper import plan_paper
from decentwork.studies.plan import plan
from decentwork.studies.plan_account import plan_account
from decentwork.studies.templates import template
from decentwork.surveys.design import Costs
from decentwork.surveys.kinds import Kind

SPACE = "\N{NO-BREAK SPACE}"


def planned_account(**changes):
    """Return what the paper of a small plan says."""
    costs = Costs(
        currency="USD",
        fixed=500,
        unit={Kind.FORMAL: 10, Kind.HOUSEHOLD: 5},
        worker=1,
        budget=700,
    )
    made = design(
        costs=costs,
        wanted={"working_time": 0.3},
        assumptions={
            "units": [20, 20],
            "kinds": [{"formal": 0.6, "household": 0.4}] * 2,
            "lead_size": {"all": 2},
            "deficits": {"working_time": [0.1, 0.4], "child_labour": [0.1, 0.4]},
        },
        **changes,
    )
    return plan_account(made, plan(made, draws=4, seed=1))


@pytest.fixture(scope="module")
def account():
    return planned_account()


@pytest.fixture(scope="module")
def paper(account):
    return plan_paper(account)


def texts(paper):
    return {
        section.title: " | ".join(
            [
                *section.paragraphs,
                *(picture.alternative for picture in section.pictures),
                *(" ".join((table.title, *table.head)) for table in section.tables),
                *(" ; ".join(row) for table in section.tables for row in table.rows),
            ]
        )
        for section in paper.sections
    }


def test_the_paper_goes_from_the_design_to_how_it_was_simulated(paper):
    assert list(texts(paper)) == [
        "In short",
        "Design",
        "Assumptions: guesses, not facts",
        "Whom the survey would reach",
        "How precise it would be",
        "The precision that is wanted",
        "Cost",
        "Warnings",
        "How this was simulated, and how to make it again",
    ]


def test_the_design_is_told_in_words_and_tables(paper):
    said = texts(paper)["Design"]
    assert "A buyer lists every supplier of these products." in said
    assert "up to 2 workers are drawn" in said
    assert "all ; 6 ; 3 ; 0.5" in said
    assert f"registered enterprises ; 2 ; 100{SPACE}%" in said


def test_every_assumption_stands_in_a_table(paper):
    said = texts(paper)["Assumptions: guesses, not facts"]
    assert "guesses of whoever plans, none of them a fact" in said
    assert "Mean workers of a lead unit ; 200" in said
    assert f"Tier 1 ; 20 ; 60{SPACE}% ; 40{SPACE}%" in said
    assert f"home workers ; 1.2 ; 1 ; 0{SPACE}%" in said
    assert "all ; 2" in said
    assert f"{topic('working_time').name()} ; 10{SPACE}% ; 40{SPACE}%" in said
    assert "_" not in said


def test_each_tier_has_a_table_of_topics_and_the_chart_says_the_same(paper):
    said = texts(paper)["How precise it would be"]
    for tier in range(3):
        assert f"Share of workers with a deficit: tier {tier}" in said
        assert re.search(rf"tier {tier} from ± [\d.]+ to ± [\d.]+ points", said)


def test_a_wanted_precision_is_judged_in_every_tier(account):
    account = account | {
        "wanted": [
            {"topic": "working_time", "tier": 1, "wanted": 0.3, "expected": 0.25, "reached": True},
            {"topic": "child_labour", "tier": 0, "wanted": 0.1, "expected": None, "reached": False},
        ]
    }
    said = texts(plan_paper(account))
    assert (
        f"{topic('working_time').name()} ; Tier 1 ; 30 ; 25 ; reached"
        in said["The precision that is wanted"]
    )
    assert "Tier 0 ; 10 ;  ; not reached" in said["The precision that is wanted"]
    assert "Of 2 precisions that are wanted, 1 would be reached" in said["In short"]


def test_where_nothing_is_wanted_the_section_is_left_out(account):
    said = texts(plan_paper(account | {"wanted": []}))
    assert "The precision that is wanted" not in said
    assert "upright bar" not in said["How precise it would be"]


def test_the_cost_stands_beside_the_budget(paper):
    said = texts(paper)["Cost"]
    assert "The budget of 700 USD would do in" in said
    assert "Whatever the number of visits ; 500" in said
    assert "A visit: household businesses ; 5" in said
    assert "Cost in USD" in said


def test_each_warning_is_told_once_with_its_letter_and_number_of_figures(account):
    plan = account["plan"]
    figures = [{**it, "warnings": []} for it in plan["figures"]]
    figures[3] = {**figures[3], "warnings": ["biased"]}
    told = account | {"plan": plan | {"figures": figures}}
    said = texts(plan_paper(told))["Warnings"]
    assert re.search(r"a  Simulated surveys are off the truth .* ; 1", said)
    none = account | {"plan": plan | {"figures": [{**it, "warnings": []} for it in figures]}}
    assert texts(plan_paper(none))["Warnings"] == "No figure has a warning."


def test_the_command_that_makes_it_again_is_told(paper):
    said = texts(paper)["How this was simulated, and how to make it again"]
    assert "decentwork survey plan FOLDER --report --draws 4 --seed 1" in said


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_sentence_can_be_translated(account, language):
    paper = plan_paper(account, language, lambda text: f"«{text}")
    untranslated = [
        paragraph
        for section in paper.sections
        for paragraph in (section.title, *section.paragraphs, *(it.title for it in section.tables))
        if not paragraph.startswith("«")
    ]
    assert untranslated == []


def test_it_is_a_tagged_pdf_and_a_document_with_a_text_for_the_picture(paper):
    assert paper_pdf(paper).startswith(b"%PDF")
    document = Document(io.BytesIO(paper_docx(paper)))
    [shape] = document.inline_shapes
    assert "Expected precision by topic and tier" in shape._inline.docPr.get("descr")


def test_a_season_is_planned_by_clusters_and_follows_nobody():
    made = replace(
        template("season"),
        strata=tuple(replace(it, frame_units=12, seeds=4) for it in template("season").strata),
    )
    said = texts(plan_paper(plan_account(made, plan(made, draws=3, seed=1))))
    assert "Clusters of district, field and day" in said["Design"]
    assert "Suppliers" not in said["Design"]
    assert "Share of clusters where nobody is at work" in said["Assumptions: guesses, not facts"]
