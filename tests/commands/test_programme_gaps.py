import json

import pytest

KEYS = {"topic", "tier", "need", "norm", "obligations", "actions", "gap", "reasons"}


@pytest.fixture
def gaps(decentwork, sample_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(sample_folder.root))
    return lambda *more: decentwork("programme", "gaps", "Avonia", "textiles", *more)


def test_json_prints_a_row_for_each_topic_and_tier_with_the_agreed_parts(gaps):
    rows = json.loads(gaps("--json").out)
    assert len(rows) == len({(row["topic"], row["tier"]) for row in rows}) == 13 * 6
    assert all(row.keys() >= KEYS for row in rows)


def test_every_gap_has_its_reasons_in_words(gaps):
    rows = json.loads(gaps("--json").out)
    assert all(reason["text"] for row in rows for reason in row["reasons"])
    assert all(row["reasons"] for row in rows if row["gap"])


def test_the_table_shows_gaps_that_evidence_names_and_counts_the_rest(gaps):
    shown = gaps()
    assert shown.code == 0
    assert "Textiles, Avonia" in shown.out
    assert "Nothing is known of the need in" in shown.out
    assert len(gaps("--all").out) > len(shown.out)
