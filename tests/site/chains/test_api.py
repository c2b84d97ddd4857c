import json

import pytest

from decentwork.dossiers.assemble import build_dossier


def test_the_dossier_is_the_same_as_from_the_command_line(sample_site, sample_folder):
    built = build_dossier("XAA", "garments", sample_folder.sample_world()).to_dict()
    answer = sample_site.get("/api/dossiers/XAA/garments")
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(built))


def test_every_chain_of_the_list_has_a_dossier_address(sample_site):
    rows = sample_site.get("/api/chains", {"chain": "garments"}).json()
    assert [row["place"] for row in rows] == ["XAA", "XAB", "XAC"]
    assert all(row["invented"] for row in rows)


def test_an_unknown_chain_is_answered_in_the_shape_of_every_error(sample_site):
    answer = sample_site.get("/api/dossiers/XAA/nothing")
    assert answer.status_code == 404
    assert sorted(answer.json()) == ["hint", "what", "where"]


def test_indicators_say_what_they_are_not(sample_site):
    rows = sample_site.get("/api/indicators").json()
    assert rows
    assert all(row["definition_not"] for row in rows)


def test_the_catalogue_says_what_is_here(sample_site):
    rows = {row["name"]: row["is_here"] for row in sample_site.get("/api/data").json()}
    assert rows["sample_wiod2013"]
    assert not rows["wiod2013"]


def test_the_description_names_every_address(sample_site):
    described = sample_site.get("/api/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/chains",
        "/api/data",
        "/api/dossiers/{place}/{chain}",
        "/api/enterprises",
        "/api/enterprises/{identifier}",
        "/api/indicators",
        "/api/v1/programmes",
        "/api/v1/programmes/gaps/{place}/{chain}",
        "/api/v1/programmes/portfolio",
        "/api/v1/programmes/{slug}",
        "/api/v1/programmes/{slug}/coordination",
        "/api/v1/programmes/{slug}/iati",
        "/api/v1/programmes/{slug}/needs",
        "/api/v1/programmes/{slug}/records/{section}",
        "/api/v1/programmes/{slug}/results",
        "/api/v1/trade/exports",
        "/api/v1/trade/footprint",
        "/api/v1/trade/participation",
        "/api/v1/trade/position",
        "/api/v1/trade/tables",
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/nothing", 404),
        ("get", "/api/dossiers/XAA/nothing", 404),
        ("post", "/api/chains", 405),
    ],
)
def test_every_refusal_has_one_shape(sample_site, method, path, status):
    answer = getattr(sample_site, method)(path)
    assert answer.status_code == status
    assert sorted(answer.json()) == ["hint", "what", "where"]


def test_a_refused_method_names_those_allowed(sample_site):
    assert "GET" in sample_site.delete("/api/chains").headers["Allow"]


def test_what_breaks_on_our_side_has_the_same_shape(sample_site, monkeypatch):
    sample_site.raise_request_exception = False
    monkeypatch.setattr("decentwork_site.chains.calculations.definitions", lambda: 1 / 0)
    answer = sample_site.get("/api/indicators")
    assert answer.status_code == 500
    assert sorted(answer.json()) == ["hint", "what", "where"]
