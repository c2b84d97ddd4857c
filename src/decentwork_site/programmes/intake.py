"""Whole programmes come and go, as long work: files taken in, compared, merged, written, published.

What a job does to the records is one transaction that ends by asking whether the job is still its
worker's: what was stopped or killed leaves nothing behind.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from decentwork_site.jobs.models import Job
from decentwork_site.jobs.writes import ask
from decentwork_site.members.models import Member
from decentwork_site.programmes import calculations, history, merging, papers, queries, writes
from decentwork_site.programmes.calculations import translatable
from decentwork_site.programmes.models import Incoming, Programme
from decentwork_site.programmes.papers import Upload

Plain = dict[str, Any]
Tell = Callable[[int, int, str], None]
HEADER = merging.HEADER
READING = translatable("Reading the file")
KEEPING = translatable("Keeping records")
COMPARING = translatable("Comparing records")
CHECKING = translatable("Looking whether records fit together")
WRITING = translatable("Writing files")
TAKEN = translatable("A programme has this short name.")
TAKEN_HINT = translatable("Write another one into the file, or take the file in on its page.")
CROSSED = translatable("Records were changed meanwhile: nothing was taken.")
CROSSED_HINT = translatable("Look at both versions on the page of the file, and take it again.")
OTHERS = translatable("This file is of another programme.")
NOT_ALLOWED = translatable("You may not do this any more.")


def ask_for_import(*, upload: Upload, by: Member) -> Job:
    """Have a worker begin a programme with the records of a file."""
    if not queries.creates(by):
        raise writes.NotAllowed("A programme is begun by a programme officer.")
    token = papers.keep_upload(upload)
    with override(settings.LANGUAGE_CODE):
        page = f"{reverse('programmes:import')}?of={token}"
    return ask(
        kind=history.IMPORT,
        arguments={"token": token, "name": upload.name, "by": by.pk},
        title=translatable("Taking a programme from a file"),
        key=token,
        page=page,
        by=by,
    )


def ask_for_copy(*, published: Programme, by: Member) -> Job:
    """Have a worker begin a programme to work on with the records of a published one."""
    if not queries.creates(by):
        raise writes.NotAllowed("A programme is begun by a programme officer.")
    token = secrets.token_hex(16)
    return ask(
        kind=history.IMPORT,
        arguments={"token": token, "published": published.pk, "by": by.pk},
        title=translatable("Taking a published programme to work on it"),
        key=token,
        page=page_of("programme", published.slug),
        by=by,
    )


def do_import(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Take a programme from a file, whole or not at all; work of a job."""
    token, by = arguments["token"], Member.objects.get(pk=arguments["by"])
    if made := history.made_from(token):
        return {"slug": made.slug, "unread": []}
    tell(0, 3, READING)
    with _file_of(token), _told():
        read = _read(token, arguments)
        header, held = calculations.contents(read.whole)
        verdicts = calculations.Measures.of_whole(read.whole).verdicts()
        given: Plain = {"held": held, "verdicts": verdicts, "facts": {"file": token}}
        tell(1, 3, KEEPING)
        with transaction.atomic():
            made = writes.import_programme(header=header, by=by, **given)
            tell(3, 3, KEEPING)
    return {"slug": made.slug, "unread": read.unread}


def _read(token: str, arguments: Mapping[str, Any]) -> papers.Uploaded:
    if "name" in arguments:
        return papers.uploaded(token, arguments["name"])
    published = Programme.objects.get(pk=arguments["published"])
    whole = calculations.whole(published.header, queries.held(published))
    return papers.Uploaded(whole, [], None)


def ask_for_comparison(*, programme: Programme, upload: Upload, by: Member) -> tuple[Incoming, Job]:
    """Keep a changed file of a programme, and have a worker tell how it differs."""
    if not queries.edits(by, programme):
        raise writes.NotAllowed("Records are changed by a programme officer.")
    token = papers.keep_upload(upload)
    name = upload.name[-200:]
    made = Incoming.objects.create(programme=programme, filename=name, token=token, made_by=by)
    asked = ask(
        kind=history.COMPARE,
        arguments={"incoming": made.pk, "name": upload.name},
        title=translatable("Comparing a file with a programme"),
        key=token,
        page=page_of("incoming", programme.slug, made.pk),
        by=by,
    )
    return made, asked


