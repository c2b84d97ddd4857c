import zipfile
from pathlib import Path

import pytest
from tests.programmes.iati_made import full
from tests.programmes.made import programme, row

from decentwork.programmes.programme_file import read_programme
from decentwork.programmes.programme_tables import WRITERS, write_programme
from decentwork.programmes.records import SECTIONS
from decentwork.programmes.shipped import first_programme

SAMPLE = Path(__file__).parents[1] / "samples" / "programme" / "leather.yaml"


def sample():
    return read_programme(SAMPLE)


def awkward():
    """Return a programme with texts that a spreadsheet or YAML would take for something else."""
    return programme(
        row("indicators", id="grade", title="=1+1", result="trained", measure="ordinal",
            scale=["poor, or worse", "good\\", "=best"]),
        row("documents", id="law", title={"en": "'quoted'", "fr": "-5 : moins"}, symbol="007",
            text='one\ntwo\n\nthree; "four"', published="2021", address="+49 1"),
        row("organisations", id="one", title="1.0", kind="network", iati="0042"),
        row("organisations", id="two", title="true", kind="network", iati="1e5"),
        row("activities", id="plan", title="2026-05-01", kind="tool", area="training", text="yes",
            workers_reached=0, starts="2026", sources=["law:13, 14"]),
    )  # fmt: skip


@pytest.mark.parametrize(
    "made", [full, awkward, sample, first_programme], ids=lambda it: it.__name__
)
@pytest.mark.parametrize("ending", WRITERS)
def test_what_is_written_is_read_again_as_the_same(made, ending, tmp_path):
    path = tmp_path / f"out.{ending}"
    write_programme(made(), path)
    assert read_programme(path) == made()


def test_the_sample_has_every_kind_of_record():
    assert list(sample().counts()) == list(SECTIONS)


def test_a_text_that_begins_like_a_formula_is_no_formula_in_csv(tmp_path):
    write_programme(awkward(), tmp_path / "out.csv.zip")
    with zipfile.ZipFile(tmp_path / "out.csv.zip") as packed:
        told = packed.read("indicators.csv").decode()
    assert ",'=1+1," in told
    assert ",=1+1," not in told


def test_csv_files_may_lie_in_a_folder(tmp_path):
    write_programme(full(), tmp_path / "out.csv.zip")
    with zipfile.ZipFile(tmp_path / "out.csv.zip") as packed:
        packed.extractall(tmp_path / "unpacked")
    assert read_programme(tmp_path / "unpacked") == full()


def test_a_large_programme_is_read_whole_from_a_workbook(tmp_path):
    activities = [
        row("activities", id=f"a{number}", title=f"Course {number}", kind="course", area="training")
        for number in range(5000)
    ]
    write_programme(programme(*activities), tmp_path / "out.xlsx")
    assert read_programme(tmp_path / "out.xlsx").counts()["activities"] == 5001
