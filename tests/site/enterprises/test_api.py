import json
from datetime import date

import pytest


@pytest.fixture
def three(listed):
    """Three enterprises by name."""
    return [listed(name, city="Norton").enterprise for name in ("Aster", "Birch", "Cedar")]


def test_the_list_comes_in_parts_until_its_end(three, client, monkeypatch):
    from decentwork_site.enterprises import api

    monkeypatch.setattr(api, "PAGE", 2)
    first = client.get("/api/enterprises").json()
    assert [row["name"] for row in first["enterprises"]] == ["Aster", "Birch"]
    rest = client.get("/api/enterprises", {"after": first["after"]}).json()
    assert [row["name"] for row in rest["enterprises"]] == ["Cedar"]
    assert rest["after"] is None


def test_the_list_is_searched_as_its_page_is(three, client):
    found = client.get("/api/enterprises", {"q": "nort bir"}).json()["enterprises"]
    assert [row["name"] for row in found] == ["Birch"]
    assert client.get("/api/enterprises", {"country": "XAB"}).json()["enterprises"] == []


@pytest.mark.parametrize("after", ["XA-nothing", "\0"])
def test_there_is_no_part_after_nothing(three, client, after):
    answer = client.get("/api/enterprises", {"after": after})
    assert answer.status_code == 404
    assert sorted(answer.json()) == ["hint", "what", "where"]


def test_an_enterprise_comes_with_who_names_it_how_and_when(three, listed, client):
    aster = three[0]
    listed("ASTER LTD", "Register of Avonia", kind="register", enterprise=aster, given_id="7")
    found = client.get(f"/api/enterprises/{aster.identifier}").json()
    rows = [(row["source"], row["name"], row["given_id"], row["dates"]) for row in found["listed"]]
    assert rows == [
        ("Register of Avonia", "ASTER LTD", "7", ["2026-03-01"]),
        ("Season list", "Aster", "", ["2026-03-01"]),
    ]
    assert found["listed_since"] == "2026-03-01"
    assert found["invented"]


def test_a_former_identifier_answers_with_the_present_one(three, client):
    former, present = three[0], three[1]
    former.mentions.all().delete()
    former.is_public, former.mentions_count, former.now = False, 0, present
    former.save()
    found = client.get(f"/api/enterprises/{former.identifier}")
    assert found.json()["identifier"] == present.identifier


@pytest.mark.parametrize(
    ("identifier", "what"),
    [
        ("VN-3K2H-17YF-8T9A-3", "There is no such enterprise."),
        ("VN-3K2H-17YF-8T9A-4", "misspelled"),
        ("aster", "is not an identifier"),
    ],
)
def test_what_is_no_enterprise_is_answered_in_the_shape_of_every_error(
    db, client, identifier, what
):
    answer = client.get(f"/api/enterprises/{identifier}")
    assert answer.status_code == 404
    assert what in answer.json()["what"]
    assert sorted(answer.json()) == ["hint", "what", "where"]


def test_what_an_owner_and_curators_say_is_there_and_who_asked_is_not(
    three, client, member, curator
):
    from decentwork_site.enterprises import writes
    from decentwork_site.enterprises.models import Alias, Claim

    aster, owner = three[0], member("olga", kind="enterprise")
    claim = writes.claim_enterprise(enterprise=aster, why="we are", by=owner)
    writes.answer(asked=claim, state=Claim.State.ACCEPTED, answer="", by=curator)
    writes.write_entry(enterprise=aster, name="Aster & Daughters", about="Since 1911", by=owner)
    request = writes.ask_correction(
        enterprise=aster, mention=None, what="wrong town", contact="call Olga", by=None, address="x"
    )
    writes.answer(asked=request, state="made", answer="The town is put right.", by=curator)
    told = {"told_by": "The register", "told_on": date(2026, 1, 2)}
    Alias.objects.create(mention=aster.mentions.get(), scheme="other", value="A-1", **told)
    found = client.get(f"/api/enterprises/{aster.identifier}").json()
    (entry,), (correction,), (alias,) = (
        found[part] for part in ("own_entries", "corrections", "identifiers")
    )
    assert (entry["owner"], entry["name"]) == ("The enterprise", "Aster & Daughters")
    assert (correction["state"], correction["answer"]) == ("made", "The town is put right.")
    assert (alias["value"], alias["told_on"]) == ("A-1", "2026-01-02")
    for private in ("Olga", "olga", "Cleo", "wrong town", "we are"):
        assert private not in json.dumps(found)
