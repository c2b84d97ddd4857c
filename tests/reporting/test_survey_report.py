import io
import re

import pytest
from docx import Document
from tests.surveys.maps import released_map

from decentwork.estimators.chain_diagnostics import BROKEN, ELSEWHERE
from decentwork.reporting.papers import paper_docx, paper_pdf
from decentwork.reporting.survey_report import survey_paper

LONG = "Usually work more than 48 hours a week"
HEADINGS = [
    "In short",
    "Results by position",
    "Results: Freedom of association and collective bargaining",
    "Results: Working time",
    "Sex and age",
    "Further groups",
    "The chain",
    "Design",
    "Fieldwork",
    "Weights",
    "Variance and verdicts",
    "Diagnostics",
    "Disclosure control",
    "Change since the last round",
    "Consultation and comments",
    "How to make these figures again",
]


def estimated(variable, value, half=0.04, *, universe="workers", tier=None, **group):
    """Return an invented estimate past disclosure control."""
    known = value is not None
    return {
        "variable": variable,
        "category": None,
        "statistic": "total" if variable in ("units", "workers") else "mean",
        "universe": universe,
        "tier": tier,
        "value": value,
        "low": value - half if known else None,
        "high": value + half if known else None,
        "standard_error": half / 2 if known else None,
        "weights": "generalised_weight_share",
        "variance": "seed_design",
        "answers": "50" if known else "",
        "verdict": "publishable",
        "reason": "" if known else "too few respondents",
        "note": "",
        "group": group,
    }


def case(tier, kind, **counts):
    none = dict.fromkeys(
        ("refused", "not_located", "closed", "out_of_scope", "wrong_link", "abroad", "open"), 0
    )
    return {"tier": tier, "kind": kind, **none, "response_rate": 0.8, **counts}


