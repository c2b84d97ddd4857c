from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.standards.worlds import provenance

from decentwork.classifications.chains import chain
from decentwork.dossiers import goods_evidence
from decentwork.dossiers.goods_evidence import (
    DOWNSTREAM_MEANS,
    INPUT_MEANS,
    NOT_LISTED_MEANS,
    goods_figures,
)
from decentwork.indicators.figure import Unknown
from decentwork.indicators.observations import observations
from decentwork.sources.data_folder import DataFolder

GARMENTS = replace(chain("garments"), goods=("Garments", "Gloves"), inputs=("Cotton", "Silk"))


@pytest.fixture
def listed(monkeypatch, tmp_path):
    """Figures of the garment chain when the list holds the rows drawn in a test."""

    def figures(rows, place="XAA"):
        cells = [line.split() for line in rows.strip().splitlines()]
        names = ("period", "place", "subject", "indicator", "value")
        frame = pd.DataFrame(cells, columns=names).astype({"value": float})
        frame["indicator"] = "listed_" + frame["indicator"] + "_good"
        found = observations(frame, provenance("A list"))
        monkeypatch.setattr(DataFolder, "has", lambda folder, name: True)
        monkeypatch.setattr(goods_evidence, "read_once", lambda folder, name, container: found)
        return goods_figures(place, GARMENTS, DataFolder(Path(tmp_path)))

    return figures


def drawn(figures):
    return [(it.subject, it.indicator, it.at.period, it.value) for it in figures]


def test_a_good_listed_in_some_editions_has_a_fact_for_each(listed):
    figures = listed("""
        2018 XAB Garments child_labour 1
        2020 XAA Garments child_labour 1
        2022 XAA Garments child_labour 1
    """)
    child = [it for it in figures if it.at.topic == "child_labour"]
    assert drawn(child) == [
        ("Garments", "listed_child_labour_good", "2018", "not_listed"),
        ("Garments", "listed_child_labour_good", "2020", "listed_child_labour"),
        ("Garments", "listed_child_labour_good", "2022", "listed_child_labour"),
    ]
    assert {it.at.tier for it in figures} == {"whole_chain"}


def test_a_good_that_no_edition_lists_has_one_fact_over_all_and_says_what_that_means(listed):
    figures = listed("""
        2018 XAB Garments forced_labour 1
        2022 XAB Garments forced_labour 1
    """)
    assert drawn(figures) == [
        ("Garments", "listed_child_labour_good", "2018-2022", "not_listed"),
        ("Garments", "listed_forced_labour_good", "2018-2022", "not_listed"),
    ]
    assert {it.notes for it in figures} == {(NOT_LISTED_MEANS,)}


def test_an_edition_in_which_no_country_has_the_good_is_passed_over(listed):
    figures = listed("""
        2018 XAA Garments child_labour 1
        2020 XAB Gloves child_labour 1
    """)
    assert {it.at.period for it in figures if it.subject == "Garments"} == {"2018"}
    assert {it.at.period for it in figures if it.subject == "Gloves"} == {"2020"}


def test_an_input_appears_only_when_it_is_listed_in_this_country(listed):
    figures = listed("""
        2022 XAA Cotton child_labour 1
        2022 XAB Silk child_labour 1
    """)
    assert {it.subject for it in figures} == {"Cotton"}
    assert all(INPUT_MEANS in it.notes for it in figures)


def test_forced_child_labour_and_downstream_goods_are_told_where_listed_only(listed):
    figures = listed("""
        2022 XAA Garments forced_labour 1
        2022 XAA Garments forced_child_labour 1
        2022 XAA Gloves downstream 1
        2020 XAA Garments downstream 0
    """)
    values = {(it.subject, it.at.period, it.value) for it in figures}
    assert ("Garments", "2022", "listed_forced_child_labour") in values
    (gloves,) = (it for it in figures if it.value == "listed_downstream")
    assert (gloves.subject, gloves.notes) == ("Gloves", (DOWNSTREAM_MEANS,))


def test_without_the_list_each_topic_is_a_stated_unknown(tmp_path):
    figures = goods_figures("XAA", GARMENTS, DataFolder(tmp_path))
    assert [it.at.topic for it in figures] == ["child_labour", "forced_labour"]
    assert all(isinstance(it.known, Unknown) for it in figures)
