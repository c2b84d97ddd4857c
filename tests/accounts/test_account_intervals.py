# The delta method against simulation, on the toy of three places and two industries.

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.accounts.account_plans import (
    TABLE,
    cell,
    key,
    observed,
    plan,
    rates,
    shares,
    sums,
    totals,
)

from decentwork.accounts.account_builder import build_account
from decentwork.accounts.account_plan import Rates
from decentwork.accounts.account_spread import LEVEL, log_deviation
from decentwork.accounts.raking import Margin, rake
from decentwork.estimates.units import Unit
from decentwork.footprints.uncertainty import AccountError, delta_interval

TWO_PLACES = "A . 100 90 111\nB . 200 180 222"


def deviations(built):
    """Return the standard deviation of each cell by the delta method."""
    every = csr_array(np.eye(len(built.cells)))
    return np.sqrt(built.spread.variance(every))


def drawn_totals(rng, draws):
    spread = [log_deviation(90, 111), log_deviation(180, 222)]
    return np.array([100.0, 200.0]) * np.exp(np.array(spread) * rng.standard_normal((draws, 2)))


def test_totals_and_parts_of_a_key_as_simulated():
    built = build_account(plan(totals=totals(TWO_PLACES), key_concentration=60.0), TABLE)
    rng = np.random.default_rng(1)
    part = rng.dirichlet([60 * 4 / 7, 60 * 3 / 7], 40_000)
    cells = drawn_totals(rng, 40_000)[:, :1] * part
    assert deviations(built)[:2] == pytest.approx(cells.std(axis=0), rel=0.02)
    row = built.totals().iloc[0]
    assert [row["low"], row["high"]] == pytest.approx([100 / (111 / 90) ** 0.5,
                                                       100 * (111 / 90) ** 0.5])  # fmt: skip


def test_cells_raked_to_published_sums_as_simulated():
    parts = plan(
        totals=totals("A . 100\nB . 200"),
        key_concentration=300.0,
        sums=(sums("both . . . S1 170"),),
        regions={"A": "both", "B": "both"},
    )
    rng = np.random.default_rng(2)
    known = [("A", (0, 1), 100), ("B", (2, 3), 200), ("S1", (0, 2), 170)]
    margins = [Margin(name=it, cells=np.array(cells), value=value) for it, cells, value in known]
    part = rng.dirichlet([300 * 4 / 7, 300 * 3 / 7], (300, 2))
    drawn = (part * np.array([[100.0], [200.0]])).reshape(300, 4)
    cells = np.array([rake(start, margins).values for start in drawn])
    assert deviations(build_account(parts, TABLE)) == pytest.approx(cells.std(axis=0), rel=0.1)


def test_cells_inside_sectors_as_simulated():
    parts = plan(
        totals=totals("A . 100 90 111"),
        shares=shares("A . farms 60\nA . rest 40"),
        sectors={"S1": "farms", "S2": "rest"},
        share_concentration=80.0,
        key_concentration=50.0,  # of no consequence: each sector is one industry
    )
    rng = np.random.default_rng(3)
    cells = drawn_totals(rng, 40_000)[:, :1] * rng.dirichlet([48.0, 32.0], 40_000)
    assert deviations(build_account(parts, TABLE)) == pytest.approx(cells.std(axis=0), rel=0.02)


def test_groups_that_share_a_key_err_together():
    groups = ("women", "men")
    common = plan(groups=groups, totals=totals("A women 50\nA men 50"), key_concentration=99.0)
    built = build_account(common, TABLE)
    every = built.series().frame
    spread = np.log(every["high"] / every["low"]).iloc[0] / np.log(
        cell(built, "A", "S1", "women", "high") / cell(built, "A", "S1", "women", "low")
    )
    assert spread == pytest.approx(1)
    own = key("A women S1 4\nA women S2 3\nA men S1 4\nA men S2 3")
    apart = build_account(plan(groups=groups, totals=totals("A women 50\nA men 50"),
                               keys=(own,), key_concentration=99.0), TABLE)  # fmt: skip
    alone = apart.series().frame
    assert alone["high"].iloc[0] < every["high"].iloc[0]


def test_it_is_the_error_of_an_account_with_a_concentration():
    built = build_account(plan(totals=totals("A . 70"), key_concentration=20.0), TABLE)
    values = np.array([40.0, 30, np.nan, np.nan, np.nan, np.nan])
    error = AccountError(values=values, controls=tuple("AABBCC"), concentration=20.0)
    weights = csr_array([[0.3, 0.1, 0, 0, 0, 0]])
    assert built.spread.variance(weights[:, :2]) == pytest.approx(error.variance(weights))


def test_bounds_are_those_of_a_figure_whose_log_is_normal():
    built = build_account(plan(totals=totals("A . 70"), key_concentration=20.0), TABLE)
    wanted = delta_interval(40.0, deviations(built)[0] ** 2, "delta", LEVEL)
    assert cell(built, "A", "S1", column="low") == pytest.approx(wanted.low)
    assert cell(built, "A", "S1", column="high") == pytest.approx(wanted.high)


def test_an_observed_cell_keeps_its_error_and_a_known_total_hands_it_on():
    parts = plan(totals=totals("A . 100"), observed=observed("A . S1 60 50 72"))
    built = build_account(parts, TABLE)
    first, second = deviations(built)
    assert first == pytest.approx(60 * log_deviation(50, 72))
    assert second == pytest.approx(first)
    assert np.isnan(built.totals()["low"].item())


def test_the_error_of_a_rate_is_common_to_what_it_was_used_for():
    rate = Rates(unit=Unit.PER_100_000_WORKERS, frame=rates("A . . . 5 4 6.25"), workers=key(),
                 workers_unit=Unit.THOUSAND_PERSONS)  # fmt: skip
    built = build_account(plan(name="fatal_injuries", unit=Unit.COUNT, keys=(), rates=rate), TABLE)
    total = built.totals().iloc[0]
    assert [total["low"], total["high"]] == pytest.approx([3.5 * 0.8, 3.5 * 1.25])


def test_without_any_stated_error_there_is_no_interval_and_it_is_said():
    built = build_account(plan(totals=totals("A . 100")), TABLE)
    assert built.cells["low"].isna().all()
    assert built.interval_notes[0].startswith("No intervals")
