from datetime import date
from pathlib import Path

import pytest
from tests.standards.worlds import drawn, provenance

from decentwork.classifications.chains import chain
from decentwork.dossiers import instrument_evidence, obligations
from decentwork.dossiers.evidence import figure_id
from decentwork.dossiers.instrument_evidence import (
    NOT_YET,
    RESERVATIONS,
    TITLE_UNCONFIRMED,
    instrument_figure,
)
from decentwork.dossiers.obligations import obligation_state, rule_figures
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Unknown
from decentwork.sources.data_folder import DataFolder
from decentwork.standards.conventions import scopes
from decentwork.standards.law import LegalStandard
from decentwork.standards.ratifications import State, Status

SAMPLES = Path(__file__).parent.parent / "samples"
ELECTRONICS = chain("electronics")


@pytest.fixture
def binding(monkeypatch, tmp_path):
    """Obligations of Avonia's electronics when the data hold what a test draws."""

    def bind(records, coverage):
        data = [drawn(records, coverage)]
        monkeypatch.setattr(obligations, "ratification_data", lambda folder: data)
        return obligations.obligations("XAA", ELECTRONICS, DataFolder(tmp_path))

    return bind


def states(bound, topic):
    tiers = ("whole_chain", "lead", "suppliers", "home_and_informal")
    return [obligation_state(bound, topic, tier)[0] for tier in tiers]


def test_an_instrument_in_force_binds_at_every_tier_in_the_country(binding):
    bound = binding("C138 XAA in_force 1999-06-07", "C138 complete 2023-06")
    assert states(bound, "child_labour") == ["yes", "yes", "yes", "yes"]
    _, (reason,) = obligation_state(bound, "child_labour", "suppliers")
    assert reason.id == "in_force"
    assert reason.fields["instrument"] == "C138 Minimum Age Convention, 1973"
    assert reason.fields["ratified"] == "1999-06-07"
    assert reason.figures == ("rules.instrument_in_force.C138.XAA.1999-06-07",)


def test_a_topic_whose_instruments_are_not_all_in_the_data_is_unknown_not_free(binding):
    bound = binding("C029 XAA in_force 1960-05-04", "C029 complete 2023\nC087 complete 2023")
    state, (reason,) = obligation_state(bound, "freedom_of_association", "whole_chain")
    assert state == "unknown"
    assert reason.fields["instruments"] == ["C098", "ICCPR"]


def test_a_topic_is_free_of_obligations_only_when_the_data_cover_all_its_instruments(binding):
    lists = "\n".join(f"{code} complete 2023-06" for code in ("C029", "C087", "C098", "ICCPR"))
    bound = binding("C029 XAA in_force 1960-05-04", lists)
    state, reasons = obligation_state(bound, "freedom_of_association", "whole_chain")
    assert state == "no"
    assert {reason.id for reason in reasons} == {"not_in_force"}


def test_a_convention_on_home_work_binds_home_work_only(binding):
    bound = binding("C177 XAA in_force 2002-01-01", "C177 complete 2023")
    assert states(bound, "employment_security") == ["unknown", "unknown", "unknown", "yes"]


def test_national_law_binds_too_and_names_its_figure(monkeypatch, tmp_path):
    point = LegalStandard(
        place="XAA",
        year=2022,
        standard="Minimum_Work",
        age=15.0,
        meets_international=False,
    )
    monkeypatch.setattr(obligations, "law", lambda place, folder: [(point, provenance())])
    folder = DataFolder(tmp_path)
    bound = obligations.obligations("XAA", ELECTRONICS, folder)
    state, (reason,) = obligation_state(bound, "child_labour", "lower_tiers")
    assert (state, reason.id) == ("yes", "law_sets_age")
    (figure,) = (it for it in rule_figures("XAA", ELECTRONICS, folder) if it.at.period == "2022")
    assert reason.figures == (figure_id("rules", figure),)
    assert (figure.indicator, figure.value) == ("minimum_age_work", 15)


