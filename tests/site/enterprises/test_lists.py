"""Files of invented enterprises, added by a curator as a brand would publish them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decentwork.sources.data_folder import DataFolder
from decentwork_site.audit.models import Event
from decentwork_site.enterprises import calculations, queries, writes
from decentwork_site.enterprises.models import Enterprise, EnterpriseList, Matching, Mention, Source
from decentwork_site.jobs.models import Job

ROWS = """Factory name,Street,Town,Country,Supplier no.
Aster Mills Ltd,4 Canal Road,Norton,Vietnam,S-1
"Brindle & Sons","9 Mill Street, Unit 2",Easton,Vietnam,S-2
"""


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = DataFolder(tmp_path / "data")
    settings.DATA.root.mkdir()


@pytest.fixture
def keeper(curator, visit):
    return visit(curator)


@pytest.fixture
def buyer(curator):
    return writes.add_source(name="Buyer Amber", kind="brand", by=curator)


def added(keeper, source, text=ROWS, name="suppliers.csv", on="2026-03-01"):
    upload = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return keeper.post(f"/enterprises/sources/{source.pk}/", {"upload": upload, "listed_on": on})


def chosen(page):
    """What the form of columns says as it stands: label → field, and name → field."""
    labels, sent = {}, {"sheet": ""}
    for label, name, options in re.findall(
        r'<label for="id_[^"]*">([^<]*)</label>.*?<select name="(column-\d+)"[^>]*>(.*?)</select>',
        page.text,
        re.DOTALL,
    ):
        labels[label] = sent[name] = re.search(r'value="(\w*)" selected', options)[1]
    return labels, sent


def read(keeper, address):
    from decentwork_site.working import work_once

    keeper.post(address, chosen(keeper.get(address))[1])
    assert work_once()
    return Job.objects.first()


@pytest.fixture
def amber(keeper, buyer):
    """A list that was read."""
    read(keeper, added(keeper, buyer).url)
    return EnterpriseList.objects.get()


def test_who_does_not_keep_the_lists_sees_none_of_their_pages(visit, member, buyer):
    pages = ("sources/", "sources/new/", f"sources/{buyer.pk}/", "matching/")
    ada = visit(member("ada", "statistician"))
    for page in pages:
        assert visit().get(f"/enterprises/{page}").status_code == 302
        assert ada.get(f"/enterprises/{page}").status_code == 403


def test_a_source_is_added_once(keeper):
    said = {"name": "Buyer Amber", "kind": "brand", "is_public": "on"}
    assert keeper.post("/enterprises/sources/new/", said).status_code == 302
    again = keeper.post("/enterprises/sources/new/", said | {"name": "BUYER AMBER"})
    assert "A source has this name." in again.text
    assert Source.objects.get().is_public
    assert Event.objects.filter(what="source_added").count() == 1


def test_columns_are_guessed_and_shown_with_examples(keeper, buyer):
    page = keeper.get(added(keeper, buyer).url)
    assert "Brindle &amp; Sons" in page.text
    guessed, _ = chosen(page)
    assert guessed["Factory name"] == "name"
    assert (guessed["Town"], guessed["Country"]) == ("city", "country")


def test_a_list_is_read_row_by_row_as_it_was_given(amber):
    assert amber.is_read
    assert amber.mentions_count == 2
    brindle = amber.mentions.get(name="Brindle & Sons")
    assert (brindle.city, brindle.country) == ("Easton", "VNM")
    assert brindle.address == "9 Mill Street, Unit 2"
    assert (brindle.enterprise, brindle.outcome) == (None, "")


def test_columns_are_chosen_once_for_a_source(amber, keeper, buyer):
    later = ROWS.replace("Supplier no.", "Remarks").replace("S-1", "new")
    page = keeper.get(added(keeper, buyer, later, on="2026-09-01").url)
    assert chosen(page)[0]["Factory name"] == "name"
    assert Event.objects.filter(what="columns_chosen").count() == 1


def test_a_list_needs_a_column_of_names(keeper, buyer):
    address = added(keeper, buyer).url
    sent = dict.fromkeys(chosen(keeper.get(address))[1], "")
    answer = keeper.post(address, sent)
    assert "Say which column holds the name" in answer.text
    assert not Job.objects.exists()


def test_a_file_is_added_once(keeper, buyer):
    added(keeper, buyer)
    assert "This file was added before." in added(keeper, buyer).text


def test_a_file_that_is_no_table_is_told_of(keeper, buyer):
    answer = keeper.get(added(keeper, buyer, b"%PDF-1.7 nothing", "list.pdf").url)
    assert "The file is no table that can be read" in answer.text
    assert "It is a PDF." in answer.text


def test_a_file_that_is_too_large_is_refused_and_not_kept(keeper, buyer, monkeypatch, settings):
    monkeypatch.setattr(calculations, "LARGEST_LIST", 20)
    assert "it is larger than 400 MB." in added(keeper, buyer).text
    assert list((settings.DATA.root / "lists").iterdir()) == []
    assert not EnterpriseList.objects.exists()


def test_the_reading_of_a_list_goes_on_where_it_was_stopped(amber):
    before = list(amber.mentions.values_list("ref", "name"))
    EnterpriseList.objects.update(is_read=False)
    first, last = amber.mentions.all()
    last.delete()
    assert writes.do_read({"list": amber.pk}, lambda *_: None) == {"mentions": 2}
    assert list(amber.mentions.values_list("ref", "name")) == before
    assert amber.mentions.first().pk == first.pk
    assert writes.do_read({"list": amber.pk}, lambda *_: None) == {"mentions": 2}


def test_a_withdrawn_list_leaves_its_enterprises_and_the_search(listed, curator, keeper):
    first = listed("Aster Mills", "A")
    second = listed("Aster Works", "B", enterprise=first.enterprise)
    Matching.objects.create(same=0.8, new=0.1)
    page = f"/enterprises/lists/{second.list_id}/"
    assert keeper.post(page, {"why": "the buyer took it back"}).status_code == 302
    assert "the buyer took it back" in keeper.get(page).text
    found = Enterprise.objects.get(pk=first.enterprise_id)
    assert found.words == " aster mills "
    assert found.sources_count == 1
    second.refresh_from_db()
    assert (second.enterprise, second.outcome) == (None, "")
    with pytest.raises(writes.NotAllowed):
        writes.withdraw_list(
            listed=second.list.__class__.objects.get(pk=second.list_id), why="x", by=curator
        )


def test_a_long_list_that_is_withdrawn_leaves_with_a_matching(listed, keeper, monkeypatch):
    first = listed("Aster Mills", "A")
    second = listed("Aster Works", "B", enterprise=first.enterprise)
    EnterpriseList.objects.update(mentions_count=1)
    monkeypatch.setattr(writes, "SETTLED_AT_MOST", 0)
    Matching.objects.create(same=0.8, new=0.1)
    keeper.post(f"/enterprises/lists/{second.list_id}/", {"why": "withdrawn"})
    assert "Aster Works" not in keeper.get(f"/enterprises/{first.enterprise.identifier}/").text
    writes.do_match(Job.objects.get().arguments, lambda *_: None)
    assert Enterprise.objects.get(pk=first.enterprise_id).words == " aster mills "


def test_an_enterprise_that_no_list_names_any_more_is_not_public(listed, keeper):
    only = listed("Aster Mills", "A")
    Matching.objects.create(same=0.8, new=0.1)
    keeper.post(f"/enterprises/lists/{only.list_id}/", {"why": "withdrawn"})
    found = Enterprise.objects.get(pk=only.enterprise_id)
    assert (found.is_public, found.words, found.mentions_count) == (False, "", 0)


def test_thresholds_are_seen_and_set(keeper, listed):
    listed("Aster Mills", "A")
    page = keeper.get("/enterprises/matching/")
    assert "Nothing was matched yet." in page.text
    wrong = keeper.post("/enterprises/matching/", {"same": "0.6", "new": "0.7"})
    assert "nobody could be asked" in wrong.text
    keeper.post("/enterprises/matching/", {"same": "0.9", "new": "0.2"})
    job = Job.objects.get()
    assert (job.kind, job.arguments["same"], job.arguments["new"]) == (queries.MATCH, 0.9, 0.2)


def test_a_country_that_the_map_contradicts_is_shown(keeper, listed):
    listed("Aster Mills", "A", latitude=48.1, longitude=11.5, located_in="DEU", country="VNM")
    text = keeper.get("/enterprises/matching/").text
    assert "Germany" in text
    assert "48.100, 11.500" in text


def test_the_map_is_asked_when_a_list_is_read(keeper, buyer):
    rows = "Name,Country,Latitude,Longitude\nAster,Vietnam,48.1,11.5\nBrindle,Vietnam,2,-4\n"
    rows += "Corin,Vietnam,21.0,105.8\n"
    read(keeper, added(keeper, buyer, rows).url)
    assert list(Mention.objects.order_by("ref").values_list("located_in", flat=True)) == [
        "DEU",
        calculations.SEA,
        "",
    ]


def test_the_demonstration_is_invented_and_made_once(db, client):
    assert writes.make_demonstration_lists()
    assert not writes.make_demonstration_lists()
    assert not Source.objects.filter(is_invented=False).exists()
    assert set(Mention.objects.values_list("country", flat=True)) <= {"XAA", ""}
    assert not Mention.objects.filter(address__icontains="kenya").exists()
    assert Job.objects.get().kind == queries.MATCH
