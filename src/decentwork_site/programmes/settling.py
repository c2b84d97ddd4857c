"""What follows from the records of a programme: what names what, versions, how indicators stand.

A whole programme is written here at once, with the fastest way that the database has.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

from decentwork_site.counting import count_anew
from decentwork_site.members.models import Member
from decentwork_site.programmes import calculations, queries
from decentwork_site.programmes.models import Programme, Record, Reference, Update, Version

Plain = dict[str, Any]
IN_ONE_GO = 2_000  # rows of one statement

ESCAPED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_APART = re.compile(r"[\\\t\n\r]")

RECORDS = (
    "programme_id", "section", "key", "content", "words", "position", "under", "standing",
    "version", "changed_at", "changed_by_id", "deleted_at",
)  # fmt: skip
REFERENCES = ("record_id", "programme_id", "field", "named")
VERSIONS = ("record_id", "number", "act", "content", "by_id", "at")
UPDATES = (
    "programme_id", "indicator", "starts", "ends", "part", "content", "state", "version",
    "reported_by", "author_id", "changed_at", "decided_by_id", "decided_at", "why",
)  # fmt: skip


def new_key(section: str) -> str:
    """Return a key for a row that has no id: the dot keeps it apart from every id."""
    return f"{section}.{secrets.token_hex(5)}"


def fill(
    programme: Programme,
    held: Mapping[str, list[Plain]],
    by: Member | None,
    verdicts: Mapping[str, str] | None = None,
) -> None:
    """Add all records and updates of a file to a programme that has none.

    `verdicts` say how its indicators stand, where that is known already.
    """
    updates = held.get("updates", ())
    rows = [
        (section, row.get("id") or new_key(section), position, row)
        for section in calculations.SECTIONS
        if section != "updates"
        for position, row in enumerate(held.get(section, ()))
    ]
    if verdicts is None:
        approved = (it for it in updates if it.get("state") == Update.State.APPROVED)
        indicators = {row["id"]: row for row in held.get("indicators", ())}
        targets = held.get("targets", ())
        verdicts = calculations.Measures.of(indicators, approved, targets).verdicts()
    under = {row["id"]: row["of"] for row in held.get("results", ())}
    now, who = timezone.now(), by.pk if by else None
    found = (
        (
            programme.pk, section, key, row, calculations.words_of(key, row), position,
            *((under[row["result"]], verdicts[key]) if section == "indicators" else ("", "")),
            1, now, who, None,
        )
        for section, key, position, row in rows
    )  # fmt: skip
    _add(Record, RECORDS, found)
    pks = dict(Record.objects.filter(programme=programme).values_list("key", "pk"))
    named = (
        (pks[key], programme.pk, field, name)
        for section, key, _, row in rows
        for field, name in calculations.references(section, row)
    )
    _add(Reference, REFERENCES, named)
    if not programme.is_published:
        made = ((pks[key], 1, Version.Act.MADE, row, who, now) for _, key, _, row in rows)
        _add(Version, VERSIONS, made)
    add_updates(programme, updates)
    if len(rows) + len(updates) > IN_ONE_GO:
        count_anew(Record, Reference, Version, Update)


def add_updates(
    programme: Programme, updates: Iterable[Plain], author: Member | None = None
) -> None:
    """Add updates of a file as they stand there."""
    now, who = timezone.now(), author.pk if author else None
    _add(Update, UPDATES, (_update(programme, row, now, who) for row in updates))


def _update(programme: Programme, row: Plain, now: datetime, author: int | None) -> tuple[Any, ...]:
    apart = ("indicator", "starts", "ends", "state", "by")
    state = row.get("state", Update.State.DRAFT)
    why = calculations.RETURNED_BEFORE if state == Update.State.RETURNED else ""
    return (
        programme.pk, row["indicator"], row["starts"], row["ends"],
        calculations.part_text(row.get("part", ())),
        {key: it for key, it in row.items() if key not in apart},
        state, 1, row.get("by", ""), author, now, None, None, why,
    )  # fmt: skip


def _add(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Any]) -> None:
    """Add rows; every column of the table but its number is among `columns`."""
    if connection.vendor != "postgresql":
        made = (model(**dict(zip(columns, row, strict=True))) for row in rows)
        model._default_manager.bulk_create(made, batch_size=IN_ONE_GO)
        return
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for some in _lots(rows, IN_ONE_GO):
            copy.write("".join(map(_line, some)))


def _lots(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    ahead = iter(rows)
    while some := list(islice(ahead, size)):
        yield some


def _line(row: Iterable[Any]) -> str:
    """Return a row as COPY of PostgreSQL reads it."""
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:  # noqa: ANN401 - what a column holds
    if value is None:
        return r"\N"
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return _APART.sub(lambda it: ESCAPED[it[0]], text) if _APART.search(text) else text


def keep_standings(programme: Programme, keys: Iterable[str]) -> None:
    """Keep how indicators stand, and those that they are summed into."""
    found, above = queries.records(programme, "indicators"), _above(programme, keys)
    measures = calculations.Measures.of(**queries.measured(programme, above))
    by_verdict: dict[str, list[str]] = {}
    for key in above:
        if measures.holds(key):
            by_verdict.setdefault(measures.verdict(key), []).append(key)
    for verdict, held in by_verdict.items():
        for some in queries.batched(held):
            found.filter(key__in=some).update(standing=verdict)


def _above(programme: Programme, keys: Iterable[str]) -> list[str]:
    """Return indicators and those they are summed into, one after the other."""
    found: dict[str, None] = {}
    ahead = list(keys)
    while ahead:
        found |= dict.fromkeys(ahead)
        rows = queries.records(programme, "indicators")
        contents = chain.from_iterable(
            rows.filter(key__in=some).values_list("content", flat=True)
            for some in queries.batched(ahead)
        )
        ahead = sorted({content.get("adds_to") or "" for content in contents} - {"", *found})
    return list(found)


def settle(records: Iterable[Record], touched: Iterable[str] = ()) -> None:
    """Keep what records name now, and what follows for indicators; `touched` are further ones."""
    held = list(records)
    if not held:
        return
    programme = held[0].programme
    Reference.objects.filter(record__in=held).delete()
    Reference.objects.bulk_create(
        [it for each in held if each.deleted_at is None for it in references(each)],
        batch_size=IN_ONE_GO,
    )
    _keep_under(programme, held)
    keys = [*touched, *(key for each in held for key in headline(each))]
    if keys:
        keep_standings(programme, dict.fromkeys(keys))


def _keep_under(programme: Programme, held: Iterable[Record]) -> None:
    """Keep what the results of indicators belong to, where a result or an indicator was saved."""
    by_result = {it.key: it.content["of"] for it in held if it.section == "results"}
    for result, under in by_result.items():
        named = Reference.objects.filter(programme=programme, field="result", named=result)
        Record.objects.filter(pk__in=named.values("record")).update(under=under)
    measured = [it for it in held if it.section == "indicators"]
    wanted = {it.content["result"] for it in measured}
    of = {
        it.key: it.content["of"]
        for some in queries.batched(wanted)
        for it in queries.records(programme, "results").filter(key__in=some)
    }
    by_under: dict[str, list[int]] = {}
    for each in measured:
        by_under.setdefault(of.get(each.content["result"], ""), []).append(each.pk)
    for under, pks in by_under.items():
        for some in _lots(pks, IN_ONE_GO):
            Record.objects.filter(pk__in=some).update(under=under)


def headline(record: Record) -> list[str]:
    """Return the indicators whose standing a record bears on, as it reads now."""
    if record.section == "indicators":
        return [key for key in (record.key, record.content.get("adds_to")) if key]
    if record.section == "targets":
        return [record.content["indicator"]]
    return []


def references(record: Record) -> Iterator[Reference]:
    """Yield what a record names."""
    for field, named in calculations.references(record.section, record.content):
        yield Reference(record=record, programme_id=record.programme_id, field=field, named=named)


def named(section: str, content: Plain) -> set[str]:
    """Return the keys of the records that a record names; with a colon it is a code."""
    return {key for _field, key in calculations.references(section, content) if ":" not in key}


def version(record: Record, act: Version.Act, by: Member | None) -> Version:
    """Return the version of a record as it reads now."""
    return Version(record=record, number=record.version, act=act, content=record.content, by=by)
