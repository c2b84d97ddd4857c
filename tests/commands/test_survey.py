import json
import os
import subprocess
import sys

import pytest

COMMANDS = ("new", "plan", "form", "import", "next", "weigh", "estimate", "report", "release")
HEAVY = ("pandas", "numpy", "scipy", "numba", "altair", "django", "pyxform", "openpyxl")


@pytest.mark.parametrize("arguments", [(), ("survey",), ("survey", "estimate")])
def test_help_loads_nothing_heavy(arguments, tmp_path):
    code = (
        "import json, sys\n"
        f"sys.argv = ['decentwork', *{arguments!r}, '--help']\n"
        "from decentwork.commands.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DECENTWORK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_help_tells_the_commands_in_the_order_of_a_study(decentwork):
    shown = decentwork("survey", "--help").out
    places = [shown.index(f"│ {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(command, decentwork):
    shown = decentwork("survey", command, "--help").out
    bare = [
        line
        for line in shown.splitlines()
        if line.startswith("│ --") and len(line.strip("│ ").split()) < 4
    ]
    assert bare == []


def test_the_help_of_estimate_names_every_method(decentwork):
    from decentwork.estimators import ESTIMATORS
    from decentwork.estimators.recruitment_variance import RECRUITMENT_VARIANCES

    shown = decentwork("survey", "estimate", "--help").out
    for name in (*ESTIMATORS, *RECRUITMENT_VARIANCES, "seed_design", "rescaled_bootstrap"):
        assert name in shown


def test_a_misspelt_command_is_told_with_the_one_it_may_be(decentwork):
    done = decentwork("survey", "estimates")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'estimate'?" in done.err
