import pytest

from decentwork_site.programmes import queries, writes
from decentwork_site.programmes.models import Record, Update

HOME = "/programmes/avonia/"
YEAR = {"starts": "2026-01-01", "ends": "2026-12-31"}


def text(answer) -> str:
    return answer.content.decode()


def submitted(update, by):
    return writes.submit_update(update=update, version=update.version, by=by)


def standing(key: str) -> str:
    return Record.objects.get(key=key).standing


def test_a_department_reports_and_another_approves_it(visit, programme, cy, bo):
    hers = visit(cy)
    sent = YEAR | {"value": "120", "act": "submit"}
    answer = hers.post(f"{HOME}updates/new/?indicator=inspectors", sent)
    assert answer.status_code == 302, text(answer)
    update = Update.objects.get()
    assert (update.state, update.reported_by) == ("submitted", "The government")
    assert standing("inspectors") == "silent"
    page = f"{HOME}updates/{update.pk}/"
    assert "Approve it" not in text(hers.get(page))
    approved = visit(bo).post(page, {"act": "approve", "version": update.version})
    assert approved.status_code == 302
    assert standing("inspectors") == "met"
    assert "120" in text(hers.get(f"{HOME}records/inspectors/"))


def test_a_department_reports_only_on_what_it_leads(visit, programme, cy):
    answer = visit(cy).get(f"{HOME}updates/new/?indicator=answered")
    assert answer.status_code == 404
    with pytest.raises(writes.NotAllowed):
        writes.write_update(programme=programme, indicator="answered", content=YEAR, by=cy)


def test_a_reporter_without_a_department_reports_nothing(visit, programme, member):
    di = member("di", "reporter:avonia", kind="workers")
    assert not queries.own_indicators(di, programme).exists()
    assert "nobody said which department" in text(visit(di).get(f"{HOME}updates/"))


def test_a_reporter_changes_no_record(visit, programme, cy):
    assert visit(cy).get(f"{HOME}records/course/edit/").status_code == 403
    assert visit(cy).post(f"{HOME}records/course/", {"version": "1"}).status_code == 403


def test_nobody_approves_what_they_wrote(visit, programme, bo):
    mine = writes.write_update(
        programme=programme, indicator="inspectors", content=YEAR | {"value": 60.0}, by=bo
    )
    update = submitted(mine, bo)
    with pytest.raises(writes.NotAllowed):
        writes.approve_update(update=update, version=update.version, by=bo)
    sent = {"act": "approve", "version": update.version}
    assert visit(bo).post(f"{HOME}updates/{update.pk}/", sent).status_code == 403


def test_nobody_approves_what_they_changed(written, bo):
    content = YEAR | {"value": 61.0}
    changed = writes.write_update(
        programme=written.programme, indicator="inspectors", content=content,
        update=written, version=written.version, by=bo,
    )  # fmt: skip
    assert not queries.may_decide(bo, submitted(changed, bo))


def test_an_update_goes_back_with_a_reason_only(visit, written, cy, bo):
    update = submitted(written, cy)
    page = f"{HOME}updates/{update.pk}/"
    sent = {"act": "return", "version": update.version}
    assert "This field is required" in text(visit(bo).post(page, sent))
    visit(bo).post(page, sent | {"why": "The list of names is missing"})
    shown = text(visit(cy).get(page))
    assert "The list of names is missing" in shown
    assert "Submit it" in shown


def test_an_approved_update_is_changed_only_after_it_was_returned(visit, written, cy, bo):
    update = submitted(written, cy)
    update = writes.approve_update(update=update, version=update.version, by=bo)
    assert standing("inspectors") == "below"
    with pytest.raises(writes.NotAllowed):
        writes.submit_update(update=update, version=update.version, by=cy)
    update = writes.return_update(update=update, version=update.version, why="Wrong", by=bo)
    assert standing("inspectors") == "silent"
    assert queries.may_write(cy, update)


def test_what_covers_the_same_days_is_not_approved_twice(visit, written, ada, cy, bo):
    first = submitted(written, cy)
    writes.approve_update(update=first, version=first.version, by=bo)
    half = {"starts": "2026-01-01", "ends": "2026-06-30", "value": 20.0}
    second = writes.write_update(
        programme=written.programme, indicator="inspectors", content=half, by=cy
    )
    second = submitted(second, cy)
    answer = visit(bo).post(
        f"{HOME}updates/{second.pk}/", {"act": "approve", "version": second.version}
    )
    assert "overlap" in text(answer)
    assert Update.objects.get(pk=second.pk).state == "submitted"


def test_who_decides_on_an_older_version_is_told(visit, written, cy, bo):
    update = submitted(written, cy)
    writes.return_update(update=update, version=update.version, why="No", by=bo)
    sent = {"act": "approve", "version": update.version}
    answer = visit(bo).post(f"{HOME}updates/{update.pk}/", sent)
    assert answer.status_code == 409
    assert "meanwhile somebody else" in text(answer)


@pytest.mark.parametrize(
    ("indicator", "sent", "told"),
    [
        ("inspectors", {"value": ""}, "This field is required"),
        ("inspectors", {"value": "3", "part": "age=5"}, "is of no dimension"),
        ("answered", {"numerator": "3"}, "This field is required"),
        ("answered", {"numerator": "3", "denominator": "0"}, "This is too small"),
    ],
)
def test_a_form_asks_for_what_the_measure_needs(visit, programme, ada, indicator, sent, told):
    page = visit(ada).post(f"{HOME}updates/new/?indicator={indicator}", YEAR | sent)
    assert told in text(page)
    assert not Update.objects.exists()


def test_a_total_opens_to_what_made_it(visit, programme, ada, cy, bo):
    browser = visit(ada)
    for number in (1, 2):
        sent = {"id": f"part{number}", "title-en": f"Part {number}", "result": "trained"}
        browser.post(
            f"{HOME}indicators/new/", sent | {"measure": "unit", "adds_to": "total", "rising": "on"}
        )
    assert Record.objects.filter(section="indicators").count() == 2
    sent = {"id": "total", "title-en": "Total", "result": "trained", "measure": "unit"}
    browser.post(f"{HOME}indicators/new/", sent | {"rising": "on"})
    for number in (1, 2):
        sent = {"id": f"part{number}", "title-en": f"Part {number}", "result": "trained"}
        browser.post(
            f"{HOME}indicators/new/", sent | {"measure": "unit", "adds_to": "total", "rising": "on"}
        )
    update = writes.write_update(
        programme=programme, indicator="part1", content=YEAR | {"value": 7.0}, by=cy
    )
    update = submitted(update, cy)
    writes.approve_update(update=update, version=update.version, by=bo)
    page = text(browser.get(f"{HOME}records/total/"))
    assert ">7<" in page
    assert "Silent so far" in page
    assert "Part 2" in page
    assert f"{HOME}updates/{update.pk}/" in page
