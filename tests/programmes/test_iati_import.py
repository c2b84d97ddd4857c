from pathlib import Path

import pytest
from tests.programmes.iati_made import NOW, full

from decentwork.estimates.errors import InvalidInput, UnknownFile
from decentwork.programmes.iati import iati_file
from decentwork.programmes.iati_import import iati_reading, read_iati
from decentwork.programmes.iati_rules import LARGEST
from decentwork.programmes.records import (
    Activity,
    Area,
    Budget,
    Indicator,
    Organisation,
    Result,
    Role,
    Target,
    Update,
)

ACTIVITY = """<iati-activity xml:lang="{lang}" default-currency="EUR">
<iati-identifier>XI-IATI-BELMORA-{name}</iati-identifier>
<reporting-org ref="XI-IATI-BELMORA" type="40"><narrative>Belmora Fund</narrative></reporting-org>
<title><narrative>{title}</narrative></title>
<description type="1"><narrative>What it does.</narrative></description>
<participating-org role="4" type="21"><narrative>Ópera</narrative></participating-org>
<activity-status code="{status}"/>
<activity-date type="1" iso-date="2026-01-15Z"/><activity-date type="3" iso-date="2026-12-31"/>
<contact-info><email>nobody@belmora.invalid</email></contact-info>
<recipient-country code="VN"/>
<sector code="16020"/>
<budget><period-start iso-date="2026-04-01"/><period-end iso-date="2027-03-31"/>
<value value-date="2026-04-01">12</value></budget>
{more}</iati-activity>"""
RESULT = """<result type="9"><title><narrative>Change</narrative></title>
<indicator measure="{measure}"><title><narrative>Measured</narrative></title>
{inside}</indicator></result>"""
PERIOD = """<period><period-start iso-date="{start}"/><period-end iso-date="{end}"/>
<actual value="{value}">{inside}</actual></period>"""


def theirs(name="1", title="A project", status="2", more="", lang="en"):
    """Return an activity as others write it."""
    return ACTIVITY.format(name=name, title=title, status=status, more=more, lang=lang)


def indicated(*periods, measure="1", inside=""):
    """Return a result of others with one indicator."""
    return RESULT.format(measure=measure, inside=inside + "".join(periods))


def period(value, start="2026-01-01", end="2026-06-30", inside=""):
    """Return a period of others with an actual value."""
    return PERIOD.format(value=value, start=start, end=end, inside=inside)


@pytest.fixture
def read(tmp_path):
    """Read these activities as one file."""

    def run(*activities):
        path = tmp_path / "theirs.xml"
        text = f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'
        path.write_text(text, encoding="utf-8")
        return iati_reading(path)

    return run


@pytest.fixture
def ours(tmp_path):
    """Read back the programme with everything."""
    path = tmp_path / "ours.xml"
    path.write_bytes(iati_file(full(), NOW).xml)
    return read_iati(path)


def test_what_we_wrote_is_read_to_the_same_file(ours):
    assert iati_file(ours, NOW).xml == iati_file(full(), NOW).xml


def test_what_we_wrote_is_read_to_the_same_records(ours):
    for kind in (Activity, Target, Area):
        told = [it.model_dump(exclude={"evidence", "places"}) for it in full().all(kind)]
        assert [it.model_dump(exclude={"evidence", "places"}) for it in ours.all(kind)] == told
    assert set(ours.all(Budget)) == set(full().all(Budget))
    assert {it.id: it for it in ours.all(Indicator)} == {it.id: it for it in full().all(Indicator)}
    assert ours.header == full().header


def test_what_iati_cannot_hold_is_not_invented(ours):
    (pilot,) = (it for it in ours.all(Activity) if it.id == "pilot")
    assert pilot.evidence == ("review",)
    assert pilot.places == ("VNM", "ETH")
    assert {it.state for it in ours.all(Update)} == {"approved"}
    assert {it.role for it in ours.all(Role)} == {"lead", "accountable", "partner", "funder"}
    assert ours.by_id["course"].starts is None  # the file's date is marked as the programme's


def test_a_flat_file_of_others_becomes_one_area_of_the_organisation(read):
    found = read(theirs("1"), theirs("2/b", status="4")).programme
    assert found.header.organisation == "Belmora Fund"
    assert (found.header.starts, found.header.ends) == ("2026-01-15", "2026-12-31")
    assert [it.id for it in found.all(Activity)] == ["1", "2-b"]
    assert [it.state for it in found.all(Activity)] == ["under_way", "done"]
    assert [it.area for it in found.all(Activity)] == ["all-activities", "all-activities"]
    assert found.all(Activity)[0].places == ("VNM",)


def test_the_parent_of_all_others_is_the_programme(read):
    child = '<related-activity ref="XI-IATI-BELMORA-top" type="1"/>'
    found = read(theirs("top", "The programme"), theirs("1", more=child)).programme
    assert found.header.title == {"en": "The programme"}
    assert [it.id for it in found.all(Activity)] == ["1"]


