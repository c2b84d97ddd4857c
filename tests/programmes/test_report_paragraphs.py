import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programmes.made import programme as made
from tests.programmes.made import row, update

from decentwork.programmes.report import report
from decentwork.programmes.rollup import reached
from decentwork.programmes.shipped import first_programme

TODAY = date(2028, 6, 1)
NUMBER = re.compile(r"\d+(?:[.,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\d+)*")


def told(*rows, lang="en", **more):
    return report(made(*rows, **more), lang, on=TODAY).paragraphs


def of(id, paragraphs):
    return next(it for it in paragraphs if id in it.records)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_number_of_the_first_report_stands_in_a_record_of_its_paragraph(language):
    programme = first_programme()
    lost = []
    for it in report(programme, language, on=TODAY).paragraphs:
        if it.key == "counts":
            continue
        held = " ".join(programme.by_id[id].model_dump_json() for id in it.records)
        lost += [(it.number, found) for found in NUMBER.findall(it.text) if found not in held]
    assert lost == []


def test_the_number_of_activities_is_that_of_the_records():
    (counts,) = (it for it in told() if it.key == "counts")
    assert counts.text == "The number of activities recorded here is 1."


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=3))
def test_a_total_told_is_the_sum_of_what_was_approved(values):
    programme = made(*(update(it, year=2026 + at) for at, it in enumerate(values)))
    made_of = report(programme, "en", on=date(2030, 1, 1))
    (line,) = made_of.results
    assert line.standing.found == reached(programme, line.indicator)
    paragraph = of("course", made_of.paragraphs)
    assert f"Inspectors who passed: {sum(values):,}." in paragraph.text
    assert {"trained", "inspectors"} <= set(paragraph.records)


def test_pieces_of_a_paragraph_keep_the_language_of_their_record():
    paragraph = of(
        "inspectors",
        told(
            update(30),
            lang="fr",
            activity={
                "title": {"en": "A course", "fr": "Un cours"},
                "text": {"en": "Said in English.", "fr": "Dit en français."},
                "effect": {"en": "Known in English only."},
            },
        ),
    )
    assert paragraph.lead == "Un cours"
    assert paragraph.spoken == (
        ("fr", "Dit en français."),
        ("en", "Known in English only. Inspectors who passed: 30."),
    )
    assert paragraph.text == " ".join(text for _, text in paragraph.spoken)
    assert paragraph.other_language == ("course", "inspectors")


def long_deliverable(*parts):
    deliverable = row("deliverables", id="guides", area="training", title="Guides")
    acts = [
        row(
            "activities",
            id=id,
            title=f"Guide {id}",
            text={"en": f"Guide {id}: " + "many words " * 100},
            kind="tool",
            area="training",
            deliverable="guides",
            part_of=above,
        )
        for id, above in parts
    ]
    return deliverable, acts


def test_a_long_deliverable_is_named_first_and_told_activity_by_activity():
    deliverable, acts = long_deliverable(("one", None), ("two", None), ("three", None))
    found = [
        (it.key, it.lead) for it in told(deliverable, *acts) if it.key not in ("counts", "course")
    ]
    assert found == [
        ("guides", ""),
        ("one", "Guide one"),
        ("two", "Guide two"),
        ("three", "Guide three"),
    ]


def test_the_parts_of_a_project_stand_after_it_however_deep_they_lie():
    deliverable, acts = long_deliverable(("leaf", "stem"), ("other", None), ("root", None))
    stem = row(
        "activities",
        id="stem",
        title="Stem",
        text="A part.",
        kind="tool",
        area="training",
        deliverable="guides",
        part_of="root",
    )
    ids = [id for it in told(deliverable, *acts, stem) for id in it.records]
    assert ids[: ids.index("course")] == ["guides", "root", "leaf", "stem", "other"]


def test_what_has_no_text_is_named_after_what_has_one_in_a_long_deliverable():
    deliverable, acts = long_deliverable(("one", None), ("two", None), ("three", None))
    bare = row(
        "activities",
        id="bare",
        title="A guide without a text",
        kind="tool",
        area="training",
        deliverable="guides",
    )
    paragraph = of("bare", told(deliverable, *acts, bare))
    assert (paragraph.key, paragraph.text) == ("guides/others", "A guide without a text.")


def test_a_decision_stands_with_its_meeting_and_what_follows_from_it():
    meeting = row("meetings", id="round", title="Round table", text="Inspectors met.")
    decision = row(
        "decisions",
        id="decided",
        title="Visits",
        text="Visit at night.",
        meeting="round",
        kind="decision",
    )
    asked = row(
        "follow_ups", id="asked", title="Rota", text="A rota is asked for.", decision="decided"
    )
    paragraph = of("asked", told(meeting, decision, asked))
    assert paragraph.key == "round"
    assert paragraph.text == "Inspectors met. Visit at night. A rota is asked for."


@pytest.mark.parametrize(
    ("indicator", "value", "shown"),
    [
        ({"measure": "unit", "unit": {"en": "people"}}, {"value": 1250.5}, "1,250.5 people"),
        (
            {"measure": "percentage"},
            {"numerator": 1, "denominator": 8},
            "12.5\N{NO-BREAK SPACE}%",
        ),
        ({"measure": "ordinal", "scale": ["poor", "fair", "good"]}, {"value": 2}, "fair"),
        (
            {"measure": "qualitative"},
            {"words": {"en": "Inspectors ask first."}},
            "Inspectors ask first",
        ),
    ],
)
def test_a_value_is_told_in_the_unit_of_its_indicator(indicator, value, shown):
    paragraph = of("inspectors", told(update(**value), indicator=indicator))
    assert paragraph.text.endswith(f"Inspectors who passed: {shown}.")


def test_what_is_summed_into_another_is_told_once():
    part = row(
        "indicators",
        id="north",
        title="In the north",
        result="trained",
        measure="unit",
        adds_to="inspectors",
    )
    paragraph = of("inspectors", told(part, update(7, indicator="north")))
    assert paragraph.text.endswith("Inspectors who passed: 7.")
    assert "In the north" not in paragraph.text
    assert "north" in paragraph.records