def invented_account():
    """Return what an invented survey of Avonia did and found."""
    thin = {"verdict": "too thin", "answers": "5-9"}
    return {
        "title": {"en": "Garments of Avonia", "fr": "Vêtements d’Avonie", "es": "Prendas"},
        "place": "XAA",
        "chain": "garments",
        "chain_map": released_map(),
        "period": "2026",
        "office": "Statistical Office of Avonia",
        "round": 2,
        "invented": True,
        "design": {
            "strata": [
                {"id": "very_large", "frame_units": 8, "seeds": 8, "chance": 1.0, "take_all": True},
                {"id": "other", "frame_units": 152, "seeds": 38, "chance": 0.25, "take_all": False},
            ],
            "cutoff": {"en": "every supplier", "fr": "tout fournisseur", "es": "todo proveedor"},
            "follow": [
                {"kind": "formal", "at_most": 3},
                {"kind": "home_worker", "at_most": None},
            ],
            "deepest_tier": 2,
            "workers": {"per_unit": 5, "counted": ["employees", "home_workers"]},
            "draw_seed": 20260101,
        },
        "field": [
            case(0, "formal", issued=46, interviewed=36, refused=4, not_located=5, closed=1),
            case(1, "home_worker", issued=40, interviewed=30, refused=6, open=4),
        ],
        "nonresponse": {
            "seeds": [
                {"stratum": "very_large", "issued": 8, "answered": 8, "outside": 0, "factor": 1.0},
                {"stratum": "other", "issued": 38, "answered": 0, "outside": 1, "factor": None},
            ],
            "cells": [
                {
                    **{"tier": 0, "kind": "home_worker", "listed": 90, "issued": 40},
                    **{"answered": 30, "outside": 2, "factor": 1.125},
                }
            ],
        },
        "weights": {
            "method": "generalised_weight_share",
            "multiplicity": "model",
            "multiplicity_missing": 3,
            "calibration": [{"name": "Employees in the register", "total": 54000.0}],
            "spread": [
                {
                    **{"tier": 0, "units": 36, "zero": 0, "smallest": 1.0, "median": 4.0},
                    **{"largest": 5.25, "kish": 1.1},
                },
                {
                    **{"tier": 1, "units": 30, "zero": 2, "smallest": 0.6, "median": 7.0},
                    **{"largest": 81.0, "kish": 2.4},
                },
            ],
        },
        "variance": {
            "method": "seed_design",
            "level": 0.95,
            "seeds": 46,
            "strata": 2,
            "notes": ["one note of the method"],
        },
        "estimates": [
            estimated("trained", 0.31, position="lead"),
            estimated("units", 1486.0, 410.0, universe="units"),
            estimated("workers", 54579.0, 9000.0),
            estimated("units", 160.0, 0.0, universe="units", position="lead"),
            estimated("units", 160.0, 0.0, universe="units", tier=0),
            estimated("long_hours", 0.4183, position="home_and_informal"),
            estimated("long_hours", None, position="lower_tiers"),
            estimated("long_hours", 0.2, position="suppliers") | thin,
            estimated("long_hours", 0.12, position="lead") | {"verdict": "with care"},
            estimated("hours_say", 0.3, position="lead"),
            estimated("hours_usual", 47.3, 2.0),
            estimated("union_member", 0.62, position="lead"),
            estimated("long_hours", 0.35, sex="female"),
            estimated("long_hours", None, sex="male"),
            estimated("long_hours", 0.52, age_group="15-17", sex="male"),
            estimated("long_hours", 0.44, region="north") | {"verdict": "with care"},
        ],
        "diagnostics": [{"id": "few", "text": "Tier 2 rests on few seeds."}],
        "disclosure": {
            "rule": {"units": 5, "workers": 10, "dominance": 0.5, "rest": 0.1, "width": 0.5},
            "shown": 14,
            "withheld": {"too few respondents": 1, "protects another cell": 1},
        },
        "verdict_rules": [
            {
                **{"verdict": "publishable", "answers": 30, "seeds": 10},
                **{"relative_error": 0.165, "share_error": 0.05, "share_width": 0.2},
            },
        ],
        "tiers": [
            {
                **{"tier": 0, "units": 36, "seeds": 36, "kish_effect": 1.1, "weightless": {}},
                **{"largest_seed": 0.04, "largest_unit": 0.04, "worries": []},
            },
            {
                **{"tier": 1, "units": 30, "seeds": 9, "kish_effect": 7.0},
                **{"weightless": {ELSEWHERE: 1, BROKEN: 3}},
                **{"largest_seed": 0.32, "largest_unit": 0.17},
                "worries": ["kish_effect", "largest_seed", "largest_unit", "few_seeds"]
                + ["weightless_share"],
            },
        ],
        "rounds": {
            "earlier": {"round": 1, "version": 2, "period": "2024"},
            "later": {"round": 2, "version": 0, "period": "2026"},
            "changes": [
                {
                    **{"variable": "long_hours", "category": None, "statistic": "mean"},
                    **{"universe": "workers", "tier": None, "group": {"position": "lead"}},
                    **{"earlier": 0.2, "later": 0.12, "change": -0.08},
                    **{"low": -0.13, "high": -0.03, "direction": "fell"},
                }
            ],
            "differences": [{"what": "cutoff", "earlier": "top 8", "later": "all"}],
        },
        "consultation": [
            {
                **{"who": "Federation of Avonia", "constituency": "employers"},
                **{"about": "questionnaire", "comment": "Too long.", "outcome": "A short version."},
            }
        ],
        "comments": [
            {
                **{"who": "Union of Avonia", "constituency": "workers", "kind": "dissent"},
                **{"text": "Night work is left out.", "at": "2026-06-01"},
            }
        ],
        "remake": {
            "software": "0.3",
            "digest": "ab" * 32,
            "draw_seed": 20260101,
            "commands": ["decentwork survey estimate avonia"],
        },
    }


@pytest.fixture
def account():
    return invented_account()


@pytest.fixture
def bare(account):
    """Return the account of a survey that found nothing yet, so that little is drawn."""
    account["weights"]["spread"] = []
    return account | {"estimates": [], "rounds": {}, "consultation": [], "comments": []}


@pytest.fixture(scope="module")
def paper():
    return survey_paper(invented_account())


def texts(paper):
    """Return all words of a paper, section by section."""
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


