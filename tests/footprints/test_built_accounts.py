"""Intervals of an account that was built, carried to footprints: delta method and simulation."""

import numpy as np
import pytest
from tests.accounts.account_plans import TABLE, plan, shares, sums, totals

from decentwork.accounts.account_builder import build_account
from decentwork.accounts.account_spread import log_deviation
from decentwork.accounts.aggregation import aggregate_account
from decentwork.accounts.raking import Margin, rake
from decentwork.estimates.interval import NoInterval
from decentwork.footprints.any_footprint import selected_labour
from decentwork.footprints.footprint_cells import footprint_cells
from decentwork.footprints.footprint_intervals import cell_intervals, weights_of_cells
from decentwork.footprints.leontief import factorise
from decentwork.footprints.uncertainty import account_error, delta_interval

LEONTIEF = factorise(TABLE)
DRAWS = 40_000
THREE = "A . 100 90 111\nB . 200 180 222\nC . 50 45 56"


def footprint_of(built):
    """Return the cells of a footprint by place and market, and the error of the account."""
    account = built.series().in_year(2011)
    per_output = account.on(TABLE) / TABLE.output
    cells = footprint_cells(LEONTIEF, per_output, ("place", "market"))
    return cells, account_error(built.series(), TABLE)


def as_simulated(cells, error, drawn, rel):
    """Compare intervals by the delta method with drawn accounts (draws, n)."""
    [(_, _, weights)] = weights_of_cells(cells)
    told = cell_intervals(cells, error)
    simulated = weights @ drawn.T
    wanted = [
        delta_interval(value, deviation**2, "")
        for value, deviation in zip(told["value"], simulated.std(axis=1), strict=True)
    ]
    width = np.log(told["high"] / told["low"])
    assert width.to_numpy() == pytest.approx([np.log(it.high / it.low) for it in wanted], rel=rel)
    assert (width > 0.05).all()


def test_errors_of_totals_and_keys_reach_every_cell_as_simulated():
    cells, error = footprint_of(
        build_account(plan(totals=totals(THREE), key_concentration=60.0), TABLE)
    )
    rng = np.random.default_rng(1)
    deviation = np.array([log_deviation(*it) for it in ((90, 111), (180, 222), (45, 56))])
    sizes = np.array([100, 200, 50]) * np.exp(deviation * rng.standard_normal((DRAWS, 3)))
    parts = [rng.dirichlet(60 * np.array(it), DRAWS) for it in ((4 / 7, 3 / 7), (4 / 7, 3 / 7))]
    drawn = np.hstack([parts[0] * sizes[:, :1], parts[1] * sizes[:, 1:2],
                       rng.dirichlet([60 * 4 / 7, 60 * 3 / 7], DRAWS) * sizes[:, 2:]])  # fmt: skip
    as_simulated(cells, error, drawn, rel=0.03)


def test_errors_inside_sectors_reach_every_cell_as_simulated():
    parts = plan(
        totals=totals(THREE),
        shares=shares("\n".join(f"{it} . farms 60\n{it} . rest 40" for it in "ABC")),
        sectors={"S1": "farms", "S2": "rest"},
        share_concentration=80.0,
    )
    cells, error = footprint_of(build_account(parts, TABLE))
    drawn = error.draw(DRAWS, np.random.default_rng(2))
    as_simulated(cells, error, drawn, rel=0.03)


def test_raked_accounts_err_in_footprints_as_simulated():
    parts = plan(
        totals=totals("A . 100\nB . 200\nC . 50"),
        key_concentration=300.0,
        sums=(sums("all . . . S1 200"),),
        regions=dict.fromkeys("ABC", "all"),
    )
    cells, error = footprint_of(build_account(parts, TABLE))
    known = [("A", (0, 1), 100), ("B", (2, 3), 200), ("C", (4, 5), 50), ("S1", (0, 2, 4), 200)]
    margins = [Margin(name=it, cells=np.array(at), value=value) for it, at, value in known]
    rng = np.random.default_rng(3)
    starts = rng.dirichlet([300 * 4 / 7, 300 * 3 / 7], (800, 3)) * [[100.0], [200.0], [50.0]]
    drawn = np.array([rake(start, margins).values for start in starts.reshape(800, 6)])
    [(_, _, weights)] = weights_of_cells(cells)
    found = np.sqrt(error.variance(weights))
    assert found == pytest.approx((weights @ drawn.T).std(axis=1), rel=0.1)


def test_the_sum_of_all_cells_errs_as_the_totals_do():
    built = build_account(plan(totals=totals(THREE), key_concentration=60.0), TABLE)
    error = account_error(built.series(), TABLE)
    account = built.series().in_year(2011)
    found = selected_labour(LEONTIEF, account, ("market",), place=["A"], error=error)
    assert found.total.interval.low == pytest.approx(100 / (111 / 90) ** 0.5)
    assert "totals, shares and keys" in found.total.interval.method


def test_errors_of_a_group_of_industries_are_those_of_its_sum():
    built = build_account(plan(totals=totals(THREE), key_concentration=60.0), TABLE)
    whole = aggregate_account(built.series(), industries={"S1": "all", "S2": "all"})
    spread = whole.errors.groupby("place")["deviation"].apply(lambda it: np.sqrt((it**2).sum()))
    assert spread.loc["B"] == pytest.approx(200 * log_deviation(180, 222))


def test_an_account_without_any_stated_error_says_so():
    built = build_account(plan(totals=totals("A . 100")), TABLE)
    found = account_error(built.series(), TABLE)
    assert isinstance(found, NoInterval)
    assert "states an error" in found.reason
