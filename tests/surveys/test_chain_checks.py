import numpy as np
import pandas as pd
import pytest

from decentwork.surveys.chain_checks import check_links, check_units, check_workers


def units(**changes):
    table = pd.DataFrame(
        {
            "tier": [0, 0, 1, 1],
            "seed_chance": [0.5, 0.5, np.nan, np.nan],
            "buyers_in_scope": [np.nan, np.nan, 2, 1],
        },
        index=["A", "B", "c", "d"],
    )
    for column, cells in changes.items():
        table[column] = cells
    return table


def links(*rows):
    rows = rows or (("A", "c", 2, 2), ("A", "d", 2, 2), ("B", "c", 3, 1))
    return pd.DataFrame(rows, columns=["buyer_id", "supplier_id", "listed", "followed"])


def told(problems):
    return "\n".join(map(str, problems))


def test_a_sound_chain_has_no_problems():
    assert check_units(units()) == []
    assert check_links(links(), units()) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"tier": [0, 0, 1, np.nan]}, "row 4: 'd' has no tier"),
        ({"tier": [0, 0, 1, 1.5]}, "row 4: 'd' has no tier"),
        ({"tier": [1, 1, 2, 2], "seed_chance": np.nan}, "there is no seed"),
        ({"seed_chance": [0.5, np.nan, np.nan, np.nan]}, "'B' is a seed without seed_chance"),
        ({"seed_chance": [0.5, 1.2, np.nan, np.nan]}, "'B' has a seed_chance outside (0, 1]"),
        ({"seed_chance": [0.5, 0, np.nan, np.nan]}, "'B' has a seed_chance outside (0, 1]"),
        ({"seed_chance": 0.5}, "'c' has a seed_chance but is beyond tier 0"),
        ({"buyers_in_scope": [np.nan, np.nan, 2, -1]}, "'d' has a negative buyers_in_scope"),
    ],
)
def test_what_is_wrong_with_units_is_told_with_row_and_id(changes, what):
    assert what in told(check_units(units(**changes)))


def test_an_id_that_is_there_twice_is_told():
    assert "row 3: 'A' is there more than once" in told(
        check_units(units().set_axis(["A", "B", "A", "d"]))
    )


def test_a_renamed_column_is_told_with_the_name_it_has():
    problems = check_units(units().rename(columns={"buyers_in_scope": "buyers_scope"}))
    assert "'buyers_in_scope' is missing" in told(problems)
    assert "Is it 'buyers_scope'?" in told(problems)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("B", "x", 3, 1), "'B' → 'x' names a supplier that is not among the units"),
        (("x", "c", 3, 1), "'x' → 'c' names a buyer that is not among the units"),
        (("B", "B", 3, 1), "names itself"),
        (("A", "c", 2, 2), "is there more than once"),
        (("B", "c", 0, 1), "followed more suppliers than were listed"),
        (("B", "c", 3, 2), "rows are not as many as it says were followed"),
        (("B", "c", np.nan, 1), "needs whole numbers"),
        (("A", "c", 3, 2), "other numbers in listed and followed"),
    ],
)
def test_what_is_wrong_with_links_is_told(row, what):
    assert what in told(check_links(links(*links().to_numpy().tolist()[:2], row), units()))


def test_all_problems_are_told_at_once():
    problems = check_links(links(("A", "x", 1, 1), ("B", "B", 1, 2)), units())
    for what in ("'x'", "names itself", "followed more", "no link leads to it"):
        assert what in told(problems)


def test_fewer_buyers_stated_than_links_seen_is_told():
    problems = check_links(links(), units(buyers_in_scope=[np.nan, np.nan, 1, 1]))
    assert "unit 'c': states 1 buyers in scope, but 2 links" in told(problems)


def test_a_unit_that_no_link_leads_to_is_told():
    problems = check_links(links(("A", "c", 1, 1)), units())
    assert "unit 'd': is beyond tier 0, but no link leads to it" in told(problems)


def test_a_link_that_skips_a_tier_is_told_and_one_to_a_nearer_tier_is_not():
    deep = units(tier=[0, 0, 1, 2])
    skipping = links(("A", "c", 1, 1), ("B", "d", 1, 1))
    assert "skips a tier" in told(check_links(skipping, deep))
    back = links(("A", "c", 1, 1), ("c", "d", 2, 2), ("c", "A", 2, 2), ("d", "c", 1, 1))
    assert check_links(back, deep) == []


def test_listed_and_followed_are_within_a_kind_where_links_carry_one():
    by_kind = links(("A", "c", 2, 1), ("A", "d", 5, 1)).assign(kind=["formal", "household"])
    assert check_links(by_kind, units()) == []


def test_many_rows_with_one_fault_are_told_in_part_and_counted():
    table = pd.DataFrame({"tier": [0] * 50, "seed_chance": 2.0, "buyers_in_scope": np.nan})
    problems = check_units(table)
    assert len(problems) == 21
    assert problems[-1].where == "units, 30 more rows"


def test_workers_of_no_unit_and_counts_that_cannot_be_are_told():
    workers = pd.DataFrame(
        {"unit_id": ["A", "x"], "listed": [1, 9], "interviewed": [2, 1]}, index=["w1", "w2"]
    )
    problems = told(check_workers(workers, units()))
    assert "'w2' works in no unit" in problems
    assert "'w1' is of a unit with more interviewed workers than listed" in problems
    assert "'w1' is of a unit with not as many rows" in problems
