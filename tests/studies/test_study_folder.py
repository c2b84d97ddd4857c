import errno
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.studies.fields import collected, design, frame_file, interview

from decentwork.estimates.errors import CannotWrite, InvalidInput
from decentwork.studies import safe_files
from decentwork.studies.decisions import What
from decentwork.studies.safe_files import FolderInUse, write, writing
from decentwork.studies.study_folder import AlreadyThere, NotAStudy, StudyFolder
from decentwork.surveys.design import CutOff, Stratum
from decentwork.surveys.design_file import text

NOON = "2027-01-01T12:00:00Z"


@pytest.fixture
def study(tmp_path):
    return StudyFolder.create(tmp_path / "study", design(), frame_file(tmp_path))


@pytest.fixture
def drawn(study):
    study.draw(at=NOON)
    return study


def take_in(study, *interviews, **more):
    return study.take_in(collected(*interviews), by="desk", at=NOON, **more)


def contents(root):
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_new_study_holds_its_design_and_its_frame(study):
    assert study.design() == design()
    assert len(study.frame()) == 6
    assert len(study.draws()) == 0
    assert study.submissions().forms == {}
    assert study.decisions() == ()
    assert len(study.fieldwork().cases) == 0
    assert study.progress().to_dict()["cases"] == []


def test_what_draws_rest_on_is_compared_with_the_design_of_the_first_draw(drawn):
    assert drawn.changed_since_draw() == ()
    changed = design(
        strata=(Stratum(id="all", frame_units=6, seeds=4),), cutoff=CutOff(rule="top", number=3)
    )
    (drawn.root / "study.toml").write_text(text(changed))
    assert drawn.changed_since_draw() == (
        "cutoff: all, now top 3",
        "strata.all.seeds: 3, now 4",
    )


def test_what_no_draw_rests_on_may_change(drawn):
    (drawn.root / "study.toml").write_text(text(design(period="2030", note="Later")))
    assert drawn.changed_since_draw() == ()


def test_the_design_of_the_first_draw_stays_when_more_is_drawn(drawn):
    first = (drawn.root / "drawn.toml").read_text()
    (drawn.root / "study.toml").write_text(text(design(deepest_tier=1)))
    drawn.draw(at=NOON)
    assert (drawn.root / "drawn.toml").read_text() == first


def test_before_the_first_draw_nothing_has_changed(study):
    assert study.changed_since_draw() == ()


def test_a_study_is_not_made_over_something_else(study, tmp_path):
    with pytest.raises(AlreadyThere):
        StudyFolder.create(study.root, design())
    with pytest.raises(AlreadyThere):
        StudyFolder.create(tmp_path / "frame-as-given.csv", design())


