"""Every write of the programmes app: in one transaction, recorded, and never over another's work.

Who saves a record names the version they read; where another was saved meanwhile, nothing is
changed and the newer one is told.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from decentwork_site.audit.models import What
from decentwork_site.audit.writes import record as record_event
from decentwork_site.jobs.models import Job
from decentwork_site.jobs.writes import ask
from decentwork_site.members.models import Member, Organisation
from decentwork_site.programmes import calculations, needs, papers, queries, settling
from decentwork_site.programmes.calculations import translatable
from decentwork_site.programmes.models import (
    Department,
    Programme,
    Record,
    Rewriting,
    Update,
    Version,
)

Plain = dict[str, Any]
NONE: Mapping[str, str] = {}


class NotAllowed(ValueError):
    """Who asks may not do this, whatever page it was asked from."""


class NameTaken(ValueError):
    """A record or programme has this short name."""


class ChangedMeanwhile(ValueError):
    """Another version was saved since somebody read theirs; `present` is the newer one."""

    def __init__(self, present: Record | Programme | Update | Rewriting) -> None:
        self.present = present
        super().__init__(f"{present} was changed meanwhile.")


class StillNamed(ValueError):
    """A record cannot go while others name it."""

    def __init__(self, by: Iterable[Record]) -> None:
        self.by = tuple(by)
        super().__init__(f"{len(self.by)} records name it.")


class NotComplete(ValueError):
    """What `told` tells has to be put right first."""

    def __init__(self, told: calculations.Told) -> None:
        self.told = told
        super().__init__(f"{len(told)} problems.")


@transaction.atomic
def create_programme(*, header: Plain, by: Member, facts: Mapping[str, str] = NONE) -> Programme:
    """Begin a programme with nothing in it; `facts` are kept with the event."""
    if not queries.creates(by):
        raise NotAllowed("A programme is begun by a programme officer.")
    made = _programme(header, by)
    record_event(What.PROGRAMME_CREATED, by=by, target=made, facts={"id": made.slug, **facts})
    return made


@transaction.atomic
def import_programme(
    *,
    header: Plain,
    held: Mapping[str, list[Plain]],
    by: Member,
    facts: Mapping[str, str] = NONE,
    verdicts: Mapping[str, str] | None = None,
) -> Programme:
    """Begin a programme with the records of a file, which fit together; see `settling.fill`."""
    made = create_programme(header=header, by=by, facts=facts)
    settling.fill(made, held, by, verdicts)
    return made


@transaction.atomic
def save_header(*, programme: Programme, header: Plain, version: int, by: Member) -> Programme:
    """Save what is said once of a programme; its short name stays."""
    _check_edits(by, programme)
    present = Programme.objects.select_for_update().get(pk=programme.pk)
    if present.version != version:
        raise ChangedMeanwhile(present)
    present.header, present.version = header | {"id": present.slug}, version + 1
    present.save(update_fields=["header", "version"])
    _tell(present, by, "header", "changed", present.version)
    return present


@transaction.atomic
def create_record(*, programme: Programme, section: str, content: Plain, by: Member) -> Record:
    """Add a record to a programme, at the end of its section."""
    _check_edits(by, programme)
    key = content["id"] if section in calculations.WITH_ID else settling.new_key(section)
    last = queries.records(programme, section).order_by("-position").first()
    made = Record(
        programme=programme,
        section=section,
        key=key,
        content=content,
        words=calculations.words_of(key, content),
        position=last.position + 1 if last else 0,
        changed_by=by,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise NameTaken(key) from error
    _kept(made, Version.Act.MADE, by)
    return made


@transaction.atomic
def save_record(
    *,
    record: Record,
    content: Plain,
    version: int,
    by: Member,
    act: Version.Act = Version.Act.CHANGED,
) -> Record:
    """Save a record that was read as `version`; its short name stays."""
    _check_edits(by, record.programme)
    present = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if present.version != version or present.deleted_at:
        raise ChangedMeanwhile(present)
    if present.section in calculations.WITH_ID:
        content = content | {"id": present.key}
    touched = settling.headline(present)
    present.content, present.words = content, calculations.words_of(present.key, content)
    _next(present, by)
    _kept(present, act, by, touched)
    return present


@transaction.atomic
def delete_record(*, record: Record, version: int, by: Member) -> Record:
    """Take a record away that no other names; it can be brought back."""
    _check_edits(by, record.programme)
    present = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if present.version != version or present.deleted_at:
        raise ChangedMeanwhile(present)
    naming = [it for held in queries.named_by(by, present).values() for it in held]
    is_measured = present.section == "indicators" and _updates_of(present).exists()
    if naming or is_measured:
        raise StillNamed(naming)
    touched = settling.headline(present)
    present.deleted_at = timezone.now()
    _next(present, by)
    _kept(present, Version.Act.DELETED, by, touched)
    return present


@transaction.atomic
def restore_record(*, record: Record, by: Member) -> Record:
    """Bring a deleted record back as it was."""
    _check_edits(by, record.programme)
    present = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if present.deleted_at is None:
        return present
    present.deleted_at = None
    try:
        with transaction.atomic():
            _next(present, by)
    except IntegrityError as error:
        raise NameTaken(present.key) from error
    _kept(present, Version.Act.RESTORED, by)
    return present


@transaction.atomic
def write_update(
    *,
    programme: Programme,
    indicator: str,
    content: Plain,
    by: Member,
    update: Update | None = None,
    version: int = 0,
) -> Update:
    """Write a new update of an indicator, or change one that is open."""
    if not queries.own_indicators(by, programme).filter(key=indicator).exists():
        raise NotAllowed("A reporter reports on what their department leads.")
    left_out = ("indicator", "starts", "ends", "state", "by")
    fields: Plain = {
        "starts": content["starts"],
        "ends": content["ends"],
        "part": calculations.part_text(content.get("part", ())),
        "content": {key: it for key, it in content.items() if key not in left_out},
        "changed_at": timezone.now(),
    }
    if update is None:
        made = Update(programme=programme, indicator=indicator, author=by, **fields)
        made.reported_by = by.organisation.name if by.organisation else by.display_name
        made.save()
    else:
        made = _open_update(update, version, by)
        for name, value in fields.items():
            setattr(made, name, value)
        made.version, made.author = version + 1, by
        made.save()
    record_event(What.UPDATE_WRITTEN, by=by, target=made, facts={"version": made.version})
    return made


@transaction.atomic
def submit_update(*, update: Update, version: int, by: Member) -> Update:
    """Hand an update in to be approved."""
    present = _open_update(update, version, by)
    present.state, present.version = Update.State.SUBMITTED, version + 1
    present.why, present.decided_by, present.decided_at = "", None, None
    present.save()
    record_event(What.UPDATE_SUBMITTED, by=by, target=present)
    return present


@transaction.atomic
def return_update(*, update: Update, version: int, why: str, by: Member) -> Update:
    """Give a submitted or approved update back to its author, with the reason; it counts not."""
    was_approved = update.state == Update.State.APPROVED
    present = _decided(update, version, by, (Update.State.SUBMITTED, Update.State.APPROVED))
    present.state, present.why = Update.State.RETURNED, why
    present.save()
    record_event(What.UPDATE_RETURNED, by=by, target=present, facts={"why": why})
    if was_approved:
        settling.keep_standings(present.programme, [present.indicator])
    return present


@transaction.atomic
def approve_update(*, update: Update, version: int, by: Member) -> Update:
    """Approve what another wrote, unless it would count something twice."""
    # One at a time: of two that cover the same days only one can count.
    Programme.objects.select_for_update().get(pk=update.programme_id)
    present = _decided(update, version, by, (Update.State.SUBMITTED,))
    indicator = queries.records(present.programme, "indicators").get(key=present.indicator)
    counted = _updates_of(indicator).filter(state=Update.State.APPROVED)
    present.state, present.why = Update.State.APPROVED, ""
    rows = {"updates": [it.fields() for it in (*counted, present)]}
    if told := calculations.unfit(indicator.content, rows):
        raise NotComplete(told)
    present.save()
    record_event(What.UPDATE_APPROVED, by=by, target=present)
    settling.keep_standings(present.programme, [present.indicator])
    return present


@transaction.atomic
def name_department(
    *, programme: Programme, organisation: Organisation, key: str, by: Member
) -> None:
    """Say which organisation of a programme the members of one report for; "" for none."""
    _check_edits(by, programme)
    named = Department.objects.filter(programme=programme, organisation=organisation)
    if key:
        Department.objects.update_or_create(
            programme=programme, organisation=organisation, defaults={"key": key}
        )
    else:
        named.delete()
    facts: dict[str, Any] = {"organisation": organisation.name, "department": key}
    record_event(What.DEPARTMENT_NAMED, by=by, target=programme, facts=facts)


@transaction.atomic
def publish(*, programme: Programme, by: Member) -> Programme:
    """Put the programme as it is into the data folder, and before everybody's eyes.

    Raises
    ------
    NotComplete
        Its records do not fit together.
    """
    _check_edits(by, programme)
    # One at a time: the file in the data folder is that of the copy that everybody reads.
    Programme.objects.select_for_update().get(pk=programme.pk)
    held = queries.held(programme, is_public=True)
    try:
        whole = calculations.whole(programme.header, held)
    except calculations.DecentWorkError as error:
        raise NotComplete(calculations.problems(error)) from error
    content, digest = papers.as_snapshot(whole)
    made = _show(digest, whole, by)
    _copy_rewritings(programme, made)
    facts: dict[str, Any] = {"digest": digest, "records": len(whole.records)}
    record_event(What.PROGRAMME_PUBLISHED, by=by, target=programme, facts=facts)
    papers.publish(whole, content)
    return made


@transaction.atomic
def withdraw(*, programme: Programme, why: str, by: Member) -> None:
    """Take a published programme from everybody's eyes and out of the data folder."""
    _check_edits(by, programme)
    Programme.objects.select_for_update().get(pk=programme.pk)
    published = queries.publication(programme)
    if published is None:
        return
    facts: dict[str, Any] = {"digest": published.digest, "why": why}
    record_event(What.PROGRAMME_WITHDRAWN, by=by, target=programme, facts=facts)
    header, digest = published.header, published.digest
    published.delete()
    papers.withdraw(header)
    papers.forget_files(digest)


