from hypothesis import given
from hypothesis import strategies as st
from tests.standards.worlds import provenance

from decentwork.standards.ratifications import (
    Coverage,
    Ratification,
    Ratifications,
    State,
    status,
)

RECORDED = [state for state in State if state is not State.NOT_IN_DATA]
PLACES = ("XAA", "XAB")


@st.composite
def data_sets(draw):
    """Lists of one Convention, each of another year: who is recorded, and whether it is whole."""
    years = draw(st.lists(st.integers(1950, 2026), min_size=1, max_size=4, unique=True))
    return [_list(draw, str(year)) for year in years]


def _list(draw, year):
    named = draw(st.lists(st.sampled_from(PLACES), unique=True))
    records = [
        Ratification(instrument="C029", place=place, state=draw(st.sampled_from(RECORDED)))
        for place in named
    ]
    coverage = Coverage(instrument="C029", complete=draw(st.booleans()), as_of=year)
    return Ratifications(records=records, coverage=[coverage], provenance=provenance(year))


def answer(found):
    return (found.state, found.as_of)


@given(data_sets(), st.randoms(use_true_random=False))
def test_the_order_of_lists_of_different_dates_does_not_matter(lists, random):
    shuffled = random.sample(lists, len(lists))
    for place in PLACES:
        found = [status("C029", place, each) for each in (lists, shuffled)]
        assert answer(found[0]) == answer(found[1])


@given(data_sets())
def test_absence_is_never_not_in_force_where_no_list_is_complete(lists):
    whole = any(each.complete for data in lists for each in data.coverage)
    for place in PLACES:
        recorded = any(data.record("C029", place) for data in lists)
        if not recorded and not whole:
            assert status("C029", place, lists).state is State.NOT_IN_DATA


@given(data_sets())
def test_a_place_that_no_list_records_is_never_called_free_of_the_convention(lists):
    assert status("C029", "XAC", lists).state is State.NOT_IN_DATA
