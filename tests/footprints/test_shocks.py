import numpy as np
import pytest
from tests.footprints.toy import table

from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.shocks import (
    disrupted_share,
    imported_input_disruption,
    output_without,
)


def test_a_supplier_of_which_nothing_is_known_is_left_out_of_the_share():
    closed = np.array([np.nan, np.nan, 0.5, 0.5, 0.0, 0.0])
    found = imported_input_disruption(table(), closed)
    assert found[4] == pytest.approx(0.5)  # C.S1 buys from A, not known, and from B
    assert found[0] == pytest.approx(0.5 * 7 / 17)


def test_importing_nothing_is_no_risk_and_unknown_suppliers_are_not_known():
    alone = table(sales=table().transactions * np.kron(np.eye(3), np.ones((2, 2))))
    assert imported_input_disruption(alone, np.full(6, np.nan)).tolist() == [0.0] * 6
    assert np.isnan(imported_input_disruption(table(), np.full(6, np.nan))).all()


def test_the_share_of_all_imported_inputs_weighs_industries_by_what_they_import():
    closed = np.repeat([0.5, 0.1, 0.0], 2)
    imports = np.array([17, 48, 17, 42, 8, 40])
    by_industry = imported_input_disruption(table(), closed)
    wanted = by_industry @ imports / imports.sum()
    assert disrupted_share(table(), closed, ["S1", "S2"]) == pytest.approx(wanted)


def test_extracting_one_industry_loses_less_than_the_place():
    one = output_without(table(), "A", "S1")
    whole = output_without(table(), "A")
    assert one[0] == 0
    assert (one[2:] < whole[2:]).all()


def test_the_others_lose_what_a_place_buys_whether_it_still_sells_or_not():
    bought = output_without(table(), "A", sides="purchases")
    assert bought[2:] == pytest.approx(output_without(table(), "A")[2:])
    assert (bought[:2] > 0).all()  # it sells less to those who lose


def test_without_its_sales_to_others_a_place_still_serves_final_demand():
    loss = output_without(table(), "A", sides="sales")
    assert 0 < loss[0] < 93


def test_what_is_not_there_cannot_be_extracted():
    with pytest.raises(UnknownCode, match="S9"):
        output_without(table(), "A", "S9")
    with pytest.raises(UnknownCode, match="purchases, sales"):
        output_without(table(), "A", sides="left")
