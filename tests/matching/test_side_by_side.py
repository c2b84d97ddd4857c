import pytest

from decentwork.matching.side_by_side import apart_km, side_by_side


def differing(one, other, field="name"):
    (line,) = side_by_side({field: one}, {field: other})
    lists = [[word.text for word in side if word.differs] for side in (line.one, line.other)]
    return (*lists, line.agrees)


def test_a_word_that_the_other_mention_lacks_differs():
    assert differing("Aster Mills Ltd", "Aster Textile Mills") == (["Ltd"], ["Textile"], False)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("name", "ASTER-MILLS Ltd.", "Aster Mills, Ltd"),
        ("name", "Çiçek Tekstil", "CICEK TEKSTIL"),
        ("address", "Plot 12, Mill Road", "Mill Road, Plot 12"),
        ("phone", "+99 12 345", "+99-12345"),
        ("postcode", "AB 123", "AB123"),
        ("website", "https://www.aster.example/", "aster.example"),
    ],
)
def test_spelling_makes_no_difference(field, one, other):
    assert differing(one, other, field) == ([], [], True)


def test_what_one_does_not_tell_neither_agrees_nor_differs():
    assert differing("Norton", "", "city") == ([], [], None)
    assert side_by_side({"name": "", "city": ""}, {}) == ()


def test_a_degree_of_latitude_is_111_km():
    assert apart_km((10.0, 20.0), (11.0, 20.0)) == pytest.approx(111.2, abs=0.1)
    assert apart_km((60.0, 179.5), (60.0, -179.5)) == pytest.approx(55.6, abs=0.1)
