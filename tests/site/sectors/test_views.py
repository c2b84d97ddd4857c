import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

ASKED = "/sectors/garments/?places=BGD,KHM&measure=employment"


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
def test_the_page_answers_in_every_language_with_one_heading(sample_site, language):
    answer = sample_site.get(f"{language}/sectors/garments/")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", answer.text)


def test_the_invented_world_is_called_invented(sample_site):
    assert "invented sample world" in sample_site.get("/sectors/garments/").text


def test_the_page_shows_charts_tables_unknowns_and_how_to_repeat_it(published_site):
    text = published_site.get(ASKED).text
    assert "<h1>Garments in Bangladesh and Cambodia</h1>" in text
    assert text.count('<figure class="exhibit"') == text.count('data-chart="') == 2
    assert '<td class="number">3,710</td>' in text
    assert "2 of 2 places, not in the data at hand" in text
    assert "decentwork trade sector garments --place BGD,KHM --measure employment" in text


def test_a_region_is_the_question_where_no_place_is_named(published_site):
    text = published_site.get("/sectors/garments/?measure=women_share").text
    assert "<h1>Garments in Asia</h1>" in text
    assert "3 of 50 places have data" in text


def test_what_is_not_known_in_a_question_is_told_and_left_out(published_site):
    text = published_site.get(ASKED + ",Atlantis&index=soon").text
    assert "Atlantis, soon" in text
    assert published_site.get(ASKED.replace("?", "sector.csv?") + ",Atlantis").status_code == 404


def test_a_place_with_a_dossier_is_linked_to_it_and_no_other(published_site, monkeypatch):
    text = published_site.get(ASKED + ",IND").text
    assert 'href="/chains/BGD/garments/"' in text
    assert published_site.get("/chains/BGD/garments/").status_code == 200
    monkeypatch.setattr(
        "decentwork_site.sectors.calculations._with_dossier", lambda *_: {"garments": ["KHM"]}
    )
    assert "/chains/BGD/garments/" not in published_site.get(ASKED).text


def test_an_unlisted_chain_has_no_page(published_site):
    assert published_site.get("/sectors/moonshine/").status_code == 404


def given(site, kind):
    return site.get(ASKED.replace("?", f"sector.{kind}?"))


def test_files_hold_every_value_and_every_unknown(published_site):
    rows = list(csv.DictReader(io.StringIO(given(published_site, "csv").text)))
    [row] = [it for it in rows if it["period"] == "2024" and it["place"] == "BGD"]
    assert row["value"] == "3706.077"
    assert {it["value"] for it in rows if it["industry"] == "wiod35:c4"} == {""}
    sheet = load_workbook(io.BytesIO(given(published_site, "xlsx").content)).worksheets[0]
    assert sheet.max_row == len(rows) + 1
    plain = json.loads(given(published_site, "json").text)
    assert plain["places"] == ["BGD", "KHM"]
    assert given(published_site, "pdf").status_code == 404


def test_a_chart_is_given_as_specification_and_as_drawing(published_site):
    spec = published_site.get(ASKED.replace("?", "isic4-C14.chart?") + "&width=400&lang=es")
    assert "Camboya" in spec.text
    drawn = published_site.get(ASKED.replace("?", "isic4-C14.svg?"))
    assert drawn.text.startswith("<svg")
    assert published_site.get(ASKED.replace("?", "isic4-C99.svg?")).status_code == 404


def test_an_index_stands_in_the_link_that_repeats_the_page(published_site):
    text = published_site.get(ASKED + "&index=common").text
    assert "index=common" in text
    assert "Index: 2010 is 100." in text


def test_a_dossier_leads_to_its_sector(sample_site):
    text = sample_site.get("/chains/XAA/garments/").text
    assert "/sectors/garments/?places=XAA" in text
