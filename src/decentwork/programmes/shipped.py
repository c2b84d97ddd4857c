"""The programme that ships with the library, and finding one by its name."""

from functools import cache
from pathlib import Path

from decentwork.estimates.errors import UnknownCode
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_file import read_programme
from decentwork.programmes.survey_rounds import with_survey_rounds
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.programme_snapshots import snapshot_files

FIRST = "ilo_2017_2021"


@cache
def first_programme() -> Programme:
    """Return the programme of action on decent work in global supply chains 2017–21.

    It holds what the final report on it tells, as records.
    """
    return read_programme(Path(__file__).parent / FIRST)


def kept_programmes(folder: DataFolder) -> tuple[Programme, ...]:
    """Return the programmes that are kept in a data folder, the invented ones last."""
    files = (*snapshot_files(folder), *snapshot_files(folder.sample_world()))
    return tuple(read_programme(file) for file in files)


def named_programme(name: str, folder: DataFolder) -> Programme:
    """Return the programme of a file, or of an id: the one that ships, or one in a data folder.

    What its indicators rest on is read from the surveys released in the folder.

    Parameters
    ----------
    name : str
        "" or the id of the programme that ships; the id of one in `folder`; or a path to YAML, a
        folder of YAML, a workbook, or IATI 2.03.
    folder : DataFolder
        Where published programmes lie.

    Raises
    ------
    UnknownCode
        It is neither a file nor an id.
    UnknownFile, DamagedFile, InvalidInput
        The file is no programme.
    """
    if not name or name == FIRST:
        return first_programme()
    path = Path(name)
    if path.suffix.lower() == ".xml" and path.exists():
        from decentwork.programmes.iati_import import read_iati

        return with_survey_rounds(read_iati(path), folder)
    if path.exists():
        return with_survey_rounds(read_programme(path), folder)
    known = [first_programme(), *kept_programmes(folder)]
    for programme in known:
        if programme.header.id == name:
            world = folder.sample_world() if programme.header.invented else folder
            return with_survey_rounds(programme, world)
    raise UnknownCode(name, "the programmes at hand", [it.header.id for it in known])
