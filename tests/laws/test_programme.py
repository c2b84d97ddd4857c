from hypothesis import given
from hypothesis import strategies as st
from tests.programmes.made import INDICATOR, programme, row, update

from decentwork.programmes.rollup import parts, reached

COUNTS = st.integers(0, 10_000)
REPORTS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(2000, 2009), COUNTS, COUNTS),
    unique_by=lambda it: it[:2],
)


def tree(reports, states=()):
    """Return a programme whose top indicator sums three, of which "c" has two below."""
    lines = [("a", "inspectors"), ("b", "inspectors"), ("under", "inspectors"), ("c", "under")]
    rows = [row("indicators", **INDICATOR | {"id": id, "adds_to": to}) for id, to in lines]
    for number, (id, year, women, men) in enumerate(reports):
        state = states[number] if number < len(states) else "approved"
        rows += [
            update(float(women), year, id, state, part="sex=female"),
            update(float(men), year, id, state, part="sex=male"),
        ]
    return programme(*rows)


@given(REPORTS)
def test_a_total_is_the_sum_of_what_it_is_made_of(reports):
    made = tree(reports)
    found = reached(made, made.by_id["inspectors"])
    assert (found.value or 0) == sum(update.value for update in found.made_of)
    assert (found.value or 0) == sum(women + men for _, _, women, men in reports)


@given(REPORTS)
def test_no_update_is_counted_twice(reports):
    made = tree(reports)
    counted = [id(update) for update in reached(made, made.by_id["inspectors"]).made_of]
    assert len(counted) == len(set(counted))


@given(REPORTS)
def test_the_parts_of_a_dimension_sum_to_the_total(reports):
    made = tree(reports)
    found = reached(made, made.by_id["inspectors"])
    assert sum(parts(made, found, "sex").values()) == (found.value or 0)


@given(REPORTS, st.lists(st.sampled_from(["draft", "submitted", "returned", "approved"])))
def test_what_is_not_approved_moves_no_total(reports, states):
    made = tree(reports, states)
    found = reached(made, made.by_id["inspectors"])
    approved = [
        women + men
        for number, (_, _, women, men) in enumerate(reports)
        if number >= len(states) or states[number] == "approved"
    ]
    assert (found.value or 0) == sum(approved)
    assert {update.state for update in found.made_of} <= {"approved"}
