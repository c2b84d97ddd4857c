"""The demonstration study, from the folder to its release; all of it is invented."""

import csv
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.release_log import read_log
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import releases
from decentwork.studies.account import account
from decentwork.studies.demonstration import make_demonstration
from decentwork.studies.known_totals import KnownTotal, calibrated, read_known_totals
from decentwork.studies.observed_chain import released_chain
from decentwork.studies.results import (
    LOG,
    THIN,
    NothingChanged,
    estimate_study,
    release_study,
    released_figures,
    rule_of,
)
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.study_weights import NothingCollected, weigh_study
from decentwork.studies.templates import template
from decentwork.surveys.design_file import parse_design, text
from decentwork.surveys.release import SurveyRelease


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return make_demonstration(tmp_path_factory.mktemp("demonstration") / "study", fielded=True)


@pytest.fixture(scope="module")
def weighed(study):
    return weigh_study(study, variance="rescaled_bootstrap", replicates=20)


@pytest.fixture(scope="module")
def rows(weighed):
    return estimate_study(weighed)


@pytest.fixture(scope="module")
def released(study):
    return release_study(
        study, decided_by="Director (invented)", decided_on=date(2026, 11, 22), keep=True
    )


def of(rows, variable, statistic="total", tier=None, universe="units", **group):
    [found] = [
        row
        for row in rows
        if (row.variable, row.statistic, row.universe) == (variable, statistic, universe)
        and (row.tier, dict(row.group)) == (tier, group)
    ]
    return found


def test_seeds_that_answered_stand_for_the_frame_less_what_was_found_outside(study, rows):
    cases = study.fieldwork().cases
    seeds = cases[cases["tier"] == 0]
    outside = seeds["disposition"].isin(["closed", "out_of_scope"])
    frame = sum(stratum.frame_units for stratum in study.design().strata)
    gone = (outside / seeds["seed_chance"]).sum()
    assert of(rows, "units", tier=0).value == pytest.approx(frame - gone)


def test_positions_add_up_to_the_whole_chain(rows):
    positions = ("lead", "suppliers", "lower_tiers", "home_and_informal")
    parts = [of(rows, "units", position=each).value for each in positions]
    assert sum(parts) == pytest.approx(of(rows, "units").value)


def test_every_weight_can_be_followed_in_its_row(study, weighed):
    with (study.results / "weights.csv").open() as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(weighed.sample.units)
    seeds = [row for row in table if row["tier"] == "0"]
    for row in seeds:
        made = float(row["response_factor"]) / float(row["seed_chance"])
        assert float(row["weight"]) == pytest.approx(made * float(row["calibration_factor"]))


def test_replicate_weights_vary_around_the_weights(study, weighed):
    replicates = weighed.weighing.replicates
    assert replicates.shape == (len(weighed.sample.units), 20)
    assert (study.results / "replicates.csv").is_file()
    assert replicates.sum(axis=0).std() > 0


def test_nothing_that_identifies_is_in_any_result(study, weighed, released):
    names = set(study.frame()["name"])
    for path in [*study.results.glob("*.csv"), *(study.root / "released").glob("*.json")]:
        text = path.read_text("utf-8")
        assert not [name for name in names if name in text]


def test_what_is_too_thin_is_withheld_and_says_so(rows, study):
    figures = released_figures(rows, study.design())
    thin = [figure for figure in figures if figure.reason == THIN]
    assert thin
    assert all(figure.value is None for figure in thin)


def test_the_map_of_a_release_names_no_case_and_shows_no_bundle_below_the_rule(study, released):
    chain = released.chain_map
    text = json.dumps(chain)
    assert chain["bundles"]
    assert chain["mixing"]["kind"]
    assert not [case for case in study.fieldwork().cases.index if case in text]
    shown = {(it["buyer_tier"], it["buyer_kind"], it["supplier_kind"]) for it in chain["bundles"]}
    cases, named = study.fieldwork().cases, study.fieldwork().nominations
    for tier, buyer, supplier in shown:
        ends = cases.reindex(named["buyer_id"]).reset_index(drop=True)
        to = cases.reindex(named["case_id"]).reset_index(drop=True)
        is_in = (ends["tier"] == tier) & (ends["kind"] == buyer) & (to["kind"] == supplier)
        assert named["buyer_id"].to_numpy()[is_in].size >= 5


def test_a_map_drawn_again_is_the_same(study, weighed, released):
    again = released_chain(study, weighed, released.figures, rule_of(study.design()))
    assert again == released.chain_map
    assert str(study.rounding_seed()) not in json.dumps(released.to_dict())


def test_a_release_is_read_back_logged_and_stands_in_the_data_folder(study, released, tmp_path):
    path = study.root / "released" / released.filename
    assert SurveyRelease.from_dict(json.loads(path.read_text("utf-8"))) == released
    [record] = read_log(study.root / LOG)
    assert record.table == released.filename
    folder = DataFolder(tmp_path / "data")
    folder.add(path)
    [(_, found)] = releases(folder.sample_world(), "XAA", "electronics")
    assert found == released


