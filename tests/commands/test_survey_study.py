import json
import re
import shutil

import pytest

from decentwork.studies import demonstration
from decentwork.studies.study_folder import StudyFolder

FRAME = "id,name,stratum,region\n" + "".join(
    f"r{number},Firm {number},all,north\n" for number in range(1, 5)
)
ALL = '[[strata]]\nid = "all"\nframe_units = 4\nseeds = 2\n\n'


def visit(id, case, **answers):
    return {
        "_uuid": id,
        "_submission_time": "2026-03-01T10:00:00",
        "_xform_id_string": "economic_unit",
        "visit/case_id": case,
        "visit/visit_date": "2026-03-01",
        "visit/outcome": "interviewed",
        "agreement/consent": "yes",
        "agreement/consent_to_trace": "yes",
        "unit/unit_kind": "formal",
        "unit/region": "north",
        "unit/registered": "yes",
        "workforce/workers_listed": "12",
        "workforce/workers_women": "7",
        **answers,
    }


def buyer(id, case, *suppliers):
    named = [
        {
            "suppliers/formal_suppliers/formal_suppliers_contact/supplier_name": name,
            "suppliers/formal_suppliers/supplier_abroad": "no",
            "suppliers/formal_suppliers/purchase_share": "20",
        }
        for name in suppliers
    ]
    return visit(id, case, **{"suppliers/formal_suppliers": named})


def worker(id, case, outcome, consent):
    return {
        "_uuid": id,
        "_submission_time": "2026-03-02T10:00:00",
        "_xform_id_string": "worker",
        "visit/case_id": case,
        "visit/worker_number": "1",
        "visit/outcome": outcome,
        "agreement/consent": consent,
    }


def saved(path, *rows):
    path.write_text(json.dumps(rows))
    return path


def designed(text):
    """Return a template's design made small: one stratum of four, and one tier."""
    text = re.sub(r"\[\[strata\]\].*?(?=\[cutoff\])", ALL, text, flags=re.S)
    text = re.sub(r"\[assumptions.lead_size\][^[]*", "", text)
    text = re.sub(r"\nunits = .*", "\nunits = [9, 9, 9]", text)
    return text.replace("deepest_tier = 3", "deepest_tier = 1")


def drawn(done):
    return list(dict.fromkeys(row["case_id"] for row in json.loads(done.out)))


