from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.programmes.iati_made import NOW, full

from decentwork.classifications.countries import countries
from decentwork.programmes.iati import iati_file
from decentwork.programmes.iati_codes import LABOUR_RIGHTS, SECTORS, UNSPECIFIED
from decentwork.programmes.iati_rules import MOST, check_iati, check_structure, rules
from decentwork.programmes.iati_types import fits

SAMPLES = {
    "string": "text",
    "date": "2026-01-31",
    "dateTime": "2026-01-31T10:00:00Z",
    "decimal": "100.0",
    "boolean": "1",
    "int": "2",
    "positiveInteger": "2026",
    "nonNegativeInteger": "0",
    "NMTOKEN": "title",
    "anyURI": "https://avonia.invalid/a",
}
MUTATIONS = {
    "taken out": lambda it: it.getparent().remove(it),
    "there twice": lambda it: it.addnext(etree.fromstring(etree.tostring(it, with_tail=False))),
    "first of all": lambda it: it.getparent().insert(0, it),
    "last of all": lambda it: it.getparent().append(it),
    "renamed": lambda it: setattr(it, "tag", "no-such-element"),
    "in another namespace": lambda it: setattr(it, "tag", "{urn:other}title"),
    "with text": lambda it: setattr(it, "text", "stray"),
    "without text": lambda it: setattr(it, "text", None),
    "with an own attribute": lambda it: it.set("no-such-attribute", "1"),
    "with a foreign attribute": lambda it: it.set("{urn:other}note", "1"),
    "with a foreign element": lambda it: etree.SubElement(it, "{urn:other}note"),
    "with a foreign element first": lambda it: it.insert(0, etree.Element("{urn:other}note")),
    "without attributes": lambda it: it.attrib.clear(),
    "with other values": lambda it: [it.set(name, "-1.5 x") for name in it.attrib],
    "with empty values": lambda it: [it.set(name, "") for name in it.attrib],
    "with no language": lambda it: it.set("{http://www.w3.org/XML/1998/namespace}lang", "no!"),
}


def everything(parent="", name="iati-activities"):
    """Return an element with all that the facts say it may hold, once."""
    rule = rules().element(parent, name)
    element = etree.Element(
        name, {key: SAMPLES[kind] for key, (kind, _) in rule.attributes.items()}
    )
    element.text = SAMPLES[rule.text] if rule.text else None
    element.extend(everything(name, child) for child in rule.children)
    return element


@pytest.fixture(scope="module")
def valid():
    """Two valid files: all that the standard has, and what we write."""
    root = everything()
    root.set("version", "2.03")
    return [etree.tostring(root), iati_file(full(), NOW).xml]


def codes_of(folder, name):
    """Return the codes of an official list."""
    return {it.findtext("code") for it in etree.parse(folder / f"{name}.xml").iter("codelist-item")}


def test_a_file_with_all_that_the_facts_allow_is_valid_by_the_official_schema(iati_schema, valid):
    iati_schema.assertValid(etree.fromstring(valid[0]))
    assert check_structure(etree.fromstring(valid[0])) == []


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 1), st.integers(0, 10_000), st.sampled_from(sorted(MUTATIONS)))
def test_what_the_official_schema_refuses_is_refused_and_what_it_allows_is_allowed(
    iati_schema, valid, which, number, mutation
):
    root = etree.fromstring(valid[which])
    elements = list(root.iterfind("iati-activity//*"))
    MUTATIONS[mutation](elements[number % len(elements)])
    root = etree.fromstring(etree.tostring(root))
    problems = check_structure(root)
    if iati_schema.validate(root):
        # The validator lets foreign elements stand before the last of an element's own, which the
        # schema does not.
        assert all("stands too late" in problem.what for problem in problems)
    else:
        assert problems


@pytest.mark.parametrize("name", sorted(rules().lists))
def test_codes_are_those_of_the_official_lists(iati_standard, name):
    official = codes_of(iati_standard / "codelists", name)
    assert official <= rules().lists[name]


def test_codes_that_came_later_are_few_and_named():
    later = {"IndicatorVocabulary": {"9"}, "SectorVocabulary": {"11", "12"}}
    later["TagVocabulary"] = {"2", "3", "4", "5"}
    for name, codes in later.items():
        assert codes <= rules().lists[name]


def test_every_country_we_know_is_in_the_official_list(iati_standard):
    assert {it.iso2 for it in countries()} <= codes_of(iati_standard / "codelists", "Country")


def test_sectors_and_the_unspecified_region_are_official(iati_standard):
    # 16070 and 16080 joined the list in 2018, after the edition that pyIATI ships.
    later = {LABOUR_RIGHTS, "16080"}
    codes = {*SECTORS.values()} - later
    assert codes <= codes_of(iati_standard / "codelists", "Sector")
    assert UNSPECIFIED in codes_of(iati_standard / "codelists", "Region")


def changed(change):
    """Return what is wrong with our file after a change of its last activity."""
    root = etree.fromstring(iati_file(full(), NOW).xml)
    change(root.findall("iati-activity")[-2])
    return [str(problem) for problem in check_iati(etree.tostring(root))]


def only(problems):
    """Return the only problem."""
    (problem,) = problems
    return problem


def test_what_we_write_has_no_problem():
    assert changed(lambda it: None) == []


def test_percentages_of_places_must_sum_to_100():
    found = changed(lambda it: it.find("recipient-country").set("percentage", "33.33"))
    assert "sum to 99.99, not 100" in only(found)


