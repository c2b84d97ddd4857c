import re

import pytest

from decentwork.programmes.records import Activity, Area, Placed, Record
from decentwork.programmes.shipped import first_programme

PARAGRAPHS = 64  # of the final report
GROUPED = re.compile(r"(?<=\d)[,.\s\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}](?=\d{3}\b)")
# English writes "2017–21" and "5th" where the others write "2017-2021" and a word.
WRITTEN_OTHERWISE = {("report", "title"), ("child_labour_conference", "title")} | {
    ("child_labour_conference", "text")
}


def records() -> tuple[Record, ...]:
    return first_programme().records


def test_there_are_at_least_150_records_in_five_areas():
    assert len(records()) >= 150
    assert [area.number for area in first_programme().all(Area)] == [1, 2, 3, 4, 5]


def test_what_the_report_does_not_list_is_a_planned_total_and_no_record():
    header = first_programme().header
    assert (header.planned_deliverables, header.planned_activities) == (30, 95)
    assert not header.invented


def test_every_record_says_in_which_paragraph_it_is_told():
    untold = [
        it.id
        for it in records()
        if it.section not in ("documents", "organisations") and not it.sources
    ]
    assert untold == []
    cited = [source.partition(":") for it in records() for source in it.sources]
    numbers = {int(place) for document, _, place in cited if document == "report" and place}
    assert numbers <= set(range(1, PARAGRAPHS + 1))
    assert len(numbers) >= 60


@pytest.mark.parametrize("field", ["title", "text", "effect", "outcome"])
def test_every_language_tells_the_same_numbers(field):
    for it in records():
        words = getattr(it, field, {})
        told = {tuple(sorted(re.findall(r"\d+", GROUPED.sub("", text)))) for text in words.values()}
        assert len(told) <= 1 or (it.id, field) in WRITTEN_OTHERWISE, (it.id, words)


@pytest.mark.parametrize("field", ["title", "text"])
def test_every_title_and_text_is_there_in_three_languages(field):
    partly = [
        it.id
        for it in records()
        if it.section != "organisations" and len(getattr(it, field)) not in (0, 3)
    ]
    assert partly == []


def test_meetings_and_findings_are_no_actions():
    kinds = {it.section for it in records() if isinstance(it, Placed)}
    assert {"activities", "meetings", "findings"} <= kinds
    assert all(it.section == "activities" for it in first_programme().all(Activity))


def test_no_activity_reaches_a_chain_in_a_country_that_its_record_does_not_name():
    nowhere = first_programme().by_id["sustainable_supply_chains"]
    assert nowhere.places == ()
