import numpy as np
import pandas as pd

from decentwork.surveys.chain_checks import check_links, check_units, check_workers
from decentwork.surveys.coherent_chain import Chain, coherent, reached


def chain(*links, units=None, workers=()):
    units = units or {"A": (0, np.nan), "B": (0, np.nan), "c": (1, 2), "d": (1, 1), "e": (2, 1)}
    table = pd.DataFrame.from_dict(units, orient="index", columns=["tier", "buyers_in_scope"])
    table["seed_chance"] = np.where(table["tier"] == 0, 0.5, np.nan)
    columns = ["buyer_id", "supplier_id", "kind", "listed", "followed"]
    people = pd.DataFrame(
        [(unit, 5, 1) for unit in workers],
        columns=["unit_id", "listed", "interviewed"],
        index=[f"{unit}-1" for unit in workers],
    )
    return Chain(table, pd.DataFrame(links, columns=columns), people if workers else None)


SOUND = (
    ("A", "c", "formal", 3, 2),
    ("A", "d", "formal", 3, 2),
    ("B", "c", "formal", 1, 1),
    ("c", "e", "formal", 1, 1),
)


def problems(found):
    told = [*check_units(found.units), *check_links(found.links, found.units)]
    return told + ([] if found.workers is None else check_workers(found.workers, found.units))


def test_a_chain_that_agrees_with_itself_stays_as_it_is():
    given = chain(*SOUND, workers=["c", "e"])
    found = coherent(given)
    pd.testing.assert_frame_equal(found.units, given.units)
    pd.testing.assert_frame_equal(found.links, given.links)
    pd.testing.assert_frame_equal(found.workers, given.workers)


def test_a_unit_is_not_its_own_supplier_and_its_list_is_shorter():
    found = coherent(chain(*SOUND[:3], ("c", "e", "formal", 4, 2), ("c", "c", "formal", 4, 2)))
    assert len(found.links) == 4
    assert tuple(found.links.iloc[-1]) == ("c", "e", "formal", 3, 1)
    assert problems(found) == []


def test_what_no_link_leads_to_leaves_with_what_it_led_to_and_its_workers():
    found = reached(chain(SOUND[1], SOUND[3], workers=["c", "d", "e"]))
    assert list(found.units.index) == ["A", "B", "d"]
    assert list(found.workers["unit_id"]) == ["d"]
    assert list(found.links["supplier_id"]) == ["d"]


def test_a_unit_has_at_least_the_buyers_that_list_it():
    two = coherent(chain(*SOUND, ("B", "d", "household", 1, 1)))
    assert two.units.loc["d", "buyers_in_scope"] == 2
    assert problems(two) == []


def test_buyers_that_nobody_told_stay_unknown():
    units = {"A": (0, np.nan), "c": (1, np.nan)}
    found = coherent(chain(("A", "c", "formal", 1, 1), units=units))
    assert np.isnan(found.units.loc["c", "buyers_in_scope"])