def adopt_published(tell: Callable[[str], None]) -> list[Programme]:
    """Show the programmes of the library and the data folder as they are there now."""
    known = set(Programme.objects.filter(is_published=True).values_list("digest", flat=True))
    made = []
    for digest, read in papers.published():
        if digest in known:
            continue
        try:
            made.append(_show(digest, read(), None))
        except calculations.DecentWorkError as error:
            tell(str(error))
    return made


@transaction.atomic
def _show(digest: str, whole: calculations.Whole, by: Member | None) -> Programme:
    """Make the published copy of a programme anew."""
    header, held = calculations.contents(whole)
    for before in Programme.objects.filter(slug=header["id"], is_published=True):
        papers.forget_files(before.digest)
        before.delete()
    made = _programme(header, by, digest)
    settling.fill(made, held, by, calculations.Measures.of_whole(whole).verdicts())
    return made


def _copy_rewritings(programme: Programme, published: Programme) -> None:
    """Show with a published programme the paragraphs that editors rewrote."""
    for each in programme.rewritings.filter(is_used=True):
        each.pk, each.programme = None, published
        each.save(force_insert=True)


def _programme(header: Plain, by: Member | None, digest: str = "") -> Programme:
    try:
        with transaction.atomic():
            return Programme.objects.create(
                slug=header["id"],
                header=header,
                made_by=by,
                digest=digest,
                is_published=bool(digest),
            )
    except IntegrityError as error:
        raise NameTaken(header["id"]) from error


