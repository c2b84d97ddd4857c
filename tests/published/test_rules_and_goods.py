"""Facts on four faces of the project, as the publishers print them."""

from datetime import date

import pytest

from decentwork.classifications.chains import chain
from decentwork.dossiers.agreement_evidence import provisions
from decentwork.dossiers.goods_evidence import goods_figures
from decentwork.dossiers.instrument_evidence import ratification_data
from decentwork.dossiers.obligations import obligation_state, obligations, rule_figures
from decentwork.sources import catalogue
from decentwork.standards.conventions import FUNDAMENTAL
from decentwork.standards.ratifications import State, status

# ILO, NORMLEX, tables of June 2023; C187 from manyhealth. None: not in force.
RATIFIED = {
    "VNM": "C029 2007-03-05, P029 None, C105 2020-07-14, C087 None, C098 2019-07-05, "
    "C100 1997-10-07, C111 1997-10-07, C138 2003-06-24, C182 2000-12-19, C155 1994-10-03, "
    "C187 2014-05-16",
    "TUR": "C029 1998-10-30, P029 None, C105 1961-03-29, C087 1993-07-12, C098 1952-01-23, "
    "C100 1967-07-19, C111 1967-07-19, C138 1998-10-30, C182 2001-08-02, C155 2005-04-22, "
    "C187 2014-01-16",
    "IDN": "C029 1950-06-12, P029 None, C105 1999-06-07, C087 1998-06-09, C098 1957-07-15, "
    "C100 1958-08-11, C111 1999-06-07, C138 1999-06-07, C182 2000-03-28, C155 None, "
    "C187 2015-08-31",
    "CHN": "C029 2022-08-12, P029 None, C105 2022-08-12, C087 None, C098 None, "
    "C100 1990-11-02, C111 2006-01-12, C138 1999-04-28, C182 2002-08-08, C155 2007-01-25, "
    "C187 None",
}


@pytest.fixture(scope="module")
def ratified(data_folder):
    return ratification_data(data_folder)


@pytest.mark.parametrize("place", RATIFIED)
def test_the_eleven_fundamental_instruments_have_their_dates(place, ratified):
    expected = dict(each.split() for each in RATIFIED[place].split(", "))
    found = [status(code, place, ratified) for code in FUNDAMENTAL]
    assert State.NOT_IN_DATA not in {it.state for it in found}
    assert {it.instrument: str(it.ratified) for it in found} == expected


def test_china_ratified_the_forced_labour_convention_in_2022_to_be_in_force_in_2023(ratified):
    answer = status("C029", "CHN", ratified)
    assert answer.state is State.NOT_YET_IN_FORCE
    assert (answer.ratified, answer.in_force_from) == (date(2022, 8, 12), date(2023, 8, 12))
    assert answer.binding


def test_viet_nam_was_not_bound_by_c087_in_june_2023(ratified):
    answer = status("C087", "VNM", ratified)
    assert (answer.state, answer.as_of) == (State.NOT_IN_FORCE, "2023-06")


def test_a_denounced_convention_is_ended(ratified):
    answer = status("C105", "MYS", ratified)
    assert (answer.state, answer.ended) == (State.ENDED, date(1990, 1, 10))


def test_every_member_of_the_ilo_has_ratified_c182(ratified):
    bound = [it for it in ratified[0].records if it.instrument == "C182"]
    assert len(bound) == 187
    assert ratified[0].members == {it.place for it in bound}


def test_partial_lists_are_silent_on_those_they_do_not_name(ratified):
    assert status("C144", "VNM", ratified).state is State.NOT_IN_DATA
    assert status("C144", "ALB", ratified).state is State.RATIFIED
    assert status("C188", "VNM", ratified).state is State.NOT_IN_DATA
    assert status("C189", "VNM", ratified).as_of == "2020-10-05"


@pytest.mark.parametrize("place", ["BTN", "LIE", "PRK", "TWN"])
def test_of_a_place_that_is_not_a_member_of_the_ilo_the_data_say_nothing(place, ratified):
    assert status("C029", place, ratified).state is State.NOT_IN_DATA


