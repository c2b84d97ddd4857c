import pytest
from django.db import IntegrityError, transaction

from decentwork_site.members.models import Member, OneUseLink, Organisation, Role


def refused(make, **fields) -> bool:
    try:
        with transaction.atomic():
            make(**fields)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "ADA"},
        {"name": ""},
        {"name": "bo@avonia.example"},
        {"name": "bo", "email": "Ada@Avonia.example"},
    ],
)
def test_a_name_and_an_address_are_one_persons_and_differ(db, fields):
    Member.objects.create(name="ada", email="ada@avonia.example", display_name="Ada")
    assert refused(Member.objects.create, display_name="Bo", **fields)


def test_many_members_have_no_address(db):
    for name in ("ada", "bo"):
        Member.objects.create(name=name, display_name=name)
    assert Member.objects.count() == 2


def test_an_organisation_has_a_name_of_its_own(db):
    Organisation.objects.create(name="Union of Avonia", kind="workers")
    assert refused(Organisation.objects.create, name="union of avonia", kind="other")
    assert refused(Organisation.objects.create, name="", kind="other")


@pytest.mark.parametrize(
    ("kind", "study"),
    [("statistician", ""), ("administrator", "electronics"), ("owner", "")],
)
def test_a_role_is_one_of_five_given_once_and_an_administrator_one_everywhere(db, kind, study):
    ada = Member.objects.create(name="ada", display_name="Ada")
    Role.objects.create(member=ada, kind="statistician")
    assert refused(Role.objects.create, member=ada, kind=kind, study=study)


def test_a_used_link_tells_who_used_it(db):
    from django.utils import timezone

    now = timezone.now()
    assert refused(OneUseLink.objects.create, digest="1", expires_at=now, used_at=now)


def test_a_member_with_a_past_cannot_be_deleted(member):
    from django.db.models import ProtectedError

    ada = member("ada", "statistician")
    with pytest.raises(ProtectedError):
        ada.delete()
