"""Published programmes, as snapshots in the data folder: recognised by their first section.

What is in them is read by `programmes`; here only enough to name and file them.
"""

from pathlib import Path
from typing import Any

import yaml

from decentwork.estimates.errors import DamagedFile
from decentwork.sources.catalogue import Entry, EntryFile
from decentwork.sources.data_folder import SAMPLE, DataFolder

PREFIX = "programme_"
SECTION = "programme:"
LICENCE = "Published by the organisation; ask it for terms of re-use"


def snapshot_entry(path: Path, sha256: str) -> Entry | None:
    """Return the description of a programme's file, or None when the file is something else."""
    if path.suffix.lower() not in (".yaml", ".yml") or not _begins(path):
        return None
    header = _header(path)
    title, organisation = _text(header.get("title")), _text(header.get("organisation"))
    invented = header.get("invented") is True
    if not (header.get("id") and title and organisation):
        raise DamagedFile(str(path), "Its programme has no id, title or organisation.", "Add them.")
    return Entry(
        name=snapshot_name(header["id"], is_invented=invented),
        title=title,
        publisher=organisation,
        licence=LICENCE,
        licence_status="unconfirmed",
        citation=f"{organisation}, {title}",
        coverage=f"{header.get('starts', '')}–{header.get('ends', '')}",
        kind="programme",
        obtained="the programme's published records",
        invented=invented,
        files=(EntryFile(path=path.name, sha256=sha256, bytes=path.stat().st_size),),
    )


def snapshot_name(id: str, *, is_invented: bool) -> str:
    """Return the name of a published programme among data sets."""
    return f"{SAMPLE if is_invented else ''}{PREFIX}{id}"


def snapshot_files(folder: DataFolder) -> tuple[Path, ...]:
    """Return the published programmes of a folder; those of the sample world from its view."""
    prefix = folder.prefix + PREFIX
    names = [name.removeprefix(folder.prefix) for name in folder.names() if name.startswith(prefix)]
    return tuple(folder.file(name) for name in names)


def _begins(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as lines:
        first = next((it for it in lines if it.strip() and not it.startswith(("#", "---"))), "")
    return first.startswith(SECTION)


def _header(path: Path) -> dict[str, Any]:
    """Return the first section alone: a programme may have many thousand records."""
    lines: list[str] = []
    with path.open(encoding="utf-8", errors="replace") as text:
        for line in text:
            if lines and line[:1] not in (" ", "\n", "#"):
                break
            if lines or line.startswith(SECTION):
                lines.append(line)
    try:
        held = yaml.load("".join(lines), Loader=yaml.CSafeLoader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise DamagedFile(str(path), f"It is no YAML: {error}.", "Mend it there.") from error
    found = held.get("programme") if isinstance(held, dict) else None
    return found if isinstance(found, dict) else {}


def _text(words: object) -> str:
    if isinstance(words, dict):
        return str(words.get("en") or next(iter(words.values()), ""))
    return str(words or "")
