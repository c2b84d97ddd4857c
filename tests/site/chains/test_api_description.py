"""The data interface keeps what its own description says, whatever it is asked."""

from functools import cache

import schemathesis
from hypothesis import HealthCheck, given, seed, settings

ASKED = 25  # questions to each address

# Each example asks the same site, which no question changes.
PATIENT = settings(
    max_examples=ASKED,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


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