def test_a_parent_of_some_is_a_larger_activity(read):
    child = '<related-activity ref="XI-IATI-BELMORA-a" type="1"/>'
    found = read(theirs("a"), theirs("b", more=child), theirs("c")).programme
    assert [it.part_of for it in found.all(Activity)] == [None, "a", None]


def test_organisations_roles_and_budgets_of_others_are_read(read):
    found = read(theirs()).programme
    assert {it.name(): it.kind for it in found.all(Organisation)} == {
        "Ópera": "civil_society",
        "Belmora Fund": "international",
    }
    assert [it.role for it in found.all(Role)] == ["partner"]
    (budget,) = found.all(Budget)
    assert (budget.year, budget.amount, budget.currency, budget.kind) == (
        2026,
        12,
        "EUR",
        "needed",
    )


def test_what_no_record_holds_is_counted(read):
    loan = """<transaction><transaction-type code="6"/><transaction-date iso-date="2026-02-01"/>
    <value value-date="2026-02-01">1</value></transaction>"""
    found = {it.what: it.count for it in read(theirs("1"), theirs("2", more=loan)).unread}
    assert found == {"contact-info": 2, "sector": 2, "transaction": 1}


def test_of_our_own_file_nothing_is_left_unread(tmp_path):
    path = tmp_path / "ours.xml"
    path.write_bytes(iati_file(full(), NOW).xml)
    assert iati_reading(path).unread == ()


def test_why_an_activity_of_others_was_cancelled_is_not_made_up(read):
    (activity,) = read(theirs(status="5")).programme.all(Activity)
    assert activity.state == "dropped"
    assert activity.why == {"en": "The IATI file does not say why."}


def test_a_percentage_without_its_numerator_is_a_number_that_is_not_averaged(read):
    found = read(theirs(more=indicated(period("26.7"), measure="2"))).programme
    (indicator,) = found.all(Indicator)
    assert (indicator.measure, indicator.unit["en"]) == ("unit", "per cent")
    assert found.all(Update)[0].value == 26.7


@pytest.mark.parametrize(("measure", "value"), [("3", "yes"), ("4", "fair"), ("5", "Better.")])
def test_steps_and_names_of_others_are_kept_as_words(read, measure, value):
    found = read(theirs(more=indicated(period(value), measure=measure))).programme
    assert found.all(Indicator)[0].measure == "qualitative"
    assert found.all(Update)[0].words == {"en": value}


def test_actual_values_of_periods_that_overlap_count_from_the_start(read):
    periods = [period("3", end="2026-06-30"), period("5", end="2026-12-31")]
    found = read(theirs(more=indicated(*periods))).programme
    assert found.all(Indicator)[0].cumulative
    assert len(found.all(Update)) == 2


def test_dimensions_and_locations_of_others_are_parts(read):
    inside = '<location ref="HN"/><dimension name="sex" value="female"/>'
    found = read(theirs(more=indicated(period("3", inside=inside)))).programme
    assert found.all(Update)[0].part == ("sex=female", "location=HN")
    assert found.all(Indicator)[0].dimensions == ("sex", "location")


def test_a_result_of_another_type_is_an_output(read):
    assert read(theirs(more=indicated(period("3")))).programme.all(Result)[0].level == "output"


def test_words_in_a_language_we_lack_are_kept_under_the_main_one(read):
    found = read(theirs(title="Um projeto", lang="pt")).programme
    assert found.all(Activity)[0].title == {"en": "Um projeto"}


def test_all_problems_of_a_file_are_told_at_once(read):
    broken = theirs("1").replace("<title>", "<heading>").replace("</title>", "</heading>")
    with pytest.raises(InvalidInput) as caught:
        read(broken, theirs("2").replace('code="2"', 'kode="2"'))
    told = str(caught.value)
    assert "has no title" in told
    assert "has no attribute 'kode'" in told


def test_values_that_are_no_numbers_are_told_with_their_lines(read):
    with pytest.raises(InvalidInput) as caught:
        read(theirs(more=indicated(period("12,000"), period("many", start="2026-05-01"))))
    assert len(caught.value.problems) == 2
    assert "line 18, actual" in str(caught.value)


def test_a_document_type_is_refused_whatever_it_names(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("what must not be read")
    path = tmp_path / "theirs.xml"
    entity = f'<!DOCTYPE iati-activities [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    path.write_text(entity + '<iati-activities version="2.03">&a;</iati-activities>')
    with pytest.raises(InvalidInput, match="document type") as caught:
        read_iati(path)
    assert "must not be read" not in str(caught.value)


def test_a_bomb_of_entities_is_refused_before_it_grows(tmp_path):
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "bomb.xml"
    path.write_text(
        f'<!DOCTYPE b [<!ENTITY e0 "ha">{levels}]><iati-activities>&e11;</iati-activities>'
    )
    with pytest.raises(InvalidInput):
        read_iati(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InvalidInput, match="at most 256 are read"):
        read_iati(path)


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(UnknownFile):
        read_iati(Path("nowhere.xml"))
