# Figures of the invented table of three countries, as printed in the methods notes (C.4, D.2, E.5),
# told by the labels of one footprint. Tolerance: one unit of the last printed digit.

import numpy as np
from tests.footprints.toy import CHILDREN, account, as_printed, table

from decentwork.footprints.any_footprint import footprint, production_and_consumption
from decentwork.footprints.leontief import factorise
from decentwork.footprints.position import propagation_from, propagation_to

LEONTIEF = factorise(table())
LABOUR = account(CHILDREN, name="child_labour")


def through(perspective, labour):
    found = footprint(LEONTIEF, labour, ("place", "through"), perspective=perspective)
    return found.frame.pivot(index="place", columns="through", values="value")


def test_children_in_exports_direct_indirect_and_back_home():
    found = through("domestic_B", LABOUR)
    assert as_printed(found["direct"], "2.535929 4.903618 .310074")
    domestic = found["direct"] + found["domestic_indirect"]
    assert as_printed(domestic, "3.697061 6.526214 .406753")
    assert as_printed(domestic + found["imported"], "3.870901 6.872778 .424499")


def test_children_by_exporting_industry():
    by = ("place", "product")
    found = footprint(LEONTIEF, LABOUR, by, perspective="domestic_B").frame["value"]
    assert as_printed(found, "2.795482 1.075419 4.909376 1.963401 .312427 .112073")


def test_children_for_final_demand_abroad():
    found = production_and_consumption(footprint(LEONTIEF, LABOUR))
    assert as_printed(found["exported"] / found["production"], ".468358 .509446 .493544")


def test_jobs_in_exports_direct_and_domestic():
    found = through("domestic_L", account())
    assert as_printed(found["direct"], "26.400445 45.709302 14.449132")
    assert as_printed(found.sum(axis=1), "37.258548 61.063107 19.305940")


def test_jobs_by_location_and_final_demand():
    printed = (
        "36.604665 18.132489 15.262846 25.956436 52.139985 26.903579 7.493356 8.987584 18.519060"
    )
    assert as_printed(footprint(LEONTIEF, account()).frame["value"], printed)


def test_jobs_in_the_chains_of_one_product():
    found = footprint(LEONTIEF, account(), ("place", "industry"), product=["S2"])
    printed = "13.503476 27.962057 21.288104 42.304059 7.671359 14.055514"
    assert as_printed(found.frame["value"], printed)
    direct = footprint(LEONTIEF, account(), ("through",), product=["S2"]).at(through="direct")
    assert as_printed([direct], "50.687003")


def test_average_propagation_length_by_two_solves():
    row, column = propagation_from(LEONTIEF, 0), propagation_to(LEONTIEF, 5)
    assert as_printed([row[0], row[5], column[0]], "1.448874 2.156344 2.156344")
    assert as_printed(propagation_to(LEONTIEF, 0)[5:], "2.608742")


def test_an_industry_that_no_path_reaches_has_no_length():
    sales = table().transactions.copy()
    sales[0] = 0.0
    found = propagation_from(factorise(table(sales=sales)), 0)
    assert np.isnan(found).all()
