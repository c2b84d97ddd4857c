"""What was released of a study, as it lies in its folder; each file is known by its checksum."""

import hashlib
import json
from pathlib import Path
from typing import Any

from decentwork.estimates.errors import DamagedFile
from decentwork.studies.study_folder import StudyFolder
from decentwork.surveys.release import SurveyRelease

RELEASED = "released"


def releases(folder: StudyFolder) -> tuple[tuple[SurveyRelease, Path, str], ...]:
    """Return every release by round and version, with its file and that file's SHA-256."""
    found = []
    for path in (folder.root / RELEASED).glob("*.json"):
        content = path.read_text(encoding="utf-8")
        found.append((SurveyRelease.from_dict(json.loads(content)), path, _digest(content)))
    return tuple(sorted(found, key=lambda it: (it[0].round, it[0].version)))


def release_facts(folder: StudyFolder) -> list[dict[str, Any]]:
    """Return what is to be known of each release before it is opened, by round and version."""
    told = ("round", "version", "decided_on", "decided_by")
    return [
        {name: getattr(made, name) for name in told} | {"file": path.name, "digest": digest}
        for made, path, digest in releases(folder)
    ]


def release_text(folder: StudyFolder, name: str, digest: str) -> str:
    """Return a released file as it was released.

    Raises
    ------
    DamagedFile
        It is not what the office released: its SHA-256 is not `digest`.
    """
    path = folder.root / RELEASED / Path(name).name
    content = path.read_text(encoding="utf-8") if path.is_file() else ""
    if _digest(content) != digest:
        reason, hint = "it is not the file that was released.", "Restore it from a backup."
        raise DamagedFile(name, reason, hint)
    return content


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
