import json
from datetime import UTC, datetime

import pytest
from tests.estimates.test_disclosure_of_estimates import by_tier, row

from decentwork.estimates.disclosure import protect_estimates
from decentwork.estimates.errors import DamagedFile
from decentwork.estimates.release_log import add_release, check_against_log, read_log, release

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def record(rows, study="avonia-1"):
    return release(rows, study=study, table="hours by tier", by="Office of Avonia", at=NOON)


def total(n, value, tier=None, **group):
    return row(n, statistic="total", value=value, tier=tier, group=group)


def test_a_release_is_read_back_as_it_was_written(tmp_path):
    path, rows = tmp_path / "log", protect_estimates(by_tier(40, 20, 3))
    add_release(path, record(rows))
    (found,) = read_log(path)
    assert (found.table, found.by, found.shown, found.withheld) == (
        "hours by tier",
        "Office of Avonia",
        2,
        2,
    )
    assert found.at == "2026-06-01T12:00:00+00:00"
    assert found.rule["units"] == 5


def test_withheld_values_are_not_in_the_log(tmp_path):
    path = tmp_path / "log"
    add_release(path, record(protect_estimates([row(3, value=0.123456)])))
    assert "0.123456" not in path.read_text()


@pytest.mark.parametrize("change", ["reword", "take out"])
def test_a_log_that_was_changed_is_refused(tmp_path, change):
    path = tmp_path / "log"
    for tier in range(3):
        add_release(path, record(protect_estimates([row(20, tier=tier)])))
    lines = path.read_text().splitlines()
    lines = (
        [lines[0], lines[2]]
        if change == "take out"
        else [lines[0].replace("2026", "2025"), *lines[1:]]
    )
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(DamagedFile, match="line 2"):
        read_log(path)


def test_a_changed_value_is_seen_in_the_last_line_too(tmp_path):
    path = tmp_path / "log"
    add_release(path, record(protect_estimates([row(20)])))
    values = json.loads(path.read_text())
    values["cells"][0]["value"] = 0.9
    path.write_text(json.dumps(values) + "\n")
    with pytest.raises(DamagedFile):
        read_log(path)


def test_there_is_nothing_in_a_log_that_is_not_there_yet(tmp_path):
    assert read_log(tmp_path / "log") == ()


def test_a_first_release_opens_nothing():
    rows = protect_estimates([*by_tier(40, 20, 3), *by_tier(44, 26, 3, statistic="total")])
    assert check_against_log(rows, [], study="avonia-1") == []


def test_releasing_the_same_again_opens_nothing():
    rows = protect_estimates(by_tier(40, 20, 3))
    assert check_against_log(rows, [record(rows)], study="avonia-1") == []


def test_a_cell_withheld_before_may_not_be_shown_now():
    before = protect_estimates(by_tier(40, 20, 3))
    now = protect_estimates([row(20, tier=1)])
    problem, *_ = check_against_log(now, [record(before)], study="avonia-1")
    assert problem.where == "hours, tier 1"
    assert "withheld in an earlier release" in problem.what


def test_a_cell_shown_before_is_not_withheld_by_hiding_it_now():
    before = protect_estimates([row(20, tier=1)])
    now = protect_estimates(by_tier(40, 20, 3))
    found = check_against_log(now, [record(before)], study="avonia-1")
    assert "hours, tier 1" in [problem.where for problem in found]


def test_a_total_and_a_later_part_may_not_tell_the_withheld_part():
    now = protect_estimates([total(40, 400.0, sex="male")])
    whole = protect_estimates([total(43, 430.0)])
    thin = protect_estimates([total(3, 30.0, sex="female")])
    found = check_against_log(now, [record(whole), record(thin)], study="avonia-1")
    assert [problem.where for problem in found] == ["hours, all tiers, sex female"]


def test_nested_domains_of_two_releases_are_compared():
    wide = protect_estimates([total(40, 400.0, age="15-24")])
    thin = protect_estimates([total(3, 30.0, age="15-17")])
    now = protect_estimates([total(37, 370.0, age="18-24")])
    nested = {"age": {"15-17": "15-24", "18-24": "15-24"}}
    log = [record(wide), record(thin)]
    assert check_against_log(now, log, study="avonia-1") == []
    (problem,) = check_against_log(now, log, study="avonia-1", nested=nested)
    assert problem.where == "hours, all tiers, age 15-17"


def test_another_study_is_another_matter():
    before = protect_estimates(by_tier(40, 20, 3))
    now = protect_estimates([row(20, tier=1)])
    assert check_against_log(now, [record(before, "avonia-2")], study="avonia-1") == []
