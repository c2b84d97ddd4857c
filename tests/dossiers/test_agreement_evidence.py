from dataclasses import replace
from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.classifications.chains import chain
from decentwork.dossiers import agreement_evidence
from decentwork.dossiers.agreement_evidence import (
    BELOW_STANDARD,
    LATER_AGREEMENTS,
    NOT_CODED,
    company_figures,
    inspector_figures,
    law,
    law_figure,
    provision_figures,
)
from decentwork.estimates.units import Unit
from decentwork.sources import framework_agreements, trade_agreements, usdol_law
from decentwork.sources.data_folder import DataFolder
from decentwork.standards.agreements import NO_REGISTER, WHEREVER

SAMPLES = Path(__file__).parent.parent / "samples"
READERS = {
    "labpta": (trade_agreements.read_depths, "trade_agreements/depths.csv"),
    "desta_treaties": (trade_agreements.read_treaties, "trade_agreements/treaties.csv"),
    "desta_members": (trade_agreements.read_members, "trade_agreements/members.csv"),
    "global_framework_agreements_partial": (
        framework_agreements.read_agreements,
        "framework_agreements/partial.csv",
    ),
    "usdol_legal_standards": (usdol_law.read_law, "usdol/legal_standards.csv"),
    "usdol_enforcement": (usdol_law.read_inspectors, "usdol/enforcement.csv"),
}


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A data folder that holds the invented samples."""

    def read(folder, name, container):
        reader, path = READERS[name]
        return reader(SAMPLES / path, provenance(name))

    monkeypatch.setattr(DataFolder, "has", lambda folder, name: name in READERS)
    monkeypatch.setattr(agreement_evidence, "read_once", read)
    return DataFolder(tmp_path)


def test_provisions_come_deepest_first_and_end_with_what_is_not_coded(folder):
    figures = provision_figures("XAA", folder)
    assert [(it.subject, it.at.period, it.value) for it in figures] == [
        ("Avonia Belmora", "2009", 5),
        ("Old Union", "1991", 0),
        ("Avonia Corvane", "2016", 3),
        ("Avonia New World", "2018", None),
        (None, "2017", None),
    ]
    assert [it.notes for it in figures[-2:]] == [(NOT_CODED,), (LATER_AGREEMENTS,)]
    assert figures[0].known.unit is Unit.INDEX_0_5
    assert "agreements signed from 1991 to 2016 are coded" in figures[0].known.provenance.steps


def test_a_country_without_agreements_has_only_the_stated_unknown(folder):
    assert [it.value for it in provision_figures("VNM", folder)] == [None]


def test_company_agreements_stand_at_the_head_office_and_claim_no_suppliers_here(folder):
    figures = company_figures(chain("garments"), folder)
    assert [(it.subject, it.at.place, it.at.period, it.at.tier) for it in figures] == [
        ("Avonia Fashion", "XAA", "2015", None),
        ("Belmora Style", "XAB", None, None),
    ]
    assert figures[0].notes == (WHEREVER, NO_REGISTER)


def test_a_chain_without_sectors_in_the_list_has_no_company_agreements(folder):
    assert company_figures(replace(chain("garments"), sectors=()), folder) == []


def test_a_law_below_the_international_standard_says_so(folder):
    figures = {it.indicator: it for it in (law_figure(*each) for each in law("XAA", folder))}
    minimum = figures["minimum_age_work"]
    assert (minimum.value, minimum.at.period, minimum.notes) == (14, "2022", (BELOW_STANDARD,))
    assert figures["minimum_age_hazardous_work"].value == 18
    assert figures["forced_labour_law_meets_standard"].value == "yes"


def test_a_point_of_law_on_which_the_publisher_says_nothing_is_left_out(folder):
    assert law("XAB", folder) == []


def test_inspectors_are_told_by_report_year(folder):
    figures = inspector_figures("XAA", folder)
    assert [(it.at.period, it.value, it.notes) for it in figures] == [
        ("2021", 1574, ()),
        ("2022", 991, (usdol_law.MARKED,)),
    ]
