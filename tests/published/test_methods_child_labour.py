# The toy of the methods notes (C.4): children by country and industry on the table of E.5.
# Tolerance: one unit of the last printed digit.

import numpy as np
from tests.footprints.toy import CHILDREN, account, as_printed, table

from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.leontief import factorise

LEONTIEF = factorise(table())
CHILD_WORK = account(CHILDREN, "working_children")


def in_exports(perspective):
    found = footprint(LEONTIEF, CHILD_WORK, ("place",), perspective=perspective)
    return found.frame["value"].to_numpy()


def test_children_by_country():
    assert as_printed(np.add.reduceat(CHILD_WORK.values, [0, 2, 4]), "7.0 11.0 0.7")


def test_children_in_exports_direct_and_with_domestic_stages():
    assert as_printed(in_exports("direct"), "2.535929 4.903618 0.310074")
    assert as_printed(in_exports("domestic_L"), "3.697061 6.526214 0.406753")
    assert as_printed(in_exports("domestic_B"), "3.870901 6.872778 0.424499")


def test_share_linked_to_exports_and_indirect_share():
    linked, direct = in_exports("domestic_B"), in_exports("direct")
    assert as_printed(linked / np.array([7.0, 11.0, 0.7]), ".552986 .624798 .606428")
    assert as_printed((linked - direct) / linked, ".344874 .286516 .269553")


def test_children_by_exporting_industry():
    by = ("place", "product")
    found = footprint(LEONTIEF, CHILD_WORK, by, perspective="domestic_B").frame["value"]
    assert as_printed(found, "2.795482 1.075419 4.909376 1.963401 .312427 .112073")


def test_share_in_foreign_final_demand():
    found = footprint(LEONTIEF, CHILD_WORK)
    shares = [1 - found.at(place=it, market=it) / found.at(place=it) for it in "ABC"]
    assert as_printed(shares, ".468358 .509446 .493544")
