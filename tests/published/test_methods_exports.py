# Three countries, two industries: figures computed with the R packages decompr and exvatools and
# by independent derivation, as printed in the methods notes (E.5). Tolerance: one unit of the last
# printed digit, which is all that they state.

import numpy as np
import pytest
from tests.footprints.toy import account, as_printed, table

from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.export_terms import decompose_exports
from decentwork.footprints.exports import gross_exports
from decentwork.footprints.leontief import factorise
from decentwork.footprints.participation import participation
from decentwork.footprints.position import (
    average_propagation_length,
    downstreamness,
    upstreamness,
)

TABLE = table()
LEONTIEF = factorise(TABLE)


def decomposed(method, **options):
    return decompose_exports(LEONTIEF, method, **options)


def terms_of(place, *names, approach="source"):
    found = decomposed("borin_mancini", approach=approach, detail=True)
    return sum(found.at(place, name) for name in names)


def test_output_value_added_and_exports():
    assert TABLE.output.tolist() == [93, 145, 86, 180, 155, 130]
    assert TABLE.value_added().tolist() == [50, 57, 51, 88, 117, 43]
    assert gross_exports(TABLE).reshape(3, 2).sum(axis=1).tolist() == [92, 113, 116]


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        (
            "A",
            "29.77192068 16.50668758 5.108538847 3.705275313 2.020355023 2.346196938 "
            "17.228079324 7.328453704 7.984492589",
        ),
        (
            "B",
            "41.08108841 23.47732932 4.724942996 7.325805103 2.874329319 3.747013084 "
            "14.918911592 7.376024874 7.474555305",
        ),
        (
            "C",
            "37.30119988 31.55583700 10.540550030 9.440678743 4.694037024 4.096919895 "
            "8.698800116 4.325647654 5.346329650",
        ),
    ],
)
def test_koopman_wang_and_wei(place, printed):
    assert as_printed(decomposed("koopman_wang_wei").of(place), printed)


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        (
            "A",
            "29.771921 14.233724 2.272964 4.418460 .690079 3.228879 .476396 2.020355 1.257224 "
            "1.088973 8.287213 3.655312 3.810972 8.940866 3.673141 4.173521",
        ),
        (
            "B",
            "41.081088 20.710273 2.767056 4.174896 .550047 6.466996 .858809 2.874329 1.899729 "
            "1.847284 7.634935 3.747880 3.648514 7.283976 3.628145 3.826041",
        ),
        (
            "C",
            "37.301200 27.177088 4.378749 9.088348 1.452202 8.086740 1.353939 4.694037 1.950508 "
            "2.146412 4.549611 2.185529 2.730644 4.149190 2.140119 2.615685",
        ),
    ],
)
def test_wang_wei_and_zhu(place, printed):
    assert as_printed(decomposed("wang_wei_zhu").of(place), printed)


def test_wang_wei_and_zhu_of_one_industry_and_importer():
    frame = decomposed("wang_wei_zhu", bilateral=True, sectoral=True).frame
    pair = frame[(frame.exporter == "A") & (frame.industry == "S1") & (frame.importer == "B")]
    printed = "5.973223868 3.270984572 .6506079936 1.1339376584 .17117439921"
    assert as_printed(pair["value"][:5], printed)


def test_borin_and_mancini_by_source_and_by_sink():
    source = "28.51 13.67 4.24 4.97 3.10 2.63 2.35 16.59 7.06 3.81 3.88 1.19"
    sink = "29.77 14.19 4.40 3.03 3.22 2.51 2.35 17.23 7.33 3.96 2.83 1.19"
    assert as_printed(decomposed("borin_mancini", detail=True).of("A"), source)
    assert as_printed(decomposed("borin_mancini", detail=True, approach="sink").of("A"), sink)


@pytest.mark.parametrize("approach", ["source", "sink"])
@pytest.mark.parametrize(
    ("place", "absorbed", "reflected", "foreign", "foreign_twice"),
    [
        ("A", "51.387147", "5.725630", "31.347732", "1.193293"),
        ("B", "69.283361", "10.200134", "28.455685", "1.313807"),
        ("C", "79.397587", "14.134716", "17.721168", ".649609"),
    ],
)
def test_totals_of_borin_and_mancini_do_not_depend_on_the_approach(
    approach, place, absorbed, reflected, foreign, foreign_twice
):
    vax = terms_of(place, "VAX1", "VAX2", "VAX3", "VAX4", approach=approach)
    fva = terms_of(place, "FVA1", "FVA2", "FVA3", "FVA4", approach=approach)
    assert as_printed([vax], absorbed)
    assert as_printed([terms_of(place, "REF1", "REF2", approach=approach)], reflected)
    assert as_printed([fva], foreign)
    assert as_printed([terms_of(place, "FDC", approach=approach)], foreign_twice)


