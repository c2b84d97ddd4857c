"""Suppliers' names matched inside a study; all of them are invented."""

import json

import numpy as np
import pandas as pd
import pytest
from tests.studies.fields import collected, design, frame_file, interview

from decentwork.studies.decisions import What
from decentwork.studies.results import estimate_study
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.study_weights import plausible, weigh_study
from decentwork.studies.unit_matches import (
    MatchedMeanwhile,
    NothingToMatch,
    Run,
    UnitMatches,
    settled_units,
)

NOON = "2027-01-01T12:00:00Z"
WHO = {"by": "ada", "at": NOON}


def supplier(name, phone="", address=""):
    return {"supplier_name": name, "supplier_phone": phone, "supplier_address": address}


SPELLINGS = (
    supplier("Grove Casings Company Limited", address="Lot 12, Quarry Road, Eastport"),
    supplier("GROVE CASING CO., LTD", address="Lot 12 Quarry Rd, Eastport"),
    supplier("Grove Casings", address="12 Quarry Road, Eastport"),
)
OTHERS = (
    [supplier("Juniper Looms", address="5 Mill Lane, Westbridge")],
    [supplier("Tallow and Reed Dyers", address="88 Canal Street, Northfield")],
    [
        supplier("Grove Casings Company Limited", address="3 Harbour View, Southmere"),
        supplier("Ember Knits", address="1 Kiln Row, Northfield"),
    ],
)


@pytest.fixture
def study(tmp_path):
    """Three seeds; each names Grove Casings of Eastport in its own way, and others."""
    made = StudyFolder.create(tmp_path / "study", design(), frame_file(tmp_path))
    made.draw(at=NOON)
    for seed, spelling, others in zip(made.draws()["case_id"], SPELLINGS, OTHERS, strict=True):
        given = collected(interview(seed, rosters={"formal_suppliers": [spelling, *others]}))
        made.take_in(given, by="desk", at=NOON)
    return made


def seeds(study):
    return sorted(study.draws()["case_id"][:3])


def groves(study):
    """Return the nominations of Grove Casings of Eastport."""
    named = study.mentions()
    return [id for id in named.index if "Quarry" in named.at[id, "address"]]


def state(study):
    work = study.fieldwork()
    return work.cases, work.nominations


def test_before_matching_three_spellings_are_three_units(study):
    assert study.units_settled() is None
    assert study.fieldwork().nominations["unit_id"].nunique() == 7


def test_spellings_of_one_supplier_become_one_unit_and_its_namesake_elsewhere_does_not(study):
    study.match(**WHO)
    named = study.fieldwork().nominations["unit_id"]
    assert named[groves(study)].nunique() == 1
    assert named.nunique() == 5


def test_one_unit_named_by_three_buyers_is_drawn_once(study):
    study.match(**WHO)
    study.draw(at=NOON)
    followed = study.fieldwork().nominations.loc[groves(study), "case_id"]
    assert followed.nunique() == 1
    assert (followed != "").all()


def test_what_was_drawn_before_matching_is_one_case_after_it(study):
    study.draw(at=NOON)
    before = study.fieldwork().nominations.loc[groves(study), "case_id"]
    study.match(**WHO)
    after = study.fieldwork().nominations.loc[groves(study), "case_id"]
    assert len(set(before) - {""}) > 1
    assert after.nunique() == 1


def test_a_judgement_parts_what_matching_united_and_undoing_it_restores_everything(study):
    study.draw(at=NOON)
    study.match(**WHO)
    before = state(study)
    one, other, _ = groves(study)
    study.decide(What.DIFFERENT, one, other, **WHO, why="two owners")
    parted = study.fieldwork().nominations["unit_id"]
    assert parted[one] != parted[other]
    study.undo(1, **WHO, why="a slip")
    for was, now in zip(before, state(study), strict=True):
        pd.testing.assert_frame_equal(was, now)


def test_a_judgement_unites_what_matching_left_apart_and_survives_another_run(study):
    study.match(**WHO)
    named = study.mentions()
    [namesake] = [id for id in named.index if "Harbour" in named.at[id, "address"]]
    study.decide(What.SAME, groves(study)[0], namesake, **WHO, why="moved last year")
    study.match(**WHO)
    units = study.fieldwork().nominations["unit_id"]
    assert units[[*groves(study), namesake]].nunique() == 1


def test_two_nominations_can_be_judged_the_same_before_any_matching(study):
    one, other, _ = groves(study)
    study.decide(What.SAME, one, other, **WHO, why="same yard")
    units = study.fieldwork().nominations["unit_id"]
    assert units[one] == units[other]


