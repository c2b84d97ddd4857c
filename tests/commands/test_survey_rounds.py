import json
from dataclasses import replace

import pytest
from tests.surveys.released import figure, release

from decentwork.questionnaires.catalogue import questionnaires
from decentwork.studies.identifying import without_identities
from decentwork.studies.study_folder import StudyFolder

FRAME = "id,name,stratum,region\n" + "".join(
    f"r{number},Firm {number},district_{1 + number % 3},north\n" for number in range(1, 7)
)


@pytest.fixture
def rounds(tmp_path):
    """Return the files of two rounds in which one figure fell."""
    first = release(figure(value=0.4, low=0.38, high=0.42, variable="long_hours", statistic="mean"))
    second = replace(
        release(figure(value=0.2, low=0.18, high=0.22, variable="long_hours", statistic="mean")),
        round=2,
        period="2028",
    )
    paths = []
    for made in (first, second):
        path = tmp_path / made.filename
        path.write_text(json.dumps(made.to_dict()))
        paths.append(path)
    return paths


@pytest.fixture
def study(decentwork, tmp_path):
    """Return a study of three small strata, before its first draw."""
    root = tmp_path / "toy"
    assert decentwork("survey", "new", root, "--place", "XAA").code == 0
    text = (root / "study.toml").read_text()
    folder = StudyFolder(root)
    kept = text[text.index("[cutoff]") :].split("[assumptions.lead_size]")[0]
    strata = "".join(
        f'[[strata]]\nid = "district_{n}"\nframe_units = 2\nseeds = 1\n\n' for n in (1, 2, 3)
    )
    (root / "study.toml").write_text(text[: text.index("[[strata]]")] + strata + kept)
    (root / "frame.csv").write_text(FRAME)
    assert folder.design().round == 1
    return root


def refused(done, *told):
    assert (done.code, done.out) == (2, "")
    assert [each for each in told if each not in done.err] == []


def test_two_released_files_are_compared_in_words(decentwork, rounds):
    done = decentwork("survey", "compare", *rounds)
    assert (done.code, done.err) == (0, "")
    assert "0 rose and 1 fell" in done.out
    assert "\N{MINUS SIGN}20 points" in done.out
    assert "does not tell by which design and method" in done.out


def test_changes_and_differences_come_as_data(decentwork, rounds):
    told = json.loads(decentwork("survey", "compare", *rounds, "--json").out)
    assert [it["direction"] for it in told["changes"]] == ["fell"]
    assert told["later"] == {"round": 2, "version": 1, "period": "2028"}
    told = json.loads(
        decentwork("survey", "compare", *rounds, "--json", "--variables", "units").out
    )
    assert told["changes"] == []


def test_figures_that_no_two_rounds_show_are_said_to_be_none(decentwork, rounds):
    done = decentwork("survey", "compare", *rounds, "--variables", "units")
    assert "no figure in common" in done.out


def test_what_cannot_be_compared_is_told(decentwork, rounds, study, tmp_path):
    earlier, later = rounds
    refused(decentwork("survey", "compare", later, earlier), "not a later round")
    refused(decentwork("survey", "compare", earlier), "Name two released files")
    refused(decentwork("survey", "compare", earlier, later, "--rounds", "1,2"), "Name two released")
    refused(decentwork("survey", "compare", study, "--rounds", "1,x"), "--rounds 1,2")
    refused(decentwork("survey", "compare", study, "--rounds", "1"), "--rounds 1,2")
    refused(decentwork("survey", "compare", study), "no release of two rounds", "released: none")
    refused(decentwork("survey", "compare", study, "--rounds", "1,2"), "no release of round 1, 2")
    refused(decentwork("survey", "compare", tmp_path / "none.json", later), "there is no such file")


