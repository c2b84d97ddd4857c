import json
from pathlib import Path

import pytest

SAMPLE = str(Path(__file__).parents[1] / "samples" / "tidy_table")


def rows(run, *arguments):
    ended = run("trade", "shock", "--table", SAMPLE, *arguments, "--json")
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_less_demand_exposes_labour_by_place(decentwork):
    found = rows(decentwork, "--demand", "=0.9")
    assert [row["place"] for row in found] == ["P", "Q"]
    assert sum(row["value"] for row in found) == pytest.approx(-6.6)
    assert {row["unit"] for row in found} == {"thousand persons"}


def test_labels_of_sale_and_work_are_kept_as_asked(decentwork):
    found = rows(decentwork, "--demand", "I1=0.5@Q", "--by", "product,market,industry")
    assert {(row["product"], row["market"]) for row in found} == {("I1", "Q")}


def test_a_file_of_scenarios_gives_rows_of_each(decentwork, tmp_path):
    path = tmp_path / "demand.csv"
    path.write_text(
        "scenario,product,market,factor\n"
        + "".join(f"s{it},I1,Q,{it / 100}\n" for it in range(100))
    )
    found = rows(decentwork, "--demand", path)
    assert len(found) == 100
    assert found[0]["value"] == pytest.approx(2 * found[50]["value"])


def test_closures_class_labour_by_imported_inputs(decentwork):
    found = rows(decentwork, "--closures", "Q=0.5")
    assert {row["risk"] for row in found if row["place"] == "P" and row["value"]} == {"high"}
    assert "low" in {row["risk"] for row in found if row["place"] == "Q" and row["value"]}
    shown = decentwork("trade", "shock", "--table", SAMPLE, "--closures", "Q=0.5").out
    assert "Risk: high from 30 per cent" in shown
    assert "not jobs lost" in shown


def test_own_thresholds_are_used(decentwork):
    found = rows(decentwork, "--closures", "Q=0.5", "--thresholds", "0.6,0.9")
    assert {row["risk"] for row in found if row["value"]} == {"low"}


def test_what_others_make_for_a_place(decentwork):
    found = rows(decentwork, "--without", "Q")
    by_place = {row["place"]: row["value"] for row in found}
    assert by_place["Q"] == 0
    assert by_place["P"] > 0


def test_a_closure_followed_over_days_starts_at_once_and_ends(decentwork):
    found = rows(decentwork, "--closures", "Q=0.5", "--days", "400", "--closed-for", "10",
                 "--by", "place")  # fmt: skip
    on_day = {(row["day"], row["place"]): row["value"] for row in found}
    assert on_day[0, "Q"] == pytest.approx(21)
    assert on_day[399, "Q"] == pytest.approx(0, abs=1)


def test_months_stand_beside_what_was_published(decentwork, data_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    ended = decentwork("trade", "shock", "--months", "2020-04..2020-06", "--json")
    found = json.loads(ended.out)
    assert {row["month"] for row in found} >= {"2020-04", "2020-05", "2020-06", "2020-06-03"}
    published = {row["measure"]: row for row in found if row["source"] != "calculated"}
    assert published["demand_high"]["value"] == 292
    shares = [row["value"] for row in found if row["measure"] == "imported_inputs_closed"]
    assert len(shares) == 6
    assert all(0 < share < 1 for share in shares)
    shown = decentwork("trade", "shock", "--months", "2020-04").out
    assert "must not be added" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--demand", "=0.9", "--without", "Q"],
        ["--demand", "I9=0.9"],
        ["--closures", "Z=0.5"],
        ["--thresholds", "many", "--closures", "Q=0.5"],
        ["--closures", "Q=0.5", "--by", "market"],
        ["--months", "spring"],
    ],
)
def test_what_cannot_be_answered_is_refused_without_a_traceback(decentwork, arguments):
    ended = decentwork("trade", "shock", "--table", SAMPLE, *arguments)
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_a_footprint_may_show_intervals(decentwork, data_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    ended = decentwork("trade", "footprint", "--by", "place,industry", "--intervals", "--json")
    found = json.loads(ended.out)
    rounding = 1 + 1e-9
    assert all(row["low"] <= row["value"] * rounding for row in found)
    assert all(row["value"] <= row["high"] * rounding for row in found)
    assert found[0]["interval_note"].startswith("delta method")


def test_an_own_table_says_why_it_has_no_intervals(decentwork):
    ended = decentwork("trade", "footprint", "--table", SAMPLE, "--intervals", "--json")
    found = json.loads(ended.out)
    assert found[0]["low"] is None
    assert "own" in found[0]["interval_note"]