def contents(root):
    return {
        path.relative_to(root): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture
def empty(decentwork, tmp_path):
    """Return a small study before its frame."""
    root = tmp_path / "toy"
    assert decentwork("survey", "new", root, "--place", "XAA").code == 0
    (root / "study.toml").write_text(designed((root / "study.toml").read_text()))
    return root


@pytest.fixture
def study(empty):
    """Return a small study before its first draw."""
    (empty / "frame.csv").write_text(FRAME)
    return empty


@pytest.fixture
def fielded(decentwork, study, tmp_path):
    """Return a study whose two seeds and four suppliers were all interviewed."""
    first = drawn(decentwork("survey", "next", study, "--json"))
    rows = [buyer(f"b-{case}", case, f"Alpha {case}", f"Beta {case}") for case in first]
    assert decentwork("survey", "import", study, saved(tmp_path / "1.json", *rows)).code == 0
    second = drawn(decentwork("survey", "next", study, "--json"))
    assert len(second) == 4
    rows = [visit(f"s-{case}", case, **{"buyers/buyers_in_scope": "1"}) for case in second]
    assert decentwork("survey", "import", study, saved(tmp_path / "2.json", *rows)).code == 0
    return study


def assert_refused(done, *told, code=2):
    assert (done.code, done.out) == (code, "")
    assert "Traceback" not in done.err
    for each in told:
        assert each in done.err


def test_a_new_study_is_a_folder_with_a_design_to_edit(decentwork, tmp_path):
    done = decentwork("survey", "new", tmp_path / "s", "--template", "coffee", "--office", "Us")
    assert (done.code, done.err) == (0, "")
    assert "Edit study.toml" in done.out
    assert 'office = "Us"' in (tmp_path / "s" / "study.toml").read_text()


def test_the_demonstration_comes_from_the_same_command(decentwork, tmp_path, monkeypatch):
    monkeypatch.setattr(demonstration, "_waves", lambda folder, world: ())  # they take seconds
    done = decentwork("survey", "new", tmp_path / "d", "--template", "demonstration")
    assert "Demonstration" in done.out
    assert (tmp_path / "d" / "frame.csv").is_file()


def test_forms_are_written_for_both_questionnaires(decentwork, study):
    done = decentwork("survey", "form", study, "--version", "short")
    assert [line.endswith("(converted without a warning)") for line in done.out.splitlines()] == [
        True,
        True,
    ]
    assert len(list((study / "forms").glob("*.xlsx"))) == 2


def test_seeds_are_drawn_once_and_the_next_draw_waits_for_answers(decentwork, study):
    rows = json.loads(decentwork("survey", "next", study, "--json").out)
    assert len(rows) == 2
    assert {(row["stratum"], row["chance"], row["listed"]) for row in rows} == {("all", 0.5, 4)}
    again = decentwork("survey", "next", study)
    assert "Nobody is left to draw" in again.out
    assert "not yet visited" in again.out
    assert json.loads(decentwork("survey", "next", study, "--json").out) == []


def test_importing_twice_changes_nothing(decentwork, study, tmp_path):
    [case, _] = drawn(decentwork("survey", "next", study, "--json"))
    path = saved(tmp_path / "a.json", buyer("u", case, "Alpha"))
    done = decentwork("survey", "import", study, path, "--json")
    assert json.loads(done.out) == {"new": 1, "corrected": 0, "unchanged": 0, "left_out": []}
    before = contents(study)
    again = decentwork("survey", "import", study, path)
    assert "0 new, 0 corrected, 1 unchanged" in again.out
    assert contents(study) == before


def test_weights_are_printed_and_written_with_replicates(decentwork, fielded):
    done = decentwork("survey", "weigh", fielded, "--replicates", "20", "--json")
    rows = json.loads(done.out)
    assert {(row["tier"], row["weight"]) for row in rows} == {(0, 2.0), (1, 2.0)}
    header = (fielded / "results" / "replicates.csv").read_text().splitlines()[0]
    assert header.endswith(",replicate_20")
    shown = decentwork("survey", "weigh", fielded, "--replicates", "20").out
    assert "Weights: generalised_weight_share" in shown
    assert "weights.csv" in shown


def test_estimates_of_a_study_are_kept_and_can_be_asked_for_by_name(decentwork, fielded):
    rows = json.loads(decentwork("survey", "estimate", fielded, "--json").out)
    [units] = [row for row in rows if row["variable"] == "units" and row["tier"] == 1]
    assert units["value"] == 8
    assert (fielded / "results" / "estimates.csv").is_file()
    named = decentwork(
        "survey", "estimate", fielded, "--variables", "workers", "--by", "region", "--json"
    )
    [row] = [
        row
        for row in json.loads(named.out)
        if row["variable"] == "workers" and row["statistic"] == "total" and row["tier"] == 1
        and row.get("group") == {"region": "north"}
    ]  # fmt: skip
    assert row["value"] == 8 * 12


def test_a_study_whose_workers_all_refused_has_estimates_of_units(decentwork, fielded, tmp_path):
    cases = StudyFolder(fielded).fieldwork().cases.index
    rows = [worker(f"w-{each}", each, "refused", "no") for each in cases]
    assert decentwork("survey", "import", fielded, saved(tmp_path / "w.json", *rows)).code == 0
    done = decentwork("survey", "estimate", fielded, "--json")
    assert done.code == 0
    assert {row["universe"] for row in json.loads(done.out)} == {"units"}


def test_a_report_is_written_as_two_documents(decentwork, fielded):
    done = decentwork("survey", "report", fielded, "--language", "fr")
    assert [line.rpartition("/")[2] for line in done.out.splitlines()] == [
        "report.docx",
        "report.pdf",
    ]
    assert (fielded / "results" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (fielded / "results" / "report.docx").read_bytes().startswith(b"PK")


def test_a_release_is_a_preview_until_it_is_confirmed(decentwork, fielded):
    before = contents(fielded)
    by = "--decided-by", "Chief statistician"
    preview = decentwork("survey", "release", fielded, *by)
    assert "Nothing was released" in preview.out
    assert contents(fielded) == before
    released = decentwork("survey", "release", fielded, *by, "--confirm")
    assert "so the dossier shows it" in released.out
    assert list((fielded / "released").glob("toy-round1-version1.json"))
    assert_refused(decentwork("survey", "release", fielded), "--decided-by")


def test_a_plan_is_kept_beside_the_results(decentwork, study):
    done = decentwork("survey", "plan", study, "--draws", "3")
    assert (done.code, "Cost:" in done.out) == (0, True)
    assert (study / "results" / "plan.json").is_file()


@pytest.mark.parametrize("command", ["weigh", "estimate", "report", "release"])
def test_before_the_first_interview_it_says_what_to_do(command, decentwork, study):
    by = ("--decided-by", "Chief") if command == "release" else ()
    assert_refused(decentwork("survey", command, study, *by), "decentwork survey import FOLDER")


def test_a_draw_before_the_frame_says_what_is_missing(decentwork, empty):
    assert_refused(decentwork("survey", "next", empty), "no frame.csv here. Add the list")


def test_a_frame_that_does_not_fit_is_refused_and_nothing_is_drawn(decentwork, empty):
    (empty / "frame.csv").write_text(FRAME.replace("r4,Firm 4,all", "r1,,al"))
    assert_refused(
        decentwork("survey", "next", empty),
        "line 5: the id is that of line 2",
        "line 5: the name is empty",
        "line 5: no stratum is 'al'. Did you mean 'all'?",
        "it has 3 rows; the design says 4 units",
    )
    assert not (empty / "draws.csv").exists()


def test_a_frame_with_a_comma_too_many_in_each_row_is_not_shifted(decentwork, empty):
    (empty / "frame.csv").write_text(FRAME.replace("north\n", "north,\n"))
    assert_refused(decentwork("survey", "next", empty), "has 5 cells where the header has 4")


def test_a_frame_saved_with_semicolons_is_read(decentwork, empty):
    (empty / "frame.csv").write_bytes(FRAME.replace(",", ";").replace("\n", "\r\n").encode())
    assert len(drawn(decentwork("survey", "next", empty, "--json"))) == 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([visit("u", "C"), visit("u", "D")], "u"),
        ([{**visit("u", "C"), "visit/outcome": "vanished"}], "outcome"),
        ([{**visit("u", "C"), "workforce/workers_listed": "dozen"}], "workers_listed"),
    ],
)
def test_an_import_with_a_problem_leaves_nothing_behind(rows, told, decentwork, study, tmp_path):
    before = contents(study)
    good = saved(tmp_path / "good.json", visit("g", "C"))
    bad = saved(tmp_path / "bad.json", *rows)
    assert_refused(decentwork("survey", "import", study, good, bad), "bad.json", told)
    assert contents(study) == before