def test_manyhealth_has_every_ratification_up_to_its_date(shared_data):
    # What lets its lists count as complete as of February 2023 (sources/manyhealth.py).
    import pandas as pd

    folder = shared_data / "labour"
    normlex = pd.read_csv(folder / "ilo_ratifications_normlex_2023.csv.gz")
    other = pd.read_csv(folder / "ilo_convention_ratifications.csv.gz")
    shared = set(normlex["convention"]) & set(other["convention"])
    early = normlex[normlex["convention"].isin(shared) & (normlex["ratified"] < "2023-03")]
    pairs = set(zip(other["convention"], other["iso3"], strict=True))
    assert len(shared) == 5
    assert not set(zip(early["convention"], early["iso3"], strict=True)) - pairs


def listed(data_folder, place, slug, subject):
    return {
        (it.indicator.removeprefix("listed_").removesuffix("_good"), it.at.period): it.value
        for it in goods_figures(place, chain(slug), data_folder)
        if it.subject == subject
    }


def test_garments_of_turkiye_are_listed_for_child_labour_from_2018_on(data_folder):
    assert listed(data_folder, "TUR", "garments", "Garments") == {
        ("child_labour", "2014"): "not_listed",
        ("child_labour", "2016"): "not_listed",
        ("child_labour", "2018"): "listed_child_labour",
        ("child_labour", "2020"): "listed_child_labour",
        ("child_labour", "2022"): "listed_child_labour",
        ("forced_labour", "2014-2022"): "not_listed",
    }


def test_cotton_of_turkiye_is_listed_for_child_labour_in_every_edition(data_folder):
    cotton = listed(data_folder, "TUR", "garments", "Cotton")
    editions = ("2014", "2016", "2018", "2020", "2022")
    assert all(cotton["child_labour", it] == "listed_child_labour" for it in editions)


def test_electronics_of_china_are_listed_for_child_forced_and_forced_child_labour(data_folder):
    found = listed(data_folder, "CHN", "electronics", "Electronics")
    assert len(found) == 15
    assert all(value.startswith("listed_") for value in found.values())


def test_lithium_ion_batteries_of_china_are_listed_because_of_an_input(data_folder):
    found = listed(data_folder, "CHN", "batteries", "Lithium-Ion Batteries")
    assert found["downstream", "2022"] == "listed_downstream"


def test_electronics_of_viet_nam_are_in_no_edition(data_folder):
    assert listed(data_folder, "VNM", "electronics", "Electronics") == {
        ("child_labour", "2014-2022"): "not_listed",
        ("forced_labour", "2014-2022"): "not_listed",
    }


def test_labpta_codes_483_agreements_from_1990_to_2016(data_folder):
    found = provisions(data_folder)
    assert len(found.agreements) == 483
    assert found.years == (1990, 2016)
    assert sorted(it.depth for it in found.agreements).count(5) == 38


def test_the_deepest_provisions_of_turkiye_are_those_with_chile(data_folder):
    first = provisions(data_folder).of("TUR")[0]
    assert (first.agreement, first.year, first.depth) == ("Chile Turkey", 2009, 5)
    assert first.entry_into_force == 2011


def test_an_agreement_without_recorded_entry_into_force_comes_last(data_folder):
    last = provisions(data_folder).of("VNM")[-1]
    assert last.agreement == "Transpacific Partnership (TPP)"
    assert (last.depth, last.entry_into_force) == (5, None)


def test_agreements_after_2016_are_named_without_depth(data_folder):
    later = [it.agreement for it in provisions(data_folder).later_of("VNM")]
    assert later[0] == "EC Vietnam"


def test_no_freedom_of_association_instrument_binds_china(data_folder):
    bound = obligations("CHN", chain("electronics"), data_folder)
    assert obligation_state(bound, "freedom_of_association", "whole_chain")[0] == "no"
    assert obligation_state(bound, "forced_labour", "whole_chain")[0] == "yes"


def test_inspectors_of_turkiye(data_folder):
    figures = rule_figures("TUR", chain("garments"), data_folder)
    counted = {it.at.period: it.value for it in figures if it.indicator == "labour_inspectors"}
    assert counted == {"2015": 977, "2016": 1002, "2017": 1021, "2018": 991}


def test_every_legal_standard_of_the_published_file_is_read(data_folder):
    assert len(catalogue.read(data_folder, "usdol_legal_standards").rows) == 12155
