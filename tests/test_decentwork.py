import subprocess
import sys

import pytest

import decentwork


def test_each_public_name_is_the_thing_itself():
    for name in decentwork.__all__:
        assert getattr(decentwork, name).__name__ == name


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="no 'Leontiev'"):
        decentwork.Leontiev  # noqa: B018 - reading it is the test


def test_help_waits_for_no_array_library():
    code = "import sys, decentwork.commands.main; print({'numpy', 'pandas'} & set(sys.modules))"
    loaded = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "set()"
