import json

import pytest
from tests.estimators.recruited import TOY
from tests.estimators.toy_chain import surveyed

PEOPLE = "\n".join(["id,recruiter_id,degree,y,wage", *TOY.replace("\n", "").split(";")])


@pytest.fixture
def peers(tmp_path):
    def save(people=PEOPLE):
        path = tmp_path / "peers.csv"
        path.write_text(people)
        return path

    return save


@pytest.fixture
def found(decentwork, peers):
    done = decentwork("survey", "diagnose", "--recruitment", peers(), "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def finding(found, sign, category=""):
    [value] = [it for it in found["findings"] if (it["sign"], it["category"]) == (sign, category)]
    return value


def test_the_toy_of_peers_has_the_noted_diagnostics(found):
    assert found["shape"]["wave_sizes"] == [3, 7, 11, 9]
    noted = {
        "recruitment_homophily": 1.304347826,
        "population_homophily": 1.661538462,
        "differential_activity": 1.793181818,
    }
    for sign, value in noted.items():
        assert finding(found, sign, "1")["value"] == pytest.approx(value, abs=5e-10)


def test_a_quantity_is_left_out_unless_it_is_named(found, decentwork, peers):
    assert {it["variable"] for it in found["traits"]} == {"y"}
    done = decentwork("survey", "diagnose", "--recruitment", peers(), "--variables", "wage")
    assert (done.code, "'wage' is a quantity" in done.err) == (3, True)


def test_each_value_says_where_worry_begins_and_whether_it_is_there(found):
    waves = finding(found, "waves")
    assert (waves["value"], waves["at_least"], waves["worrying"]) == (3, 4, True)
    drift = finding(found, "drift", "1")
    assert (drift["at_most"], drift["worrying"]) == (0.05, False)


def test_the_terminal_says_what_each_value_means_and_what_to_look_into(decentwork, peers):
    shown = decentwork("survey", "diagnose", "--recruitment", peers()).out
    assert "By wave, seeds first: 3, 7, 11, 9." in shown
    assert "y = 0" not in shown  # it mirrors y = 1
    [homophily] = [line for line in shown.splitlines() if line.startswith("recruitment homophily ")]
    assert homophily.split() == [*"recruitment homophily 1.304 below 0.77 or above 1.3".split(),
                                 "look", "into", "it"]  # fmt: skip
    assert "recruitment homophily: recruitments among alike over those by chance" in shown


def test_a_missing_degree_needs_a_decision_and_is_counted(decentwork, peers):
    path = peers(PEOPLE.replace("u01,s1,2", "u01,s1,"))
    refused = decentwork("survey", "diagnose", "--recruitment", path, "--json")
    assert (refused.code, "1 of 30 respondents have no degree" in refused.err) == (2, True)
    how = "--missing-degree", "median", "--json"
    done = decentwork("survey", "diagnose", "--recruitment", path, *how)
    assert finding(json.loads(done.out), "missing_degree")["value"] == pytest.approx(1 / 30)


def test_a_degree_that_stands_in_counts_in_mean_degrees_too(decentwork, peers):
    runs = []
    for it in ("3", ""):  # the median of the others is 3
        path = peers(PEOPLE.replace("u01,s1,2", f"u01,s1,{it}"))
        how = "--missing-degree", "median", "--json"
        done = decentwork("survey", "diagnose", "--recruitment", path, *how)
        runs.append(json.loads(done.out)["traits"])
    assert runs[0] == runs[1]


@pytest.mark.parametrize("name", ["c.svg", "c.html"])
def test_convergence_is_drawn_with_its_description(name, decentwork, peers, tmp_path):
    chart = tmp_path / name
    done = decentwork("survey", "diagnose", "--recruitment", peers(), "--chart", chart)
    assert (done.code, done.err) == (0, f"Wrote {chart}\n")
    assert "y = 1: 19% at the end, 0% to 72% by seed" in chart.read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "a study folder, or --recruitment FILE"),
        (("--recruitment", "there-is-none.csv"), "there is no such file"),
        (("study", "--chart", "c.svg"), "leave out --chart"),
    ],
)
def test_what_cannot_be_diagnosed_is_told(arguments, told, decentwork):
    done = decentwork("survey", "diagnose", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_chart_is_of_a_kind_that_can_be_written(decentwork, peers):
    done = decentwork("survey", "diagnose", "--recruitment", peers(), "--chart", "c.pdf")
    assert (done.code, ".svg or .html" in done.err) == (2, True)


def test_the_weight_of_a_study_is_shown_by_tier(decentwork, monkeypatch, tmp_path):
    class Folder:
        def __init__(self, path):
            pass

        def design(self):
            return type("Design", (), {"multiplicity": ""})

    monkeypatch.setattr("decentwork.studies.study_folder.StudyFolder", Folder)
    monkeypatch.setattr(
        "decentwork.studies.study_weights.study_sample", lambda it: (surveyed("AC"), None)
    )
    done = decentwork("survey", "diagnose", tmp_path, "--json")
    seeds, suppliers = json.loads(done.out)
    assert (seeds["kish_effect"], seeds["largest_seed"]) == (1, 0.5)
    # e weighs 2 of 7, c too; all of C's suppliers weigh (.5 + .5 + 1)·2.
    assert suppliers["largest_unit"] == pytest.approx(2 / 7)
    assert suppliers["largest_seed"] == pytest.approx(4 / 7)
    assert "over a fifth of the weight comes from one seed" in suppliers["worrying"]
    assert (
        "over a tenth of the weight is one unit's" in decentwork("survey", "diagnose", tmp_path).out
    )
