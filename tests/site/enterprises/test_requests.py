"""Claims, entries of owners, corrections, identifiers elsewhere: some ask, others answer."""

import pytest
from django.db import DatabaseError, connection, transaction

from decentwork_site.enterprises import queries, settling

ASKED = {"what": "The town is Sutton.", "contact": "desk@aster.example"}


@pytest.fixture
def aster(listed):
    """An enterprise in a buyer's list."""
    return listed("Aster Mills", city="Norton").enterprise


@pytest.fixture
def olga(member):
    """A member of an enterprise."""
    return member("olga", kind="enterprise")


def at(enterprise, tail):
    return f"/enterprises/{enterprise.identifier}/{tail}"


def events():
    from decentwork_site.audit.models import Event

    told = Event.objects.exclude(what="signed_in").order_by("id")
    return list(told.values_list("what", flat=True))


def test_anyone_asks_for_a_correction_without_an_account(aster, visit):
    from decentwork_site.enterprises.models import Correction

    answer = visit().post(at(aster, "correction/"), ASKED, follow=True)
    assert "Your request is kept." in answer.content.decode()
    assert Correction.objects.get().what == "The town is Sutton."
    assert events() == ["correction_asked"]


def test_a_request_stands_on_the_page_once_it_is_answered(aster, visit, curator):
    from decentwork_site.enterprises.models import Correction

    visit().post(at(aster, "correction/"), ASKED)
    assert "No request for correction was answered yet." in visit().get(at(aster, "")).text
    asked = Correction.objects.get()
    browser = visit(curator)
    listed = browser.get("/enterprises/requests/").text
    assert "The town is Sutton." in listed
    page = f"/enterprises/requests/correction/{asked.pk}/"
    assert "desk@aster.example" in browser.get(page).text
    answer = browser.post(page, {"state": "refused", "answer": "The register says Norton."})
    assert answer.url == "/enterprises/requests/"
    text = visit().get(at(aster, "")).text
    assert "The register says Norton." in text
    assert "A correction was asked for on" in text
    for private in ("desk@aster.example", "The town is Sutton.", "Cleo"):
        assert private not in text


def test_a_row_is_withheld_on_request_and_shown_again(aster, listed, visit, curator):
    from decentwork_site.enterprises.models import Correction

    row = listed("Ms Nobody, tailor", "Town list", enterprise=aster, city="Elsewhere")
    visit().post(at(aster, "correction/"), ASKED | {"mention": row.pk})
    browser, asked = visit(curator), Correction.objects.get()
    page = f"/enterprises/requests/correction/{asked.pk}/"
    assert browser.get(page).text.count(f'value="{row.pk}"') == 1
    browser.post(page, {"state": "made", "answer": "Withheld.", "withheld": [row.pk]})
    text = visit().get(at(aster, "")).text
    assert "Nobody" not in text
    assert "1 row of a list is withheld on request." in text
    assert visit().get("/enterprises/", {"q": "tailor"}).text.count("<h2><a") == 0
    row.refresh_from_db()
    assert row.enterprise == aster  # still matched
    assert "Ms Nobody, tailor" in browser.get("/enterprises/requests/").text
    browser.post("/enterprises/requests/", {"show": row.pk})
    assert "Ms Nobody, tailor" in visit().get(at(aster, "")).text
    assert events()[-2:] == ["correction_answered", "mention_shown"]


def test_a_request_that_is_refused_withholds_nothing(aster, visit, curator):
    from decentwork_site.enterprises.models import Correction

    row = aster.mentions.get()
    visit().post(at(aster, "correction/"), ASKED)
    page = f"/enterprises/requests/correction/{Correction.objects.get().pk}/"
    sent = {"state": "refused", "answer": "No.", "withheld": [row.pk]}
    assert "withholds no row" in visit(curator).post(page, sent).text
    assert Correction.objects.get().state == "asked"


def test_a_request_is_answered_once_and_both_answers_are_shown(aster, visit, curator, member):
    from decentwork_site.enterprises.models import Correction

    visit().post(at(aster, "correction/"), ASKED)
    page = f"/enterprises/requests/correction/{Correction.objects.get().pk}/"
    visit(member("carl", "curator")).post(page, {"state": "made", "answer": "Done by me."})
    late = visit(curator).post(page, {"state": "refused", "answer": "Not so."})
    assert late.status_code == 409
    assert "Done by me." in late.text
    assert "Not so." in late.text
    assert Correction.objects.get().answer == "Done by me."


def test_what_fills_in_every_field_is_asked_to_send_once_more(aster, visit):
    from decentwork_site.enterprises.models import Correction

    answer = visit().post(at(aster, "correction/"), ASKED | {"website": "https://x.example"})
    assert "was filled in. Send it once more." in answer.text
    assert "The town is Sutton." in answer.text
    assert not Correction.objects.exists()


