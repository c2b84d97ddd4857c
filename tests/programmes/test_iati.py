from decimal import Decimal

import pytest
from lxml import etree
from tests.programmes.iati_made import NOW, full, measured, programme
from tests.programmes.made import row, update

from decentwork.classifications.topics import topics
from decentwork.estimates.errors import InvalidInput
from decentwork.programmes.iati import iati_file
from decentwork.programmes.iati_codes import LABOUR_RIGHTS, SECTORS
from decentwork.programmes.iati_elements import number, percentages
from decentwork.programmes.iati_rules import check_iati
from decentwork.programmes.shipped import first_programme


def written(made):
    """Return the activities of a programme's file by the end of their identifiers."""
    root = etree.fromstring(iati_file(made, NOW).xml)
    return {it.findtext("iati-identifier").split("-")[-1]: it for it in root}


def course(**activity):
    """Return the one activity of the small programme as it is written."""
    return written(programme(activity=activity))["course"]


def codes(element, path, attribute="code"):
    """Return an attribute of all elements of a path."""
    return [it.get(attribute) for it in element.findall(path)]


def notes(made):
    """Return what a file leaves out, and assumes, with counts."""
    found = iati_file(made, NOW).notes
    return {(it.what, it.assumed): it.count for it in found}


def test_the_official_schema_accepts_a_programme_with_everything(iati_schema):
    iati_schema.assertValid(etree.fromstring(iati_file(full(), NOW).xml))
    assert check_iati(iati_file(full(), NOW).xml) == []


def test_the_official_schema_accepts_the_first_programme(iati_schema):
    made = iati_file(first_programme(), NOW)
    iati_schema.assertValid(etree.fromstring(made.xml))
    assert check_iati(made.xml) == []
    assert made.counts["activities"] > 50


def test_the_same_programme_and_time_give_the_same_bytes():
    assert iati_file(full(), NOW).xml == iati_file(full(), NOW).xml


def test_a_programme_of_an_organisation_without_identifier_is_refused():
    with pytest.raises(InvalidInput, match="organisation_iati: is not there"):
        iati_file(programme(header={"organisation_iati": ""}), NOW)


def test_the_programme_is_the_parent_of_its_activities():
    found = written(full())
    assert found["avonia"].get("hierarchy") == "1"
    assert codes(found["avonia"], "related-activity", "type") == ["2", "2", "2"]
    assert found["course"].get("hierarchy") == "2"
    assert codes(found["course"], "related-activity", "ref") == ["XI-IATI-AVONIA-avonia"]


def test_words_are_told_in_every_language_they_are_in():
    found = written(full())["pilot"].findall("title/narrative")
    assert [it.text for it in found] == ["A pilot", "Un essai"]


def test_an_invented_programme_says_so_in_every_activity():
    texts = [it.text for it in written(full())["course"].findall("description/narrative")]
    assert "Invented for a demonstration: no such activity exists." in texts


@pytest.mark.parametrize(
    ("activity", "code"),
    [
        ({"state": "planned", "starts": "2028"}, "1"),
        ({"state": "planned", "starts": "2026"}, "1"),
        ({"state": "under_way"}, "2"),
        ({"state": "under_way", "ends": "2026"}, "2"),
        ({"state": "done"}, "4"),
        ({"state": "dropped", "why": "No money."}, "5"),
        ({"state": "merged", "why": "Into another."}, "5"),
        ({"state": "suspended", "why": "A strike."}, "6"),
        ({}, "2"),
    ],
)
def test_status_follows_what_was_reported_and_dates(activity, code):
    assert codes(course(**activity), "activity-status") == [code]


def test_where_nothing_is_known_the_status_is_the_programmes_and_said_to_be():
    past = programme(header={"starts": "2020", "ends": "2021"})
    assert codes(written(past)["course"], "activity-status") == ["3"]
    assert notes(past)["activities.state", True] == 1


def test_dates_are_actual_only_where_it_was_reported():
    done = course(state="done", starts="2026-02", ends="2026-05")
    assert codes(done, "activity-date", "type") == ["2", "4"]
    assert codes(done, "activity-date", "iso-date") == ["2026-02-01", "2026-05-31"]
    silent = course(starts="2026-02", ends="2026-05")
    assert codes(silent, "activity-date", "type") == ["1", "3"]


def test_a_missing_start_is_the_programmes_and_counted():
    assert codes(course(), "activity-date", "iso-date") == ["2026-01-01"]
    assert notes(programme())["activities.starts", True] == 1


def test_one_place_has_no_percentage_and_several_have_equal_ones():
    assert codes(course(places=["VNM"]), "recipient-country", "percentage") == [None]
    several = course(places=["VNM", "ETH", "BRA"])
    shares = codes(several, "recipient-country", "percentage")
    assert shares == ["33.34", "33.33", "33.33"]
    assert sum(map(Decimal, shares)) == 100
    assert several.find("description[@type='4']/narrative") is not None


def test_an_invented_place_is_left_out_and_counted():
    made = programme(activity={"places": ["XAA", "VNM"]})
    assert codes(written(made)["course"], "recipient-country") == ["VN"]
    assert notes(made)["activities.places", False] == 1


