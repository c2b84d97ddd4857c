import io
from datetime import date

import openpyxl
import pytest
from tests.dossiers.test_gap_rows import AT_HOME, HERE, surveyed
from tests.programmes.made import programme, row

from decentwork.dossiers.assemble import build_dossier
from decentwork.programmes.programme_tables import write_programme
from decentwork.reporting.documents import render_docx, render_html, render_pdf
from decentwork.reporting.exports import dossier_xlsx
from decentwork.reporting.numbers import Reader
from decentwork.reporting.pages import dossier_page
from decentwork.reporting.printed import printed

__all__ = ["surveyed"]  # a fixture: long hours of home workers are known, nothing else
ON = date(2026, 11, 23)
GAP = "XAA/electronics/working_time/home_and_informal"


@pytest.fixture
def dossier(surveyed):
    """Make the dossier of the surveyed chain, after a programme with an activity was published."""

    def make(*rows, **activity):
        if activity:
            path = surveyed.root.parent / "programme.yaml"
            write_programme(programme(*rows, activity=activity), path)
            surveyed.add(path)
        return build_dossier("XAA", "electronics", surveyed, ON).to_dict()

    return make


def gaps(values, language="en"):
    return dossier_page(values, language).gaps


def test_a_named_gap_has_need_norm_and_priority_in_words(dossier):
    [row] = gaps(dossier()).named
    assert row.gap_name == "no action recorded"
    assert row.norms == ("C001 and C030: 48 hours a week",)
    assert row.priority == "low to high"
    assert "Judged against" in row.needs[0].text
    assert row.evidence[0].reading.interval


def test_all_cells_without_a_known_need_are_counted(dossier):
    view = gaps(dossier())
    assert (view.count, view.unknown) == (78, 77)


def test_the_plain_form_keeps_the_rows_that_tell_something(dossier):
    [row] = dossier()["gap_rows"]
    assert (row["topic"], row["tier"]) == ("working_time", "home_and_informal")
    at_lead = dossier(**AT_HOME | {"tiers": ["lead"]})["gap_rows"]
    assert {it["tier"] for it in at_lead} == {"lead", "home_and_informal"}


def test_a_tier_where_something_is_done_without_a_known_need_stands_by_itself(dossier):
    [row] = gaps(dossier(**AT_HOME | {"tiers": ["lead"]})).unjudged
    assert row.gap_name == "nothing known"


def test_what_does_not_reach_stands_apart_from_what_counts(dossier):
    [row] = gaps(dossier(**HERE)).named
    assert row.gap_name == "action does not reach here"
    assert row.counting == ()
    assert [it.title for it in row.elsewhere] == ["A course"]


def test_an_answered_need_is_no_named_gap(dossier):
    view = gaps(dossier(**AT_HOME, effect="Hours fell."))
    assert view.named == ()
    assert [it.counting[0].effect for it in view.answered] == ["Hours fell."]


def test_a_plan_item_stands_with_its_state_and_what_its_results_reached(dossier):
    rows = [
        row("results", id="fewer", title="Fewer hours", of="course", level="outcome"),
        row(
            "indicators", id="hours", title="Hours", result="fewer", measure="unit",
            unit={"en": "hours"}, baseline=60, baseline_year=2025,
        ),
        row("targets", indicator="hours", starts="2026-01-01", ends="2026-12-31", value=48),
        row(
            "updates", indicator="hours", starts="2026-01-01", ends="2026-06-30", value=52,
            state="approved",
        ),
    ]  # fmt: skip
    [named] = gaps(dossier(*rows, **HERE, state="planned", answers=[GAP])).named
    [plan] = named.plans
    assert plan.state == "not started"
    assert plan.results[-1] == ("Hours", "60 hours", "48 hours", "52 hours")


def test_the_page_in_one_file_holds_every_named_gap_with_its_reasons(dossier):
    page = render_html(dossier(**HERE))
    assert 'id="gap-working_time-home_and_informal"' in page
    assert "Plan an answer" not in page


def test_the_printed_table_tells_need_gap_and_who_acts(dossier):
    [row] = printed(dossier(**HERE), Reader(), lambda chart: chart)["gaps"]
    assert row["gap"] == "action does not reach here"
    assert row["done"] == "none at hand"


@pytest.mark.parametrize("render", [render_pdf, render_docx])
def test_documents_are_made_with_and_without_gaps(dossier, render):
    assert len(render(dossier(**HERE))) > 5_000


def test_the_workbook_has_a_sheet_of_needs_and_action(dossier):
    book = openpyxl.load_workbook(io.BytesIO(dossier_xlsx(dossier(**HERE))), read_only=True)
    head, row, *_ = (list(it) for it in book["Action"].iter_rows(values_only=True))
    assert head[:4] == ["topic", "tier", "need", "gap"]
    assert row[3] == "action does not reach here"