def test_domestic_and_foreign_content():
    shares = participation(TABLE).frame
    domestic = shares["exports"] - shares["foreign_content"]
    assert as_printed(domestic, "59.458974 83.230508 97.629223")
    assert as_printed(shares["foreign_content"], "32.541026 29.769492 18.370777")
    assert as_printed(shares["used_abroad"], "17.939087 23.869835 38.872373")


def test_domestic_value_added_direct_and_indirect():
    lost, found = decomposed("hypothetical_extraction"), decomposed("oecd")
    total = np.array([lost.at(place, "DVA") for place in "ABC"])
    direct = np.array([found.at(place, "direct") for place in "ABC"])
    assert total - direct == pytest.approx([found.at(place, "indirect") for place in "ABC"])
    assert as_printed(total, "57.112777 79.483495 93.532303")
    assert as_printed(direct, "40.935039 59.305685 71.446650")
    assert as_printed(total - direct, "16.177739 20.177810 22.085653")


def test_foreign_value_and_double_counting_of_koopman_wang_and_wei():
    found = decomposed("koopman_wang_wei")
    value = [found.at(place, "T7") + found.at(place, "T8") for place in "ABC"]
    twice = [found.at(place, "T9") for place in "ABC"]
    assert as_printed(value, "24.556533 22.294936 13.024448")
    assert as_printed(twice, "7.984493 7.474555 5.346330")


def test_value_chain_trade():
    found = decomposed("borin_mancini")

    def told(term):
        return [found.at(place, term) for place in "ABC"]

    assert as_printed(told("DAVAX"), "42.179906 59.137331 61.427150")
    assert as_printed(told("GVC"), "49.820094 53.862669 54.572850")
    assert as_printed(told("GVCB"), "34.887223 33.516505 22.467697")
    assert as_printed(told("GVCF"), "14.932871 20.346165 32.105153")


def test_tripartite():
    found = decomposed("tripartite")
    parts = [[found.at(place, term) for place in "ABC"] for term in ("PF", "TS", "PB")]
    assert as_printed(parts[0], "14.932871 20.346165 32.105153")
    assert as_printed(parts[1], "8.552120 8.402260 6.532856")
    assert as_printed(parts[2], "26.335102 25.114245 15.934841")


def test_jobs_by_location_and_final_demand():
    found = footprint(factorise(TABLE), account())
    assert as_printed(
        found.frame["value"],
        "36.604665 18.132489 15.262846 25.956436 52.139985 26.903579 7.493356 8.987584 18.519060",
    )
    abroad = [found.at(place=place) - found.at(place=place, market=place) for place in "ABC"]
    assert as_printed(abroad, "33.395335 52.860015 16.480940")


def test_jobs_in_gross_exports():
    leontief = factorise(TABLE)
    total = footprint(leontief, account(), ("place",), perspective="domestic_L").frame["value"]
    direct = footprint(leontief, account(), ("place",), perspective="direct").frame["value"]
    assert as_printed(total, "37.258548 61.063107 19.305940")
    assert as_printed(direct, "26.400445 45.709302 14.449132")


def test_position():
    up, down = upstreamness(TABLE), downstreamness(factorise(TABLE))
    assert as_printed(up, "2.032809 1.769712 1.994404 1.816028 2.106176 1.826474")
    assert as_printed(down, "1.827088 2.146040 1.722804 1.972591 1.397850 2.361330")
    value, demand = TABLE.value_added(), TABLE.final_demand.sum(axis=1)
    assert as_printed([np.average(up, weights=value)], "1.943349754")
    assert as_printed([np.average(down, weights=demand)], "1.943349754")


def test_average_propagation_length():
    found = average_propagation_length(TABLE)
    assert as_printed([found[0, 0], found[0, 5], found[5, 0]], "1.448874 2.156344 2.608742")
