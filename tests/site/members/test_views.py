import pytest

from decentwork_site.audit.models import Event
from decentwork_site.members import writes
from decentwork_site.members.models import Member

GOOD = "nine blue kettles"


@pytest.fixture
def ada(member) -> Member:
    made = member("ada", "administrator")
    made.set_password(GOOD)
    made.save()
    return made


def test_public_pages_need_no_account(sample_site):
    for path in ("/", "/chains/", "/chains/XAA/garments/", "/data/", "/method/"):
        assert sample_site.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/account/", "/members/", "/members/ada/", "/audit/", "/jobs/"])
def test_who_is_not_signed_in_is_asked_to(visit, ada, path):
    answer = visit().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}")


@pytest.mark.parametrize("path", ["/members/", "/members/ada/", "/audit/"])
def test_only_administrators_see_who_is_who_and_who_did_what(visit, ada, member, path):
    assert visit(ada).get(path).status_code == 200
    for role in ("statistician", "enumerator", "representative"):
        refused = visit(member(role, role)).get(path)
        assert refused.status_code == 403
        assert "not open to you" in refused.content.decode()


def test_only_administrators_change_members(visit, ada, member):
    bo = member("bo", "statistician")
    assert visit(bo).post("/members/ada/", {"act": "close"}).status_code == 403
    assert visit(bo).post("/members/", {"invite-display_name": "X"}).status_code == 403
    assert Member.objects.get(name="ada").is_active


def test_signing_in_goes_where_one_was_going_and_is_recorded(visit, ada):
    sent = {"username": "ada", "password": GOOD, "next": "/members/"}
    assert visit().post("/sign-in/", sent)["Location"] == "/members/"
    assert Event.objects.get().what == "signed_in"


def test_signing_in_does_not_lead_to_another_site(visit, ada):
    sent = {"username": "ada", "password": GOOD, "next": "https://elsewhere.example/"}
    assert visit().post("/sign-in/", sent)["Location"] == "/"


def test_one_comes_to_pages_in_ones_own_language(visit, ada):
    Member.objects.update(language="es")
    assert visit().post("/sign-in/", {"username": "ada", "password": GOOD})["Location"] == "/es/"


def test_wrong_words_are_told_at_the_top_and_lose_nothing(visit, ada):
    page = visit().post("/sign-in/", {"username": "ada", "password": "wrong"}).content.decode()
    assert 'role="alert"' in page
    assert "do not belong together" in page
    assert 'value="ada"' in page


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("", "Too many wrong passwords"),
        ("/fr", "Trop de mots de passe erronés"),
        ("/es", "Demasiadas contraseñas equivocadas"),
    ],
)
def test_who_guesses_is_kept_out_for_a_while_even_with_the_right_password(
    visit, ada, language, title
):
    browser = visit()
    for written in ("ada", "ADA", "ada", "Ada", "ada"):
        browser.post(f"{language}/sign-in/", {"username": written, "password": "guess"})
    kept_out = browser.post(f"{language}/sign-in/", {"username": "ada", "password": GOOD})
    assert kept_out.status_code == 429
    assert title in kept_out.content.decode()
    assert "sign_in_refused" in set(Event.objects.values_list("what", flat=True))
    elsewhere = visit(REMOTE_ADDR="192.0.2.7")
    let_in = elsewhere.post("/sign-in/", {"username": "ada", "password": GOOD})
    assert let_in.status_code == 302


def test_a_form_from_elsewhere_is_refused_with_a_tidy_page(visit, ada):
    browser = visit(ada, enforce_csrf_checks=True)
    refused = browser.post("/account/", {"old": GOOD, "password": "eight red lanterns"})
    assert refused.status_code == 403
    assert "open too long" in refused.content.decode()


def test_signing_out_takes_a_button_not_a_link(visit, ada):
    browser = visit(ada)
    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")
    assert browser.get("/account/").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(visit, ada, settings):
    browser = visit()
    browser.post("/sign-in/", {"username": "ada", "password": GOOD})
    cookie = browser.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 12 * 60 * 60
    settings.SESSION_COOKIE_SECURE = True
    browser.post("/account/", {"old": GOOD, "password": "eight red lanterns"})
    assert browser.cookies["sessionid"]["secure"]


def test_a_password_is_changed_by_who_knows_the_present_one(visit, ada):
    browser = visit(ada)
    wrong = browser.post("/account/", {"old": "no", "password": "eight red lanterns"})
    assert "not your present password" in wrong.content.decode()
    browser.post("/account/", {"old": GOOD, "password": "eight red lanterns"})
    assert browser.get("/account/").status_code == 200
    assert Member.objects.get(name="ada").check_password("eight red lanterns")


@pytest.mark.parametrize("weak", ["short", "password1234", "ada"])
def test_a_weak_password_is_refused(visit, ada, weak):
    browser = visit(ada)
    browser.post("/account/", {"old": GOOD, "password": weak})
    assert Member.objects.get(name="ada").check_password(GOOD)


def test_an_administrator_invites_and_the_invited_joins(visit, ada):
    sent = {"invite-display_name": "Bo", "invite-role": "enumerator", "invite-study": "coffee"}
    page = visit(ada).post("/members/", sent)
    address = page.content.decode().split('id="new-link" value="')[1].split('"')[0]
    browser = visit()
    assert 'value="Bo"' in browser.get(address).content.decode()
    joined = browser.post(
        address, {"display_name": "Bo", "name": "bo", "language": "fr", "password": GOOD}
    )
    assert joined["Location"] == "/account/"
    assert "coffee" in browser.get("/account/").content.decode()
    assert visit().get(address).status_code == 404


def test_what_is_wrong_with_a_new_account_stands_beside_its_field(visit, ada):
    _, secret = writes.make_link(by=ada)
    sent = {"display_name": "Bo", "name": "ADA", "language": "en", "password": GOOD}
    page = visit().post(f"/link/{secret}/", sent).content.decode()
    assert 'id="id_name_error"' in page
    assert 'href="#id_name"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page


def test_a_made_up_link_leads_nowhere(visit, db, compiled_languages):
    assert visit().get("/link/made-up/").status_code == 404


def test_an_administrator_gives_and_takes_roles_and_makes_password_links(visit, ada, member):
    bo, browser = member("bo"), visit(ada)
    browser.post("/members/bo/", {"act": "give", "role": "statistician", "study": ""})
    role = bo.roles.get()
    page = browser.get("/members/bo/").content.decode()
    assert "Take away: statistician" in page
    browser.post("/members/bo/", {"act": "take", "role": role.pk})
    assert not bo.roles.exists()
    made = browser.post("/members/bo/", {"act": "link"}).content.decode()
    assert "/link/" in made
    browser.post("/members/bo/", {"act": "close"})
    assert visit(bo).get("/account/").status_code == 302


def test_the_last_administrator_is_told_why_not(visit, ada):
    page = visit(ada).post("/members/ada/", {"act": "close"}, follow=True)
    assert "last administrator" in page.content.decode()
