import numpy as np
import pytest
from tests.footprints.toy import DEMAND, SALES, account, matrix, table

from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.decomposition import DecompositionDoesNotClose
from decentwork.footprints.export_terms import (
    METHODS,
    AccountNotKnown,
    TotalsOnly,
    decompose_exports,
)
from decentwork.footprints.leontief import factorise

TOY = factorise(table())
FINE = [name for name in METHODS if name != "koopman_wang_wei"]


def unbalanced():
    output = matrix(SALES).sum(axis=1) + matrix(DEMAND).sum(axis=1)
    output[0] += 1
    return table(output=output)


def total(method, place, **options):
    return sum(decompose_exports(TOY, method, **options).of(place))


@pytest.mark.parametrize("method", ["koopman_wang_wei", "wang_wei_zhu", "hypothetical_extraction"])
def test_a_table_whose_rows_do_not_add_up_is_refused(method):
    with pytest.raises(DecompositionDoesNotClose, match="with_output_as_row_sum"):
        decompose_exports(factorise(unbalanced()), method)


@pytest.mark.parametrize("method", ["koopman_wang_wei", "borin_mancini", "wang_wei_zhu", "oecd"])
def test_terms_add_to_exports_once_output_is_the_row_sum(method):
    found = decompose_exports(factorise(unbalanced().with_output_as_row_sum()), method)
    assert [sum(found.of(place)) for place in "ABC"] == pytest.approx([92, 113, 116])


@pytest.mark.parametrize("method", FINE)
def test_an_aggregate_is_the_sum_of_importers_and_of_industries(method):
    whole = total(method, "A")
    assert total(method, "A", bilateral=True) == pytest.approx(whole)
    assert total(method, "A", sectoral=True) == pytest.approx(whole)
    assert total(method, "A", bilateral=True, sectoral=True) == pytest.approx(whole)


@pytest.mark.parametrize("perspective", METHODS["borin_mancini"])
@pytest.mark.parametrize("approach", ["source", "sink"])
def test_borin_and_mancini_add_to_each_flow_from_every_perspective(perspective, approach):
    found = decompose_exports(
        TOY, "borin_mancini", perspective=perspective, approach=approach, bilateral=True
    ).frame
    sums = found[found["additive"]].groupby(["exporter", "importer"])["value"].sum()
    exports = table().transactions[:2, 2:4].sum() + table().final_demand[:2, 1].sum()
    assert sums["A", "B"] == pytest.approx(exports)


def test_from_a_narrower_border_less_is_counted_twice():
    def twice(perspective):
        found = decompose_exports(TOY, "borin_mancini", perspective=perspective)
        return found.at("A", "DDC") + found.at("A", "FDC")

    assert twice("sectoral_bilateral") < twice("bilateral") < twice("exporter") < twice("world")


def test_labour_in_terms_is_all_labour_behind_exports():
    for method in FINE:
        if method in ("tripartite", "hypothetical_extraction"):
            continue
        found = decompose_exports(TOY, method, account=account())
        behind = TOY.multipliers(account().values / table().output)[0]
        exports = table().output - table().transactions[:, :2].sum(axis=1)
        exports = (exports - table().final_demand[:, 0])[:2]
        assert sum(found.of("A")) == pytest.approx(behind[:2] @ exports)
        assert found.unit == "thousand persons"


def test_a_labour_account_with_a_gap_is_refused_by_name():
    kept = {"places": tuple("ABBCC"), "industries": ("S1", "S1", "S2", "S1", "S2")}
    holed = account([40, 60, 45, 20, 15], **kept)
    with pytest.raises(AccountNotKnown, match="for all industries of A"):
        decompose_exports(TOY, "oecd", account=holed)


def test_a_group_exports_what_leaves_it():
    found = decompose_exports(TOY, "borin_mancini", exporter=["A", "B"])
    flows, demand = table().transactions, table().final_demand
    assert sum(found.of("A,B")) == pytest.approx(flows[:4, 4:].sum() + demand[:4, 2].sum())


def test_koopman_is_wang_summed():
    wide = decompose_exports(TOY, "koopman_wang_wei")
    fine = decompose_exports(TOY, "wang_wei_zhu")
    places = np.array([fine.of(place) for place in "ABC"])
    assert [wide.at(place, "T2") for place in "ABC"] == pytest.approx(places[:, 1:3].sum(axis=1))
    assert [wide.at(place, "T6") for place in "ABC"] == pytest.approx(places[:, 8:10].sum(axis=1))


def test_koopman_by_importer_is_refused_with_what_to_take():
    with pytest.raises(TotalsOnly, match="wang_wei_zhu"):
        decompose_exports(TOY, "koopman_wang_wei", bilateral=True)


@pytest.mark.parametrize(
    ("options", "known"),
    [
        ({"method": "kww"}, "koopman_wang_wei"),
        ({"method": "borin_mancini", "approach": "middle"}, "sink"),
        ({"method": "oecd", "perspective": "world"}, "exporter"),
        ({"method": "oecd", "exporter": ["Z"]}, "A"),
    ],
)
def test_what_is_not_known_is_told_with_what_is(options, known):
    with pytest.raises(UnknownCode, match=known):
        decompose_exports(TOY, **options)


def test_a_decomposition_names_its_method_perspective_and_account():
    found = decompose_exports(TOY, "borin_mancini", approach="sink")
    title = "value_added in gross exports, borin_mancini, sink, exporter perspective, toy 2011"
    assert str(found).startswith(title)
    assert found.to_dict()["method"] == "borin_mancini"
    columns = ["exporter", "importer", "industry", "term", "value", "additive"]
    assert list(found.to_frame().columns) == columns
