import os
import subprocess
import sys


def test_every_test_of_the_site_passes_on_postgresql_too(postgres, project):
    tests = [
        "tests/site",
        "--ignore=tests/site/test_serving.py",
        "--ignore=tests/site/test_worker.py",
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", *tests]
    done = subprocess.run(
        command,
        env=os.environ | {"DATABASE_URL": postgres},
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
