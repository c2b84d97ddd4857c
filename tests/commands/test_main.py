import subprocess
import sys
from pathlib import Path

import pytest

import decentwork

PROGRAM = Path(sys.executable).with_name("decentwork")


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        env={"DECENTWORK_DATA": str(data), "COLUMNS": "100"},
        capture_output=True,
        text=True,
    )


def test_the_version_is_the_package_s(tmp_path):
    assert run("--version", data=tmp_path).stdout == f"decentwork {decentwork.__version__}\n"


@pytest.mark.parametrize("noun", ["dossier", "trade", "data"])
def test_help_lists_the_nouns(noun, tmp_path):
    assert f" {noun} " in run("--help", data=tmp_path).stdout


def test_an_error_is_one_message_without_traceback_and_has_an_exit_code(tmp_path):
    done = run("dossier", "TUR", "garments", data=tmp_path / "empty")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("decentwork: There are no data in ")
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_error(sample_folder):
    shell = f"{PROGRAM} dossier XAA textiles | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell],
        env={"DECENTWORK_DATA": str(sample_folder.root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "Textiles, Avonia\n"
    assert "Traceback" not in done.stderr
