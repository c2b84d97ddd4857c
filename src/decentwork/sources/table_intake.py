"""Taking a publisher's tables into the data folder: read, checked, written in the own tidy form."""

import fcntl
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownFile
from decentwork.sources import catalogue
from decentwork.sources.binary_workbook import is_binary_workbook
from decentwork.sources.data_folder import SAMPLE, DataFolder
from decentwork.sources.gloria_files import gloria_tables
from decentwork.sources.inspection import DOCUMENTS
from decentwork.sources.intake import Added
from decentwork.sources.listed_sheets import is_workbook
from decentwork.sources.published_table import GateReport, PublishedTable, gate
from decentwork.sources.table_layouts import KNOWN, Recognised, is_whole, recognise
from decentwork.sources.tidy_folder import write_tidy_table
from decentwork.sources.tidy_table import is_table_folder, read_tidy_table

STAGED = ".tables-"  # folders beside the data: what a kill leaves there is removed the next time
HELD = "held"
EORA_LABELS = "indices.zip"  # lies beside the years of Eora26, whose reader opens it
NAME = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A table that was taken in: the name it answers to, whose it is, and the gate's report.

    `outcome` is "added", "replaced" (another table had this name) or "already here".
    """

    name: str
    publisher: str
    report: GateReport
    outcome: str = "added"

    def to_dict(self) -> dict[str, Any]:
        """Return the table's name, publisher, outcome and report as plain values."""
        named = {"name": self.name, "publisher": self.publisher, "outcome": self.outcome}
        return self.report.to_dict() | named


def take_in_tables(
    folder: DataFolder,
    path: Path,
    name: str | None = None,
    year: int | None = None,
    tell: Callable[[str], None] = lambda file: None,
) -> list[TakenIn]:
    """Take the tables of a file or folder into the data folder: all of them, or none.

    Parameters
    ----------
    path : Path
        A file in a known layout, a zip archive or a folder of such files, or a folder in the own
        tidy form.
    name : str, optional
        Name to keep the table under; with several, each has its year behind it.
    year : int, optional
        Of a single table that does not tell its year.
    tell : callable, optional
        Is told the name of each file before it is read: a large one takes minutes.

    Raises
    ------
    UnknownFile, DamagedFile, InvalidInput
        A file is in no known layout, is damaged, or breaks a rule; all problems of all files are
        told, and nothing was changed.
    """
    _check_name(name)
    with _staging(folder.root) as staged:
        if is_table_folder(path):
            return _taken_as_it_is(folder, path, name, staged)
        files = _files(path, staged)
        known = _recognised(path, files, year if len(files) == 1 else None)
        taken: dict[str, TakenIn] = {}
        problems: list[Problem] = []
        for file, table in zip(files, known, strict=True):
            tell(file.name)
            try:
                held = _written(table, file, name, len(files) > 1, staged / "tables")
                problems += _check_new(held, taken)
                taken[held.name] = held
            except InvalidInput as error:
                problems += _of_file(file, error, len(files) > 1)
            except (UnknownFile, DamagedFile) as error:
                problems.append(Problem(file.name, error.reason, error.hint))
        if problems:
            raise InvalidInput(str(path), problems)
        return _told(taken.values(), folder.add(staged / "tables"))


def _told(taken: Iterable[TakenIn], added: Added) -> list[TakenIn]:
    """Return the tables with what became of them."""
    outcomes = dict.fromkeys(added.replaced, "replaced")
    outcomes |= dict.fromkeys(added.unchanged, "already here")
    return [replace(it, outcome=outcomes.get(it.name, "added")) for it in taken]


def _written(
    table: Recognised, file: Path, name: str | None, several: bool, staged: Path
) -> TakenIn:
    read = table.read()
    report = gate(read, file.name)
    kept = read.table.name
    if name:
        kept = f"{name}_{read.table.year}" if several else name
    target = staged / kept
    if not target.exists():  # two files of one name are refused by the caller
        target.mkdir(parents=True)
        write_tidy_table(
            target,
            read.table,
            read.accounts,
            own_regions=read.own_regions,
            obtained=f"the {'folder' if file.is_dir() else 'file'} {file.name}",
        )
    publisher = read.table.provenance.origins[0].publisher
    return TakenIn(name=kept, publisher=publisher, report=report)