def test_a_law_below_the_standard_leaves_open_what_it_obliges_to(monkeypatch, tmp_path):
    point = LegalStandard(
        place="XAA",
        year=2022,
        standard="Prohibition_Forced_Labor",
        age=None,
        meets_international=False,
    )
    monkeypatch.setattr(obligations, "law", lambda place, folder: [(point, provenance())])
    bound = obligations.obligations("XAA", ELECTRONICS, DataFolder(tmp_path))
    state, reasons = obligation_state(bound, "forced_labour", "suppliers")
    assert state == "unknown"
    assert [reason.id for reason in reasons] == ["law_below_standard", "instruments_not_in_data"]
    assert reasons[1].fields["instruments"] == ["C029", "P029", "C105", "ICCPR"]


def scope(code):
    return next(each for each in scopes() if each.instrument.code == code)


def answer(state, **known):
    return Status(instrument="C029", place="XAA", state=state, provenance=provenance(), **known)


def test_the_figure_of_an_instrument_has_its_state_and_the_day_of_ratification():
    known = answer(State.IN_FORCE, ratified=date(1960, 5, 4), as_of="2023-06")
    figure = instrument_figure(scope("C029"), known)
    assert (figure.value, figure.at.period, figure.subject) == ("in_force", "1960-05-04", "C029")
    assert (figure.at.topic, figure.at.tier) == ("forced_labour", "context")
    assert figure.known.provenance.steps == ("state as of 2023-06",)


def test_an_instrument_not_in_the_data_is_a_stated_unknown():
    figure = instrument_figure(scope("C158"), answer(State.NOT_IN_DATA, note="Not covered."))
    assert isinstance(figure.known, Unknown)
    assert figure.notes == ("Not covered.", TITLE_UNCONFIRMED)


def test_a_ratification_before_entry_into_force_says_so():
    figure = instrument_figure(scope("C029"), answer(State.NOT_YET_IN_FORCE))
    assert figure.notes == (NOT_YET,)


def test_a_treaty_in_force_says_that_reservations_are_not_in_the_data():
    assert instrument_figure(scope("CEDAW"), answer(State.IN_FORCE)).notes == (RESERVATIONS,)
    assert instrument_figure(scope("CEDAW"), answer(State.NOT_IN_FORCE)).notes == ()


def test_without_any_data_every_instrument_and_provision_is_a_stated_unknown(tmp_path):
    figures = rule_figures("XAA", ELECTRONICS, DataFolder(tmp_path))
    assert all(isinstance(it.known, Unknown) for it in figures)
    assert {it.indicator for it in figures} == {"instrument_in_force", "labour_provision_depth"}


def test_the_sample_world_leaves_the_tables_a_user_added_alone(sample_folder):
    assert instrument_evidence.ratification_data(sample_folder.sample_world()) is not None


def test_every_figure_has_its_indicator_in_the_catalogue(data_folder):
    figures = rule_figures("TUR", ELECTRONICS, data_folder)
    for figure in figures:
        assert indicator(figure.indicator).id == figure.indicator


def test_what_a_user_adds_is_used_in_the_rules_of_a_chain(tmp_path):
    folder = DataFolder(tmp_path)
    for name in ("normlex/by_country.csv", "hand_entries/table.csv"):
        folder.add(SAMPLES / name)
    figures = {it.subject: it for it in rule_figures("XAA", ELECTRONICS, folder)}
    assert (figures["C029"].value, figures["C029"].at.period) == ("in_force", "1960-05-04")
    assert (figures["C087"].value, figures["C087"].at.period) == ("not_in_force", "2026-11-20")
    by_hand = figures["C158"]
    assert by_hand.value == "in_force"
    source = "source of this row: Ministry of Labour, letter of 2026-11-20"
    assert source in by_hand.known.provenance.steps


def test_a_table_added_after_a_first_look_is_used_at_once(tmp_path):
    folder = DataFolder(tmp_path)
    assert instrument_evidence.ratification_data(folder) == []
    folder.add(SAMPLES / "normlex" / "by_country.csv")
    assert len(instrument_evidence.ratification_data(folder)) == 1