def _kept(record: Record, act: Version.Act, by: Member, touched: Iterable[str] = ()) -> None:
    """Keep the version of a record that was saved, what it names, and what follows from it."""
    settling.version(record, act, by).save()
    settling.settle([record], touched)
    _tell(record.programme, by, record.key, act, record.version)


def _next(record: Record, by: Member) -> None:
    record.version, record.changed_at, record.changed_by = record.version + 1, timezone.now(), by
    record.save()


@transaction.atomic
def revert_record(*, record: Record, number: int, version: int, by: Member) -> Record:
    """Have a record read again as in an earlier version, unless it names what is gone."""
    earlier = record.versions.get(number=number).content
    named = settling.named(record.section, earlier)
    if gone := sorted(named - set(queries.titles(record.programme, named))):
        raise NotComplete(papers.missing_records(gone))
    return save_record(
        record=record, content=earlier, version=version, by=by, act=Version.Act.REVERTED
    )


def _tell(programme: Programme, by: Member, key: str, act: str, version: int) -> None:
    facts: dict[str, Any] = {"record": key, "act": str(act), "version": version}
    record_event(What.PROGRAMME_CHANGED, by=by, target=programme, facts=facts)


def ask_for_needs(*, programme: Programme, chains: needs.Chains, on: date) -> Job:
    """Have a worker find the needs that nobody answers in the chains of a programme."""
    arguments = {"chains": [list(it) for it in chains], "on": on.isoformat()}
    title = translatable("Looking for needs that nobody answers")
    key = f"{programme.slug} {needs.chains_key(chains)} {on}"
    return ask(kind="programmes.needs", arguments=arguments, title=title, key=key, by=None)


def _updates_of(indicator: Record) -> Any:  # noqa: ANN401 - a query
    return Update.objects.filter(programme=indicator.programme, indicator=indicator.key)


def _open_update(update: Update, version: int, by: Member) -> Update:
    present = Update.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if present.version != version:
        raise ChangedMeanwhile(present)
    if not queries.may_write(by, present):
        raise NotAllowed("An open update is changed and submitted by its author or an officer.")
    return present


def _decided(update: Update, version: int, by: Member, states: tuple[Update.State, ...]) -> Update:
    present = Update.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if present.version != version or present.state not in states:
        raise ChangedMeanwhile(present)
    if not queries.may_decide(by, present):
        raise NotAllowed("An update is decided on by an approver who did not write it.")
    present.version, present.decided_by, present.decided_at = version + 1, by, timezone.now()
    return present


def _check_edits(by: Member, programme: Programme) -> None:
    if not queries.edits(by, programme):
        raise NotAllowed("Records are changed by a programme officer.")