def test_a_form_with_a_renamed_column_is_told_with_the_question_it_may_be(
    decentwork, study, tmp_path
):
    row = visit("u", "C")
    row["visit/outcom"] = row.pop("visit/outcome")
    done = decentwork("survey", "import", study, saved(tmp_path / "a.json", row))
    assert_refused(done, "outcom", "nothing was changed")


def test_the_same_submission_twice_is_one(decentwork, study, tmp_path):
    path = saved(tmp_path / "a.json", visit("u", "C"), visit("u", "C"))
    assert "1 new" in decentwork("survey", "import", study, path).out


def test_files_that_are_no_submissions_are_all_told(decentwork, study, tmp_path):
    (tmp_path / "empty.json").write_text("")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    folder = tmp_path / "folder.json"
    folder.mkdir()
    names = [tmp_path / name for name in ("empty.json", "other.csv", "folder.json", "none.json")]
    assert_refused(decentwork("survey", "import", study, *names), *[path.name for path in names])
    assert_refused(decentwork("survey", "import", study), "files")


def test_what_a_killed_import_left_is_cleared_by_the_next(decentwork, study, tmp_path):
    path = saved(tmp_path / "a.json", visit("u", "C"))
    spare = tmp_path / "spare"
    shutil.copytree(study, spare)
    assert decentwork("survey", "import", spare, path).code == 0
    apart = next((spare / "confidential" / "submissions").glob("*.json"))
    shutil.copy(apart, study / "confidential" / "submissions" / ("0" * 64 + ".json"))
    (study / "submissions" / ".staged-dead").write_text("{")
    assert "1 new" in decentwork("survey", "import", study, path).out
    assert [*contents(study)] == [*contents(spare)]


