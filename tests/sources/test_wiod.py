import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.footprints.toy import DEMAND, SALES, matrix, provenance

from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownCode
from decentwork.sources.wiod import read_panel, read_tables, read_wiod

SAMPLE = Path(__file__).parents[1] / "samples" / "wiod" / "wiod2013_2011.npz"


def changed(tmp_path, **arrays):
    with np.load(SAMPLE) as sample:
        kept = {name: sample[name] for name in sample.files}
    path = tmp_path / "wiod2013_2011.npz"
    np.savez_compressed(path, **{**kept, **arrays})
    return path


def test_places_industries_markets_and_money_are_labelled():
    found = read_wiod(SAMPLE, provenance())
    assert (found.year, found.unit) == (2011, "million USD")
    assert found.places == ("XAA", "XAA", "XAB", "XAB", "ROW", "ROW")
    assert found.industries == ("c1", "c2") * 3
    assert found.markets[:6] == ("XAA",) * 5 + ("XAB",)
    assert found.categories[:5] == ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
    assert found.demand_by_market().tolist() == matrix(DEMAND).tolist()
    assert found.transactions.tolist() == matrix(SALES).tolist()


def test_a_truncated_file_is_damaged(tmp_path):
    path = tmp_path / "wiod2013_2011.npz"
    path.write_bytes(SAMPLE.read_bytes()[:-200])
    with pytest.raises(DamagedFile, match="cannot be unpacked"):
        read_wiod(path, provenance())


def test_text_in_numbers_is_refused(tmp_path):
    path = changed(tmp_path, Z=np.full((6, 6), "n.a."))
    with pytest.raises(InvalidInput, match="Z: holds text"):
        read_wiod(path, provenance())


def test_every_array_that_is_missing_is_named(tmp_path):
    path = tmp_path / "wiod2013_2011.npz"
    np.savez(path, Z=np.ones((2, 2)))
    with pytest.raises(InvalidInput, match="7 problems"):
        read_wiod(path, provenance())


def test_a_missing_unit_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="unit of money is missing"):
        read_wiod(changed(tmp_path, unit=np.array("")), provenance())


def test_a_year_is_read_from_the_name_of_its_file(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "wiod2013_2011.npz")
    path = tmp_path / "wiod2013_2011.npz"
    tables = read_tables({path.name: path}, provenance())
    assert tables.years == (2011,)
    assert tables.in_year(2011).year == 2011
    with pytest.raises(UnknownCode, match="2011"):
        tables.in_year(1999)
    with pytest.raises(InvalidInput, match="the year is missing"):
        read_tables({"table.npz": path}, provenance())


def test_the_panel_is_the_yearly_tables_summed_to_twelve(data_folder):
    from decentwork.classifications.concordances import concordance

    panel = read_panel(data_folder.file("wiod2013_panel_41x12"), provenance()).in_year(2011)
    tables = read_tables(data_folder.files("wiod2013"), provenance())
    groups = {it: next(iter(to)) for it, to in concordance("wiod35", "etd12").weights.items()}
    summed = tables.in_year(2011).summed(groups, "summed")
    keys = list(zip(summed.places, summed.industries, strict=True))
    order = [keys.index(key) for key in zip(panel.places, panel.industries, strict=True)]
    assert (summed.transactions[np.ix_(order, order)] == panel.transactions).all()
    assert (summed.output[order] == panel.output).all()
