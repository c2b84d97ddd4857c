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


WORKERS = """\
id,unit_id,listed,interviewed,sex,pay
w1,007,10,2,female,210
w2,007,10,2,male,250
w3,c,1,1,female,
"""


@pytest.fixture
def with_workers(written, tmp_path):
    def write(workers=WORKERS, **others):
        (tmp_path / "W.csv").write_text(workers, encoding="utf-8")
        return *written(**others), tmp_path / "W.csv"

    return write


def test_workers_keep_their_unit_and_their_variables_are_named_after_those_of_units(with_workers):
    sample = read_chain_sample(*with_workers())
    assert list(sample.workers["unit_id"]) == ["007", "007", "c"]
    assert sample.variables == ("hours", "paid", "sex", "pay")


def test_problems_of_all_three_files_are_told_at_once_with_lines(with_workers):
    workers = WORKERS.replace("w3,c", "w3,zz").replace("male,250", "male,much") + "w4,8,1,1,,90\n"
    links = LINKS.replace("3,1", "3,4")
    with pytest.raises(InvalidInput) as refused:
        read_chain_sample(*with_workers(workers, units=UNITS.replace("0.5", "5"), links=links))
    message = str(refused.value)
    assert "units, line 2: '007' has a seed_chance outside (0, 1]" in message
    assert "links, line 2: '007' → 'c' followed more suppliers than were listed" in message
    assert "W.csv, line 3: pay 'much' is not a number" in message
    assert "workers, line 4: 'w3' works in no unit of the table" in message


@pytest.mark.parametrize(
    ("workers", "told"),
    [
        (WORKERS.replace("w3,c,1", "w3,c,"), "line 4: 'w3' needs whole numbers in listed"),
        (WORKERS.replace("w2,007,10", "w2,007,11"), "line 3: 'w2' has another number in listed"),
        (WORKERS.replace("w2,007,10,2", "w2,c,1,2"), "not as many rows as interviewed"),
        (WORKERS.replace("w3,c,1,1", "w3,c,0,1"), "more interviewed workers than listed"),
        (WORKERS.replace("w2", "w1"), "line 3: 'w1' is there more than once"),
        (WORKERS.replace("unit_id", "unit"), "'unit_id' is missing. Is it 'unit'?"),
    ],
)
def test_what_is_wrong_with_workers_is_told_with_its_line(workers, told, with_workers):
    with pytest.raises(InvalidInput) as refused:
        read_chain_sample(*with_workers(workers))
    assert told in str(refused.value)
