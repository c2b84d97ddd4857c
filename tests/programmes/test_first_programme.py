import re
from collections.abc import Iterator

import pytest

from decentwork.classifications.countries import country
from decentwork.programmes.records import (
    SECTIONS,
    Activity,
    Area,
    Commitment,
    Dialogue,
    Finding,
    Indicator,
    Placed,
    Record,
    Row,
    Update,
)
from decentwork.programmes.shipped import first_programme

PARAGRAPHS = 64  # of the final report
ABOUT_ITSELF = {8}  # paragraphs that only say what the others hold
GROUPED = re.compile(r"(?<=\d)[,.\s\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}](?=\d{3}\b)")
SHORT_YEARS = re.compile(r"\b(\d\d)(\d\d)–(\d\d)\b")  # "2017–21", which others write out
# Every country that the final report names, by paragraph; 42 names the one of 59, 60 and 61.
NAMED = {
    13: "VNM",
    20: "CHN",
    26: "PHL VNM",
    27: "CHL CRI",
    30: "CRI ETH IDN IND VNM",
    36: "GTM JOR MEX NPL PHL TUN UZB",
    42: "BOL ETH TUN",
    43: "MYS NLD UZB",
    44: "COL HND IND MEX",
    45: "NAM",
    48: "BGD KHM",
    55: "FRA",
    56: "TUR",
    59: "VNM",
}
# Their text points to a record that names the countries: a part's, or the one before.
NAMED_NEARBY = {
    "adequate_wages": "adequate_wage_studies",
    "adequate_wage_training": "adequate_wage_studies",
    "garment_income_consultations": "garment_income_security",
}


def records() -> tuple[Record, ...]:
    return first_programme().records


def rows() -> Iterator[Row]:
    for found in first_programme().sections.values():
        yield from found


def cited(record: Record) -> set[int]:
    """Return the paragraphs of the final report that a record rests on."""
    told = (source.partition(":") for source in record.sources)
    return {int(place) for document, _, place in told if document == "report" and place}


def worded(row: Row) -> dict[str, dict[str, str]]:
    """Return the fields of words that a row has, each by language."""
    held = {name: getattr(row, name) for name in type(row).model_fields}
    return {name: words for name, words in held.items() if isinstance(words, dict) and words}


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", SHORT_YEARS.sub(r"\1\2 \1\3", GROUPED.sub("", text))))


def test_there_are_at_least_150_records_in_five_areas():
    assert len(records()) >= 150
    assert [area.number for area in first_programme().all(Area)] == [1, 2, 3, 4, 5]


def test_what_the_report_does_not_list_is_a_planned_total_and_no_record():
    header = first_programme().header
    assert (header.planned_deliverables, header.planned_activities) == (30, 95)
    assert not header.invented


def test_every_record_says_in_which_paragraph_it_is_told():
    untold = [it.id for it in records() if it.section != "documents" and not cited(it)]
    assert untold == []


def test_every_paragraph_of_the_report_is_told_and_no_other_is_cited():
    told = set().union(*(cited(it) for it in records()))
    assert told == set(range(1, PARAGRAPHS + 1)) - ABOUT_ITSELF


@pytest.mark.parametrize("section", SECTIONS)
def test_every_language_tells_the_same_numbers(section):
    for row in first_programme().sections[section]:
        for name, words in worded(row).items():
            told = {lang: numbers(text) for lang, text in words.items()}
            assert len(set(map(tuple, told.values()))) == 1, (row, name, told)


@pytest.mark.parametrize("section", SECTIONS)
def test_all_words_are_there_in_three_languages(section):
    for row in first_programme().sections[section]:
        for name, words in worded(row).items():
            assert set(words) == {"en", "fr", "es"}, (row, name)


def test_no_record_names_a_country_that_its_paragraphs_do_not_name():
    for it in records():
        if isinstance(it, Placed):
            known = " ".join(NAMED.get(number, "") for number in cited(it)).split()
            assert set(it.places) <= set(known), it.id


def test_every_country_that_a_paragraph_names_is_on_a_record_of_it():
    for number, codes in NAMED.items():
        placed = [it.places for it in records() if isinstance(it, Placed) and number in cited(it)]
        assert set(codes.split()) <= set().union(*placed), number


def test_a_record_says_in_words_which_countries_it_is_about():
    for it in records():
        told = first_programme().by_id[NAMED_NEARBY.get(it.id, it.id)]
        text = " ".join(words.get("en", "") for words in worded(told).values())
        for place in getattr(it, "places", ()):
            assert country(place).name().partition(" (")[0] in text, (it.id, place)


def test_a_number_is_told_once():
    """What an indicator, a commitment or a dialogue counts is not a figure beside it as well."""
    programme = first_programme()
    counted = {
        (number, update.value)
        for update in programme.all(Update)
        if isinstance(indicator := programme.by_id[update.indicator], Indicator)
        for number in cited(indicator)
    }
    for kind in (Commitment, Dialogue):
        counted |= {(place, it.number) for it in programme.all(kind) for place in cited(it)}
    figures = {(place, it.value) for it in programme.all(Finding) for place in cited(it)}
    assert not {it for it in figures & counted if it[1] is not None}


def test_figures_of_the_report_are_approved_updates():
    reached = {it.indicator: it.value for it in first_programme().all(Update)}
    assert reached == {
        "mooc_people": 1200,
        "mooc_countries": 114,
        "west_africa_people": 40,
        "child_forced_labour_countries": 15,
        "export_zones_reviewed": 100,
    }
    assert {it.state for it in first_programme().all(Update)} == {"approved"}


def test_meetings_and_findings_are_no_actions():
    kinds = {it.section for it in records() if isinstance(it, Placed)}
    assert {"activities", "meetings", "findings"} <= kinds
    assert all(it.section == "activities" for it in first_programme().all(Activity))


def test_the_spanish_has_one_word_for_a_period():
    text = " ".join(words.get("es", "") for row in rows() for words in worded(row).values())
    assert "período" in text
    assert "periodo" not in text
