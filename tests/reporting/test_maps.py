import pytest

from decentwork.reporting.maps import WIDTH, drawn, map_svg, world_map

# One square country of ten degrees and one place without code, on a grid of one degree.
SQUARE = [[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [SQUARE, [[30, 0], [1, 0], [0, 1], [-1, -1]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "999", "properties": {"name": "Avonia"}, "arcs": [[0]]},
                {"type": "MultiPolygon", "properties": {"name": "N. Isle"}, "arcs": [[[1]]]},
                {"type": "Polygon", "id": "010", "properties": {"name": "Ice"}, "arcs": [[0]]},
            ]
        }
    },
}


def test_a_country_has_the_id_of_its_code_and_a_place_without_code_that_of_its_name():
    assert [outline.id for outline in drawn(TOPOLOGY).outlines] == ["m999", "n-isle"]


def test_the_map_touches_the_equator_at_its_foot():
    square = drawn(TOPOLOGY).outlines[0]
    assert square.path.startswith(f"M{WIDTH / 2:g},")


def test_equal_earth_keeps_the_ratio_of_its_authors():
    """The whole world is 2.05 times as wide as high (Šavrič, Patterson & Jenny 2019, table 2)."""
    whole = [[-180, -90], [360, 0], [0, 180], [-360, 0], [0, -180]]
    world = drawn({**TOPOLOGY, "arcs": [whole, whole]})
    assert WIDTH / world.height == pytest.approx(2.05, abs=0.01)


def test_a_tiny_country_has_a_dot_and_a_large_one_none():
    tiny = {**TOPOLOGY, "transform": {"scale": [0.01, 0.01], "translate": [0, 0]}}
    assert drawn(tiny).outlines[0].dot is not None
    assert drawn(TOPOLOGY).outlines[0].dot is None


def test_a_ring_across_the_date_line_is_cut_into_its_two_parts():
    ring = [[170, 0], [10, 0], [-360, 0], [10, 0], [0, 10], [-10, 0], [360, 0], [-10, 0], [0, -10]]
    cut = drawn({**TOPOLOGY, "arcs": [ring, SQUARE]}).outlines[0]
    assert cut.path.count("M") == 2


def test_the_shipped_map_has_the_small_states_and_fits_a_page():
    world = world_map()
    codes = {outline.code for outline in world.outlines}
    assert {"702", "480", "704", "792"} <= codes  # Singapore, Mauritius, Viet Nam, Türkiye
    assert len(map_svg(world)) < 450_000
