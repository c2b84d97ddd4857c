from decentwork.programmes.comparison import compared, identified

ONE, TWO, THREE = {"id": "a", "n": 1}, {"id": "a", "n": 2}, {"id": "a", "n": 3}


def kinds(sent, held, begun_from=None):
    found = compared(
        *({"a": it} if it else {} for it in (sent, held)),
        None if begun_from is None else ({"a": begun_from} if begun_from else {}),
    )
    names = ("new", "changed", "gone", "crossed")
    return [name for name in names if getattr(found, name)]


def test_without_a_beginning_all_that_differs_is_the_files():
    assert kinds(ONE, ONE) == []
    assert kinds(ONE, None) == ["new"]
    assert kinds(TWO, ONE) == ["changed"]
    assert kinds(None, ONE) == ["gone"]


def test_what_was_changed_here_only_stays():
    assert kinds(ONE, TWO, ONE) == []
    assert kinds(None, ONE, {}) == []
    assert kinds(ONE, None, ONE) == []


def test_what_was_changed_in_the_file_only_is_taken():
    assert kinds(TWO, ONE, ONE) == ["changed"]
    assert kinds(None, ONE, ONE) == ["gone"]
    assert kinds(ONE, None, {}) == ["new"]


def test_what_was_changed_in_both_is_crossed_unless_it_is_the_same():
    assert kinds(TWO, THREE, ONE) == ["crossed"]
    assert kinds(None, THREE, ONE) == ["crossed"]
    assert kinds(TWO, None, ONE) == ["crossed"]
    assert kinds(TWO, TWO, ONE) == []


def test_rows_without_an_id_are_known_by_what_they_are_about():
    rows = [
        {"record": "a", "year": 2026, "currency": "USD", "amount": 1.0},
        {"record": "a", "year": 2026, "currency": "USD", "amount": 2.0},
    ]
    assert list(identified("budgets", rows)) == ["a · 2026 · USD", "a · 2026 · USD (2)"]
    part = [
        {"indicator": "i", "starts": "2026-01-01", "ends": "2026-12-31", "part": ["b=1", "a=1"]}
    ]
    assert list(identified("updates", part)) == ["i · 2026-01-01 · 2026-12-31 · a=1, b=1"]
