"""The names that a survey collected, matched from the command line; all of them are invented."""

import json

import pandas as pd
import pytest
from tests.studies.fields import ASKED, LISTED, ROSTERS, collected, design, frame_file, interview
from typer.testing import CliRunner

from decentwork.commands.main import app
from decentwork.estimates.errors import InputError, InvalidInput
from decentwork.studies.estimate import estimate_weighed
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.study_weights import weigh_study
from decentwork.surveys.submissions import Submissions

NOON = "2027-01-01T12:00:00Z"
ROWS = (
    ("Grove Casings Company Limited", "Lot 12, Quarry Road, Eastport"),
    ("GROVE CASING CO., LTD", "Lot 12 Quarry Rd, Eastport"),
    ("Juniper Looms", "5 Mill Lane, Westbridge"),
)


@pytest.fixture
def study(tmp_path):
    made = StudyFolder.create(tmp_path / "study", design(), frame_file(tmp_path))
    made.draw(at=NOON)
    for seed, (name, address) in zip(made.draws()["case_id"], ROWS, strict=True):
        row = {"supplier_name": name, "supplier_phone": "", "supplier_address": address}
        given = collected(interview(seed, rosters={"formal_suppliers": [row]}))
        made.take_in(given, by="desk", at=NOON)
    return made


def run(study, *options):
    done = CliRunner().invoke(app, ["survey", "match", str(study.root), "--json", *options])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout)


def units(study):
    return study.fieldwork().nominations["unit_id"].nunique()


def test_names_are_counted_and_units_follow(study):
    told = run(study)
    assert (told["names"], told["same"], told["pairs_to_judge"]) == (9, 2, 0)
    assert units(study) == 2


def test_a_list_to_judge_is_filled_in_and_read_back(study, tmp_path):
    review = tmp_path / "review.csv"
    told = run(study, "--same", "0.9999", "--new", "0.05", "--review", str(review))
    assert told["pairs_to_judge"] >= 1
    assert units(study) == 3
    assert review.stat().st_mode & 0o077 == 0
    pairs = pd.read_csv(review, dtype=str, keep_default_na=False)
    alike = pairs["address_a"].str.contains("Quarry") & pairs["address_b"].str.contains("Quarry")
    pairs.assign(same=alike.map({True: "1", False: ""})).to_csv(review, index=False)
    run(study, "--same", "0.9999", "--decided", str(review), "--by", "ada")
    assert units(study) == 2
    assert [it.by for it in study.decisions()] == ["ada"]


def test_a_judgement_that_cannot_be_read_is_refused_with_its_line(study, tmp_path):
    review = tmp_path / "review.csv"
    review.write_text("id_a,id_b,same\nnobody,neither,perhaps\n")
    with pytest.raises(InvalidInput) as refused:
        run(study, "--decided", str(review))
    assert len(refused.value.problems) == 3
    assert study.units_settled() is None


def test_thresholds_that_leave_no_room_are_refused(study):
    with pytest.raises(InputError, match="0 < new <= same < 1"):
        run(study, "--same", "0.3", "--new", "0.5")


def estimated(study, *options):
    done = CliRunner().invoke(app, ["survey", "estimate", str(study.root), "--json", *options])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "how",
    [
        {"variance": "rescaled_bootstrap", "replicates": 200},
        {"weights": "in_degree"},
        {"weights": "design_adherent"},
    ],
)
def test_what_matching_leaves_open_widens_the_intervals_of_every_method(study, how):
    last = study.draws()["case_id"].iloc[-1]
    two = [{"supplier_name": name} for name in ("Juniper Looms", "Ember Knits")]
    study.take_in(
        collected(interview(last, edits=1, rosters={"formal_suppliers": two})), by="desk", at=NOON
    )
    study.draw(at=NOON)
    units = study.draws()["case_id"][3:]
    regions = ("North", "South", "South", "North")
    for case, region in zip(units, regions, strict=True):
        given = Submissions.from_records(
            [interview(case, region=region)],
            questions={"economic_unit": (*ASKED, "region")},
            roster_questions=dict.fromkeys(ROSTERS, LISTED),
        )
        study.take_in(given, by="desk", at=NOON)
    run(study, "--same", "0.9999", "--new", "0.05")
    options = {"multiplicity": "observed", **how}
    wide = estimated(
        study, "--variables=region", *(f"--{name}={value}" for name, value in options.items())
    )
    mine = weigh_study(study, **options, keep=False)
    narrow = estimate_weighed(mine.sample, mine.weighing, ["region"])
    assert [row["value"] for row in wide] == [row.value for row in narrow]
    pairs = [(a, b) for a, b in zip(wide, narrow, strict=True) if b.low is not None]
    assert all(a["high"] - a["low"] >= b.high - b.low for a, b in pairs)
    assert any(a["high"] - a["low"] > b.high - b.low for a, b in pairs)
