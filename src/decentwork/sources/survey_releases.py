"""Releases of surveys, as files that an office passes on: recognised by what they say they are."""

import json
from pathlib import Path

from decentwork.estimates.errors import DamagedFile
from decentwork.estimates.provenance import Provenance
from decentwork.sources.catalogue import Entry, EntryFile, read_once
from decentwork.sources.data_folder import SAMPLE, DataFolder
from decentwork.surveys.release import LAYOUT, SurveyRelease

PREFIX = "survey_"
LICENCE = "Released by the producing office; ask it for terms of re-use"


def read_release(path: Path, provenance: Provenance | None = None) -> SurveyRelease:
    """Return the release that a file holds; it says itself where it is from."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DamagedFile(str(path), f"it is not JSON ({error}).", "Ask for it again.") from error
    return SurveyRelease.from_dict(values)


def release_entry(path: Path, sha256: str) -> Entry | None:
    """Return the description of a release file, or None when the file is something else."""
    if path.suffix.lower() != ".json" or LAYOUT not in path.read_text("utf-8", "replace")[:200]:
        return None
    release = read_release(path)
    shown = sum(figure.value is not None for figure in release.figures)
    return Entry(
        name=release_name(release),
        title=f"{release.name('en')}, round {release.round}",
        publisher=release.office,
        licence=LICENCE,
        licence_status="unconfirmed",
        citation=f"{release.office}, {release.name('en')}, round {release.round}, "
        f"version {release.version}, released {release.decided_on}",
        coverage=f"{release.place}, {release.chain}, {release.period}, {shown} figures",
        kind="survey",
        edition=f"round {release.round}, version {release.version}",
        obtained="the office's release file",
        note="Invented: no person or enterprise in it exists." if release.invented else "",
        reader="survey_releases:read_release",
        invented=release.invented,
        files=(EntryFile(path=path.name, sha256=sha256, bytes=path.stat().st_size),),
    )


def release_name(release: SurveyRelease) -> str:
    """Return the data set's name: a study's rounds stand side by side, a version replaces one."""
    world = SAMPLE if release.invented else ""
    return f"{world}{PREFIX}{release.study.replace('-', '_')}_{release.round}"


def release_names(folder: DataFolder) -> tuple[str, ...]:
    """Return the names of all releases in a folder, as `folder.names()` has them."""
    return tuple(it for it in folder.names() if it.removeprefix(SAMPLE).startswith(PREFIX))


def releases(folder: DataFolder, place: str, chain: str) -> tuple[tuple[str, SurveyRelease], ...]:
    """Return the releases of surveys of a chain in a country, each with its data set's name."""
    found = _found(folder)
    return tuple(each for each in found if (each[1].place, each[1].chain) == (place, chain))


def releases_at_hand(folder: DataFolder) -> tuple[SurveyRelease, ...]:
    """Return every release in a folder; those of the sample world from its view."""
    return tuple(release for _, release in _found(folder))


def surveyed_chains(folder: DataFolder) -> tuple[tuple[str, str], ...]:
    """Return place and chain of every release of a real survey."""
    return tuple((release.place, release.chain) for _, release in _found(folder))


def _found(folder: DataFolder) -> list[tuple[str, SurveyRelease]]:
    prefix = folder.prefix + PREFIX
    names = [name.removeprefix(folder.prefix) for name in folder.names() if name.startswith(prefix)]
    return [(name, read_once(folder, name, SurveyRelease)) for name in names]
