"""Adaptive clusters and the size of a population, from the command line."""

import json
from itertools import combinations

import numpy as np
import pytest

# Thompson 1990, table 1: five units in a line; a unit is followed where its value is 5 or more.
VALUES = {"A": 1, "B": 0, "C": 2, "D": 10, "E": 1000}
CLUSTER, EDGE = ("D", "E"), "C"


def sample_file(folder, drawn):
    """Write what a sample of two units leads to: its networks, and the edge unit beside them."""
    met = set(drawn) & set(CLUSTER)
    found = sorted({*drawn, *(CLUSTER if met else ()), *((EDGE,) if met else ())})
    lines = ["id,network,drawn,workers"]
    for unit in found:
        network = "cluster" if unit in CLUSTER else unit if unit in drawn else ""
        lines.append(f"{unit},{network},{int(unit in drawn)},{VALUES[unit]}")
    path = folder / f"{''.join(drawn)}.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("estimator", "variance"), [("hansen_hurwitz", 22861.59), ("horvitz_thompson", 17418.411)]
)
def test_thompsons_five_units_give_his_mean_and_variance_over_all_samples(
    estimator, variance, decentwork, tmp_path
):
    means = []
    for drawn in combinations(VALUES, 2):
        asked = ("--networks", sample_file(tmp_path, drawn), "--frame", 5, "--variables", "workers")
        done = decentwork("survey", "clusters", *asked, "--estimator", estimator, "--json")
        mean, total = json.loads(done.out)
        assert (mean["statistic"], total["statistic"]) == ("mean", "total")
        assert total["value"] == pytest.approx(5 * mean["value"])
        means.append(mean["value"])
    assert np.mean(means) == pytest.approx(202.6)
    assert np.var(means) == pytest.approx(variance, abs=1e-2)


def test_every_problem_of_the_file_is_told_with_its_line(decentwork, tmp_path):
    path = tmp_path / "networks.csv"
    path.write_text("id,network,drawn,workers\nA,,1,x\nA,q,0,3\nC,r,2,\n", "utf-8")
    done = decentwork("survey", "clusters", "--networks", path, "--frame", 5)
    assert done.code == 2
    for told in (
        "line 2: workers 'x' is not a number",
        "line 2: the unit was drawn and is in no network",
        "line 3: the unit is that of line 2",
        "line 4: drawn is neither 0 nor 1",
        "line 4: workers is missing",
        "network 'q': none of its units was drawn",
    ):
        assert told in done.err


def test_what_is_asked_wrongly_is_told_at_once(decentwork, tmp_path):
    path = sample_file(tmp_path, ("A", "D"))
    asked = ("--networks", path, "--frame", 2, "--variables", "worker", "--estimator", "guess")
    done = decentwork("survey", "clusters", *asked)
    assert done.code == 2
    assert "Did you mean 'workers'?" in done.err
    assert "'guess' is unknown" in done.err
    assert "2 units, and the file has 4" in done.err


def test_two_lists_give_the_size_with_an_interval_above_what_was_seen(decentwork):
    [row] = json.loads(decentwork("survey", "population", "--lists", "50,40,9", "--json").out)
    assert row["value"] == pytest.approx(208.1)
    assert row["standard_error"] == pytest.approx(2416.05**0.5, abs=1e-3)
    assert 81 < row["low"] < row["value"] < row["high"]


def test_lists_that_hold_the_same_units_have_no_interval_and_say_why(decentwork):
    [row] = json.loads(decentwork("survey", "population", "--lists", "9,40,9", "--json").out)
    assert (row["value"], row["low"], row["verdict"]) == (40.0, None, "too thin")
    assert "nothing tells how many are on neither" in row["note"]


@pytest.mark.parametrize(("design", "size"), [((), 191.0), (("--bernoulli",), 200.0)])
def test_links_within_a_sample_give_the_size_without_an_interval(design, size, decentwork):
    asked = ("--drawn", 20, "--links-within", 5, "--links-outward", 45, *design, "--json")
    [row] = json.loads(decentwork("survey", "population", *asked).out)
    assert (row["value"], row["low"]) == (size, None)
    assert "no interval" in row["note"]


def test_a_sample_without_links_within_tells_no_size(decentwork):
    asked = ("--drawn", 20, "--links-within", 0, "--links-outward", 45)
    done = decentwork("survey", "population", *asked)
    assert done.code == 3
    assert "None of the links" in done.err


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--lists", "50,40"),
        ("--lists", "a,b,c"),
        ("--drawn", "20"),
        ("--lists", "50,40,9", "--drawn", "20"),
    ],
    ids=["nothing", "two numbers", "words", "half of it", "both"],
)
def test_what_cannot_be_counted_from_says_what_can(asked, decentwork):
    done = decentwork("survey", "population", *asked)
    assert done.code == 2
    assert "--lists 50,40,9" in done.err


def test_counts_that_cannot_be_are_told_at_once(decentwork):
    lists = decentwork("survey", "population", "--lists", "0,40,9").err
    assert "first list: 0 units make no list" in lists
    assert "both lists: 9 units cannot be on lists of 0 and 40" in lists
    asked = ("--drawn", 2, "--links-within", 3, "--links-outward", 0)
    assert "3 links cannot run among 2 units" in decentwork("survey", "population", *asked).err
