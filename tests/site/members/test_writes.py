import pytest
from django.utils import timezone

from decentwork_site.audit.models import Event
from decentwork_site.members import queries, writes
from decentwork_site.members.models import Member, OneUseLink, Role

GOOD = "nine blue kettles"
PERSON = {"email": "", "display_name": "Bo", "language": "fr", "password": "seven green umbrellas"}


def happened() -> list[str]:
    return list(Event.objects.order_by("id").values_list("what", flat=True))


def test_a_link_makes_one_member_with_its_role_and_is_then_used_up(member):
    ada = member("ada", "administrator")
    _, secret = writes.make_link(by=ada, role="enumerator", study="coffee")
    bo = writes.join(secret=secret, name="bo", **PERSON)
    assert queries.has_role(bo, "enumerator", "coffee")
    assert not queries.has_role(bo, "enumerator", "tea")
    assert writes.join(secret=secret, name="cy", **PERSON) is None
    assert happened() == ["link_made", "member_joined"]


def test_the_secret_of_a_link_is_not_kept(member):
    link, secret = writes.make_link(by=None)
    kept = OneUseLink.objects.filter(pk=link.pk).values().get()
    assert secret not in str(kept)


def test_a_link_ends_after_a_week(db):
    link, secret = writes.make_link(by=None)
    assert queries.usable_link(secret, link.made_at + writes.LINK_LASTS) is None
    assert queries.usable_link(secret, timezone.now()) == link


def test_a_newer_first_link_makes_the_older_one_void(db):
    first, second = writes.make_first_link(), writes.make_first_link()
    assert writes.join(secret=first, name="ada", **PERSON) is None
    ada = writes.join(secret=second, name="ada", **PERSON)
    assert queries.is_administrator(ada)


def test_a_link_for_a_password_sets_that_and_makes_nobody(member):
    ada = member("ada")
    _, secret = writes.make_link(by=None, member=ada)
    assert writes.join(secret=secret, name="bo", **PERSON) is None
    writes.set_password_by_link(secret=secret, password=GOOD)
    ada.refresh_from_db()
    assert ada.check_password(GOOD)
    assert ada.password.startswith("argon2$")
    assert writes.set_password_by_link(secret=secret, password=GOOD) is None


def test_a_name_taken_in_the_meantime_leaves_the_link_usable(member):
    from django.db import IntegrityError, transaction

    member("bo")
    _, secret = writes.make_link(by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        writes.join(secret=secret, name="Bo", **PERSON)
    assert writes.join(secret=secret, name="bea", **PERSON)


def test_a_representative_comes_from_a_constituent(member):
    with pytest.raises(writes.NotAllowed, match="workers' organisation"):
        writes.give_role(member=member("ada"), kind="representative", by=None)
    bo = member("bo", kind="workers")
    assert writes.give_role(member=bo, kind="representative", by=None)


@pytest.mark.parametrize(
    "act",
    [
        lambda ada: writes.set_active(member=ada, is_active=False, by=ada),
        lambda ada: writes.take_role(role=ada.roles.get(), by=ada),
    ],
)
def test_the_last_administrator_stays(member, act):
    ada, bo = member("ada", "administrator"), member("bo", "administrator")
    writes.set_active(member=bo, is_active=False, by=ada)
    with pytest.raises(writes.NotAllowed, match="last administrator"):
        act(ada)
    assert Role.objects.filter(member=ada).exists()


def test_a_role_given_twice_is_given_and_recorded_once(member):
    ada = member("ada")
    for _ in range(2):
        writes.give_role(member=ada, kind="statistician", by=None)
    assert happened() == ["role_given"]


def test_somebody_whose_account_is_closed_has_no_role(member):
    ada, bo = member("ada", "administrator"), member("bo", "administrator")
    writes.set_active(member=bo, is_active=False, by=ada)
    assert not queries.is_administrator(Member.objects.get(name="bo"))


def test_a_server_makes_a_member_from_the_command_line(db):
    ada, secret = writes.make_member(name="ada", role="administrator")
    assert queries.is_administrator(ada)
    assert writes.set_password_by_link(secret=secret, password=GOOD) == ada