def row_of(paper, *beginning):
    """Return what stands after the first cells of a row, wherever the row is."""
    rows = [row for section in paper.sections for table in section.tables for row in table.rows]
    return next(row[len(beginning) :] for row in rows if row[: len(beginning)] == beginning)


def test_the_sections_tell_results_first_and_then_each_step_behind_them(paper):
    assert [title for title in texts(paper) if "Skills" not in title] == HEADINGS


def test_units_and_workers_come_first_with_their_intervals(paper):
    said = texts(paper)["In short"]
    assert "hold 1,500 units (95\N{NO-BREAK SPACE}% interval: 1,100 – 1,900)" in said
    assert "At work in it are 55,000 people" in said
    assert "from 46 lead firms and exporters" in said
    assert "Interviewed were 66 of 86 units" in said


def test_a_row_tells_value_interval_answers_and_verdict(paper):
    told = row_of(paper, LONG, "Lead firms and exporters")
    assert told == ("12\N{NO-BREAK SPACE}%", "8 – 16", "50", "with care")


def test_a_withheld_figure_says_why(paper):
    told = row_of(paper, LONG, "Lower tiers")
    assert told == ("withheld: too few respondents", "", "", "")


def test_a_figure_that_is_too_thin_is_not_printed(paper):
    told = row_of(paper, LONG, "Direct suppliers")
    assert told == ("too thin to print", "", "5-9", "too thin")


def test_positions_stand_in_the_order_of_the_chain(paper):
    said = texts(paper)["Results: Working time"]
    positions = ["Lead firms and", "Direct suppliers", "Lower tiers", "Home-based", "Whole chain"]
    places = [said.index(f"; {position}") for position in positions]
    assert places == sorted(places)


def test_deficits_come_before_opportunities_and_means(paper):
    said = texts(paper)["Results: Working time"]
    names = [LONG, "Have a say in their hours", "Usual weekly hours"]
    assert [said.index(f"{name}") for name in names] == sorted(said.index(it) for it in names)


def test_a_group_has_a_column_and_an_asterisk_where_care_is_due(paper):
    sex = next(section for section in paper.sections if section.title == "Sex and age")
    assert sex.tables[0].head == ("Figure", "Position", "women", "men")
    assert row_of(paper, LONG, "Whole chain", "35\N{NO-BREAK SPACE}% (31 – 39)") == (
        "withheld: too few respondents",
    )
    assert "44\N{NO-BREAK SPACE}% (40 – 48)\N{NO-BREAK SPACE}*" in texts(paper)["Further groups"]


def test_the_response_rate_of_all_follows_from_the_counts_beside_it(paper):
    # 66 interviewed of 66 + 10 refused + 5 not located
    told = row_of(paper, "All tiers and kinds")
    assert told == ("86", "66", "10", "5", "1", "4", "81.5\N{NO-BREAK SPACE}%")


def test_a_factor_that_does_not_exist_says_that_nobody_answered(paper):
    assert row_of(paper, "other", "38", "0", "1") == ("nobody answered",)


def test_the_methods_that_were_used_are_told_in_words(paper):
    said = texts(paper)
    assert "generalised weight share method" in said["Weights"]
    assert "3 units did not tell how many buyers" in said["Weights"]
    assert "tier 1: 0.6 to 81, median 7" in said["Weights"]
    assert "one note of the method" in said["Variance and verdicts"]
    assert "at least 5 units and, for workers, 10 workers" in said["Disclosure control"]
    assert "protects another cell ; 1" in said["Disclosure control"]


def test_an_unknown_method_is_told_by_its_name(bare):
    bare["weights"]["method"] = "another_way"
    assert "Method: another way." in texts(survey_paper(bare))["Weights"]


def test_a_change_of_a_share_is_told_in_points(paper):
    told = row_of(paper, LONG, "Lead firms and exporters", "20\N{NO-BREAK SPACE}%")
    assert told == (
        "12\N{NO-BREAK SPACE}%",
        "\N{MINUS SIGN}8 points (\N{MINUS SIGN}13 – \N{MINUS SIGN}3)",
        "fell",
    )


