from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.programmes.made import programme, row

from decentwork.dossiers.portfolio import of_needs
from decentwork.dossiers.severity import (
    EQUAL,
    LEAST_WEIGHT,
    MOST_WEIGHT,
    Band,
    Grade,
    Severity,
    _band,
    priority,
)

bands = st.tuples(st.integers(1, 3), st.integers(1, 3)).map(sorted)


@given(st.tuples(bands, bands, bands), st.floats(0, 1), st.floats(0, 1))
def test_no_weights_of_the_range_leave_the_bands_told(parts, first, second):
    room = 1 - 3 * LEAST_WEIGHT
    one = LEAST_WEIGHT + room * first
    two = LEAST_WEIGHT + room * (1 - first) * second
    weights = (one, two, 1 - one - two)
    assert max(weights) <= MOST_WEIGHT + 1e-9
    grades = [Grade(low=Band(low), high=Band(high), why="") for low, high in parts]
    scale, scope, lasting = grades
    one_figure = Severity(figure="f", scale=scale, scope=scope, irremediability=lasting)
    found = priority([one_figure])
    lows = [Band(low) for low, _ in parts]
    highs = [Band(high) for _, high in parts]
    assert _band(lows, weights) >= found.lowest
    assert _band(highs, weights) <= found.highest
    assert found.low == _band(lows, EQUAL)


cells = st.lists(st.sampled_from(["XAA", "XAB", "XAC"]), min_size=1, unique=True)
subjects = st.lists(st.sampled_from(["earnings", "skills", "equality"]), min_size=1, unique=True)


@given(st.lists(st.tuples(cells, subjects, st.integers(1, 9)), min_size=1, max_size=5))
def test_every_total_counts_the_activities_of_its_rows_once(drawn):
    rows = []
    for number, (places, topics, amount) in enumerate(drawn):
        id = f"a{number}"
        values = {"id": id, "title": id, "kind": "advice", "area": "training"}
        rows.append(row("activities", **values, places=places, topics=topics))
        spent = {"year": 2026, "amount": amount, "currency": "EUR"}
        rows.append(row("budgets", record=id, **spent))
    made = of_needs({}, [programme(*rows)], date(2026, 11, 23))
    for total in made.by_topic():
        own = [amount for _, topics, amount in drawn if total.code in topics]
        assert total.activities == len(own)
        assert total.money.get("committed", {}).get("EUR", 0) == sum(own)