def test_a_folder_is_compared_by_its_newest_versions(decentwork, rounds, study):
    text = (study / "study.toml").read_text()
    (study / "study.toml").write_text(text.replace('id = "toy"', 'id = "avonia-electronics"', 1))
    for path in rounds:
        (study / "released" / path.name).write_bytes(path.read_bytes())
    corrected = json.loads(rounds[1].read_text()) | {"version": 2}
    corrected["figures"] = []
    (study / "released" / "later.json").write_text(json.dumps(corrected))
    told = json.loads(decentwork("survey", "compare", study, "--json").out)
    assert (told["later"]["version"], told["changes"]) == (2, [])


def test_the_next_round_has_the_design_and_frame_and_a_draw_of_its_own(decentwork, study, tmp_path):
    new = tmp_path / "next"
    done = decentwork("survey", "new", new, "--from", study, "--period", "2029")
    assert "round 2" in done.out
    before, after = StudyFolder(study).design(), StudyFolder(new).design()
    assert after == replace(before, round=2, period="2029", draw_seed=after.draw_seed)
    assert after.draw_seed != before.draw_seed
    assert (new / "frame.csv").read_text() == FRAME
    assert sorted(path.name for path in new.iterdir() if path.is_file()) == [
        ".lock",
        "frame.csv",
        "study.toml",
    ]


def test_the_next_round_cannot_draw_with_the_same_seed(decentwork, study, tmp_path):
    seed = StudyFolder(study).design().draw_seed
    done = decentwork("survey", "new", tmp_path / "next", "--from", study, "--seed", seed)
    refused(done, "both rounds draw the same units")
    assert not (tmp_path / "next").exists()


def test_a_design_that_changed_after_the_draw_is_noticed(decentwork, study):
    assert decentwork("survey", "next", study).err == ""
    text = (study / "study.toml").read_text()
    (study / "study.toml").write_text(text.replace("seeds = 1\n", "seeds = 2\n", 1))
    done = decentwork("survey", "next", study)
    assert "changed after the first draw" in done.err
    assert "strata.district_1.seeds: 1, now 2" in done.err
    assert "changed after" in decentwork("survey", "weigh", study).err


def test_a_plan_judges_what_is_wanted_and_is_written_as_two_documents(decentwork, study):
    text = (study / "study.toml").read_text()
    (study / "study.toml").write_text(text + "\n[wanted]\nworking_time = 0.4\n")
    done = decentwork("survey", "plan", study, "--draws", "3", "--report", "--language", "es")
    assert "Precision wanted:" in done.out
    assert (study / "results" / "plan.pdf").read_bytes().startswith(b"%PDF")
    assert (study / "results" / "plan.docx").read_bytes().startswith(b"PK")
    kept = json.loads((study / "results" / "plan.json").read_text())
    assert {it["topic"] for it in kept["wanted"]} == {"working_time"}


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "a.xlsx"), ("csv", "a.zip"), ("json", "a.js")])
def test_an_export_is_imported_as_the_same_submissions_without_names(
    kind, name, decentwork, study, tmp_path, project
):
    rows = project / "tests/samples/odk_json/economic_unit.json"
    assert decentwork("survey", "import", study, rows).code == 0
    out = tmp_path / name
    done = decentwork("survey", "export", study, "--format", kind, "--out", out)
    assert "of economic_unit" in done.out
    new = tmp_path / "new"
    assert decentwork("survey", "new", new, "--from", study).code == 0
    assert decentwork("survey", "import", new, out).code == 0
    held = [
        without_identities(StudyFolder(root).submissions(), questionnaires())
        for root in (study, new)
    ]
    assert held[0].records()
    assert held[0].digest == held[1].digest
    apart = "".join(path.read_text() for path in (new / "confidential").rglob("*.json"))
    assert "Invented Mill" not in apart


def test_an_export_that_cannot_be_written_says_so(decentwork, study, tmp_path):
    done = decentwork("survey", "export", study, "--out", tmp_path / "none" / "a.xlsx")
    refused(done, "cannot be written")