def test_each_of_several_places_needs_a_percentage():
    found = changed(lambda it: it.find("recipient-country").attrib.pop("percentage"))
    assert "each of several needs a percentage" in only(found)


def test_percentages_of_sectors_must_sum_to_100_in_a_vocabulary():
    found = changed(lambda it: it.find("sector").set("percentage", "40"))
    assert "sector of vocabulary 1: the percentages sum to" in only(found)


def test_a_budget_is_of_a_year_at_most():
    found = changed(lambda it: it.find("budget/period-end").set("iso-date", "2027-03-01"))
    assert "more than a year" in only(found)


def test_an_activity_needs_a_start():
    def change(it):
        for date in it.findall("activity-date"):
            date.set("type", "3")

    assert "no planned or actual start" in only(changed(change))


def test_an_actual_date_is_not_after_the_file():
    found = changed(lambda it: it.findall("activity-date")[1].set("iso-date", "2030-01-01"))
    assert "after the day of this file" in only(found)


def test_a_period_does_not_end_before_it_starts():
    root = etree.fromstring(iati_file(full(), NOW).xml)
    root.find(".//period/period-end").set("iso-date", "2001-01-01")
    assert "before it starts" in str(only(check_iati(etree.tostring(root))))


def test_a_value_may_be_missing_only_of_words():
    root = etree.fromstring(iati_file(full(), NOW).xml)
    for actual in root.iter("actual"):
        actual.attrib.pop("value", None)
    assert len(check_iati(etree.tostring(root))) == 4  # all but the qualitative one


def test_an_unknown_code_is_told_with_its_list():
    found = changed(lambda it: it.find("activity-status").set("code", "7"))
    assert "code '7' is not in ActivityStatus" in only(found)


def test_an_identifier_is_taken_once():
    root = etree.fromstring(iati_file(full(), NOW).xml)
    for name in root.iter("iati-identifier"):
        name.text = "XI-IATI-SAME"
    assert "4 activities have this identifier" in str(only(check_iati(etree.tostring(root))))


@pytest.mark.parametrize(
    ("kind", "text", "fitting"),
    [
        ("date", "2024-02-29", True),
        ("date", "2024-02-29Z", True),
        ("date", "2023-02-29", False),
        ("date", "2023-2-1", False),
        ("dateTime", "2024-02-29T23:59:59+02:00", True),
        ("dateTime", "2024-02-30T10:00:00", False),
        ("dateTime", "2024-02-29T24:00:01", False),
        ("anyURI", "https://avonia.invalid/a%20b#c", True),
        ("anyURI", "https://avonia.invalid/100%", False),
        ("anyURI", "https://avonia.invalid:port/", False),
        ("int", "2147483648", False),
        ("positiveInteger", "0", False),
        ("decimal", "1e3", False),
    ],
)
def test_types_are_those_of_the_schema_language(kind, text, fitting):
    assert fits(kind, text) is fitting


def test_a_value_needs_a_currency_of_its_own_or_of_its_activity():
    found = changed(lambda it: it.attrib.pop("default-currency"))
    assert len(found) == 3
    assert "it has no currency" in found[0]


def test_a_marker_of_the_dac_needs_a_significance():
    found = changed(lambda it: it.find("policy-marker").attrib.pop("significance"))
    assert "needs a significance" in only(found)


def test_an_activity_needs_a_sector_itself_or_in_its_transactions():
    def change(it):
        for sector in it.findall("sector"):
            it.remove(sector)

    assert "it has none" in only(changed(change))


def test_a_participant_needs_an_identifier_or_a_name():
    def change(it):
        fund = it.findall("participating-org")[1]
        for narrative in fund.findall("narrative"):
            fund.remove(narrative)

    assert "neither ref nor narrative" in only(changed(change))


def test_a_reference_is_at_the_result_or_at_its_indicators():
    root = etree.fromstring(iati_file(full(), NOW).xml)
    result = root.find(".//indicator/reference").getparent().getparent()
    reference = etree.Element("reference", {"code": "a", "vocabulary": "99"})
    result.insert(1, reference)
    assert "one of both is allowed" in str(only(check_iati(etree.tostring(root))))


def test_all_problems_are_told_at_once():
    def change(it):
        it.find("title").tag = "heading"
        it.find("budget").remove(it.find("budget/value"))

    found = changed(change)
    assert len(found) == 3  # no title, an unknown element, no value
    assert any("no such element" in it for it in found)


def test_of_very_many_problems_the_first_are_listed_and_that_there_are_more():
    text = f'<iati-activities version="2.03">{"<wrong/>" * (MOST + 5)}</iati-activities>'
    found = check_iati(text.encode())
    assert len(found) == MOST + 1
    assert "more than these" in str(found[-1])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "no XML"),
        (b"<a>", "no XML"),
        (b"<iati-organisations/>", "begins with <iati-organisations>"),
        (b'<iati-activities version="1.05"/>', "only 2.03 is read"),
        (b'<!DOCTYPE iati-activities SYSTEM "file:///etc/hostname"><iati-activities/>', "DOCTYPE"),
        (b'<!DOCTYPE b [<!ENTITY a "aa"><!ENTITY c "&a;&a;">]><b>&c;</b>', "DOCTYPE"),
    ],
)
def test_a_file_that_is_no_iati_or_carries_entities_is_refused(text, told):
    assert told in str(only(check_iati(text)))


def test_a_number_in_another_script_is_no_decimal():
    found = changed(lambda it: it.find("sector").set("percentage", "٣"))
    assert "is no decimal" in only(found)
    assert Decimal("٣") == 3  # Python would have read it
