import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from decentwork_site.members import queries, writes

GOOD = "nine blue kettles"


@pytest.mark.parametrize("written", ["ada", "ADA", "ada@avonia.example", "Ada@Avonia.Example"])
def test_one_signs_in_with_a_name_or_an_address_however_written(member, written):
    ada = member("ada")
    ada.email = "ada@avonia.example"
    ada.set_password(GOOD)
    ada.save()
    request = RequestFactory().post("/sign-in/")
    assert authenticate(request, username=written, password=GOOD) == ada
    assert authenticate(request, username=written, password=GOOD[:-1]) is None


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, "1.2.3.4", "127.0.0.1"),  # anybody can write that header
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_client_is_where_our_own_proxies_saw_it(settings, proxies, passed, expected):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=passed, REMOTE_ADDR="127.0.0.1")
    assert queries.client_address(request) == expected


def test_used_links_are_not_open(member):
    _, secret = writes.make_link(by=None, member=member("ada"))
    assert queries.open_links(timezone.now()).count() == 1
    writes.set_password_by_link(secret=secret, password=GOOD)
    assert queries.open_links(timezone.now()).count() == 0
