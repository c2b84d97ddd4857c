"""The report of a programme: its preview, its files, and the paragraphs that editors rewrote."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from decentwork_site.audit.models import What
from decentwork_site.audit.writes import record as record_event
from decentwork_site.jobs.models import Job
from decentwork_site.jobs.writes import ask
from decentwork_site.members.models import Member
from decentwork_site.programmes import calculations, history, papers, queries, writes
from decentwork_site.programmes.calculations import translatable
from decentwork_site.programmes.models import Programme, Rewriting
from decentwork_site.programmes.papers import Form

Plain = dict[str, Any]
Tell = Callable[[int, int, str], None]
AT_ONCE = 5_000  # records and updates of a programme that is looked through while somebody waits
READING = translatable("Reading the records")
WRITING = translatable("Writing the report")


def preview(programme: Programme, form: Form, language: str) -> Plain | None:
    """Return the report as its records tell it now; None where a worker has to make it first."""
    key, state = report_key(programme, form, language), preview_state(programme)
    found = papers.kept_preview(key, state)
    if found is None and history.size(programme) <= AT_ONCE:
        found = _previewed(_whole(programme), form, language)
        papers.keep_preview(key, state, found)
    return found


def preview_state(programme: Programme) -> str:
    """Return a key that changes with the records of a programme, and with the day."""
    return papers.joint_key(history.fingerprint(programme), timezone.localdate())


def _previewed(whole: calculations.Whole, form: Form, language: str) -> Plain:
    with override(language):
        return papers.preview(whole, form, language, gettext, timezone.localdate())


def _whole(programme: Programme) -> calculations.Whole:
    # What is not for everybody, and what nobody approved, is in no report.
    return calculations.whole(programme.header, queries.held(programme, is_public=True))


def ask_for_report(
    *, programme: Programme, form: Form, language: str, page: str, by: Member | None
) -> Job:
    """Have a worker write a report as DOCX, PDF and HTML; `page` is where it is shown."""
    return ask(
        kind=history.REPORT,
        arguments={
            "programme": programme.pk,
            "name": form.name,
            "of": form.of,
            "language": language,
        },
        title=translatable("Writing the report of a programme"),
        key=report_key(programme, form, language),
        page=page,
        by=by,
    )


def do_report(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Write a report; work of a job."""
    programme = Programme.objects.get(pk=arguments["programme"])
    form, language = Form(name=arguments["name"], of=arguments["of"]), arguments["language"]
    kinds = [*papers.REPORTS]
    tell(0, len(kinds) + 1, READING)
    seen, state = preview_state(programme), report_state(programme, form, language)
    whole = _whole(programme)
    told = _previewed(whole, form, language)
    papers.keep_preview(report_key(programme, form, language), seen, told)
    written = [_words(it) for it in history.rewritings(programme, str(form), language)]
    with override(language):
        for done, kind in enumerate(kinds, start=1):
            tell(done, len(kinds) + 1, WRITING)
            content = papers.report_file(
                whole, form, language, kind, written, gettext, timezone.localdate()
            )
            papers.keep_file(report_key(programme, form, language), kind, content)
    return {"state": state}


def report_key(programme: Programme, form: Form, language: str) -> str:
    """Return by what the files of a report are found."""
    return papers.joint_key(programme.slug, programme.is_published, form, language)


def report_state(programme: Programme, form: Form, language: str) -> str:
    """Return a key that changes when what a report tells does."""
    rows = [(it.pk, it.version) for it in history.rewritings(programme, str(form), language)]
    return papers.joint_key(history.fingerprint(programme), rows)


def _words(rewriting: Rewriting) -> Plain:
    return {
        "key": rewriting.key,
        "text": rewriting.text,
        "by": str(rewriting.changed_by or ""),
        "told": rewriting.told,
    }


def with_words(told: Plain, rewritings: Iterable[Rewriting]) -> list[Plain]:
    """Return the sections of a preview with the words of editors in them."""
    held = {it.key: _words(it) for it in rewritings if it.is_used}
    return [
        section
        | {
            "paragraphs": [
                papers.written_over(
                    each, **{name: held[each["key"]][name] for name in ("text", "by", "told")}
                )
                if each["key"] in held
                else each | {"is_outdated": False}
                for each in section["paragraphs"]
            ]
        }
        for section in told["sections"]
    ]


@transaction.atomic
def rewrite(
    *,
    programme: Programme,
    form: Form,
    language: str,
    key: str,
    text: str,
    told: Iterable[str],
    version: int,
    by: Member,
) -> Rewriting:
    """Keep a paragraph in the words of an editor who read `version` of it, 0 for the records'."""
    _check_edits(by, programme)
    named: Plain = {"form": str(form), "language": language, "key": key}
    said: Plain = {"text": text, "told": list(told), "is_used": True}
    present = Rewriting.objects.select_for_update(of=("self",)).filter(programme=programme, **named)
    if found := present.first():
        return _changed(found, version, by, What.PARAGRAPH_REWRITTEN, **said)
    try:
        with transaction.atomic():
            made = Rewriting.objects.create(programme=programme, changed_by=by, **named, **said)
    except IntegrityError as error:
        raise writes.ChangedMeanwhile(present.get()) from error
    record_event(What.PARAGRAPH_REWRITTEN, by=by, target=programme, facts=named | {"version": 1})
    return made


@transaction.atomic
def give_back(*, rewriting: Rewriting, version: int, by: Member) -> Rewriting:
    """Have a paragraph told by its records again; the editor's words are kept aside."""
    _check_edits(by, rewriting.programme)
    return _changed(rewriting, version, by, What.PARAGRAPH_GIVEN_BACK, is_used=False)


@transaction.atomic
def stand_by(*, rewriting: Rewriting, told: Iterable[str], version: int, by: Member) -> Rewriting:
    """Keep an editor's words though the records changed: they are as told now."""
    _check_edits(by, rewriting.programme)
    said: Plain = {"told": list(told), "is_used": True}
    return _changed(rewriting, version, by, What.PARAGRAPH_REWRITTEN, **said)


def _changed(
    rewriting: Rewriting,
    version: int,
    by: Member,
    what: What,
    **said: Any,  # noqa: ANN401 - columns
) -> Rewriting:
    present = Rewriting.objects.select_for_update(of=("self",)).get(pk=rewriting.pk)
    if present.version != version:
        raise writes.ChangedMeanwhile(present)
    for name, value in said.items():
        setattr(present, name, value)
    present.version, present.changed_by, present.changed_at = version + 1, by, timezone.now()
    present.save()
    facts: Plain = {"form": present.form, "language": present.language, "key": present.key}
    facts |= {"version": present.version, "text": present.text}
    record_event(what, by=by, target=present.programme, facts=facts)
    return present


def _check_edits(by: Member, programme: Programme) -> None:
    if not queries.edits(by, programme):
        raise writes.NotAllowed("A report is edited by a programme officer.")
