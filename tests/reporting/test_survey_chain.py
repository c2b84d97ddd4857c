import json
import re

import pytest
from tests.surveys.maps import released_map
from tests.surveys.released import figure, release

from decentwork.reporting.charts import chart_svg, exhibit_chart
from decentwork.reporting.exhibits import exhibit_rows, exhibit_title
from decentwork.reporting.numbers import Reader
from decentwork.reporting.survey_chain import chain_page, chain_section
from decentwork.reporting.survey_pages import release_page
from decentwork.reporting.table_files import table_csv

PLACED = {"place": "XAA", "period": "2026"}


def drawn(chain, width):
    exhibit = {"id": "surveyed_chain", "section": "tiers", "figures": [], "chain_map": chain}
    return exhibit_chart(exhibit, (), width=width)


def words_in(svg):
    return " ".join(re.findall(r">([^<>]+)</(?:text|tspan)>", svg))


@pytest.fixture(scope="module")
def section():
    [made] = chain_section(released_map(), Reader())
    return made


@pytest.mark.parametrize("width", [900, 340])
def test_every_bubble_lane_and_tier_is_named_in_the_drawing(width):
    said = words_in(chart_svg(drawn(released_map() | PLACED, width)))
    for word in ("Tier 0", "Tier 1", "40", "90", "210", "household", "agencies", "abroad"):
        assert word in said, word
    assert "not followed" in said


def test_what_is_withheld_is_hatched():
    svg = chart_svg(drawn(released_map() | PLACED, 900))
    assert len(re.findall(r'fill="url\(#hatch-not-known\)', svg)) == 2  # and what lies beyond


def test_a_bundle_is_as_wide_as_its_links_are_many():
    values = drawn(released_map() | PLACED, 900).to_dict()["layer"][0]["data"]["values"]
    thick = {row["told"]: row["thick"] for row in values}
    assert thick["320 links"] > 10 * thick["fewer than 10 links"]


def test_a_map_without_a_bundle_is_still_drawn():
    bare = released_map(bundles=[], mixing={"tier": [], "kind": [], "registered": []})
    none = {"step": 5, "links": None, "tiers": [], "countries": []}
    assert "Tier 1" in words_in(chart_svg(drawn(bare | PLACED | {"abroad": none}, 900)))


def test_the_table_under_the_map_has_all_that_is_drawn():
    exhibit = {"id": "surveyed_chain", "figures": [], "chain_map": released_map() | PLACED}
    rows = [tuple(row.values()) for row in exhibit_rows(exhibit, ())]
    assert rows[0][:3] == ("Tier 0: registered enterprises", "", "about 40")
    assert ("Tier 1: agencies", "", "not shown", "") in rows
    bundle = "Tier 0: registered enterprises", "Tier 1: household businesses", "320 links", ""
    assert bundle in rows
    assert rows[-1] == ("Tier 0", "suppliers abroad", "25 links", "")
    assert exhibit_title(exhibit, ()) == "Units and links by tier and kind, Avonia, 2026"
    assert table_csv(exhibit_rows(exhibit, ())).startswith('"Units, or buyers",Suppliers,Value')


def test_the_report_tells_how_to_read_the_map_and_what_bounds_it(section):
    said = " ".join(section.paragraphs)
    assert "Together they are 360 links." in said
    assert "round a circle: 20. Links that were not seen can only add to them." in said
    assert "25\N{NO-BREAK SPACE}% of these units would be cut off" in said
    [picture] = section.pictures
    assert "Bundles of links between groups: 2" in picture.alternative


def test_who_buys_from_whom_stands_in_a_table_for_each_way_to_tell_ends_apart(section):
    tables = {table.title: table for table in section.tables}
    kinds = tables["Who buys from whom: kinds of units"]
    assert kinds.head[1:] == ("registered enterprises", "household businesses")
    assert kinds.rows == (
        ("registered enterprises", "", "320"),
        ("household businesses", "", ""),
    )
    assert tables["Suppliers abroad by country"].rows[1] == ("country not told", "10 links")


def test_where_no_links_were_followed_the_section_is_left_out():
    assert list(chain_section(None, Reader())) == []


def test_a_released_page_has_the_drawing_wide_and_narrow():
    made = release(figure()).to_dict() | {"chain_map": released_map()}
    page = release_page(type(release()).from_dict(made))["chain_map"]
    assert page["wide"].startswith("<svg")
    assert page["narrow"].startswith("<svg")
    ids = [re.findall(r'<pattern id="([^"]+)"', page[name]) for name in ("wide", "narrow")]
    assert ids[0] != ids[1]
    assert release_page(release())["chain_map"] is None


def test_every_sentence_of_the_chain_can_be_translated():
    page = chain_page(released_map(), Reader("fr", lambda text: f"«{text}"))
    assert all(sentence.startswith("«") for sentence in page["sentences"])
    assert json.dumps(page["tables"][0].head[0]).startswith('"\\u00ab')