def _taken_as_it_is(
    folder: DataFolder, path: Path, name: str | None, staged: Path
) -> list[TakenIn]:
    read = read_tidy_table(path)  # it knows which of its regions must be ISO codes
    published = PublishedTable(
        table=read.table, primary_inputs=None, mapped={}, own_regions=True, accounts=read.accounts
    )
    report = gate(published, path.name)
    kept = name or re.sub(r"[^a-z0-9]+", "_", path.resolve().name.lower()).strip("_")
    copy = staged / "tables" / kept
    shutil.copytree(path, copy)
    publisher = read.table.provenance.origins[0].publisher
    held = TakenIn(name=kept, publisher=publisher, report=report)
    return _told([held], folder.add(copy))


def _files(path: Path, staged: Path) -> list[Path]:
    """Return the files at a path; those of an archive are unpacked first, documents left out."""
    if is_whole(path):
        return [path]
    if path.is_dir():
        if years := gloria_tables(path):
            return years
        files = sorted(it for it in path.iterdir() if it.is_file() and _holds_data(it))
        if not files:
            raise UnknownFile(str(path), "The folder holds no table.", KNOWN)
        return files
    packed = zipfile.is_zipfile(path) and not is_workbook(path) and not is_binary_workbook(path)
    return _unpacked(path, staged / "unpacked") if packed else [path]


def _holds_data(path: Path) -> bool:
    if path.name.startswith(".") or path.name == EORA_LABELS:
        return False
    return path.suffix.lower() not in DOCUMENTS


def _unpacked(path: Path, into: Path) -> list[Path]:
    try:
        with zipfile.ZipFile(path) as packed:
            members = [it for it in packed.infolist() if not it.is_dir()]
            wanted = [it for it in members if _holds_data(Path(it.filename))]
            files = [into / Path(it.filename).name for it in wanted]
            into.mkdir()
            for member, file in zip(wanted, files, strict=True):
                with packed.open(member) as source, file.open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        reason = f"It cannot be unpacked ({error})."
        raise DamagedFile(str(path), reason, "Fetch it again.") from error
    if not files:
        raise UnknownFile(str(path), "The archive holds no table.", KNOWN)
    return sorted(files)


def _recognised(path: Path, files: Sequence[Path], year: int | None) -> list[Recognised]:
    if len(files) == 1:
        return [recognise(files[0], year)]
    found: list[Recognised] = []
    problems: list[Problem] = []
    unknown: list[Problem] = []
    for file in files:
        try:
            found.append(recognise(file))
        except InvalidInput as error:
            problems += _of_file(file, error, True)
        except UnknownFile as error:
            problems.append(Problem(file.name, error.reason))
            unknown = [Problem("further", KNOWN)]
        except DamagedFile as error:
            problems.append(Problem(file.name, error.reason, error.hint))
    if problems:
        raise InvalidInput(str(path), [*problems, *unknown])
    return found


def _of_file(file: Path, error: InvalidInput, several: bool) -> list[Problem]:
    if not several:
        return list(error.problems)
    return [Problem(f"{file.name}, {it.where}", it.what, it.hint) for it in error.problems]


def _check_new(held: TakenIn, taken: dict[str, TakenIn]) -> list[Problem]:
    if held.name not in taken:
        return []
    hint = "Add one of them with a name of its own: --name."
    return [Problem(held.name, "two files hold this table.", hint)]


def _check_name(name: str | None) -> None:
    if name is None:
        return
    listed = {it.name for it in catalogue.entries()}
    if not NAME.fullmatch(name):
        hint = "Small letters and digits, with _ between them: adb_2022."
        raise InvalidInput("--name", [Problem(name, "is no name for a table.", hint)])
    if name in listed or name.startswith(SAMPLE):
        raise InvalidInput(
            "--name", [Problem(name, "belongs to another data set.", "Take another.")]
        )


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """Give a folder on the disk of the data; what earlier runs that were killed left is removed."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{STAGED}*"):
        _remove_if_dead(left)
    with TemporaryDirectory(prefix=STAGED, dir=root) as staged, _held(Path(staged)):
        (Path(staged) / "tables").mkdir()
        yield Path(staged)


@contextmanager
def _held(staged: Path) -> Iterator[None]:
    """Hold a folder while this run lives; a crash releases it."""
    with (staged / HELD).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _remove_if_dead(left: Path) -> None:
    try:
        with (left / HELD).open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # its run is alive, or has only begun
        return
    shutil.rmtree(left, ignore_errors=True)
