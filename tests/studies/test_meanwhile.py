import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.studies.fields import design, frame_file

from decentwork.estimates.errors import DamagedFile
from decentwork.studies.decisions import DecidedMeanwhile, What, newer_decisions
from decentwork.studies.releases import release_text
from decentwork.studies.study_folder import AlreadyThere, DesignChanged, StudyFolder
from decentwork.surveys.design_versions import version

NOON = "2027-01-01T12:00:00Z"
SAID = {"by": "chief", "at": NOON, "why": "seen"}


@pytest.fixture
def study(tmp_path):
    return StudyFolder.create(tmp_path / "study", design(), frame_file(tmp_path))


@pytest.fixture
def cases(study):
    study.draw(at=NOON)
    return sorted(study.draws()["case_id"])


def test_of_writers_who_read_the_same_design_one_puts_theirs_in_place(study):
    read = version(study.design())

    def put(number):
        try:
            study.set_design(replace(design(), note=f"by {number}"), instead_of=read)
        except DesignChanged as error:
            return error.present.note
        return "mine"

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(put, range(4)))
    assert told.count("mine") == 1
    assert {it for it in told if it != "mine"} == {study.design().note}


def test_the_same_design_twice_is_no_conflict(study):
    read, made = version(study.design()), replace(design(), note="Both of us")
    for _ in range(2):
        study.set_design(made, instead_of=read)
    assert study.design() == made


def test_a_design_that_was_drawn_by_stays(study, cases):
    with pytest.raises(AlreadyThere, match="drawn already"):
        study.set_design(design(), instead_of=version(design()))


def test_a_decision_taken_since_one_last_looked_is_told_and_nothing_recorded(study, cases):
    study.decide(What.OUTCOME, cases[0], "closed", **SAID, seen=0)
    with pytest.raises(DecidedMeanwhile) as told:
        study.decide(What.OUTCOME, cases[0], "refused", **SAID, seen=0)
    assert [it.value for it in told.value.decisions] == ["closed"]
    assert len(study.decisions()) == 1
    study.decide(What.OUTCOME, cases[0], "refused", **SAID, seen=1)


def test_other_cases_and_who_visits_are_decided_apart(study, cases):
    study.decide(What.OUTCOME, cases[0], "closed", **SAID, seen=0)
    study.assign(cases[:1], "mo", by="chief", at=NOON, seen=0)
    study.decide(What.OUTCOME, cases[1], "closed", **SAID, seen=0)
    with pytest.raises(DecidedMeanwhile):
        study.assign(cases[:2], "bo", by="chief", at=NOON, seen=0)
    assert len(study.decisions()) == 3


def test_an_undone_decision_is_in_nobodys_way(study, cases):
    study.decide(What.OUTCOME, cases[0], "closed", **SAID)
    study.undo(1, **SAID)
    assert newer_decisions(study.decisions(), [(What.OUTCOME, cases[0], "")], 0) == ()


def test_a_released_file_is_known_by_its_checksum(study):
    path = study.root / "released" / "round-1.json"
    path.write_text(json.dumps({"round": 1}))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert release_text(study, "round-1.json", digest) == path.read_text()
    path.write_text(json.dumps({"round": 2}))
    with pytest.raises(DamagedFile, match="not the file that was released"):
        release_text(study, "round-1.json", digest)
