"""Work that waits for a file between its steps, and leaves a line for every start."""

import time
from collections.abc import Mapping
from pathlib import Path


def count_steps(arguments: Mapping[str, str], tell) -> dict[str, int]:
    folder = Path(arguments["folder"])
    with (folder / "starts").open("a") as starts:
        starts.write("start\n")
    tell(1, 2, "Counting")
    end = time.monotonic() + 60
    while not (folder / "go-on").exists() and time.monotonic() < end:
        time.sleep(0.05)
    tell(2, 2, "Counting")
    return {"starts": len((folder / "starts").read_text().splitlines())}
