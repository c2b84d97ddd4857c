import pytest

from decentwork_site.programmes import writes

API = "/api/v1/programmes"


@pytest.fixture
def published(programme, ada):
    return writes.publish(programme=programme, by=ada)


def test_everybody_lists_what_was_published(visit, programme, ada):
    assert visit().get(API).json() == []
    writes.publish(programme=programme, by=ada)
    [row] = visit().get(API).json()
    assert (row["slug"], row["is_published"], row["counts"]["activities"]) == ("avonia", True, 2)


@pytest.mark.parametrize(
    "part", ["", "/records/activities", "/results", "/needs", "/coordination", "/iati"]
)
def test_what_is_worked_on_is_refused_as_on_the_pages(visit, programme, member, part):
    for visitor, status in ((None, 401), (member("di", "statistician"), 403)):
        answer = visit(visitor).get(f"{API}/avonia{part}")
        assert answer.status_code == status
        assert set(answer.json()) == {"where", "what", "hint"}


def test_who_takes_part_reads_what_is_worked_on(visit, programme, cy):
    assert visit(cy).get(f"{API}/avonia").json()["is_published"] is False


@pytest.mark.parametrize(
    "part", ["/nothing", "/avonia/records/nothing", "/gaps/XAA/nothing", "/gaps/QQQ/garments"]
)
def test_what_is_not_there_is_told_in_the_one_shape(visit, published, part):
    answer = visit().get(API + part)
    assert answer.status_code == 404
    assert set(answer.json()) == {"where", "what", "hint"}


def test_records_come_in_pages_and_are_narrowed(visit, published):
    first = visit().get(f"{API}/avonia/records/activities?size=1").json()
    assert (first["count"], first["pages"], len(first["records"])) == (2, 2, 1)
    by_place = visit().get(f"{API}/avonia/records/activities?place=XAA").json()
    assert [it["key"] for it in by_place["records"]] == ["course"]
    by_word = visit().get(f"{API}/avonia/records/activities?q=SURV").json()
    assert [it["key"] for it in by_word["records"]] == ["survey"]


def test_results_tell_the_total_and_what_made_it(visit, programme, written, ada, bo):
    writes.submit_update(update=written, version=written.version, by=written.author)
    written.refresh_from_db()
    writes.approve_update(update=written, version=written.version, by=bo)
    [result] = [
        it
        for it in visit(ada).get(f"{API}/avonia/results").json()["results"]
        if it["indicator"] == "inspectors"
    ]
    assert (result["value"], result["target"], result["verdict"]) == ("60", "100", "below")
    assert [it["value"] for it in result["made_of"]] == ["60"]


def test_dialogues_of_the_parties_are_left_out(visit, programme, ada, cy):
    content = {"id": "talks", "title": {"en": "Talks"}, "kind": "company_union"}
    writes.create_record(
        programme=programme,
        section="dialogues",
        content=content | {"confidentiality": "parties"},
        by=ada,
    )
    address = f"{API}/avonia/records/dialogues"
    assert visit(ada).get(address).json()["count"] == 1
    assert visit(cy).get(address).json()["count"] == 0


def test_coordination_and_needs_are_as_on_the_pages(visit, published, sample_folder, settings):
    settings.DATA = sample_folder
    told = visit().get(f"{API}/avonia/coordination?year=2026").json()
    assert told["unplaced"] == 2
    assert visit().get(f"{API}/avonia/needs").json() == []


def test_a_published_programme_is_a_file_of_iati_if_its_organisation_is_known_there(
    visit, programme, ada
):
    writes.publish(programme=programme, by=ada)
    refused = visit().get(f"{API}/avonia/iati")
    assert (refused.status_code, set(refused.json())) == (409, {"where", "what", "hint"})
    programme.header = programme.header | {"organisation_iati": "XX-TEST-1"}
    programme.save()
    writes.publish(programme=programme, by=ada)
    answer = visit().get(f"{API}/avonia/iati")
    assert answer.status_code == 200, answer.content
    assert b"<iati-activities" in answer.content


@pytest.mark.parametrize(
    "part", ["/gaps/XAA/garments", "/portfolio", "/avonia/results?verdict=nothing"]
)
def test_gaps_and_portfolio_are_answered_and_questions_checked(
    visit, published, sample_folder, settings, part
):
    settings.DATA = sample_folder
    answer = visit().get(API + part)
    assert answer.status_code == (422 if "nothing" in part else 200)
    if "gaps" in part:
        assert len(answer.json()) == 13 * 6
