"""What the programmes app asks of the library for files: whole programmes, comparisons, reports."""

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from decentwork.estimates.errors import CannotWrite, DamagedFile, InvalidInput, Problem, UnknownFile
from decentwork.estimates.messages import translatable as translatable
from decentwork.programmes import comparison, report, report_paragraphs, shipped
from decentwork.programmes.iati import iati_file
from decentwork.programmes.iati_import import iati_reading
from decentwork.programmes.iati_notes import Note
from decentwork.programmes.iati_rules import check_iati, too_large
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_file import read_notes, read_programme
from decentwork.programmes.programme_tables import WRITERS, as_json, as_workbook, as_yaml
from decentwork.programmes.publishing import put_snapshot
from decentwork.reporting import programme_words, report_files
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.programme_snapshots import snapshot_files, snapshot_name
from decentwork_site.programmes.calculations import NAMES, SECTIONS, Plain, Told, Translate

FORMATS = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv.zip": "application/zip",
    "xml": "application/xml",
}
NOTED = {"yaml": as_yaml, "json": as_json, "xlsx": as_workbook}
DOWNLOADED = "downloaded: "  # in the notes of a file: when the records stood so
KEPT_DAYS = 7
NO_RECORD = translatable("There is no such record.")
NO_ROOM = translatable("there is no room, or no right to write there")
COMPARED = ("new", "changed", "gone", "crossed")
FORMS = {
    "committee": translatable("The whole report, for a committee"),
    "status": translatable("Status on one page"),
    "donor": translatable("Brief for who gives money"),
    "country": translatable("Brief on a country"),
}
"""The forms of a report, and what they are called."""
REPORTS: dict[Literal["docx", "pdf", "html"], str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came: its own name and its content."""

    name: str
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was read: the programme, what no record holds, and when it was downloaded."""

    whole: Programme
    unread: list[Plain]
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file of a programme; of IATI with how much is in it, and what it does not tell."""

    content: bytes
    counts: Mapping[str, int]
    notes: Sequence[Plain]


def written(programme: Programme, kind: str, at: datetime) -> Exported:
    """Return a programme as a file of one of `FORMATS`, noting when its records stood so."""
    if kind == "xml":
        return exported_iati(programme, at)
    noted = NOTED.get(kind)
    content = (
        noted(programme, [f"{DOWNLOADED}{at.isoformat()}"]) if noted else WRITERS[kind](programme)
    )
    return Exported(content=content, counts={}, notes=())


def exported_iati(programme: Programme, at: datetime) -> Exported:
    """Return a programme as IATI 2.03, with what that does not tell; InvalidInput: it is wrong."""
    made = iati_file(programme, at)
    if wrong := check_iati(made.xml):
        raise InvalidInput(f"{programme.header.id}.xml", wrong)
    return Exported(content=made.xml, counts=made.counts, notes=plain_notes(made.notes))


def plain_notes(notes: Iterable[Note]) -> list[Plain]:
    """Return what a file does not tell: where, as words of the catalogue, how many, and why."""
    return [asdict(note) | {"names": _names(note.what)} for note in notes]


def _names(what: str) -> list[str]:
    """Return a section, or a section and a field ("activities.sources"), as words."""
    section, _, field = what.partition(".")
    words = [NAMES.get(section, section), programme_words.FIELDS.get(field, field)]
    return [it for it in words if it]


def keep_upload(upload: Upload) -> str:
    """Keep a file until a worker reads it, and return by what it is found again.

    Raises
    ------
    InvalidInput
        It is too large.
    """
    _drop_forgotten()
    token = secrets.token_hex(16)
    path = upload_path(token, upload.name)
    path.parent.mkdir(parents=True)
    size = 0
    with path.open("wb") as file:
        for part in upload.content:
            size += len(part)
            file.write(part)
    if problems := too_large(size):
        drop_upload(token)
        raise InvalidInput(upload.name, problems)
    return token


def upload_path(token: str, name: str) -> Path:
    """Return where a file that waits for a worker is kept, under its own name."""
    kept: Path = settings.DATA.root / "incoming" / token / Path(name).name
    return kept


def drop_upload(token: str) -> None:
    """Forget a file that was read."""
    shutil.rmtree(settings.DATA.root / "incoming" / token, ignore_errors=True)


def _drop_forgotten() -> None:
    """Forget files that no worker read within days: their job was stopped."""
    old = time.time() - KEPT_DAYS * 24 * 60 * 60
    for folder in (settings.DATA.root / "incoming").glob("*"):
        if folder.stat().st_mtime < old:
            shutil.rmtree(folder, ignore_errors=True)


def uploaded(token: str, name: str) -> Uploaded:
    """Return what is in a file that was kept; DecentWorkError tells all that is wrong with it."""
    path = upload_path(token, name)
    try:
        if path.suffix.lower() == ".xml":
            read = iati_reading(path)
            return Uploaded(read.programme, plain_notes(read.unread), None)
        whole = read_programme(path)
    except (DamagedFile, UnknownFile) as error:  # whose message has the folder of the site in it
        problem = Problem(path.name, error.reason, error.hint)
        raise InvalidInput(path.name, [problem]) from error
    told = [it for it in read_notes(path) if it.startswith(DOWNLOADED)]
    at = datetime.fromisoformat(told[0].removeprefix(DOWNLOADED)) if told else None
    return Uploaded(whole, [], at)


def as_snapshot(programme: Programme) -> tuple[bytes, str]:
    """Return a programme as the file that is published, and its digest."""
    content = as_yaml(programme)
    return content, hashlib.sha256(content).hexdigest()


def publish(programme: Programme, content: bytes) -> None:
    """Put the file of a programme into the data folder."""
    put_snapshot(programme.header.id, content, settings.DATA)


def withdraw(header: Plain) -> None:
    """Take the file of a published programme out of the data folder."""
    settings.DATA.remove(snapshot_name(header["id"], is_invented=bool(header.get("invented"))))


def kept_file(key: str, kind: str) -> Path:
    """Return where a file made of a programme is kept, whether it is there yet or not."""
    kept: Path = settings.DATA.kept("programmes", key, f".{kind}")
    return kept


def keep_file(key: str, kind: str, content: bytes) -> None:
    """Keep a file made of a programme."""
    if not _kept(kept_file(key, kind), content):
        raise CannotWrite(f"{key}.{kind}", NO_ROOM)


def _kept(path: Path, content: bytes) -> bool:
    def write(staged: Path) -> None:
        staged.write_bytes(content)

    is_kept: bool = settings.DATA.keep(path, write)
    return is_kept


def keep_preview(key: str, state: str, told: Plain) -> None:
    """Keep the preview of a report, which takes a while to make of a large programme."""
    _kept(_preview_path(key), json.dumps(told | {"state": state}).encode())


def kept_preview(key: str, state: str) -> Plain | None:
    """Return a preview that was kept in this state of the records, None where there is none."""
    path = _preview_path(key)
    told: Plain = json.loads(path.read_bytes()) if path.is_file() else {}
    return told if told.get("state") == state else None


def _preview_path(key: str) -> Path:
    path: Path = settings.DATA.kept("programme_previews", key, ".json")
    return path


def joint_key(*parts: object) -> str:
    """Return a key of these parts together."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def keep_told(key: str, kind: str, told: Plain) -> None:
    """Keep what is to be told of a file: what it leaves out, or why there is none."""
    keep_file(key, f"{kind}.told", json.dumps(told).encode())


def told_of(key: str, kind: str) -> Plain:
    """Return what is to be told of a file; nothing before it was made."""
    path = kept_file(key, f"{kind}.told")
    found: Plain = json.loads(path.read_bytes()) if path.is_file() else {}
    return found


def forget_files(digest: str) -> None:
    """Forget the files made of what was published before."""
    for path in kept_file(digest, "").parent.glob(f"{digest}*"):
        path.unlink(missing_ok=True)


def published() -> Iterator[tuple[str, Callable[[], Programme]]]:
    """Yield the digest of each published programme, and what reads it: the shipped one first."""
    folder = Path(shipped.__file__).parent / shipped.FIRST
    texts = [path.read_bytes() for path in sorted(folder.glob("*.yaml"))]
    yield hashlib.sha256(b"".join(texts)).hexdigest(), shipped.first_programme
    data: DataFolder = settings.DATA
    for path in (*snapshot_files(data), *snapshot_files(data.sample_world())):
        yield hashlib.sha256(path.read_bytes()).hexdigest(), partial(read_programme, path)


def compared(
    sent: Mapping[str, Iterable[Plain]],
    held: Mapping[str, Iterable[Plain]],
    before: Mapping[str, Iterable[Plain]] | None,
) -> list[Plain]:
    """Return how the records of a file differ from those held: kind, section, identity, both.

    `before` are those held when the file was downloaded, None where nobody knows. Of updates only
    new ones are told: those that are here are changed on their own pages.
    """
    found: list[Plain] = []
    for section in SECTIONS:
        theirs, ours = (comparison.identified(section, it.get(section, ())) for it in (sent, held))
        first = None if before is None else comparison.identified(section, before.get(section, ()))
        if section == "updates":
            found += _new_updates(sent.get(section, ()), held.get(section, ()))
            continue
        told = comparison.compared(theirs, ours, first)
        for kind in COMPARED:
            for each in getattr(told, kind):
                found.append(asdict(each) | {"kind": kind, "section": section})
    return found


def identities(section: str, rows: Iterable[Plain]) -> list[str]:
    """Return by what the rows of a section are known, one after the other."""
    return list(comparison.identified(section, rows))


def _new_updates(sent: Iterable[Plain], held: Iterable[Plain]) -> Iterator[Plain]:
    known = {_said_in_update(row) for row in held}
    for row in sent:
        if _said_in_update(row) not in known:
            identity = next(iter(comparison.identified("updates", [row])))
            kind = {"kind": "new", "section": "updates", "identity": identity}
            yield kind | {"sent": row, "held": None}


def _said_in_update(row: Plain) -> str:
    told = {name: it for name, it in row.items() if name not in ("state", "by")}
    return json.dumps(told | {"part": sorted(row.get("part", ()))}, sort_keys=True)


def refused(where: str, what: str, hint: str = "") -> InvalidInput:
    """Return the error by which work tells its reader why it was not done."""
    return InvalidInput(where, [Problem(where, what, hint)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which report of a programme is asked for; `of` is a country or an organisation."""

    name: str = "committee"
    of: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.of}" if self.of else self.name

    def fields(self) -> Plain:
        """Return it as the library names it."""
        return {
            "form": self.name,
            "place": self.of if self.name == "country" else None,
            "organisation": (self.of or None) if self.name == "donor" else None,
        }


def preview(
    whole: Programme, form: Form, language: str, translate: Translate, today: date
) -> Plain:
    """Return the paragraphs of a report by section, as its records alone tell them."""
    on = report.day_of_records(whole, today)
    made = report.report(whole, language, on=on, translate=translate, **form.fields())
    sections = [
        {"title": it.title, "key": it.key, "paragraphs": [asdict(each) for each in it.paragraphs]}
        for it in made.sections
    ]
    return {"sections": sections, "regional": list(made.regional)}


def written_over(paragraph: Plain, text: str, by: str, told: Iterable[str]) -> Plain:
    """Return a paragraph of a preview with the words of an editor, and what changed under them."""
    held: dict[str, Any] = {
        name: tuple(it) if isinstance(it, list) else it for name, it in paragraph.items()
    }
    words = report_paragraphs.Rewritten(text=text, by=by, told=tuple(told))
    found = report_paragraphs.with_words(report_paragraphs.Paragraph(**held), words)
    return asdict(found) | {"is_outdated": found.is_outdated}


def told_again(told: Told) -> InvalidInput:
    """Return the error that tells these problems."""
    return InvalidInput("", [Problem(**problem) for problem in told])


def missing_records(keys: Iterable[str]) -> Told:
    """Return the problem that records are named that are not there."""
    return [asdict(Problem(key, NO_RECORD)) for key in keys]


def report_file(
    whole: Programme,
    form: Form,
    language: str,
    kind: report_files.Kind,
    rewritten: Iterable[Plain],
    translate: Translate,
    today: date,
) -> bytes:
    """Return a report as a file of one of `REPORTS`, with the paragraphs that editors rewrote."""
    words = {
        it["key"]: report_paragraphs.Rewritten(text=it["text"], by=it["by"], told=tuple(it["told"]))
        for it in rewritten
    }
    return report_files.programme_report(
        whole,
        language,
        kind,
        today=today,
        rewritten=words,
        translate=translate,
        **form.fields(),
    )
