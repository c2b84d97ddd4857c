import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.estimates.tables import cube

from decentwork.estimates.disclosure import protect
from decentwork.estimates.disclosure_rule import DisclosureRule, Reason
from decentwork.estimates.suppression import can_be_worked_out, ranges, relations

sizes = some.lists(some.integers(1, 4), min_size=1, max_size=3)
seeds = some.integers(0, 10_000)
shares = some.floats(0, 0.6)


def protected(seed, dimensions, few, rule=None):
    table, names = cube(np.random.default_rng(seed), *dimensions, few=few)
    found = protect(table, rule or DisclosureRule(), dimensions=names)
    return table, found, relations(table, names)


@settings(max_examples=25, deadline=None)
@given(seeds, sizes, shares)
def test_no_withheld_cell_follows_from_what_is_shown(seed, dimensions, few):
    _, found, adding_up = protected(seed, dimensions, few)
    gone = np.flatnonzero(found.frame["reason"] != "")
    assert not can_be_worked_out(adding_up[:, gone]).any()


@settings(max_examples=25, deadline=None)
@given(seeds, sizes, shares)
def test_a_cell_of_few_may_be_half_as_large_and_half_as_large_again(seed, dimensions, few):
    table, found, adding_up = protected(seed, dimensions, few)
    values = table["value"].to_numpy()
    gone = (found.frame["reason"] != "").to_numpy()
    low, high = ranges(adding_up, values, gone, is_positive=True)
    thin = (found.frame["reason"] == Reason.TOO_FEW).to_numpy()
    assert (low[thin] <= 0.5 * values[thin] + 1e-4).all()
    assert (high[thin] >= 1.5 * values[thin] - 1e-4).all()


@settings(max_examples=25, deadline=None)
@given(seeds, sizes, shares)
def test_shown_values_are_untouched_and_thin_ones_never_shown(seed, dimensions, few):
    table, found, _ = protected(seed, dimensions, few)
    shown = (found.frame["reason"] == "").to_numpy()
    assert (found.frame["value"][shown] == table["value"][shown]).all()
    assert found.frame["value"][~shown].isna().all()
    assert (table["n_units"][shown] >= 5).all()


@settings(max_examples=10, deadline=None)
@given(seeds, sizes, shares, some.integers(0, 10_000))
def test_the_order_of_rows_opens_nothing(seed, dimensions, few, order):
    table, names = cube(np.random.default_rng(seed), *dimensions, few=few)
    shuffled = table.sample(frac=1, random_state=order).reset_index(drop=True)
    found = protect(shuffled, dimensions=names)
    gone = np.flatnonzero(found.frame["reason"] != "")
    assert not can_be_worked_out(relations(shuffled, names)[:, gone]).any()


@settings(max_examples=10, deadline=None)
@given(seeds, some.integers(2, 6), shares)
def test_a_lone_respondent_who_knows_their_own_cell_learns_no_other(seed, size, few):
    table, names = cube(np.random.default_rng(seed), size, few=few)
    table.loc[[0, 1], "n_units"] = 1
    table.loc[size, "n_units"] = table["n_units"][:size].sum()
    found = protect(table, dimensions=names)
    gone = (found.frame["reason"] != "").to_numpy()
    for alone in (0, 1):
        others = np.flatnonzero(gone & (np.arange(len(table)) != alone))
        assert not can_be_worked_out(relations(table, names)[:, others]).any()