def do_compare(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Tell how a file differs from the records of its programme; work of a job."""
    incoming = Incoming.objects.select_related("programme").get(pk=arguments["incoming"])
    if incoming.comparison is None:
        tell(0, 2, READING)
        with _file_of(incoming.token):
            read = papers.uploaded(incoming.token, arguments["name"])
            tell(1, 2, COMPARING)
            incoming.comparison = _comparison(incoming.programme, read)
            incoming.save(update_fields=["comparison"])
    return {"changes": len(incoming.comparison["changes"])}


def _comparison(programme: Programme, read: papers.Uploaded) -> Plain:
    header, sent = calculations.contents(read.whole)
    if header["id"] != programme.slug:
        raise papers.refused(header["id"], OTHERS)
    at = read.at
    before = history.held_at(programme, at) if at else None
    changes = papers.compared(sent, queries.held(programme), before)
    keys = {
        (section, identity): (key, version)
        for section, rows in history.versions_held(programme).items()
        for identity, (key, version, _content) in zip(
            papers.identities(section, [it for _, _, it in rows]), rows, strict=True
        )
    }
    for each in changes:
        each["key"], each["version"] = keys.get((each["section"], each["identity"]), ("", 0))
    return {
        "at": at.isoformat() if at else None,
        "unread": read.unread,
        "header": {"sent": header, "held": programme.header, "version": programme.version},
        "changes": changes,
    }


def ask_for_merge(*, incoming: Incoming, goes: bool, over: Iterable[int], by: Member) -> Job:
    """Have a worker take what a file has anew and otherwise.

    `goes` has it take away what the file no longer has; `over` are the numbers of those changes
    that go over what was changed here as well, `HEADER` for what is said of the whole.
    """
    if not queries.edits(by, incoming.programme):
        raise writes.NotAllowed("Records are changed by a programme officer.")
    return ask(
        kind=history.MERGE,
        arguments={"incoming": incoming.pk, "goes": goes, "over": sorted(over), "by": by.pk},
        title=translatable("Taking a changed file into a programme"),
        key=incoming.token,
        page=page_of("incoming", incoming.programme.slug, incoming.pk),
        by=by,
    )


def do_merge(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Take what differs in a file, all of it or nothing; work of a job."""
    by = Member.objects.get(pk=arguments["by"])
    goes, over = arguments["goes"], set(arguments["over"])
    tell(0, 2, KEEPING)
    with _told():
        try:
            with transaction.atomic():
                incoming = (
                    Incoming.objects.select_for_update(of=("self",))
                    .select_related("programme")
                    .get(pk=arguments["incoming"])
                )
                if incoming.taken_at is None:
                    merging.take(incoming, goes=goes, over=over, by=by)
                tell(2, 2, KEEPING)
        except merging.Crossed as crossed:
            merging.keep_crossed(incoming, crossed.changes)
            raise papers.refused("", CROSSED, CROSSED_HINT) from crossed
    return {}


def ask_for_publication(*, programme: Programme, is_only_checked: bool, by: Member) -> Job:
    """Have a worker look whether a programme fits together and, unless only that, publish it."""
    if not queries.edits(by, programme):
        raise writes.NotAllowed("Records are changed by a programme officer.")
    return ask(
        kind=history.PUBLISH,
        arguments={"slug": programme.slug, "is_only_checked": is_only_checked, "by": by.pk},
        title=translatable("Checking and publishing a programme"),
        key=programme.slug,
        page=page_of("publish", programme.slug),
        by=by,
    )


def do_publish(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Publish a programme, or tell all that does not fit; work of a job."""
    by = Member.objects.get(pk=arguments["by"])
    programme = Programme.objects.get(slug=arguments["slug"], is_published=False)
    tell(0, 2, CHECKING)
    with _told():
        if arguments["is_only_checked"]:
            calculations.whole(programme.header, queries.held(programme, is_public=True))
            return {"digest": ""}
        with transaction.atomic():
            made = writes.publish(programme=programme, by=by)
            tell(1, 2, WRITING)
    whole = calculations.whole(made.header, queries.held(made))
    for done, kind in enumerate(papers.FORMATS):
        tell(1 + done, 1 + len(papers.FORMATS), WRITING)
        published_file(made, kind, whole)
    return {"digest": made.digest}


def published_file(
    programme: Programme, kind: str, whole: calculations.Whole | None = None
) -> bytes | None:
    """Return a published programme as a file, made once; None where it cannot be one of a kind.

    `whole` is the programme, where it was read already.
    """
    path = papers.kept_file(programme.digest, kind)
    if not path.is_file():
        try:
            _write(programme, kind, programme.digest, None, whole)
        except calculations.DecentWorkError as error:
            told = {"problems": calculations.problems(error)}
            papers.keep_told(programme.digest, kind, told)
            return None
    return path.read_bytes()


def ask_for_file(*, programme: Programme, kind: str, by: Member) -> Job:
    """Have a worker write a programme as it is worked on as a file."""
    return ask(
        kind=history.EXPORT,
        arguments={"slug": programme.slug, "kind": kind, "by": by.pk},
        title=translatable("Writing a programme as a file"),
        key=file_key(programme, kind, by),
        page=page_of("files", programme.slug),
        by=by,
    )


def do_export(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Write a programme as a file, as who asked may have it; work of a job."""
    by, kind = Member.objects.get(pk=arguments["by"]), arguments["kind"]
    programme = Programme.objects.get(slug=arguments["slug"], is_published=False)
    tell(0, 1, WRITING)
    return _write(programme, kind, file_key(programme, kind, by), by)


def file_key(programme: Programme, kind: str, by: Member) -> str:
    """Return under what the file is kept that a member asked for last."""
    return f"{programme.slug}-{kind}-{by.pk}"


def _write(
    programme: Programme,
    kind: str,
    key: str,
    by: Member | None,
    whole: calculations.Whole | None = None,
) -> Plain:
    at = programme.made_at if programme.is_published else timezone.now()
    is_public = by is None or not queries.edits(by, programme)
    if whole is None:
        held = queries.held(programme, is_public=is_public)
        whole = calculations.whole(programme.header, held)
    made = papers.written(whole, kind, at)
    papers.keep_file(key, kind, made.content)
    told = {"is_public": is_public, "counts": dict(made.counts), "notes": list(made.notes)}
    papers.keep_told(key, kind, told)
    return told


@contextmanager
def _file_of(token: str) -> Iterator[None]:
    """Forget a file when it was read or refused; a worker that is asked to end leaves it."""
    try:
        yield
    except Exception:
        papers.drop_upload(token)
        raise
    papers.drop_upload(token)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what a write refuses as a job tells its reader."""
    try:
        yield
    except writes.NameTaken as error:
        raise papers.refused(str(error), TAKEN, TAKEN_HINT) from error
    except writes.NotAllowed as error:
        raise papers.refused("", NOT_ALLOWED) from error
    except writes.NotComplete as error:
        raise papers.told_again(error.told) from error


def page_of(name: str, *parts: object) -> str:
    """Return the address of a page in the site's first language, as jobs keep it."""
    with override(settings.LANGUAGE_CODE):
        return reverse(f"programmes:{name}", args=parts)
