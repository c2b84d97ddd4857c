import pandas as pd
import pytest

from decentwork.sampling.nonresponse import response
from decentwork.surveys.fieldwork import Fieldwork


def table(text: str, index: str) -> pd.DataFrame:
    """Return the table that a drawing shows; "-" is an empty text."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    cells = [[cell if cell != "-" else "" for cell in line] for line in lines]
    return pd.DataFrame(cells, columns=head).set_index(index)


CASES = """
case_id  tier  kind    stratum  disposition
A        0     formal  large    interviewed
B        0     formal  large    refused
C        0     formal  small    interviewed
D        0     formal  small    interviewed
E        0     formal  small    closed
F        0     formal  small    not_located
a        1     formal  -        interviewed
b        1     formal  -        closed
c        1     formal  -        refused
d        1     formal  -        interviewed
"""
NAMED = """
nomination_id  buyer_id  kind    case_id  drawn
A1             A         formal  a        yes
A2             A         formal  b        yes
A3             A         formal  -        no
A4             A         formal  -        no
C1             C         formal  c        yes
C2             C         formal  -        no
D1             D         formal  d        yes
"""


@pytest.fixture
def told():
    cases = table(CASES, "case_id").astype({"tier": int}).assign(seed_chance=0.5, draw=1)
    named = table(NAMED, "nomination_id")
    named = named.assign(
        unit_id=named.index,
        position=1,
        eligible=True,
        drawn=named["drawn"] == "yes",
        abroad=False,
        country="",
    )
    return response(Fieldwork(cases=cases, nominations=named))


def test_seeds_that_answered_stand_for_those_of_their_stratum_who_may_belong_to_the_chain(told):
    assert told.seeds.loc["large", "factor"] == 2 / 1
    assert told.seeds.loc["small", "factor"] == 3 / 2  # the closed one answered with nothing


def test_a_supplier_found_closed_counts_as_one_that_answered_with_nothing(told):
    # of A's two drawn suppliers one answered: not each for four, but 4 · 1/2 between them
    listed = told.lists.loc[("A", "formal")]
    silent_lists = (4 + 2 + 1) / (4 + 1)  # nobody's fate is known on C's list of two
    assert listed["factor"] == pytest.approx(1 / 2 * silent_lists)


def test_lists_of_which_nobody_is_known_are_stood_for_by_others_of_their_cell(told):
    assert told.cells.loc[(0, "formal"), "factor"] == pytest.approx(7 / 5)
    assert told.cells.loc[(0, "formal"), ["issued", "answered", "outside"]].tolist() == [4, 2, 1]


def test_full_response_raises_nothing():
    cases = table(CASES, "case_id").astype({"tier": int}).assign(seed_chance=0.5, draw=1)
    cases = cases.assign(disposition="interviewed")
    named = table(NAMED, "nomination_id")
    named = named.assign(unit_id=named.index, eligible=True, drawn=named["drawn"] == "yes")
    told = response(Fieldwork(cases=cases, nominations=named))
    assert (told.seeds["factor"] == 1).all()
    assert (told.lists["factor"] == 1).all()
