import csv
import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from decentwork.classifications.concordances import Concordance, concordance
from decentwork.classifications.industries import industries
from decentwork.estimates.errors import InvalidInput, UnknownCode

FRUIT = Concordance(
    source="fruit",
    target="box",
    weights={"apple": {"red": 0.25, "green": 0.75}, "lime": {"green": 1.0}},
)


def test_quantities_are_divided_by_their_shares_and_added_up():
    assert FRUIT.apply({"apple": 100.0, "lime": 10.0}) == {"red": 25.0, "green": 85.0}


def test_mapping_keeps_the_total():
    assert sum(FRUIT.apply({"apple": 3.0, "lime": 4.0}).values()) == pytest.approx(7.0)


def test_a_target_with_an_absent_source_is_missing_not_smaller():
    mapped = FRUIT.apply({"apple": 100.0})
    assert mapped["red"] == 25.0
    assert math.isnan(mapped["green"])


def test_a_target_with_a_missing_value_is_missing():
    assert math.isnan(FRUIT.apply({"apple": 100.0, "lime": math.nan})["green"])


def test_what_is_there_is_added_up_on_request():
    assert FRUIT.apply({"lime": 10.0}, partial=True) == {"green": 10.0}


def test_a_code_without_entry_is_refused():
    with pytest.raises(UnknownCode, match="pear"):
        FRUIT.apply({"pear": 1.0})


def test_shares_that_do_not_sum_to_one_are_all_told():
    with pytest.raises(InvalidInput) as refusal:
        Concordance(source="a", target="b", weights={"x": {"y": 0.5}, "z": {"y": 0.9}})
    assert [problem.where for problem in refusal.value.problems] == ["x", "z"]


def test_an_incomplete_concordance_may_lose_a_part_but_never_gains():
    lost = Concordance(source="a", target="b", weights={"x": {"y": 0.5}}, complete=False)
    assert lost.apply({"x": 10.0}) == {"y": 5.0}
    with pytest.raises(InvalidInput):
        Concordance(source="a", target="b", weights={"x": {"y": 1.5}}, complete=False)


def test_a_negative_share_is_refused():
    with pytest.raises(InvalidInput, match="-0.5"):
        Concordance(source="a", target="b", weights={"x": {"y": 1.5, "z": -0.5}})


def test_two_concordances_chain_through_what_they_share():
    shelf = Concordance(
        source="box",
        target="shelf",
        weights={"red": {"low": 1.0}, "green": {"low": 0.5, "top": 0.5}},
    )
    chained = FRUIT.chained(shelf)
    assert chained.weights["apple"] == pytest.approx({"low": 0.625, "top": 0.375})
    assert chained.complete


def test_a_chain_through_an_unknown_code_is_declared_incomplete():
    shelf = Concordance(source="box", target="shelf", weights={"red": {"low": 1.0}})
    chained = FRUIT.chained(shelf)
    assert not chained.complete
    assert chained.weights == {"apple": {"low": 0.25}, "lime": {}}


def test_concordances_that_share_nothing_do_not_chain():
    with pytest.raises(UnknownCode):
        FRUIT.chained(FRUIT)


def test_the_matrix_has_the_order_asked_for():
    assert_array_equal(
        FRUIT.matrix(["lime", "apple"], ["green", "red"]), np.array([[1.0, 0.0], [0.75, 0.25]])
    )


def test_table_industries_sum_to_the_twelve_as_published(shared_data):
    text = (shared_data / "trade" / "sectors_wiod35.csv").read_text(encoding="utf-8")
    ours = concordance("wiod35", "etd12").weights
    for row in csv.DictReader(text.splitlines()):
        assert ours[row["code"]] == {row["etd12"].lower().replace(" ", "_"): 1.0}


@pytest.mark.parametrize(
    ("division", "industry"),
    [("C13", "c4"), ("C14", "c4"), ("C15", "c5"), ("C26", "c14"), ("C27", "c14"), ("A01", "c1")],
)
def test_divisions_of_the_usual_chains_fall_in_their_table_industry(division, industry):
    assert concordance("isic4", "wiod35").weights[division] == {industry: 1.0}


def test_a_division_divided_without_data_is_marked_approximate():
    divisions = concordance("isic4", "wiod35")
    assert divisions.weights["C33"] == {"c12": 0.25, "c13": 0.25, "c14": 0.25, "c15": 0.25}
    assert {code for code, shares in divisions.weights.items() if len(shares) > 1} <= (
        divisions.approximate
    )
    assert "C14" not in divisions.approximate


def test_being_approximate_is_inherited_by_a_chain():
    chained = concordance("isic4", "wiod35").chained(concordance("wiod35", "etd12"))
    assert chained.weights["E38"] == {"manufacturing": 0.5, "other_services": 0.5}
    assert "E38" in chained.approximate


def test_all_divisions_but_extraterritorial_bodies_have_a_table_industry():
    divisions = {industry.code for industry in industries("isic4") if industry.parent}
    assert divisions - set(concordance("isic4", "wiod35").weights) == {"U99"}
    assert set(concordance("isic4", "wiod35").targets) == {
        industry.code for industry in industries("wiod35")
    }


def test_each_division_belongs_to_the_section_of_its_letter():
    sections = concordance("isic4", "isic4").weights
    assert len(sections) == 88
    assert all(shares == {code[0]: 1.0} for code, shares in sections.items())


def test_an_unknown_concordance_is_refused_with_the_shipped_ones():
    with pytest.raises(UnknownCode, match="wiod35 → etd12"):
        concordance("etd12", "wiod35")
