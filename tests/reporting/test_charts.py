import json
import re

import pytest

from decentwork.reporting.charts import chart_png, chart_svg, exhibit_chart
from decentwork.reporting.drawings import DRAWINGS
from decentwork.reporting.palette import COLOURS, HATCH_ID


def spec_of(exhibit_of, id, **options):
    exhibit, figures = exhibit_of(id)
    return exhibit_chart(exhibit, figures, **options).to_dict()


@pytest.mark.parametrize("id", sorted(DRAWINGS))
def test_each_exhibit_is_drawn_without_network(exhibit_of, id):
    svg = chart_svg(spec_of(exhibit_of, id))
    assert svg.startswith("<svg")
    assert "Avonia" in svg


@pytest.mark.parametrize("id", sorted(DRAWINGS))
def test_a_specification_holds_its_data_and_no_address(exhibit_of, id):
    spec = spec_of(exhibit_of, id)
    spec.pop("$schema")
    text = json.dumps(spec)
    assert "http" not in text
    assert '"url"' not in text


@pytest.mark.parametrize("id", sorted(DRAWINGS))
def test_a_drawing_is_described_for_those_who_do_not_see_it(exhibit_of, id):
    spec = spec_of(exhibit_of, id)
    assert "Avonia" in spec["description"]
    assert 'role="img" aria-label="' in chart_svg(spec)


@pytest.mark.parametrize("width", [340, 640])
@pytest.mark.parametrize("id", sorted(set(DRAWINGS) - {"indicator_trends"}))
def test_a_drawing_stays_near_the_width_it_is_given(exhibit_of, id, width):
    svg = chart_svg(spec_of(exhibit_of, id, width=width, titled=False))
    drawn = float(re.search(r'width="([\d.]+)"', svg)[1])
    assert drawn <= width * 1.15


def test_a_page_that_prints_the_title_gets_a_drawing_without(exhibit_of):
    assert "title" in spec_of(exhibit_of, "jobs_by_market")
    assert "title" not in spec_of(exhibit_of, "jobs_by_market", titled=False)


def test_what_is_not_known_is_hatched_and_only_that(exhibit_of):
    assert HATCH_ID in chart_svg(spec_of(exhibit_of, "child_labour_definitions"))
    assert HATCH_ID not in chart_svg(spec_of(exhibit_of, "jobs_by_market"))


def test_definitions_of_child_labour_are_drawn_apart(exhibit_of):
    spec = spec_of(exhibit_of, "child_labour_definitions")
    assert len(spec["vconcat"]) == 4


def test_lines_are_named_beside_them_and_not_in_a_legend(exhibit_of):
    svg = chart_svg(spec_of(exhibit_of, "jobs_over_time"))
    assert "observed: Manufacturing" in svg
    assert "role-legend" not in svg


def test_axes_write_numbers_as_the_reader_does(exhibit_of):
    svg = chart_svg(spec_of(exhibit_of, "jobs_over_time", language="es"))
    assert "1.000" in svg
    assert "1,000" not in svg


def test_a_picture_is_png(exhibit_of):
    png = chart_png(spec_of(exhibit_of, "jobs_by_round"), 1.0)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"


def test_six_colours_are_six():
    assert len(set(COLOURS)) == 6
