"""The page on which an office says which suppliers are one; all of them are invented."""

import pytest

SPELLINGS = (
    ("Grove Casings Company Limited", "Lot 12, Quarry Road, Eastport"),
    ("GROVE CASING CO., LTD", "Lot 12 Quarry Rd, Eastport"),
)
SECRETS = ("Grove Casings", "GROVE CASING", "Quarry")
PAGE = "/studies/circuits/matching/"


@pytest.fixture
def listed(drawn):
    """The study with one supplier that two seeds name in their own way."""
    from tests.studies.fields import collected, interview

    from decentwork_site.studies import calculations

    folder = calculations.folder(drawn.slug)
    for seed, (name, address) in zip(folder.draws()["case_id"], SPELLINGS, strict=False):
        row = {"supplier_name": name, "supplier_phone": "", "supplier_address": address}
        given = collected(interview(seed, rosters={"formal_suppliers": [row]}))
        folder.take_in(given, by="desk", at="2027-01-01T12:00:00Z")
    return drawn


@pytest.fixture
def asked(listed):
    """The same, matched with thresholds that leave the pair to a person."""
    from decentwork_site.studies import writes

    arguments = {"slug": listed.slug, "same": 0.9999, "new": 0.05, "by": "ada"}
    steps = []
    writes.do_match(arguments, lambda done, total, step: steps.append(step))
    assert "Comparing pairs" in steps
    return listed


def units(study):
    from decentwork_site.studies import calculations

    return calculations.folder(study.slug).fieldwork().nominations["unit_id"].nunique()


def sent(page, **more):
    """Return what the form on a page sends."""
    import re

    found = dict(re.findall(r'name="(one|other|seen|number)" value="([^"]*)"', page))
    return found | more


def test_before_any_matching_the_page_asks_for_one(visit, listed, ada):
    page = visit(ada).get(PAGE).content.decode()
    assert "Match anew" in page
    assert "Is this one unit?" not in page


def test_matching_is_a_job(visit, listed, ada):
    done = visit(ada).post(PAGE, {"act": "match", "same": "0.8", "new": "0.2"})
    assert done.status_code == 302
    assert "/jobs/" in done.headers["Location"]


def test_thresholds_that_leave_no_room_are_refused(visit, listed, ada):
    page = visit(ada).post(PAGE, {"act": "match", "same": "0.6", "new": "0.7"}).content.decode()
    assert "The first has to be at least the second." in page


def test_two_spellings_stand_side_by_side_with_what_differs_marked(visit, asked, ada):
    page = visit(ada).get(PAGE).content.decode()
    assert "Is this one unit?" in page
    assert "<mark>Road,</mark>" in page
    assert "<mark>Lot</mark>" not in page


def test_a_judgement_unites_and_undoing_it_parts_again(visit, asked, ada):
    reader = visit(ada)
    before = units(asked)
    reader.post(PAGE, sent(reader.get(PAGE).content.decode(), act="same"))
    assert units(asked) == before - 1
    after = reader.get(PAGE).content.decode()
    assert "Nothing is left to judge." in after
    reader.post(PAGE, sent(after, act="undo"))
    assert units(asked) == before


def test_a_pair_put_off_comes_last(visit, asked, ada):
    assert "That was the last of them." in visit(ada).get(PAGE, {"skip": "1"}).content.decode()


def test_who_judges_what_another_judged_meanwhile_sees_that(visit, asked, ada, member):
    bo = member("bo", "statistician")
    first, second = visit(ada), visit(bo)
    form = sent(second.get(PAGE).content.decode(), act="different")
    first.post(PAGE, sent(first.get(PAGE).content.decode(), act="same"))
    answer = second.post(PAGE, form)
    assert answer.status_code == 409
    assert "Ada" in answer.content.decode()


def test_only_who_works_on_the_study_sees_names(visit, asked, member):
    for role in ("representative", "enumerator", "administrator", "curator"):
        reader = visit(member(f"a-{role}", role, kind="workers"))
        assert reader.get(PAGE).status_code == 403
    assert visit().get(PAGE).status_code == 302


@pytest.mark.parametrize("page", ["", "decisions/", "fieldwork/", "estimates/", "consultation/"])
def test_no_other_page_of_the_study_names_a_supplier(visit, asked, ada, page):
    shown = visit(ada).get(f"/studies/circuits/{page}").content.decode()
    assert [secret for secret in SECRETS if secret in shown] == []
