"""Whether a zip, or a workbook (a zip too), can be unpacked whole before anything reads it."""

import zipfile
import zlib
from pathlib import Path

from decentwork.estimates.errors import DamagedFile
from decentwork.sources.rows import FETCH_AGAIN

UNPACKED_LIMIT = 1_000_000_000  # bytes: more than a survey's answers, less than a zip bomb
_ENCRYPTED = 0x1  # the flag of a member


def packed_names(path: Path, where: str) -> list[str]:
    """Return the names of the files in a zip whose every byte was checked against its checksum.

    Raises
    ------
    DamagedFile
        It is cut short, damaged, encrypted, or unpacks to more than a survey can be.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            if any(member.flag_bits & _ENCRYPTED for member in members):
                hint = "Unpack it with its password and give what is in it."
                raise DamagedFile(where, "It is encrypted.", hint)
            if sum(member.file_size for member in members) > UNPACKED_LIMIT:
                raise DamagedFile(where, "It unpacks to more than 1 GB.", "Leave the photos out.")
            is_whole = packed.testzip() is None
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError, ValueError, NotImplementedError):
        is_whole = False
    if not is_whole:
        raise DamagedFile(where, "It is cut short or damaged.", FETCH_AGAIN)
    return [member.filename for member in members]