def test_who_was_listed_since_the_run_is_found_by_its_keys(study):
    study.match(**WHO)
    first = seeds(study)[0]
    again = interview(
        first, edits=1, rosters={"formal_suppliers": [SPELLINGS[1], *OTHERS[0], SPELLINGS[1]]}
    )
    study.take_in(collected(again), by="desk", at=NOON)
    late = study.fieldwork().nominations
    assert late.at[f"{first}/formal/3", "unit_id"] in set(late.loc[groves(study), "unit_id"])


def test_nothing_outside_the_confidential_part_names_anybody(study):
    study.match(**WHO)
    told = [
        path.read_text("utf-8")
        for path in study.root.rglob("*")
        if path.is_file() and "confidential" not in path.parts and path.name != "frame.csv"
    ]
    secrets = ("Grove", "GROVE", "Quarry", "Juniper", "Canal", "Firm 1", "register-")
    assert [secret for secret in secrets if any(secret in text for text in told)] == []
    assert "matches" in {path.parent.name for path in study.root.rglob("0001.json")}


def test_a_run_that_another_overtook_is_refused(study):
    def meanwhile(step, done, total):
        if step == "unite" and not list((study.root / "matches").glob("*")):
            study.match(**WHO)

    with pytest.raises(MatchedMeanwhile):
        study.match(**WHO, tell=meanwhile)
    kept = json.loads((study.root / "matches" / "0001.json").read_text())
    assert kept["run"]["number"] == 1


def test_there_is_nothing_to_match_before_anybody_listed_a_supplier(tmp_path):
    made = StudyFolder.create(tmp_path / "study", design(), frame_file(tmp_path))
    with pytest.raises(NothingToMatch, match="survey import"):
        made.match(**WHO)


def found(*pairs):
    """Return a run over three mentions; its pairs are (one, other, probability)."""
    table = pd.DataFrame(
        [(*pair, []) for pair in pairs], columns=["one", "other", "probability", "reasons"]
    )
    mentions = ("A/formal/1", "B/formal/1", "C/formal/1")
    return UnitMatches(
        run=Run(number=1, at=NOON, by="ada"), same=0.8, new=0.2, mentions=mentions, pairs=table
    )


def test_a_run_is_kept_and_read_back_alike():
    run = found((0, 1, 0.5), (1, 2, 0.01))
    assert UnitMatches.from_json(run.to_json()).to_json() == run.to_json()


def test_plausible_resolutions_unite_a_pair_as_often_as_it_is_probable():
    settled = settled_units(found((0, 1, 0.5), (1, 2, 0.01)), [])
    drawn = settled.plausible_groups(1000, np.random.default_rng(1))
    united = [groups["A/formal/1"] == groups["B/formal/1"] for groups in drawn]
    assert settled.outcome == {"A/formal/1": "ask", "B/formal/1": "ask", "C/formal/1": "new"}
    assert np.mean(united) == pytest.approx(0.5, abs=0.05)
    assert {groups["C/formal/1"] for groups in drawn} == {"C/formal/1"}


def test_what_matching_leaves_open_widens_the_interval(study):
    study.draw(at=NOON)
    cases = study.draws()["case_id"][3:]
    study.take_in(collected(*map(interview, cases)), by="desk", at=NOON)
    study.match(**WHO, same=0.9999, new=0.05)
    assert len(study.units_settled().open_pairs)
    weighed = weigh_study(study, multiplicity="observed", keep=False)
    others = plausible(study, weighed)

    def units_of_tier_1(rows):
        [row] = [
            it
            for it in rows
            if (it.variable, it.tier, it.statistic, dict(it.group)) == ("units", 1, "total", {})
        ]
        return row

    narrow = units_of_tier_1(estimate_study(weighed))
    wide = units_of_tier_1(estimate_study(weighed, others=others))
    assert wide.value == narrow.value
    assert wide.low < narrow.low
    assert wide.high > narrow.high


def test_undoing_a_judgement_restores_estimates_to_the_last_digit(study):
    study.draw(at=NOON)
    cases = study.draws()["case_id"][3:]
    study.take_in(collected(*map(interview, cases)), by="desk", at=NOON)
    study.match(**WHO, same=0.9999, new=0.05)

    def estimates():
        weighed = weigh_study(study, multiplicity="observed", keep=False)
        return estimate_study(weighed, others=plausible(study, weighed))

    before = estimates()
    one, other, _ = groves(study)
    study.decide(What.SAME, one, other, **WHO, why="same yard")
    united = estimates()
    study.undo(1, **WHO, why="a slip")
    assert united != before
    assert estimates() == before
