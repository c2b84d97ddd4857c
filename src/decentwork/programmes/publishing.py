"""Publishing a programme: its records as a snapshot in a data folder, where others read it."""

import tempfile
from pathlib import Path

from decentwork.estimates.errors import InputError
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_tables import as_yaml
from decentwork.programmes.shipped import first_programme
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.programme_snapshots import snapshot_name


class IdTaken(InputError):
    """A programme of the same id is there already."""

    def __init__(self, id: str, title: str, *, ships: bool) -> None:
        self.id, self.title, self.ships = id, title, ships
        remedy = "Give yours another id." if ships else "Give yours another id, or use --replace."
        super().__init__(f"There is a programme {id!r} already: {title}. {remedy}")


def publish_programme(programme: Programme, folder: DataFolder, *, replace: bool = False) -> str:
    """Put a programme into a data folder, whole or not at all, and return its data set's name.

    Dossiers and the site read it from there. One that is the same as the one that is there changes
    nothing.

    Raises
    ------
    IdTaken
        It has the id of the programme that ships; or of another that is there, without `replace`.
    DataFolderError
        The folder cannot be written to.
    """
    header, first = programme.header, first_programme().header
    if header.id == first.id:
        raise IdTaken(header.id, first.title["en"], ships=True)
    name = snapshot_name(header.id, is_invented=header.invented)
    content = as_yaml(programme)
    if name in folder.names() and not replace:
        if folder.file(name).read_bytes() != content:
            raise IdTaken(header.id, folder.entry(name).title, ships=False)
    put_snapshot(header.id, content, folder)
    return name


def put_snapshot(id: str, content: bytes, folder: DataFolder) -> None:
    """Put the YAML file of a programme into a data folder, in place of one of the same id."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / f"{id}.yaml"
        path.write_bytes(content)
        folder.add(path)
