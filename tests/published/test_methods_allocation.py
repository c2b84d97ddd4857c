# Allocation as the methods notes describe it (C.2, step 1) gives the account of their toy (C.4):
# national totals 7, 11 and 0.7 by broad sector, and from it the shares that are printed there.
# Tolerance: one unit of the last printed digit.

import numpy as np
from tests.accounts.account_plans import plan, shares, sums, totals
from tests.footprints.toy import CHILDREN, as_printed, table

from decentwork.accounts.account_builder import build_account
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.leontief import factorise

SECTORS = {"S1": "agriculture", "S2": "other"}
COUNTED = plan(
    name="working_children_5-17",
    totals=totals("A . 7\nB . 11\nC . 0.7"),
    shares=shares("A . agriculture 6\nA . other 1\nB . agriculture 9\nB . other 2\n"
                  "C . agriculture 0.5\nC . other 0.2"),
    sectors=SECTORS,
)  # fmt: skip


def test_totals_and_sectors_give_the_children_of_the_toy():
    built = build_account(COUNTED, table())
    assert np.allclose(built.cells["value"], CHILDREN, rtol=1e-12)
    children = built.series().in_year(2011)
    linked = footprint(factorise(table()), children, ("place",), perspective="domestic_B").frame[
        "value"
    ]
    assert as_printed(linked / np.array([7.0, 11.0, 0.7]), ".552986 .624798 .606428")


def test_the_sum_over_a_region_is_the_published_total_of_the_region():
    # No survey in B and C: the pattern of A, raked to the region's totals by sector.
    region = plan(
        name="working_children_5-17",
        totals=totals("A . 7"),
        shares=shares("A . agriculture 6\nA . other 1"),
        sectors=SECTORS,
        regions=dict.fromkeys("ABC", "region"),
        borrow=True,
        sizes={"A": 70, "B": 105, "C": 35},
        sums=(sums("region . . agriculture . 15.5\nregion . . other . 3.2", "region"),),
    )
    built = build_account(region, table())
    by_industry = built.cells.groupby("industry")["value"].sum()
    assert as_printed(by_industry, "15.5 3.2")
    assert built.totals().set_index("place")["borrowed"].to_dict() == {"A": 0, "B": 1, "C": 1}