def test_a_preview_leaves_nothing_behind(study, released):
    before = sorted(path.name for path in (study.root / "released").iterdir())
    made = release_study(study, decided_by="Nobody", decided_on=date(2026, 11, 23), keep=False)
    assert made.version == released.version + 1
    assert sorted(path.name for path in (study.root / "released").iterdir()) == before


def test_a_second_release_without_a_change_is_refused_with_the_date_of_the_first(study, released):
    with pytest.raises(NothingChanged, match="since version 1 of 2026-11-22"):
        release_study(study, decided_by="Another", decided_on=date(2026, 11, 23), keep=True)
    assert len(read_log(study.root / LOG)) == 1


def test_a_release_tells_what_another_round_must_share(released):
    assert released.basis["cutoff"] == "top 8"
    assert released.basis["weights"] == "generalised_weight_share"
    assert "economic_unit" in released.basis["questionnaires"]


def test_an_account_compares_with_an_earlier_round_and_tells_what_differs(study, released):
    design = (study.root / "study.toml").read_text()
    (study.root / "study.toml").write_text(design.replace("round = 1", "round = 2"))
    try:
        earlier = replace(released, basis=dict(released.basis) | {"cutoff": "all"})
        told = account(study, earlier=earlier)["rounds"]
    finally:
        (study.root / "study.toml").write_text(design)
    assert {it["direction"] for it in told["changes"]} == {"unclear"}  # the same answers twice
    assert told["differences"] == [{"what": "cutoff", "earlier": "all", "later": "top 8"}]


def test_diagnostics_count_units_and_name_none(study):
    tiers = account(study)["tiers"]
    assert [it["tier"] for it in tiers] == [0, 1, 2, 3]
    assert all(0 < it["largest_unit"] <= it["largest_seed"] < 1 for it in tiers)
    assert sum(sum(it["weightless"].values()) for it in tiers) > 0
    cases = set(study.fieldwork().cases.index)
    assert not [case for case in cases if case in json.dumps(tiers)]


def test_an_account_tells_design_fieldwork_weights_and_results(study):
    told = account(study)
    assert json.loads(json.dumps(told)) == told
    assert [stratum["chance"] for stratum in told["design"]["strata"]] == [1.0, 0.5, 0.25]
    assert {row["kind"] for row in told["field"]} >= {"formal", "household", "home_worker"}
    assert told["disclosure"]["shown"] + sum(told["disclosure"]["withheld"].values()) == len(
        told["estimates"]
    )


def test_a_study_without_answers_says_what_to_do(tmp_path):
    folder = StudyFolder.create(tmp_path / "new", template("electronics"))
    with pytest.raises(NothingCollected, match="survey import"):
        weigh_study(folder)


def test_calibrated_weights_reach_the_register_and_narrow_what_it_knows(weighed):
    units = weighed.sample.units
    plain = weighed.weighing
    workers = units["workers"].fillna(0)
    known = KnownTotal(
        amount="workers", column="", category="", tier=0, total=60_000, source="Invented register"
    )
    frame = units.assign(workers=workers)
    reached = calibrated(plain, frame, [known])
    lead = (units["tier"] == 0).to_numpy()
    assert (reached.weights[lead] * workers[lead]).sum() == pytest.approx(60_000)
    rows = np.flatnonzero(lead)
    values = workers.to_numpy()[rows][:, None]
    spread = reached.variances(rows, values, np.zeros_like(values), None)
    assert spread.variances[0] == pytest.approx(0, abs=1e-6)


def test_a_total_of_an_unknown_column_is_refused_by_name(weighed):
    known = KnownTotal(
        amount="units", column="colour", category="red", tier=None, total=5, source="Invented"
    )
    with pytest.raises(InvalidInput, match="colour"):
        calibrated(weighed.weighing, weighed.sample.units, [known])


def test_known_totals_are_read_with_all_problems_at_once(tmp_path):
    path = tmp_path / "totals.csv"
    path.write_text("amount,column,category,tier,total,source\nunits,,,0,many,\n,,,x,5,Register\n")
    with pytest.raises(InvalidInput) as told:
        read_known_totals(path)
    assert [problem.where for problem in told.value.problems] == [
        "line 2",
        "line 2",
        "line 3",
        "line 3",
    ]


def test_a_total_says_what_it_is_of():
    known = KnownTotal(
        amount="workers", column="region", category="north", tier=1, total=9, source="Register"
    )
    assert known.name == "workers, region=north, tier 1"
    assert replace(known, column="", tier=None).name == "workers"


def test_women_s_pay_is_compared_with_men_s_at_every_position(rows, study):
    gap = "monthly_earnings[sex=female]/monthly_earnings[sex=male]"
    found = of(rows, gap, "ratio", universe="workers", position="suppliers")
    women, men = (
        of(rows, "monthly_earnings", "mean", universe="workers", position="suppliers", sex=sex)
        for sex in ("female", "male")
    )
    assert found.value == pytest.approx(women.value / men.value)
    assert (found.n, found.unit_count) == (
        min(women.n, men.n),
        min(women.unit_count, men.unit_count),
    )


def test_a_design_may_name_ratios_of_its_own(study, weighed):
    assert weighed.ratios[0] == "unit_women/workers"
    own = parse_design(text(replace(study.design(), ratios=("unit_women/workers",))))
    assert own.ratios == ("unit_women/workers",)
