import numpy as np
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.recruitment_table import read_recruitment


@pytest.fixture
def saved(tmp_path):
    def save(text):
        path = tmp_path / "peers.csv"
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()), "utf-8")
        return path

    return save


def problems(path):
    with pytest.raises(InvalidInput) as raised:
        read_recruitment(path)
    return [str(problem) for problem in raised.value.problems]


def test_a_seed_has_no_recruiter_or_the_word_seed(saved):
    found = read_recruitment(saved("id,recruiter_id,network_size,job\n1,seed,4,a\n2,,,b\n3,1,5,"))
    assert found.people["recruiter_id"].tolist() == ["", "", "1"]
    np.testing.assert_array_equal(found.people["degree"], [4, np.nan, 5])
    assert found.traits == ("job",)


def test_answers_that_are_all_numbers_are_numbers(saved):
    found = read_recruitment(saved("id,recruiter_id,degree,pay,job\n1,,4,10,1\n2,1,2,NA,x"))
    np.testing.assert_array_equal(found.people["pay"], [10, np.nan])
    assert found.people["job"].tolist() == ["1", "x"]


def test_everything_that_is_wrong_is_told_at_once_with_its_line(saved):
    path = saved("""
        id,recruiter_id,degree
        a,,4
        b,z,4
        c,c,-1
        d,e,many
        e,d,2
        a,b,3
        ,a,3
        """)
    assert problems(path) == [
        "line 7: the id 'a' is there more than once.",
        "line 8: the id is empty.",
        "line 3: the recruiter 'z' is no id. Leave recruiter_id empty for a seed.",
        "line 4: 'c' recruited themselves. Leave recruiter_id empty for a seed.",
        "line 5: a loop: 'd', 'e' recruited one another in a ring.",
        "line 4: degree -1.0 is no number of people. "
        "Write how many peers the person knows; leave it empty where not known.",
        "line 5: degree 'many' is no number of people. "
        "Write how many peers the person knows; leave it empty where not known.",
    ]


def test_a_sample_without_seeds_is_told(saved):
    assert any(
        "there is no seed" in it for it in problems(saved("id,recruiter_id,degree\na,b,1\nb,a,1"))
    )


def test_missing_columns_are_told_with_names_that_are_near(saved):
    found = problems(saved("ID,recruiter,degree\na,,4"))
    assert (
        "header: the column 'recruiter_id' is missing. Is it 'recruiter'? Rename that column."
        in found
    )
    assert any("the column 'id' is missing" in it for it in found)


def test_a_file_in_which_all_refused_says_that_nobody_is_in_it(saved):
    assert problems(saved("id,recruiter_id,degree")) == [
        "rows: nobody is in it. If all who were asked refused, there is nothing to estimate from."
    ]


def test_a_row_of_another_length_is_told(saved):
    assert problems(saved("id,recruiter_id,degree\na,,4,5")) == [
        "line 2: has 4 cells where the header has 3. A comma inside a cell needs quotes."
    ]