def test_five_requests_a_day_are_taken_from_one_address(aster, visit, olga):
    from decentwork_site.enterprises.models import Correction

    for _ in range(5):
        assert visit().post(at(aster, "correction/"), ASKED).status_code == 302
    refused = visit().post(at(aster, "correction/"), ASKED)
    assert refused.status_code == 429
    assert "The town is Sutton." in refused.text
    assert Correction.objects.count() == 5
    elsewhere = visit(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(at(aster, "correction/"), ASKED).status_code == 302
    assert visit(olga).post(at(aster, "correction/"), ASKED).status_code == 302


def test_no_address_is_kept_of_who_asks(aster, visit):
    from django.core.cache import cache

    from decentwork_site.audit.models import Event

    visit(REMOTE_ADDR="192.0.2.7").post(at(aster, "correction/"), ASKED)
    assert "192.0.2.7" not in str(Event.objects.values())
    assert "192.0.2.7" not in str(cache._cache)


def test_a_row_that_is_not_public_cannot_be_asked_about(aster, listed, visit):
    secret = listed("Secret Works", "Private list", is_public=False, enterprise=aster)
    form = visit().get(at(aster, "correction/")).text
    assert "Secret Works" not in form
    answer = visit().post(at(aster, "correction/"), ASKED | {"mention": secret.pk})
    assert answer.status_code == 200
    assert "Secret Works" not in answer.text


def test_an_enterprise_claims_its_page_and_says_what_it_is(aster, visit, olga, curator):
    from decentwork_site.enterprises.models import Claim

    owner, keeper = visit(olga), visit(curator)
    assert owner.get(at(aster, "own-entry/")).status_code == 403
    owner.post(at(aster, "claim/"), {"why": "We are in the register."})
    assert "waiting for an answer" in owner.get(at(aster, "claim/")).text
    page = f"/enterprises/requests/claim/{Claim.objects.get().pk}/"
    assert "We are in the register." in keeper.get(page).text
    keeper.post(page, {"state": "accepted", "answer": ""})
    said = {"name": "Aster & Daughters", "city": "Sutton", "website": "aster.example"}
    assert owner.post(at(aster, "own-entry/"), said).status_code == 302
    text = visit().get(at(aster, "")).text
    assert "Written by The enterprise, which is this enterprise" in text
    assert "Aster &amp; Daughters" in text
    assert 'href="https://aster.example"' in text
    assert "<h1>Aster &amp; Daughters</h1>" in text
    assert "Aster Mills" in text  # what lists say stays
    assert "Aster &amp; Daughters" in visit().get("/enterprises/", {"q": "sutton daughters"}).text
    assert events()[-3:] == ["enterprise_claimed", "claim_answered", "entry_made"]


def test_an_earlier_entry_is_kept_and_not_shown(aster, visit, olga, curator):
    from decentwork_site.enterprises import writes
    from decentwork_site.enterprises.models import OwnEntry

    claim = writes.claim_enterprise(enterprise=aster, why="we are", by=olga)
    writes.answer(asked=claim, state="accepted", answer="", by=curator)
    for name in ("Aster One", "Aster Two"):
        writes.write_entry(enterprise=aster, name=name, by=olga)
    text = visit().get(at(aster, "")).text
    assert "Aster Two" in text
    assert "Aster One" not in text
    assert OwnEntry.objects.count() == 2


def test_an_owner_stays_owner_where_the_enterprise_is_merged(aster, listed, olga, curator):
    from decentwork_site.enterprises import queries, writes

    claim = writes.claim_enterprise(enterprise=aster, why="we are", by=olga)
    writes.answer(asked=claim, state="accepted", answer="", by=curator)
    other = listed("Aster Mills Ltd", "Town list").enterprise
    aster.mentions.update(enterprise=other)
    aster.is_public, aster.mentions_count, aster.now = False, 0, other
    aster.save()
    assert queries.owns(olga, other)
    with pytest.raises(writes.NotAllowed, match="has an owner"):
        writes.claim_enterprise(enterprise=other, why="us too", by=olga)


def test_an_enterprise_has_one_owner(aster, olga, curator, member):
    from decentwork_site.enterprises import writes
    from decentwork_site.members.models import Organisation

    rival = member("rita", kind="enterprise")
    rival.organisation = Organisation.objects.create(name="Rival", kind="enterprise")
    claims = [writes.claim_enterprise(enterprise=aster, why="", by=by) for by in (olga, rival)]
    writes.answer(asked=claims[0], state="accepted", answer="", by=curator)
    with pytest.raises(writes.NotAllowed, match="has an owner"):
        writes.answer(asked=claims[1], state="accepted", answer="", by=curator)


def test_only_a_member_of_an_enterprise_claims_one(aster, visit, member):
    from decentwork_site.enterprises.models import Claim

    assert "sign-in" in visit().get(at(aster, "claim/")).url
    answer = visit(member("ada")).post(at(aster, "claim/"), {"why": "I like it."})
    assert "Only a member of an organisation that is an enterprise" in answer.text
    assert not Claim.objects.exists()


def test_a_claim_that_is_refused_says_why(aster, visit, olga, curator):
    from decentwork_site.enterprises import writes

    claim = writes.claim_enterprise(enterprise=aster, why="we are", by=olga)
    page = f"/enterprises/requests/claim/{claim.pk}/"
    assert "Say why" in visit(curator).post(page, {"state": "refused"}).text
    visit(curator).post(page, {"state": "refused", "answer": "Another address."})
    assert "Another address." in visit(olga).get(at(aster, "claim/")).text


@pytest.mark.parametrize("page", ["requests/", "requests/claim/1/", "{}/identifiers/"])
def test_only_curators_answer_and_add_identifiers(aster, visit, olga, page):
    address = f"/enterprises/{page.format(aster.identifier)}"
    assert "sign-in" in visit().get(address).url
    assert visit(olga).get(address).status_code == 403


@pytest.mark.parametrize(
    ("scheme", "value", "problem"),
    [
        ("lei", "000000AVONIA00000058", "tell of a slip"),
        ("lei", "AVONIA", "have another form"),
        ("os_id", "XA20269999ABCDE", "have another form"),
        ("lei", "0000 00avonia0000 0059", ""),
        ("os_id", "xa2026123abcde1", ""),
        ("national", "12/345-B", ""),
    ],
)
def test_an_identifier_elsewhere_is_checked_by_its_form(
    aster, visit, curator, scheme, value, problem
):
    sent = {"mention": aster.mentions.get().pk, "scheme": scheme, "value": value}
    sent |= {"told_by": "The register", "told_on": "2026-01-02"}
    answer = visit(curator).post(at(aster, "identifiers/"), sent)
    if problem:
        assert problem in answer.text
    else:
        assert answer.status_code == 302
        written = aster.mentions.get().aliases.get().value
        assert written in visit().get(at(aster, "")).text
        assert "Aster Mills" in visit().get("/enterprises/", {"q": written}).text


def test_an_identifier_is_added_once_and_not_of_a_day_to_come(aster, visit, curator):
    sent = {"mention": aster.mentions.get().pk, "scheme": "other", "value": "A-1"}
    sent |= {"told_by": "The register", "told_on": "2026-01-02"}
    browser = visit(curator)
    browser.post(at(aster, "identifiers/"), sent)
    assert "is there already" in browser.post(at(aster, "identifiers/"), sent).text
    later = browser.post(at(aster, "identifiers/"), sent | {"told_on": "2999-01-01"})
    assert "still to come" in later.text
    assert events() == ["alias_added"]


@pytest.fixture
def withdraw(aster, visit, curator):
    """Withdraw the identifier of Aster Mills, or put it back."""
    alias = aster.mentions.get().aliases.create(
        scheme="other", value="A-1", told_by="The register", told_on="2026-01-02"
    )
    settling.refresh_enterprise(aster)

    def sent(act="withdraw", why="of another mill", browser=None):
        given = {"alias": alias.pk, "act": act, "why": why}
        return (browser or visit(curator)).post(at(aster, "identifiers/"), given)

    return sent


def test_a_wrong_identifier_is_withdrawn_with_who_and_why_and_put_back_as_it_was(
    aster, visit, withdraw, curator
):
    def seen():
        page = visit().get(at(aster, "")).text
        found = visit().get("/enterprises/", {"q": "A-1"}).text
        return "A-1" in page, "Aster Mills" in found, queries.record_of(aster)["identifiers"]

    before = seen()
    assert before[:2] == (True, True)
    assert withdraw().status_code == 302
    assert seen() == (False, False, [])
    told = visit(curator).get(at(aster, "identifiers/")).text
    assert "of another mill" in told
    assert str(curator) in told
    assert withdraw("put back", "it was right").status_code == 302
    assert seen() == before
    assert events()[-2:] == ["alias_withdrawn", "alias_put_back"]


def test_an_identifier_is_withdrawn_once_for_a_reason_by_who_keeps_the_lists(
    aster, visit, withdraw, member
):
    assert withdraw(why="").status_code == 200
    assert events() == []
    withdraw()
    assert "Somebody did this before." in withdraw().text
    assert withdraw(browser=visit(member("dora"))).status_code == 403
    assert events() == ["alias_withdrawn"]


def test_the_database_keeps_what_was_said_of_an_identifier(withdraw):
    withdraw()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM enterprises_aliaswithdrawal")
