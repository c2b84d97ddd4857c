import numpy as np
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.survey_tables import read_chain_sample

UNITS = """\
id,tier,seed_chance,buyers_in_scope,region,hours,paid
007,0,0.5,,1,48,yes
8,0,0.5,,2,,no
c,1,,1,2,60,
"""
LINKS = "buyer_id,supplier_id,listed,followed\n007,c,3,1\n"


@pytest.fixture
def written(tmp_path):
    def write(units=UNITS, links=LINKS):
        (tmp_path / "U.csv").write_text(units, encoding="utf-8")
        (tmp_path / "L.csv").write_text(links, encoding="utf-8")
        return tmp_path / "U.csv", tmp_path / "L.csv"

    return write


def test_ids_and_regions_stay_text_and_quantities_become_numbers(written):
    sample = read_chain_sample(*written())
    assert list(sample.units.index) == ["007", "8", "c"]
    assert list(sample.units["region"]) == ["1", "2", "2"]
    np.testing.assert_array_equal(sample.units["hours"], [48, np.nan, 60])
    assert list(sample.units["paid"].fillna("missing")) == ["yes", "no", "missing"]
    assert sample.variables == ("hours", "paid")


def test_both_files_are_in_the_provenance(written):
    origins = read_chain_sample(*written()).provenance.origins
    assert [origin.title for origin in origins] == ["U.csv", "L.csv"]


def test_problems_of_both_files_are_told_at_once_with_lines(written):
    units = UNITS.replace("c,1,,1", "c,one,,1").replace("8,0,0.5", "8,0,5")
    with pytest.raises(InvalidInput) as refused:
        read_chain_sample(*written(units, LINKS + "8,zzz,1,1\n"))
    message = str(refused.value)
    assert "U.csv, line 4: tier 'one' is not a number" in message
    assert "units, line 3: '8' has a seed_chance outside (0, 1]" in message
    assert "links, line 3: '8' → 'zzz' names a supplier that is not among the units" in message


def test_a_renamed_column_is_told_with_the_name_it_has(written):
    with pytest.raises(InvalidInput, match="'supplier_id' is missing.*Is it 'supplier'"):
        read_chain_sample(*written(links=LINKS.replace("supplier_id", "supplier")))


def test_a_row_with_a_cell_too_many_is_told(written):
    with pytest.raises(InvalidInput, match=r"L\.csv, line 3: has 5 cells"):
        read_chain_sample(*written(links=LINKS + "8,c,1,1,1\n"))
