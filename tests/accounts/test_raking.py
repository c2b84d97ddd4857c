import numpy as np
import pandas as pd
import pytest

from decentwork.accounts.raking import Margin, MarginsContradict, RakingStalled, rake
from decentwork.calibration.calibrate import calibrate


def margin(name, cells, value):
    return Margin(name=name, cells=np.array(cells), value=value)


ROWS = [margin("row 1", [0, 1], 30), margin("row 2", [2, 3], 70)]
COLUMNS = [margin("column 1", [0, 2], 45), margin("column 2", [1, 3], 55)]


def test_cells_add_to_every_sum_and_keep_their_odds_ratio():
    found = rake(np.array([1.0, 2, 3, 4]), [*ROWS, *COLUMNS]).values
    assert [found[:2].sum(), found[2:].sum()] == pytest.approx([30, 70], rel=1e-11)
    assert [found[::2].sum(), found[1::2].sum()] == pytest.approx([45, 55], rel=1e-11)
    assert found[0] * found[3] / (found[1] * found[2]) == pytest.approx(1 * 4 / (2 * 3))


def test_it_is_the_raking_of_the_calibration_module():
    start = np.array([1.0, 2, 3, 4])
    member = pd.DataFrame({"a": [1, 1, 0, 0], "b": [0, 0, 1, 1], "c": [1, 0, 1, 0]}, dtype=float)
    by_newton = calibrate(start, member, {"a": 30, "b": 70, "c": 45}).weights
    assert rake(start, [*ROWS, *COLUMNS]).values == pytest.approx(by_newton, rel=1e-8)


def test_a_cell_of_zero_stays_zero_and_a_sum_of_zero_makes_zeros():
    found = rake(np.array([0.0, 2, 3, 4]), ROWS).values
    assert found[0] == 0
    assert found[1] == pytest.approx(30)
    assert rake(np.array([1.0, 2]), [margin("none", [0, 1], 0)]).values.tolist() == [0, 0]


def test_a_held_cell_stays_and_the_others_take_the_rest():
    found = rake(np.array([10.0, 2, 3, 4]), ROWS, np.array([True, False, False, False])).values
    assert found.tolist()[:2] == pytest.approx([10, 20])


def test_sums_that_contradict_each_other_are_named_with_the_difference():
    all_cells = margin("all", [0, 1, 2, 3], 110)
    with pytest.raises(MarginsContradict) as refused:
        rake(np.array([1.0, 2, 3, 4]), [*ROWS, COLUMNS[0], all_cells])
    assert refused.value.names == ("row 1", "row 2", "all")
    assert refused.value.difference == pytest.approx(10)
    assert "column 1" not in str(refused.value)


def test_a_held_cell_above_its_sum_is_told():
    with pytest.raises(MarginsContradict, match=r"row 1 \(30\).* 3 off"):
        rake(np.array([33.0, 2, 3, 4]), ROWS, np.array([True, False, False, False]))


def test_a_sum_that_no_cell_can_carry_is_told():
    with pytest.raises(MarginsContradict, match="row 1"):
        rake(np.array([0.0, 0, 3, 4]), ROWS)


def test_sums_that_leave_no_room_for_a_cell_are_no_contradiction_and_no_result():
    sums = [margin("ab", [0, 1], 30), margin("ac", [0, 2], 40), margin("a", [0], 30)]
    with pytest.raises(RakingStalled):
        rake(np.array([1.0, 1, 1]), [*sums[:2], margin("bc", [1, 2], 10)])


def test_sums_that_differ_by_their_rounding_give_way_and_are_told():
    start = np.array([1.0, 2, 3, 4])
    found = rake(start, [*ROWS, margin("all", [0, 1, 2, 3], 100.1)], rounding=0.05)
    by_name = {name: (published, used) for name, published, used in found.rounded}
    assert all(abs(used - published) <= 0.05 + 1e-9 for published, used in by_name.values())
    assert found.values.sum() == pytest.approx(100.1, abs=0.05)
    with pytest.raises(MarginsContradict, match="all"):
        rake(start, [*ROWS, margin("all", [0, 1, 2, 3], 100.2)], rounding=0.05)