def test_an_activity_without_a_place_is_unspecified():
    assert codes(course(), "recipient-region") == ["998"]


def test_each_topic_has_a_sector_and_sectors_share_100():
    assert {SECTORS.get(it.id, LABOUR_RIGHTS) for it in topics()} >= set(SECTORS.values())
    found = course(topics=["earnings", "working_time", "skills"])
    assert codes(found, "sector") == ["16070", "11330"]
    assert codes(found, "sector", "percentage") == ["66.67", "33.33"]


def test_coordinates_are_tags_of_our_own_vocabularies():
    tags = {it.get("vocabulary-uri"): it.get("code") for it in written(full())["pilot"].iter("tag")}
    assert tags["urn:decentwork:areas"] == "training"
    assert tags["urn:decentwork:deliverables"] == "curriculum"
    assert tags["urn:decentwork:chains"] == "electronics"


def test_goals_and_targets_come_from_indicators():
    found = written(measured(sdg="8.8.2"))["course"]
    goals = [(it.get("vocabulary"), it.get("code")) for it in found.iter("tag")]
    assert ("2", "8") in goals
    assert ("3", "8.8") in goals
    assert codes(found, "result/indicator/reference") == ["8.8.2"]


def test_equality_and_women_mark_gender():
    assert codes(course(topics=["equality"]), "policy-marker") == ["1"]
    assert codes(course(groups=["female"]), "policy-marker") == ["1"]
    assert codes(course(topics=["skills"]), "policy-marker") == []


def test_who_pays_is_a_funder_and_who_reports_accounts_where_nobody_else_does():
    found = written(full())
    assert codes(found["pilot"], "participating-org", "role") == ["2", "1"]
    assert codes(found["course"], "participating-org", "role") == ["4", "2"]


def test_a_department_has_the_type_of_the_organisation_that_reports():
    assert codes(written(full())["course"], "participating-org", "type") == ["10", "10"]


def test_needs_are_indicative_commitments_committed_and_spending_a_transaction():
    found = written(full())["pilot"]
    assert codes(found, "budget", "status") == ["2", "1"]
    assert codes(found, "transaction/transaction-type") == ["4"]
    assert codes(found, "transaction/transaction-date", "iso-date") == ["2027-06-30"]


def test_only_approved_updates_are_told():
    drafts = [update(3.0, state=state) for state in ("draft", "submitted", "returned")]
    made = measured(*drafts, update(4.0, year=2025))
    assert codes(written(made)["course"], ".//actual", "value") == ["4"]
    assert notes(made)["updates", False] == 3


def test_a_percentage_keeps_its_numerator_and_denominator():
    period = {"starts": "2026-01-01", "ends": "2026-12-31", "state": "approved"}
    made = measured(
        row("updates", indicator="inspectors", numerator=40, denominator=150, **period),
        measure="percentage",
        baseline=0.07,
        baseline_year=2025,
    )
    found = written(made)["course"]
    assert codes(found, ".//actual", "value") == ["26.66666667"]
    assert codes(found, ".//baseline", "value") == ["7"]
    assert dict(found.find(".//{*}ratio").attrib) == {"numerator": "40", "denominator": "150"}


def test_parts_of_a_value_are_dimensions():
    found = written(measured(update(3.0, part="sex=female, place=ETH")))["course"]
    parts = [(it.get("name"), it.get("value")) for it in found.findall(".//actual/dimension")]
    assert parts == [("sex", "female"), ("place", "ETH")]


def test_a_document_is_linked_only_by_an_address():
    assert codes(written(full())["pilot"], "document-link", "format") == ["application/pdf"]
    assert notes(full())["documents", False] == 1


def test_a_result_without_an_indicator_and_a_baseline_without_a_year_are_left_out():
    made = measured(
        row("results", id="bare", title="Bare", of="course", level="impact"), baseline=3
    )
    assert len(written(made)["course"].findall("result")) == 1
    told = notes(made)
    assert told["results", False] == 1
    assert told["indicators.baseline", False] == 1


def test_what_iati_has_no_element_for_is_counted():
    made = programme(
        row("lessons", id="lesson", title="A lesson"),
        row("findings", id="finding", title="A finding", kind="figure", sources=[]),
        row("meetings", id="meeting", title="A meeting"),
        row("organisations", id="host", title="A host", kind="academia"),
        row("roles", record="meeting", organisation="host", role="host"),
    )
    told = notes(made)
    sections = ("lessons", "findings", "meetings", "organisations", "roles")
    assert [told[name, False] for name in sections] == [1, 1, 1, 1, 1]


def test_what_xml_cannot_hold_is_replaced_by_the_sign_for_it():
    assert course(title="A\x00 <course> & \x0bmore").findtext("title/narrative") == (
        "A\ufffd <course> & \ufffdmore"
    )


def test_numbers_have_no_exponent():
    assert [number(it) for it in (1e16, 1e-7, 0.1, 3.0, -2.5)] == [
        "10000000000000000",
        "0.0000001",
        "0.1",
        "3",
        "-2.5",
    ]


def test_percentages_of_unequal_counts_sum_to_100():
    assert percentages({"a": 2, "b": 1}) == {"a": "66.67", "b": "33.33"}
    assert percentages({"a": 1}) == {"a": "100"}
