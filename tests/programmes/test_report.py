from datetime import date

import pytest
from tests.programmes.made import programme as made
from tests.programmes.made import row, update

from decentwork.estimates.errors import UnknownCode
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Area, Update
from decentwork.programmes.report import NeedsPlace, day_of_records, report
from decentwork.programmes.report_paragraphs import Rewritten
from decentwork.programmes.rollup import reached
from decentwork.programmes.shipped import first_programme

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def first():
    return report(first_programme(), "en", on=date(2022, 10, 14))


def told(programme, **more):
    return report(programme, "en", on=TODAY, **more)


def test_the_first_report_has_a_background_five_areas_and_conclusions(first):
    areas = sorted(first_programme().all(Area), key=lambda it: it.number)
    keys = [section.key for section in first.sections]
    assert keys == ["background", *(area.id for area in areas), "conclusions"]


def test_paragraphs_are_numbered_through(first):
    numbers = [paragraph.number for paragraph in first.paragraphs]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 60


def test_every_paragraph_rests_on_records_that_are_there_and_all_activities_are_told(first):
    programme = first_programme()
    rested = {id for it in first.paragraphs for id in it.records}
    assert rested <= set(programme.by_id)
    assert {it.id for it in programme.all(Activity)} <= rested


def test_the_paragraphs_of_a_document_follow_its_order(first):
    for section in first.sections:
        cited = [int(it.key[7:]) for it in section.paragraphs if it.key.startswith("report:")]
        assert cited == sorted(cited)
    assert sum(it.key.startswith("report:") for it in first.paragraphs) > 50


def test_what_was_planned_in_all_is_told_as_totals_that_nothing_is_compared_with(first):
    (counts,) = (it for it in first.paragraphs if it.key == "counts")
    assert "30 deliverables and 95 key activities" in counts.text
    assert "cannot be compared" in counts.text


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_first_report_is_told_wholly_in_each_language(language):
    made_of = report(first_programme(), language, on=TODAY)
    assert [it.key for it in made_of.paragraphs if it.other_language] == []


def test_a_total_in_the_report_is_the_roll_up_of_approved_updates():
    programme = made(update(30), update(12, year=2027), update(99, year=2028, state="submitted"))
    (line,) = report(programme, "en", on=date(2028, 12, 31)).results
    assert line.standing.found.value == 42
    assert line.standing.found == reached(programme, line.indicator)


def test_what_was_reported_later_than_the_day_of_the_report_is_not_told():
    programme = made(update(30), update(12, year=2027))
    (line,) = report(programme, "en", on=date(2026, 12, 31)).results
    assert line.standing.found.value == 30


def test_words_of_an_editor_stay_when_figures_move_and_say_what_moved():
    def in_2028(programme, **more):
        return report(programme, "en", on=date(2028, 1, 1), **more)

    (paragraph,) = (it for it in in_2028(made(update(30))).paragraphs if "course" in it.records)
    words = {paragraph.key: Rewritten(text="Our words.", by="Asha", told=paragraph.told)}
    same = in_2028(made(update(30)), rewritten=words)
    later = in_2028(made(update(30), update(12, year=2027)), rewritten=words)
    (kept,) = (it for it in same.paragraphs if it.key == paragraph.key)
    (moved,) = (it for it in later.paragraphs if it.key == paragraph.key)
    assert (kept.text, kept.is_outdated) == ("Our words.", False)
    assert (moved.text, moved.is_outdated) == ("Our words.", True)
    assert "42" in " ".join(moved.new)
    assert "30" in " ".join(moved.gone)


def test_words_for_a_paragraph_that_is_gone_are_named():
    words = Rewritten(text="Our words.", by="Asha", told=())
    assert told(made(), rewritten={"nowhere": words}).unplaced == ("nowhere",)


def test_a_dialogue_that_is_not_public_is_counted_and_not_told():
    secret = row(
        "dialogues",
        id="quiet",
        title="Quiet talks",
        kind="company_union",
        confidentiality="parties",
    )
    open_one = row("dialogues", id="open", title="Open talks", kind="company_union")
    text = " ".join(it.text for it in told(made(secret, open_one)).paragraphs)
    assert "Open talks" in text
    assert "Quiet talks" not in text
    assert "their number is 1" in text


def test_a_text_that_is_not_there_in_a_language_is_told_in_another_and_marked():
    lesson = row("lessons", id="learned", title={"en": "Learned"}, text={"en": "Ask first."})
    (paragraph,) = (
        it for it in report(made(lesson), "fr", on=TODAY).paragraphs if "learned" in it.records
    )
    assert "Ask first." in paragraph.text
    assert paragraph.other_language == ("learned",)


def test_a_country_brief_tells_of_that_country_and_names_what_is_regional_apart():
    brief = report(first_programme(), "en", on=TODAY, form="country", place="VNM")
    acting = [it for it in first_programme().all(Activity) if "VNM" in it.places]
    named = {id for it in brief.paragraphs for id in it.records}
    assert {it.id for it in acting} <= named
    assert not set(brief.regional) & named
    other = [it.id for it in first_programme().all(Activity) if it.places == ("NAM",)]
    assert other
    assert not set(other) & named


def test_a_country_brief_needs_a_country():
    with pytest.raises(NeedsPlace):
        told(first_programme(), form="country")


def test_a_donor_brief_of_nobody_known_is_refused():
    with pytest.raises(UnknownCode):
        told(first_programme(), form="donor", organisation="nobody")


def test_money_is_summed_by_giver_and_currency_and_never_converted():
    budgets = [
        row("budgets", record="course", year=2026, amount=amount, currency=currency)
        for amount, currency in ((100, "USD"), (50, "USD"), (70, "EUR"))
    ]
    lines = told(made(*budgets)).money
    assert {(it.currency, it.amount) for it in lines} == {("USD", 150), ("EUR", 70)}


def test_a_programme_without_a_document_speaks_of_today():
    assert day_of_records(made(), TODAY) == TODAY
    assert day_of_records(first_programme(), TODAY) == date(2022, 10, 14)


def test_the_order_of_records_in_the_file_changes_no_paragraph():
    programme = made(update(30))
    rows = [it for held in programme.sections.values() for it in held]
    mixed = Programme.of(programme.header, rows[::-1])
    one, other = (
        {it.key: set(it.told) for it in told(each).paragraphs} for each in (programme, mixed)
    )
    assert one == other
    assert len(programme.all(Update)) == 1