@pytest.mark.parametrize(
    ("blocked", "command"),
    [(".lock", "next"), ("draws.csv", "next"), ("results", "plan"), ("forms", "form")],
)
def test_a_study_that_cannot_be_written_to_says_so(blocked, command, decentwork, study):
    if (study / blocked).is_dir():
        (study / blocked).rmdir()
        (study / blocked).write_text("in the way")
    else:
        (study / blocked).unlink(missing_ok=True)
        (study / blocked).write_text("in the way") if blocked == "forms" else (
            study / blocked
        ).mkdir()
    more = ("--draws", "2") if command == "plan" else ()
    assert_refused(decentwork("survey", command, study, *more), "cannot be written")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (lambda text: text + "\n[[[", "it is not TOML"),
        (lambda text: text.replace("[cutoff]", "[cutof]"), "Did you mean 'cutoff'?"),
        (lambda text: text.replace("seeds = 2", "seeds = 9"), "9 seeds cannot be drawn from 4"),
        (lambda text: "", "id: it is missing"),
    ],
)
def test_a_broken_design_is_told_by_every_command(text, told, decentwork, study):
    path = study / "study.toml"
    path.write_text(text(path.read_text()))
    for command in ("next", "weigh", "estimate", "report", "plan", "form"):
        assert_refused(decentwork("survey", command, study), "study.toml", told)


def test_a_design_in_another_encoding_is_told(decentwork, study):
    (study / "study.toml").write_bytes(b"\xff\xfei\x00d\x00")
    assert_refused(decentwork("survey", "next", study), "it is not UTF-8 text")


@pytest.mark.parametrize("command", ["plan", "form", "next", "weigh", "estimate", "report"])
def test_a_folder_that_is_no_study_says_how_to_make_one(command, decentwork, tmp_path):
    assert_refused(
        decentwork("survey", command, tmp_path / "none"), "Make a study with: decentwork survey new"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new", "{study}"), "something lies here already. Name a new folder"),
        (("new", "{new}", "--template", "electronic"), "Did you mean: electronics?"),
        (("new", "{new}", "--place", "Atlantis"), "'Atlantis' is not in the list of countries"),
        (("new", "{new}", "--frame", "{new}.csv"), "it cannot be read"),
        (("new", "{new}", "--frame", "{study}"), "it cannot be read"),
        (("new", "{new}", "--frame", "{study}/frame.csv"), "no stratum is 'all'"),
        (("new", "{new}", "--seed", "-1"), "greater than or equal to 0"),
        (("form", "{study}", "--version", "medium"), "'short', 'full'"),
        (("next", "{study}", "--at-most", "0"), "greater than or equal to 1"),
        (("weigh", "{study}", "--replicates", "-1"), "greater than or equal to 0"),
        (("plan", "{study}", "--draws", "1"), "greater than or equal to 2"),
        (("plan", "{study}", "--cheapest", "pay"), "Say which precision is wanted"),
        (("report", "{study}", "--language", "de"), "'en', 'fr', 'es'"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(arguments, told, decentwork, study, tmp_path):
    before = contents(study)
    new = tmp_path / "new"
    named = [each.format(study=study, new=new) for each in arguments]
    assert_refused(decentwork("survey", *named), told)
    assert contents(study) == before
    assert not new.exists()


def test_an_unknown_multiplicity_is_told_with_those_there_are(decentwork, fielded):
    done = decentwork("survey", "weigh", fielded, "--multiplicity", "modle")
    assert_refused(done, "Choose one of: refuse, observed, model")
