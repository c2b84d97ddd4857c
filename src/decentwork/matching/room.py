"""Freed memory given back to the system: steps need it one after the other, not at once."""

import ctypes
import sys

import pyarrow as pa


def give_back() -> None:
    """Give back what Arrow and the C library keep of freed memory for later."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU library, not of others
        if trim is not None:
            trim(0)
