import numpy as np
import pytest
from tests.footprints.toy import DEMAND, SALES, matrix, table

from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.borin_mancini import borin_mancini
from decentwork.footprints.country_blocks import country_blocks
from decentwork.footprints.decomposition import DecompositionDoesNotClose
from decentwork.footprints.koopman_wang_wei import koopman_wang_wei
from decentwork.footprints.value_chain_trade import tripartite
from decentwork.footprints.wang_wei_zhu import wang_wei_zhu

METHODS = [koopman_wang_wei, borin_mancini, tripartite, wang_wei_zhu]


def unbalanced():
    output = matrix(SALES).sum(axis=1) + matrix(DEMAND).sum(axis=1)
    output[0] += 1
    return table(output=output)


@pytest.mark.parametrize("method", [koopman_wang_wei, wang_wei_zhu])
def test_a_table_whose_rows_do_not_add_up_is_refused(method):
    with pytest.raises(DecompositionDoesNotClose, match="with_output_as_row_sum"):
        method(country_blocks(unbalanced()))


@pytest.mark.parametrize("method", METHODS)
def test_terms_add_to_exports_once_output_is_the_row_sum(method):
    found = method(country_blocks(unbalanced().with_output_as_row_sum()))
    assert [sum(found.of(place)) for place in "ABC"] == pytest.approx([92, 113, 116])


def test_koopman_is_wang_summed():
    blocks = country_blocks(table())
    wide, fine = koopman_wang_wei(blocks), wang_wei_zhu(blocks)
    places = np.array([fine.of(place) for place in "ABC"])
    assert [wide.at(place, "T2") for place in "ABC"] == pytest.approx(places[:, 1:3].sum(axis=1))
    assert [wide.at(place, "T6") for place in "ABC"] == pytest.approx(places[:, 8:10].sum(axis=1))


def test_an_unknown_approach_is_told_with_the_known_ones():
    with pytest.raises(UnknownCode, match="sink"):
        borin_mancini(country_blocks(table()), "middle")


def test_a_decomposition_names_its_method():
    found = tripartite(country_blocks(table()))
    assert str(found) == "Gross exports in 4 terms, tripartite, toy 2011"
    assert found.to_dict()["method"] == "tripartite"
    assert list(found.to_frame().columns) == ["place", "term", "value"]
