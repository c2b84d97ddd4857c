"""The trade workbench on the invented sample world."""

import csv
import io
import json
from zipfile import ZipFile

import pytest

TABLE = "sample_wiod2013"


@pytest.fixture
def read(sample_site):
    """The text of a page."""

    def page(address: str, **asked: str) -> str:
        answer = sample_site.get(address, asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_page_opens_with_an_answer(read):
    page = read("/trade/")
    assert "that serve final demand in" in page
    assert "<strong>about " in page
    assert "Sources and method" in page


def test_the_command_says_the_question(read):
    page = read("/trade/", place="XAA", industry="c4", market="XAB", by="product")
    command = f"decentwork trade footprint --table {TABLE} --year 2011 --account employment"
    assert command in page
    assert "--by product --place XAA --industry c4 --market XAB" in page


def test_the_link_asks_the_same_question_again(sample_site):
    asked = {"place": "XAA", "by": "industry", "perspective": "domestic_L"}
    page = sample_site.get("/trade/", asked).content.decode()
    query = page.split('">link to this answer')[0].rsplit("?", 1)[1].replace("&amp;", "&")
    again = sample_site.get(f"/trade/?{query}").content.decode()
    assert _answer(again) == _answer(page)


def _answer(page: str) -> str:
    return page.split('class="answer"')[1].split("Sources and method")[0]


@pytest.mark.parametrize(("language", "word"), [("fr", "Textiles"), ("es", "Textiles")])
def test_industries_have_names_in_each_language(read, language, word):
    assert word in read(f"/{language}/trade/")


def test_a_code_that_the_table_lacks_is_told_and_not_asked(read):
    page = read("/trade/", place="ZZZ", by="place")
    assert "The table has no ZZZ" in page


def test_exports_by_product_are_those_of_the_exporting_industry(read):
    page = read("/trade/", perspective="direct", by="product", place="XAA")
    assert "Labour by product exported" in page
    assert '<th scope="row">' in page


def test_modelled_places_stand_in_the_order_of_their_names(sample_site):
    page = sample_site.get("/trade/", {"by": "place"}).content.decode()
    assert "Countries stand in the order of their names" in page
    assert page.index('<th scope="row">Avonia') < page.index('<th scope="row">rest of the world')


def test_the_files_have_the_cells_of_the_page(sample_site):
    asked = {"place": "XAA", "by": "market"}
    listed = rows(sample_site.get("/trade/labour.csv", asked))
    plain = json.loads(sample_site.get("/trade/labour.json", asked).content)
    assert [row["market"] for row in listed] == [row["market"] for row in plain["rows"]]
    assert sum(row["value"] for row in plain["rows"]) == pytest.approx(plain["total"]["value"])
    assert ZipFile(io.BytesIO(sample_site.get("/trade/labour.xlsx", asked).content)).namelist()


def test_a_chart_fits_its_page_and_has_a_text(sample_site):
    chart = sample_site.get("/trade/labour.chart", {"by": "place", "width": "400"}).json()
    assert chart["width"] < 400
    assert chart["description"].startswith("Bars: ")


@pytest.mark.parametrize("path", ["labour.pdf", "labour.csv?place=ZZZ", "shock/exposed.csv"])
def test_there_is_no_file_of_what_cannot_be_answered(sample_site, path):
    assert sample_site.get(f"/trade/{path}").status_code == 404


def test_the_path_of_a_folder_is_no_table(sample_site, tmp_path):
    (tmp_path / "table.toml").touch()
    answer = sample_site.get("/api/v1/trade/position", {"table": str(tmp_path)})
    assert answer.status_code == 404
    assert answer.json()["what"] == "There is no such table."


def test_a_large_table_is_left_to_the_command_line(sample_site, monkeypatch, read):
    from decentwork_site.trade import calculations

    monkeypatch.setattr(calculations, "_rows_of", lambda *_: 7_987)
    calculations._factorised.cache_clear()
    page = read("/trade/", table=TABLE)
    assert "7987 rows" in page
    assert "decentwork trade footprint" in page


def test_without_a_table_the_page_says_how_to_add_one(db, settings, tmp_path, client):
    from decentwork.sources.data_folder import DataFolder

    settings.DATA = DataFolder(tmp_path)
    page = client.get("/trade/").content.decode()
    assert "decentwork trade add" in page


def test_the_dossier_leads_to_the_workbench_with_its_chain(sample_site):
    page = sample_site.get("/chains/XAA/garments/").content.decode()
    address = f"/trade/?table={TABLE}&amp;place=XAA&amp;industry=c4&amp;by=market"
    assert address in page
