from decentwork_site.programmes import writes
from decentwork_site.programmes.models import Record

COURSE = "/programmes/avonia/records/course/"


def text(answer) -> str:
    return answer.content.decode()


def change(course, by, **fields):
    return writes.save_record(
        record=course, content=course.content | fields, version=course.version, by=by
    )


def test_an_earlier_version_is_looked_at_and_brought_back(visit, course, ada):
    change(course, ada, title={"en": "Another course"})
    browser = visit(ada)
    assert f"{COURSE}versions/1/" in text(browser.get(COURSE))
    page = text(browser.get(f"{COURSE}versions/1/"))
    assert "<mark>A course for inspectors</mark>" in page
    assert "<mark>Another course</mark>" in page
    assert browser.post(f"{COURSE}versions/1/", {"version": "2"}).status_code == 302
    now = Record.objects.get(key="course")
    assert now.content["title"]["en"] == "A course for inspectors"
    assert [it.act for it in now.versions.all()] == ["reverted", "changed", "made"]


def test_what_was_changed_meanwhile_is_not_brought_back_over(visit, course, ada, bo):
    change(course, bo, title={"en": "His"})
    visit(ada).post(f"{COURSE}versions/1/", {"version": "1"})
    assert Record.objects.get(key="course").content["title"]["en"] == "His"


def test_a_version_that_names_what_is_gone_is_not_brought_back(visit, programme, course, ada):
    sent = {"id": "old", "title": {"en": "Old"}, "kind": "course", "area": "training"}
    old = writes.create_record(programme=programme, section="activities", content=sent, by=ada)
    course = change(course, ada, waits_for=["old"])
    change(course, ada, waits_for=[])
    writes.delete_record(record=old, version=1, by=ada)
    answer = visit(ada).post(f"{COURSE}versions/2/", {"version": "3"})
    assert "There is no such record" in text(answer)
    assert Record.objects.get(key="course").version == 3


def test_versions_are_for_who_takes_part_and_bringing_back_for_officers(
    visit, programme, course, ada, cy, member
):
    change(course, ada, title={"en": "Another course"})
    writes.publish(programme=programme, by=ada)
    address = f"{COURSE}versions/1/"
    assert visit().get(address).status_code == 302
    assert visit(member("di", "statistician")).get(address).status_code == 403
    assert "<button>" not in text(visit(cy).get(address)).split("<main")[1]
    assert visit(cy).post(address, {"version": "2"}).status_code == 403