def test_rounds_are_named_counted_and_what_differs_between_them_is_told(paper):
    said = texts(paper)["Change since the last round"]
    assert "Round 2 (2026) is compared with round 1 (2024)" in said
    assert "Of 1 figures by position that both rounds show, 0 rose and 1 fell" in said
    assert "the rounds were not made alike" in said
    assert "Cut-off of listed suppliers ; top 8 ; all" in said


def test_rounds_that_were_made_alike_have_no_warning(account):
    account["rounds"]["differences"] = []
    assert "made alike" not in texts(survey_paper(account))["Change since the last round"]


def test_a_release_that_tells_nothing_of_its_making_is_to_be_looked_at(account):
    account["rounds"]["differences"] = [{"what": "basis", "earlier": "", "later": ""}]
    said = texts(survey_paper(account))["Change since the last round"]
    assert "one of the releases does not tell by which design" in said


def test_every_worry_about_a_tier_is_a_sentence_with_its_limit(paper):
    said = texts(paper)["Diagnostics"]
    assert "more than 20\N{NO-BREAK SPACE}% of a tier's weight from one seed" in said
    assert "Tier 1 rests on 9 seeds" in said
    # 30 units less 4 without weight, over 7
    assert "26 units tell as much as 4 would with equal weights" in said
    assert "In tier 1 32\N{NO-BREAK SPACE}% of the weight comes from one seed" in said
    assert "one unit has 17\N{NO-BREAK SPACE}% of the weight" in said
    assert "4 of 30 units carry no weight, most of them because a buyer on every way" in said


def test_tiers_without_a_worry_are_said_to_be_fine(bare):
    bare["tiers"] = bare["tiers"][:1]
    assert "By these limits nothing is worrying." in texts(survey_paper(bare))["Diagnostics"]


def test_comments_stand_apart_from_the_figures(paper):
    said = texts(paper)["Consultation and comments"]
    assert "changed none of them" in said
    assert "Night work is left out. ; dissent ; Union of Avonia ; workers ; 2026-06-01" in said


def test_without_rounds_comments_and_estimates_their_sections_are_left_out(bare):
    said = texts(survey_paper(bare))
    assert "Change since the last round" not in said
    assert "Consultation and comments" not in said
    assert said["Results by position"] == "No estimate was released."


def test_an_invented_survey_says_so_on_top_and_a_real_one_does_not(bare):
    assert "invented" in survey_paper(bare).notice
    assert survey_paper(bare | {"invented": False}).notice == ""


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_sentence_can_be_translated(account, language):
    seen = []

    def translate(text):
        seen.append(text)
        return re.sub(r"^", "«", text)

    paper = survey_paper(account, language, translate)
    assert paper.title == f"«{account['title'][language]}: results and methods"
    untranslated = [
        paragraph
        for section in paper.sections
        for paragraph in (section.title, *section.paragraphs)
        if not paragraph.startswith("«")
    ]
    assert untranslated == []
    assert len(seen) > 100


def test_a_warning_of_fieldwork_is_told_in_words(bare):
    facts = {"id": "depth_not_reached", "deepest": 1, "planned": 2}
    said = texts(survey_paper(bare | {"diagnostics": [facts]}))["Diagnostics"]
    assert "the design goes to tier 2" in said


def test_a_report_is_a_tagged_pdf_with_a_text_for_each_picture(paper, words_of, tmp_path):
    pdf = paper_pdf(paper)
    (tmp_path / "report.pdf").write_bytes(pdf)
    assert b"pdfuaid" in pdf
    said = words_of(tmp_path / "report.pdf")
    for words in ("Garments of Avonia", "81.5 %", "Night work is left out"):
        assert words in said


def test_the_office_opens_the_report(account, office_pdf, words_of, tmp_path):
    document = Document(io.BytesIO(paper_docx(survey_paper(account, "fr"))))
    assert len(document.inline_shapes) == 5
    document.save(tmp_path / "report.docx")
    said = words_of(office_pdf(tmp_path / "report.docx"))
    assert "Vêtements d’Avonie" in said
    assert "Too long." in said
