"""The data interface keeps what its own description says, whatever it is asked."""

from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings

ASKED = 25  # questions to each address

# Each example asks the same site, which no question changes.
PATIENT = settings(
    max_examples=ASKED,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def one_connection():
    """The site keeps the connection, and with it the test's transaction, from call to call."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@cache
def described():
    # Not above: the application sets Django up when it is imported.
    from decentwork_site.wsgi import application

    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def ask(method, path):
    operation = described()[path][method]

    @seed(2)
    @PATIENT
    @given(case=operation.as_strategy())
    def check(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    check()


def test_the_list_of_chains_answers_as_described(sample_site):
    ask("GET", "/api/chains")


def test_a_dossier_answers_as_described(sample_site):
    ask("GET", "/api/dossiers/{place}/{chain}")


def test_the_indicators_answer_as_described(sample_site):
    ask("GET", "/api/indicators")


def test_the_catalogue_answers_as_described(sample_site):
    ask("GET", "/api/data")


def test_the_list_of_enterprises_answers_as_described(sample_site):
    ask("GET", "/api/enterprises")


def test_an_enterprise_answers_as_described(sample_site):
    ask("GET", "/api/enterprises/{identifier}")


def test_the_tables_of_trade_answer_as_described(sample_site):
    ask("GET", "/api/v1/trade/tables")


@pytest.mark.parametrize("what", ["footprint", "exports", "position", "participation"])
def test_trade_answers_as_described(sample_site, what):
    ask("GET", f"/api/v1/trade/{what}")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/portfolio",
        "/gaps/{place}/{chain}",
        "/{slug}",
        "/{slug}/records/{section}",
        "/{slug}/results",
        "/{slug}/needs",
        "/{slug}/coordination",
    ],
)
def test_programmes_answer_as_described(sample_site, address):
    ask("GET", f"/api/v1/programmes{address}")
