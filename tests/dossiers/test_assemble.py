import pytest

from decentwork.dossiers.assemble import build_dossier
from decentwork.estimates.errors import EmptyDataFolder, UnknownCode
from decentwork.sources.data_folder import DataFolder


def test_an_empty_data_folder_is_told_apart_from_missing_evidence(tmp_path):
    with pytest.raises(EmptyDataFolder, match="decentwork data add"):
        build_dossier("TUR", "garments", DataFolder(tmp_path))


def test_a_place_that_does_not_exist_is_refused(sample_folder):
    with pytest.raises(UnknownCode):
        build_dossier("ZZZ", "garments", sample_folder)


def test_every_figure_has_its_own_id(sample_folder):
    ids = [item.id for item in build_dossier("XAA", "textiles", sample_folder).figures]
    assert len(ids) == len(set(ids)) > 100


def test_the_invented_world_says_so_in_every_figure(sample_folder):
    dossier = build_dossier("XAA", "textiles", sample_folder)
    assert dossier.invented
    sources = {
        origin.publisher
        for item in dossier.figures
        if item.figure.value is not None
        for origin in item.figure.known.provenance.origins
    }
    assert sources == {"Invented sample world"}


def test_unknown_parts_are_null_and_never_left_out(data_folder):
    figures = build_dossier("VNM", "electronics", data_folder).to_dict()["figures"]
    asked = {"section", "indicator", "topic", "tier", "group", "value", "low", "high", "unit"}
    asked |= {"period", "method", "provenance"}
    assert all(asked <= figure.keys() for figure in figures)
    outside = [figure for figure in figures if figure["section"] == "trade"]
    assert any(figure["interval_note"] == "place_inside_rest_of_world" for figure in outside)
    assert all(figure["value"] is None for figure in outside if "jobs" in figure["indicator"])


def test_no_tier_cell_is_filled_by_a_national_figure(data_folder):
    cells = build_dossier("TUR", "garments", data_folder).cells
    tiers = {"lead", "suppliers", "lower_tiers", "home_and_informal"}
    assert {cell.gap for cell in cells if cell.tier in tiers} == {"nothing_known"}


def test_the_same_data_give_the_same_dossier(data_folder):
    first = build_dossier("TUR", "garments", data_folder)
    assert first.to_dict() == build_dossier("TUR", "garments", data_folder).to_dict()


def test_every_message_of_a_real_dossier_has_its_figures(data_folder):
    dossier = build_dossier("IDN", "textiles", data_folder)
    ids = {item.id for item in dossier.figures}
    reasons = [reason for cell in dossier.cells for reason in cell.reasons]
    for message in (*dossier.in_short, *reasons, *dossier.open_questions):
        assert set(message.figures) <= ids, message.id


def test_every_sentence_in_short_but_the_unknown_rests_on_figures(data_folder):
    told = build_dossier("TUR", "garments", data_folder).in_short
    assert 5 <= len(told) <= 8
    assert all(message.figures for message in told if message.id != "strongest_unknown")


def test_only_the_trends_show_the_region_beside_the_country(data_folder):
    dossier = build_dossier("TUR", "garments", data_folder)
    places = {item.id: item.figure.at.place for item in dossier.figures}
    assert set(places.values()) > {"TUR"}
    shown = {each.id: {places[id] for id in each.figures} for each in dossier.exhibits}
    assert shown.pop("indicator_trends") > {"TUR"}
    assert all(drawn == {"TUR"} for drawn in shown.values())
