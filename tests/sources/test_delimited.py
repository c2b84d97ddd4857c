import gzip

import pytest
from tests.sources.observed import PROVENANCE, SAMPLES

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources import gapminder, ilo_estimates, ilostat, unicef, unsdg, usdol
from decentwork.sources.delimited import read_delimited
from decentwork.sources.wage_database import read_wages

READERS = {
    "unicef/child_labour.csv": unicef.read_child_labour,
    "unicef/child_protection.csv": unicef.read_child_protection,
    "unsdg/decent_work.csv": unsdg.read_decent_work,
    "usdol/children_work.csv": usdol.read_child_work,
    "ilostat/hazardous_work.csv": ilostat.read_hazardous_work,
    "ilostat/fatal_injuries.csv": ilostat.read_fatal_injuries,
    "ilostat/union_density.csv": ilostat.read_union_density,
    "ilostat/monthly_earnings.csv": ilostat.read_monthly_earnings,
    "ilostat/employment_divisions.csv": ilostat.read_employment_divisions,
    "ilostat/minimum_wages.csv": ilostat.read_minimum_wages,
    "gapminder/context.csv": gapminder.read_context,
    "wage_database/wages.csv": read_wages,
    "ilo_estimates/child_labour_charts.csv": ilo_estimates.read_child_labour_charts,
    "ilo_estimates/forced_labour_region.csv": ilo_estimates.read_forced_labour_regions,
    "ilo_estimates/forced_labour_sector.csv": ilo_estimates.read_forced_labour_sectors,
}


def table(folder, text):
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def read(path):
    return read_delimited(path, texts=("place",), numbers=("year", "value"), codes={})


def problems(caught):
    return [str(problem) for problem in caught.value.problems]


def test_columns_are_found_by_name_and_others_left_out(tmp_path):
    frame = read(table(tmp_path, "value,more,place,year\n1.5,x,KEN,2020\n"))
    assert frame.to_dict("records") == [{"place": "KEN", "year": 2020.0, "value": 1.5}]


def test_an_empty_number_is_missing_and_an_empty_text_is_empty(tmp_path):
    frame = read(table(tmp_path, "place,year,value\n,2020,\n"))
    assert frame["place"].tolist() == [""]
    assert frame["value"].isna().all()


def test_the_text_na_is_a_text(tmp_path):
    assert read(table(tmp_path, "place,year,value\nNA,2020,1\n"))["place"].tolist() == ["NA"]


def test_every_missing_column_is_told(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        read(table(tmp_path, "place,other\nKEN,1\n"))
    assert [problem.what for problem in caught.value.problems] == [
        "column 'year' is missing.",
        "column 'value' is missing.",
    ]


def test_every_word_among_numbers_is_told_with_its_line(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        read(table(tmp_path, "place,year,value\nKEN,2020,1\nKEN,soon,many\n"))
    assert problems(caught) == [
        "line 3: 'soon': year is not a number.",
        "line 3: 'many': value is not a number.",
    ]


def test_many_problems_of_a_kind_are_counted(tmp_path):
    rows = "KEN,2020,many\n" * 30
    with pytest.raises(InvalidInput) as caught:
        read(table(tmp_path, "place,year,value\n" + rows))
    assert len(caught.value.problems) == 21
    assert problems(caught)[-1].startswith("10 more lines")


def test_a_last_line_that_is_cut_off_is_told(tmp_path):
    with pytest.raises(InvalidInput, match="line 3: has 2 cells where the header has 3"):
        read(table(tmp_path, "place,year,value\nKEN,2020,1\nKEN,20"))


def test_an_unknown_code_is_told_with_the_known_ones(tmp_path):
    path = table(tmp_path, "sex,value\nFemale,1\nWoman,2\n")
    with pytest.raises(InvalidInput, match="'Woman': sex is not known. Known: 'Female', 'Male'"):
        read_delimited(path, texts=("sex",), numbers=("value",), codes={"sex": ("Female", "Male")})


def test_a_line_with_too_many_cells_is_told(tmp_path):
    with pytest.raises(InvalidInput, match="line 3: has 4 cells where the header has 3"):
        read(table(tmp_path, "place,year,value\nKEN,2020,1\nKEN,2020,1,2\n"))


def test_a_file_without_rows_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="there are none"):
        read(table(tmp_path, "place,year,value\n"))


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("place,year,value\nCuraçao,2020,1\n".encode("latin-1"))
    with pytest.raises(DamagedFile, match="UTF-8"):
        read(path)


@pytest.mark.parametrize("name", READERS)
def test_a_packed_file_reads_as_the_plain_one(name, tmp_path):
    packed = tmp_path / f"{name.split('/')[1]}.gz"
    packed.write_bytes(gzip.compress((SAMPLES / name).read_bytes()))
    plain = READERS[name](SAMPLES / name, PROVENANCE)
    assert READERS[name](packed, PROVENANCE).frame.equals(plain.frame)


@pytest.mark.parametrize("name", READERS)
def test_a_packed_file_that_is_cut_off_is_refused(name, tmp_path):
    packed = tmp_path / f"{name.split('/')[1]}.gz"
    content = gzip.compress((SAMPLES / name).read_bytes())
    packed.write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedFile, match=packed.name):
        READERS[name](packed, PROVENANCE)


@pytest.mark.parametrize("name", READERS)
def test_a_file_of_another_layout_is_refused(name, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("country,figure\nKenya,1\n", "utf-8")
    with pytest.raises(InvalidInput, match="is missing"):
        READERS[name](other, PROVENANCE)