def test_all_problems_of_a_frame_are_told_and_no_folder_is_made(tmp_path):
    path = tmp_path / "frame.csv"
    path.write_text(
        "id,name,stratum,region\n1,Firm,all,n\n1,Firm,al,n\n,,all,n\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInput) as told:
        StudyFolder.create(tmp_path / "study", design(), path)
    problems = [str(problem) for problem in told.value.problems]
    assert problems == [
        "line 3: the id is that of line 2. Keep one.",
        "line 3: no stratum is 'al'. Did you mean 'all'?",
        "line 4: the id is empty. Give each unit its own.",
        "line 4: the name is empty. An interviewer must find it.",
        "stratum all: it has 2 rows; the design says 6 units. Correct frame_units in study.toml, "
        "or the list: chances are made from it.",
    ]
    assert not (tmp_path / "study").exists()


def test_a_frame_without_its_columns_is_told(tmp_path):
    path = tmp_path / "frame.csv"
    path.write_text("id,title\n1,Firm\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as told:
        StudyFolder.create(tmp_path / "study", design(), path)
    assert [str(it) for it in told.value.problems] == [
        f"header: the column {name!r} is missing. Found: id, title."
        for name in ("name", "stratum", "region")
    ]


def test_a_frame_can_be_given_later_but_not_changed_after_the_draw(tmp_path):
    study = StudyFolder.create(tmp_path / "study", design())
    with pytest.raises(NotAStudy, match=r"frame\.csv"):
        study.draw(at=NOON)
    study.set_frame(frame_file(tmp_path))
    study.draw(at=NOON)
    with pytest.raises(AlreadyThere, match="drawn already"):
        study.set_frame(tmp_path / "frame-as-given.csv")


def test_a_folder_that_is_no_study_says_so(tmp_path):
    with pytest.raises(NotAStudy, match=r"study\.toml"):
        StudyFolder(tmp_path).design()


def test_drawing_again_at_once_draws_nobody(drawn):
    before = contents(drawn.root)
    assert drawn.draw(at=NOON).case_ids == ()
    assert contents(drawn.root) == before


def test_two_folders_of_one_design_draw_the_same_seeds(tmp_path, drawn):
    other = StudyFolder.create(tmp_path / "other", design(), tmp_path / "frame-as-given.csv")
    other.draw(at=NOON)
    assert (other.root / "draws.csv").read_bytes() == (drawn.root / "draws.csv").read_bytes()


def test_draws_are_kept_as_they_were_made(drawn):
    a, *_ = drawn.draws()["case_id"]
    take_in(drawn, interview(a, rosters={"formal_suppliers": ["X", "Y"]}))
    draw = drawn.draw(at=NOON)
    assert draw.number == 2
    kept = drawn.draws()
    assert kept["draw"].tolist() == [1, 1, 1, 2, 2]
    assert kept.drop(columns="at").tail(2).to_dict("records") == draw.rows.to_dict("records")


def test_importing_twice_changes_nothing(drawn):
    form = interview(drawn.draws()["case_id"][0])
    first = take_in(drawn, form)
    before = contents(drawn.root)
    again = take_in(drawn, form)
    assert (first.new, again.new, again.digest) == (True, False, first.digest)
    assert contents(drawn.root) == before


def test_one_submission_with_two_sets_of_answers_is_refused_whole(drawn):
    a, b, _ = drawn.draws()["case_id"]
    take_in(drawn, interview(a))
    before = contents(drawn.root)
    with pytest.raises(InvalidInput, match="other answers"):
        take_in(drawn, interview(a, outcome="refused"), interview(b))
    assert contents(drawn.root) == before


def test_an_export_with_nothing_new_in_it_changes_nothing(drawn):
    a, b, _ = drawn.draws()["case_id"]
    take_in(drawn, interview(a), interview(b))
    before = contents(drawn.root)
    taken = take_in(drawn, interview(a))
    assert not taken.new
    assert contents(drawn.root) == before


def test_the_report_tells_new_from_corrected(drawn):
    a, b, _ = drawn.draws()["case_id"]
    take_in(drawn, interview(a))
    taken = take_in(drawn, interview(a, outcome="refused", edits=1), interview(b))
    assert taken.submissions == 2
    assert taken.report.new == (f"form-{b}",)
    assert taken.report.corrected == (f"form-{a}",)


def test_a_corrected_form_takes_the_place_of_the_first(drawn):
    case = drawn.draws()["case_id"][0]
    take_in(drawn, interview(case, outcome="refused"))
    take_in(drawn, interview(case, edits=1))
    assert drawn.submissions().forms["economic_unit"]["outcome"].tolist() == ["interviewed"]


def test_a_first_version_that_comes_late_changes_nothing(drawn):
    case = drawn.draws()["case_id"][0]
    take_in(drawn, interview(case, edits=1))
    take_in(drawn, interview(case, outcome="refused"))
    assert drawn.submissions().forms["economic_unit"]["outcome"].tolist() == ["interviewed"]


def test_names_lie_in_the_frame_and_the_confidential_part_only(drawn):
    a = drawn.draws()["case_id"][0]
    take_in(drawn, interview(a, rosters={"formal_suppliers": ["Rosa Mill"]}))
    drawn.draw(at=NOON)
    case = drawn.draws()["case_id"].iloc[-1]
    drawn.decide(What.ASSIGN, case, "mo", by="chief", at=NOON)
    named = {
        path
        for path, content in contents(drawn.root).items()
        if b"Rosa" in content or b"Firm" in content or b"register-" in content
    }
    (stored,) = (path.name for path in (drawn.root / "submissions").iterdir())
    assert named == {
        "frame.csv",
        "confidential/seeds.json",
        f"confidential/submissions/{stored}",
    }


def test_a_study_without_its_confidential_part_gives_the_same_fieldwork(drawn):
    a, b, _ = drawn.draws()["case_id"]
    take_in(
        drawn,
        interview(a, rosters={"formal_suppliers": ["X"]}),
        interview(b, rosters={"formal_suppliers": ["X", "Y"]}),
    )
    drawn.draw(at=NOON)
    whole = drawn.fieldwork()
    (drawn.root / "frame.csv").unlink()
    for path in sorted((drawn.root / "confidential").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    without = drawn.fieldwork()
    assert without.cases.equals(whole.cases)
    assert without.nominations.equals(whole.nominations)


def test_a_member_sees_own_cases_only_and_where_they_are(drawn):
    a, b, _ = drawn.draws()["case_id"]
    take_in(drawn, interview(a, rosters={"formal_suppliers": ["Rosa Mill"]}))
    drawn.draw(at=NOON)
    rosa = drawn.draws()["case_id"].iloc[-1]
    drawn.assign([b, rosa], "mo", by="chief", at=NOON)
    drawn.assign([a], "li", by="chief", at=NOON)
    visits = drawn.visits("mo")
    assert set(visits.index) == {b, rosa}
    assert visits.at[rosa, "name"] == "Rosa Mill"
    assert visits.at[b, "name"].startswith("Firm")
    assert len(drawn.visits("nobody")) == 0
    drawn.assign([b], "", by="chief", at=NOON)
    assert set(drawn.visits("mo").index) == {rosa}


def test_a_decision_is_recorded_and_can_be_undone(drawn):
    case = drawn.draws()["case_id"][0]
    drawn.decide(What.OUTCOME, case, "closed", by="chief", at=NOON, why="gate walled up")
    assert drawn.fieldwork().cases.at[case, "disposition"] == "closed"
    drawn.undo(1, by="chief", at=NOON, why="wrong gate")
    assert drawn.fieldwork().cases.at[case, "disposition"] == "open"
    assert [it.why for it in drawn.decisions()] == ["gate walled up", "wrong gate"]


def test_cases_are_assigned_all_or_none(drawn):
    a, *_ = drawn.draws()["case_id"]
    with pytest.raises(InvalidInput):
        drawn.assign([a, "QQQQ-QQQQ"], "mo", by="chief", at=NOON)
    assert drawn.decisions() == ()


def test_a_refused_decision_changes_nothing(drawn):
    before = contents(drawn.root)
    with pytest.raises(InvalidInput):
        drawn.decide(What.OUTCOME, "QQQQ-QQQQ", "closed", by="chief", at=NOON, why="-")
    assert contents(drawn.root) == before


def test_a_second_writer_waits_and_then_gives_up(drawn, monkeypatch):
    monkeypatch.setattr(safe_files, "_PATIENCE", 0.1)
    with writing(drawn.root):
        assert len(drawn.fieldwork().cases) == 3  # a reader never waits
        with pytest.raises(FolderInUse):
            drawn.draw(at=NOON)


def test_writers_at_one_time_all_get_their_turn(drawn):
    cases = list(drawn.draws()["case_id"])

    def assign(number):
        drawn.decide(What.ASSIGN, cases[number % 3], f"member {number}", by="chief", at=NOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(assign, range(8)))
    assert [it.number for it in drawn.decisions()] == list(range(1, 9))


def test_a_full_disk_is_told_and_leaves_all_as_it_was(drawn, monkeypatch):
    before = contents(drawn.root)

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(safe_files.os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        take_in(drawn, interview(drawn.draws()["case_id"][0]))
    assert contents(drawn.root) == before


def test_a_study_is_not_made_where_nothing_can_be(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotWrite):
        StudyFolder.create(tmp_path / "file" / "study", design())


def test_what_a_dead_writer_left_is_cleared_by_the_next(drawn):
    (drawn.root / "submissions" / ".staged-1").write_text("half", encoding="utf-8")
    (drawn.root / "confidential" / "submissions" / "orphan.json").write_text("{}", encoding="utf-8")
    assert drawn.submissions().forms == {}
    take_in(drawn, interview(drawn.draws()["case_id"][0]))
    left = {Path(path).name for path in contents(drawn.root)}
    assert not left & {".staged-1", "orphan.json"}


KILLED = """
import json, os, shutil, signal, sys
from pathlib import Path
from decentwork.studies import safe_files
from decentwork.studies.study_folder import StudyFolder
from decentwork.surveys.submissions import Submissions

made, copy = Path(sys.argv[1]), Path(sys.argv[2])
forms = Submissions.from_dict(json.loads(sys.argv[3]))
left = 0

def dying(step):
    def taken(*given):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return step(*given)
    return taken

safe_files.os.fsync, Path.replace = dying(os.fsync), dying(Path.replace)

def state(study):
    return len(study.submissions().records()), len(study.draws())

def work(study):
    study.take_in(forms, by="desk", at="")
    study.draw(at="")

for steps in range(100):
    shutil.rmtree(copy, ignore_errors=True)
    study = StudyFolder(Path(shutil.copytree(made, copy)))
    child = os.fork()
    if not child:
        left = steps
        work(study)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    found = state(study)
    left = 1000
    work(study)
    print(*found, *state(study), len(list(copy.rglob(".staged-*"))), flush=True)
    if os.WIFEXITED(status):
        break
"""


def test_a_writer_killed_at_any_step_leaves_a_valid_study(drawn, tmp_path):
    form = interview(drawn.draws()["case_id"][0], rosters={"formal_suppliers": ["X", "Y"]})
    given = [str(drawn.root), str(tmp_path / "copy"), collected(form).to_json()]
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", KILLED, *given], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    lines = [tuple(map(int, line.split())) for line in ran.stdout.splitlines()]
    found, mended = [line[:2] for line in lines], [line[2:] for line in lines]
    # No submission or draw is there by half, and the next one to write carries on.
    assert sorted(set(found)) == [(0, 3), (1, 3), (1, 5)]
    assert found == sorted(found)
    assert set(mended) == {(1, 5, 0)}


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write(path, "old")

    def broken(self, target):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(CannotWrite, match="Input/output"):
        write(path, "new")
    assert path.read_text("utf-8") == "old"
    assert [it.name for it in tmp_path.iterdir()] == ["file"]
