import json
import re
from datetime import timedelta

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import timezone

from decentwork_site.audit.models import Event
from decentwork_site.members import queries, writes
from decentwork_site.members.forms import Drafted
from decentwork_site.members.models import Draft
from decentwork_site.studies.forms import DecideRelease

PAGE = "/studies/new/"


class Asked(Drafted):
    name = forms.CharField(initial="Bo")
    secret = forms.CharField(widget=forms.PasswordInput)
    file = forms.FileField()
    case = forms.CharField()
    not_kept = ("case",)


def text(answer) -> str:
    return answer.content.decode()


def key_on(page: str) -> str:
    return re.search(r'name="draft" value="([^"]+)"', page)[1]


@pytest.fixture
def ada(member):
    return member("ada", "statistician")


@pytest.fixture
def opened(visit, ada):
    """Ada's browser, and the key of the form of a new study."""
    browser = visit(ada)
    return browser, key_on(text(browser.get(PAGE)))


def test_what_was_written_stands_in_the_form_when_one_comes_back(opened):
    browser, key = opened
    answer = browser.post("/drafts/", {"draft": key, "slug": "beans", "period": "2027"})
    assert re.fullmatch(r"Draft saved at \d\d:\d\d\.", text(answer))
    page = text(browser.get(PAGE))
    assert "This is your draft of" in page
    assert 'value="beans"' in page


def test_a_draft_is_the_same_in_every_language(opened):
    browser, key = opened
    browser.post("/fr/drafts/", {"draft": key, "slug": "beans"})
    assert 'value="beans"' in text(browser.get("/es/studies/new/"))


def test_a_form_that_was_sent_leaves_no_draft(opened, settings, tmp_path):
    from decentwork.sources.data_folder import DataFolder

    settings.DATA = DataFolder(tmp_path)
    browser, key = opened
    sent = {"template": "coffee", "place": "XAA", "slug": "beans", "period": "2027"}
    browser.post("/drafts/", sent | {"draft": key})
    assert browser.post(PAGE, sent | {"draft": key}).status_code == 302
    assert not Draft.objects.exists()


def test_a_form_that_was_refused_asks_to_be_kept(opened):
    browser, _key = opened
    assert "data-unsaved" in text(browser.post(PAGE, {"slug": "beans"}))


def test_a_draft_can_be_discarded_and_brought_back(opened):
    browser, key = opened
    browser.post("/drafts/", {"draft": key, "slug": "beans"})
    left = browser.post("/fr/drafts/", {"draft": key, "act": "discard"})
    assert left["Location"] == "/fr/studies/new/"
    page = text(browser.get(PAGE))
    assert 'value="beans"' not in page
    assert "Bring it back" in page
    browser.post("/drafts/", {"draft": key, "act": "back"})
    assert 'value="beans"' in text(browser.get(PAGE))


def test_nobody_else_sees_or_writes_a_draft(opened, visit, member):
    browser, key = opened
    browser.post("/drafts/", {"draft": key, "slug": "beans"})
    other = visit(member("bo", "statistician"))
    assert "beans" not in text(other.get(PAGE))
    assert other.post("/drafts/", {"draft": key, "slug": "tea"}).status_code == 403
    assert visit().post("/drafts/", {"draft": key, "slug": "tea"}).status_code == 403
    assert Draft.objects.get().fields == {"slug": "beans"}


@pytest.mark.parametrize("key", ["", "made up"])
def test_only_forms_of_our_own_are_kept(opened, key):
    browser, _key = opened
    assert browser.post("/drafts/", {"draft": key, "slug": "beans"}).status_code == 403


def test_a_draft_is_kept_from_our_own_pages_only(ada, visit):
    browser = visit(ada, enforce_csrf_checks=True)
    key = key_on(text(browser.get(PAGE)))
    assert browser.post("/drafts/", {"draft": key, "slug": "beans"}).status_code == 403


def test_passwords_files_and_what_the_form_names_are_never_kept(ada):
    request = RequestFactory().get("/anywhere/")
    request.user = ada
    assert list(Asked().as_left(request).key.fields) == ["name"]
    assert "is_decided" not in DecideRelease().as_left(request).key.fields


def test_what_a_form_did_not_ask_for_is_not_kept(opened):
    browser, key = opened
    browser.post("/drafts/", {"draft": key, "slug": "beans", "password": "seven green umbrellas"})
    assert Draft.objects.get().fields == {"slug": "beans"}


def test_a_draft_that_says_what_the_empty_form_says_is_none(ada):
    request = RequestFactory().get("/anywhere/")
    request.user = ada
    writes.keep_draft(member=ada, page="/anywhere/", form="asked", fields={"name": "Bo"})
    assert Asked().as_left(request).draft is None


def test_no_event_tells_of_a_draft(opened):
    browser, key = opened
    before = Event.objects.count()
    browser.post("/drafts/", {"draft": key, "slug": "beans"})
    assert Event.objects.count() == before


def test_a_draft_longer_than_any_form_is_refused(opened):
    browser, key = opened
    sent = {"draft": key, "slug": "b" * writes.DRAFT_LETTERS}
    assert browser.post("/drafts/", sent).status_code == 413
    assert not Draft.objects.exists()


def test_a_member_keeps_a_limited_number_of_drafts_the_newest_ones(ada, monkeypatch):
    monkeypatch.setattr(writes, "DRAFTS", 2)
    for number in range(3):
        writes.keep_draft(member=ada, page=f"/{number}/", form="new", fields={})
    assert set(Draft.objects.values_list("page", flat=True)) == {"/1/", "/2/"}


def test_drafts_that_nobody_came_back_to_go(ada, member):
    bo, now = member("bo"), timezone.now()
    old = writes.keep_draft(member=bo, page="/old/", form="new", fields={})
    Draft.objects.filter(pk=old.pk).update(saved_at=now - timedelta(days=61))
    writes.keep_draft(member=bo, page="/left/", form="new", fields={})
    Draft.objects.filter(page="/left/").update(discarded_at=now - timedelta(days=2))
    assert queries.draft(bo, "/old/", "new", now) is None
    assert queries.draft(bo, "/left/", "new", now) is None
    writes.keep_draft(member=ada, page="/new/", form="new", fields={})
    assert list(Draft.objects.values_list("page", flat=True)) == ["/new/"]


def test_a_form_has_one_draft_of_a_member(ada):
    from django.db import IntegrityError

    kept = {"member": ada, "page": "/", "form": "new", "fields": {}, "saved_at": timezone.now()}
    Draft.objects.create(**kept)
    with pytest.raises(IntegrityError):
        Draft.objects.create(**kept)


def test_what_one_wrote_is_stored_as_it_was_written(ada):
    said = {"text": 'Ünï "quoted"\n\u05d0'}
    writes.keep_draft(member=ada, page="/", form="new", fields=said)
    assert json.loads(json.dumps(Draft.objects.get().fields)) == said
