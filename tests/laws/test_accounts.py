import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.accounts.account_plans import plan, sums, totals
from tests.footprints.toy import INDUSTRIES, PLACES, table

from decentwork.accounts.account_builder import build_account
from decentwork.accounts.account_plan import Key
from decentwork.accounts.raking import Margin, rake

amounts = some.floats(0.01, 1000)
keys = some.lists(amounts, min_size=6, max_size=6)
grids = some.lists(amounts, min_size=12, max_size=12)


def key_of(values, places=PLACES, industries=INDUSTRIES):
    columns = {"place": places, "group": "", "industry": industries, "value": values}
    return Key(name="key", frame=pd.DataFrame(columns))


def by_group(women, men):
    lines = [f"{place} {group} {value}" for group, values in (("women", women), ("men", men))
             for place, value in zip("ABC", values, strict=True)]  # fmt: skip
    return totals("\n".join(lines))


three = some.lists(amounts, min_size=3, max_size=3)


@settings(max_examples=12, deadline=None)
@given(keys, three, three)
def test_totals_are_kept_and_groups_add_up(values, women, men):
    parts = plan(groups=("women", "men"), totals=by_group(women, men), keys=(key_of(values),))
    built = build_account(parts, table())
    found = built.totals().set_index(["place", "group"])["value"]
    for place, one, other in zip("ABC", women, men, strict=True):
        assert found[place, "women"] == pytest.approx(one, rel=1e-9)
        assert found[place, "men"] == pytest.approx(other, rel=1e-9)
        assert found[place, ""] == pytest.approx(one + other, rel=1e-9)
    every = built.series().in_year(2011).values
    assert every == pytest.approx(
        sum(built.series(group).in_year(2011).values for group in ("women", "men"))
    )


@settings(max_examples=12, deadline=None)
@given(keys, three, some.permutations(range(6)), some.floats(0.2, 0.8))
def test_the_order_of_industries_changes_nothing(values, known, order, part):
    stated = {
        "totals": totals("\n".join(f"{p} . {v}" for p, v in zip("ABC", known, strict=True))),
        "sums": (sums(f". . . . S1 {part * sum(known)}"),),
        "key_concentration": 30.0,
    }
    first = table()
    second = table(
        sales=first.transactions[np.ix_(order, order)],
        demand=first.final_demand[list(order)],
        places=tuple(PLACES[it] for it in order),
        industries=tuple(INDUSTRIES[it] for it in order),
    )
    labels = ["place", "industry"]
    kept = ["value", "low", "high"]
    one = build_account(plan(**stated, keys=(key_of(values),)), first)
    other = build_account(plan(**stated, keys=(key_of(values),)), second)
    found = [built.cells.set_index(labels)[kept].sort_index() for built in (one, other)]
    pd.testing.assert_frame_equal(*found, rtol=1e-6)


@settings(max_examples=50, deadline=None)
@given(grids, grids)
def test_raking_meets_every_sum_and_raking_again_changes_nothing(start, truth):
    cells = np.arange(12).reshape(3, 4)
    truth = np.array(truth)
    margins = [
        Margin(name=str(line.tolist()), cells=line, value=float(truth[line].sum()))
        for line in (*cells, *cells.T)
    ]
    once = rake(np.array(start), margins).values
    assert [once[it.cells].sum() for it in margins] == pytest.approx([it.value for it in margins])
    assert rake(once, margins).values == pytest.approx(once, rel=1e-8)


@settings(max_examples=50, deadline=None)
@given(grids, some.lists(some.booleans(), min_size=12, max_size=12))
def test_zeros_and_held_cells_stay(start, chosen):
    held = np.array(chosen)
    cells = np.where(np.arange(12) % 5 == 0, 0.0, np.array(start))
    margin = Margin(name="all", cells=np.arange(12), value=float(cells[held].sum()) + 7.0)
    if held[cells > 0].all():
        return
    found = rake(cells, [margin], held).values
    assert (found[cells == 0] == 0).all()
    assert found[held] == pytest.approx(cells[held])
