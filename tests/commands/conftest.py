import sys
from dataclasses import dataclass

import pytest

from decentwork.commands.main import main


@dataclass(frozen=True)
class Ended:
    """What a command printed, and the code it left with."""

    code: int
    out: str
    err: str


@pytest.fixture
def decentwork(monkeypatch, capsys, tmp_path):
    """Run the command line as a shell does, in this process."""
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path / "decentwork-data"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["decentwork", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run
