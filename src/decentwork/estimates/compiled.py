"""Compile a function to machine code, and keep the code in the data folder for the next run."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import platformdirs

Function = TypeVar("Function", bound=Callable[..., Any])


def _cache_folder() -> Path | None:
    """Return where compiled code can be kept; None where nothing can be written.

    A kernel that another one calls may change without the caller's file changing, which numba does
    not see: each state of this software has a folder of its own.
    """
    named = os.environ.get("DECENTWORK_COMPILED") or os.environ.get("DECENTWORK_DATA")
    root = Path(named).expanduser() if named else platformdirs.user_data_path("decentwork")
    folder = root / "compiled" / _software_key()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _software_key() -> str:
    package = Path(__file__).parents[1]
    states = [
        f"{path.relative_to(package)} {path.stat().st_mtime_ns}"
        for folder in ("estimates", "estimators", "matching", "sampling", "studies")
        for path in sorted((package / folder).glob("*.py"))
    ]
    return hashlib.sha256("\n".join(states).encode()).hexdigest()[:16]


CACHE = _cache_folder()
if CACHE is not None:  # read when numba is first imported, so it is set before
    os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE))

import numba  # noqa: E402 - see above


def njit(function: Function) -> Function:
    """Return `function` compiled when first called; it runs beside other threads."""
    return cast("Function", numba.njit(cache=CACHE is not None, nogil=True)(function))
