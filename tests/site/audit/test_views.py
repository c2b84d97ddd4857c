from decentwork_site.audit.models import What
from decentwork_site.audit.queries import events_of
from decentwork_site.audit.writes import record


def test_the_page_tells_who_did_what_in_the_readers_language(visit, member):
    ada, bo = member("ada", "administrator"), member("bo")
    record(What.ROLE_GIVEN, by=ada, target=bo, facts={"role": "enumerator"})
    record(What.LINK_MADE, by=None, target=bo)
    page = visit(ada).get("/audit/").content.decode()
    assert page.index("made a one-use link") < page.index("gave a role</td>")
    assert "this installation" in page
    assert "role: enumerator" in page
    assert "a donné un rôle" in visit(ada).get("/fr/audit/").content.decode()


def test_the_page_shows_one_sort_of_event_when_asked(visit, member):
    ada = member("ada", "administrator")
    record(What.ROLE_GIVEN, by=ada, target=ada)
    record(What.LINK_MADE, by=ada, target=ada)
    page = visit(ada).get("/audit/?what=link_made").content.decode()
    assert "made a one-use link</td>" in page
    assert "gave a role</td>" not in page


def test_events_of_one_target_are_found(member):
    ada, bo = member("ada"), member("bo")
    record(What.ROLE_GIVEN, by=ada, target=ada)
    record(What.ROLE_GIVEN, by=ada, target=bo)
    assert [event.target_id for event in events_of(bo)] == [str(bo.pk)]


def test_the_page_names_what_events_are_about(visit, member):
    ada, bo = member("ada", "administrator"), member("bo")
    record(What.ROLE_GIVEN, by=ada, target=bo)
    record(What.ORGANISATION_ADDED, by=ada, target=bo.organisation)
    page = visit(ada).get("/audit/").content.decode()
    assert '<td>member<span class="meta">Bo</span></td>' in page
    assert '<td>organisation<span class="meta">The office</span></td>' in page
