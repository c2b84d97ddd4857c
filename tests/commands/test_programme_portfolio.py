import json

import pytest


@pytest.fixture
def portfolio(decentwork, sample_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(sample_folder.root))
    return lambda *more: decentwork("programme", "portfolio", *more)


def test_json_has_rows_and_totals_that_agree(portfolio):
    told = json.loads(portfolio("--json").out)
    assert told["rows"]
    for total in told["by_topic"]:
        rows = [it for it in told["rows"] if it["topic"] == total["code"]]
        assert total["needs"] == sum(it["standing"] != "need_not_shown" for it in rows)


def test_a_line_for_each_topic_is_printed(portfolio):
    shown = portfolio()
    assert shown.code == 0
    assert "Child labour" in shown.out
    assert "Needs shown" in shown.out


def test_a_line_for_each_country_is_printed(portfolio):
    assert "Avonia" in portfolio("--by-country").out
