import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.concordance_file import read_concordance, read_concordances


def saved(path, text):
    path.write_text(text)
    return path


def told(path):
    with pytest.raises(InvalidInput) as refused:
        read_concordance(path)
    return [str(it) for it in refused.value.problems]


def test_without_a_share_all_of_a_code_goes_to_its_target(tmp_path):
    read = read_concordance(saved(tmp_path / "c.csv", "source;target\nNA;Africa\nB;Asia\n"))
    assert read.weights == {"NA": {"Africa": 1.0}, "B": {"Asia": 1.0}}


def test_shares_divide_a_code(tmp_path):
    read = read_concordance(
        saved(tmp_path / "c.csv", "source,target,share\nA,x,0.4\nA,y,0.6\nB,y,\n")
    )
    assert read.weights == {"A": {"x": 0.4, "y": 0.6}, "B": {"y": 1.0}}


def test_each_fault_is_told_with_its_line(tmp_path):
    rows = "source,target,share\nA,x,1\nA,x,1\nB,y,inf\n,z,1\nC,x,0.5\n"
    assert told(saved(tmp_path / "c.csv", rows)) == [
        "line 3: A → x is there twice.",
        "line 4: share 'inf' is no number above 0, up to 1.",
        "line 5: the source or the target is empty.",
        "C: its shares sum to 0.5. They must sum to 1, so that no flow is lost.",
    ]


def test_a_code_with_two_targets_needs_shares(tmp_path):
    [problem] = told(saved(tmp_path / "c.csv", "source,target\nA,x\nA,y\n"))
    assert problem.startswith("A: its shares sum to 2.")


def test_a_file_without_rows_is_refused(tmp_path):
    assert told(saved(tmp_path / "c.csv", "source,target\n"))[0].startswith("rows: there are none.")


def test_the_problems_of_several_files_come_together(tmp_path):
    good = saved(tmp_path / "good.csv", "source,target\nA,x\n")
    bad = [saved(tmp_path / f"{it}.csv", "source,target\n") for it in ("one", "two")]
    assert [it and it.targets for it in read_concordances(good, None)] == [("x",), None]
    with pytest.raises(InvalidInput) as refused:
        read_concordances(*bad)
    assert [it.where for it in refused.value.problems] == ["one.csv, rows", "two.csv, rows"]
