import io

import pandas as pd
import pytest
from rich.console import Console

from decentwork.reporting.survey_terminal import (
    WIDTH,
    print_draw,
    print_plan,
    print_progress,
    print_rows,
    print_weights,
)
from decentwork.sampling.selection import DRAW_COLUMNS, Draw
from decentwork.studies.plan import Plan, PlannedCost, PlannedFigure, PlannedTier
from decentwork.studies.progress import FieldWarning, Progress
from decentwork.surveys.estimated import Estimated, Verdict
from decentwork.surveys.kinds import Disposition


def printed(show, value):
    written = io.StringIO()
    show(value, Console(file=written, width=200))
    text = written.getvalue()
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= WIDTH
    return text


def line_of(text, *beginning):
    return next(
        words
        for words in map(str.split, text.splitlines())
        if words[: len(beginning)] == [*beginning]
    )


@pytest.fixture
def plan():
    """Return a plan with one figure that covers too little."""
    figures = [
        PlannedFigure(
            tier=tier,
            universe="workers",
            variable="working_time",
            statistic="share",
            true=0.21,
            mean=0.2,
            bias=-0.0001,
            relative_bias=-0.05,
            standard_deviation=0.04,
            interval_width=0.16,
            coverage=coverage,
            design_effect=3.44,
            warnings=warnings,
        )
        for tier, coverage, warnings in ((0, 0.95, ()), (1, 0.88, ("covers_too_little", "biased")))
    ]
    reached = PlannedTier(
        tier=0,
        units=56.0,
        workers=281.4,
        empty=0.0,
        chain_units=200,
        chain_workers=5000,
        left_out_units=7,
        left_out_workers=90,
    )
    return Plan(
        design="avonia",
        draws=100,
        seed=1,
        assumptions={},
        figures=tuple(figures),
        tiers=(reached,),
        cost=PlannedCost(
            currency="USD", mean=1000.0, high=1200.0, budget=1500.0, within_budget=1.0
        ),
    )


def test_a_plan_tells_cost_reach_and_each_figure(plan):
    text = printed(print_plan, plan)
    assert "within the budget of 1,500 in 100%" in text
    assert line_of(text, "0", "56", "281") == ["0", "56", "281", "0%", "200", "7"]
    figure = line_of(text, "Working", "time")
    assert figure == "Working time 0 21.0 % 0.0 % 8.0 % 95% 3.4".split()


def test_a_warning_of_a_plan_is_marked_at_its_figure_and_told_once_in_words(plan):
    text = printed(print_plan, plan)
    assert line_of(text, "1")[-2:] == ["a", "b"]
    assert text.count("fewer than 92 of 100") == 1
    assert "b  Simulated surveys are off the truth" in text


def test_a_plan_says_that_its_chain_is_invented(plan):
    assert "invented chain" in printed(print_plan, plan)


def drawn(rows):
    return Draw(number=2, rows=pd.DataFrame(rows, columns=list(DRAW_COLUMNS)))


def test_a_draw_counts_lists_links_and_units():
    links = [
        {"case_id": case, "drawn_from": "list", "buyer_id": buyer, "kind": "formal", "stratum": ""}
        for case, buyer in (("A", "X"), ("B", "X"), ("B", "Y"))
    ]
    text = printed(print_draw, drawn(links))
    assert "Draw 2: 2 units to visit." in text
    assert line_of(text, "lists", "of")[-3:] == ["2", "3", "2"]


def test_a_draw_of_nobody_says_so():
    assert printed(print_draw, drawn([])) == "Nobody is left to draw.\n"


def test_fieldwork_is_told_by_tier_and_kind_with_warnings_in_words():
    counts = dict.fromkeys(map(str, Disposition), 0) | {"interviewed": 8, "refused": 2}
    cases = pd.DataFrame(
        [
            {"tier": 0, "kind": "formal", "issued": 10, **counts, "response_rate": 0.8},
            {"tier": 1, "kind": "agency", "issued": 0, **counts, "response_rate": float("nan")},
        ]
    ).set_index(["tier", "kind"])
    links = pd.DataFrame(
        [{"buyers": 8, "found": 0, "abroad": 0, "eligible": 0, "drawn": 0, "followed": 0}],
        index=pd.Index(["home_worker"], name="kind"),
    )
    found = Progress(
        cases=cases,
        links=links,
        days=pd.DataFrame({"interviews": []}),
        warnings=(FieldWarning(id="depth_not_reached", facts={"deepest": 1, "planned": 3}),),
    )
    text = printed(print_progress, found)
    assert "wrong" not in text
    assert line_of(text, "0") == ["0", "registered", "enterprises", "10", "8", "2", "80%"]
    assert line_of(text, "1")[-1] == "2"
    assert line_of(text, "home", "workers")[2:] == ["8", "0", "0", "0", "0", "0"]
    assert "Look into it: Nobody is left to visit, and tier 1 is the deepest" in text


class Weighed:
    """Stands for `studies.study_weights.Weighed`, of which the terminal shows this much."""

    class weighing:
        method = "generalised_weight_share"

    multiplicity = "model"
    notes = ("1 unit lacks a multiplicity",)
    frame = pd.DataFrame({"tier": [0, 0, 1, 1], "weight": [2.0, 6.0, 0.0, 0.0]})


def test_weights_are_told_by_tier_with_method_and_notes():
    text = printed(print_weights, Weighed)
    # The Kish effect of weights 2 and 6 is twice 40 over the square of 8.
    assert line_of(text, "0") == ["0", "2", "0", "2", "4", "6", "8", "1.25"]
    assert line_of(text, "1") == ["1", "2", "2"]
    assert "Weights: generalised_weight_share. Missing number of buyers: model." in text
    assert "Note: 1 unit lacks a multiplicity" in text


def test_estimates_are_told_with_their_verdict_and_a_note_once():
    rows = [
        Estimated(
            variable=name,
            category=None,
            statistic="total",
            value=12345.6,
            low=low,
            high=low and 13000.0,
            standard_error=None,
            weights="generalised_weight_share",
            variance="seed_design",
            n=30,
            verdict=Verdict.TOO_THIN,
            note="few seeds",
        )
        for name, low in (("units", 11000.0), ("workers", None))
    ]
    text = printed(print_rows, rows)
    assert line_of(text, "all", "units")[2:] == "total 12,346 11,000 – 13,000 30 too thin".split()
    assert line_of(text, "all", "workers")[4:] == ["none", "30", "too", "thin"]
    assert text.count("Note: few seeds") == 1
