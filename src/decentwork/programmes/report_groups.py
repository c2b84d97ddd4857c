"""Which records of a programme stand together in a paragraph of its report, and in what order."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from decentwork.programmes.fields import said
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import (
    Activity,
    Area,
    Commitment,
    Decision,
    Deliverable,
    Dialogue,
    Evaluation,
    Finding,
    FollowUp,
    Lesson,
    Meeting,
    Recommendation,
    Record,
)

BACKGROUND, CONCLUSIONS = "background", "conclusions"
TOLD = (
    Deliverable, Activity, Meeting, Decision, FollowUp, Commitment, Dialogue, Lesson, Evaluation,
    Recommendation, Finding,
)  # fmt: skip
LEARNING = (Lesson, Evaluation, Recommendation)
ABOVE: dict[type[Record], str] = {
    Activity: "part_of", Decision: "meeting", FollowUp: "decision", Recommendation: "evaluation",
}  # fmt: skip
LONG = 2000  # characters in the programme's main language; a longer group is split

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Records that one paragraph tells of; `follows` says that a document gives their order."""

    key: str
    records: tuple[Record, ...]
    follows: bool = False


def groups(programme: Programme, kept: Collection[str] | None = None) -> dict[str, list[Group]]:
    """Return the paragraphs of each section: background, the areas by number, conclusions.

    Where the programme names a report, records that share their first paragraph of it stand
    together, in its order. The others follow by deliverable, else by project, else one by one. A
    brief, which has only a part of each paragraph and project, tells of activities one by one. A
    key does not depend on the order of records.

    Parameters
    ----------
    kept : ids of the records that a brief tells of; None for all
    """
    report = programme.header.report if kept is None else ""
    areas = sorted(programme.all(Area), key=lambda area: area.number)
    sections: dict[str, list[Group]] = {
        key: [] for key in (BACKGROUND, *(area.id for area in areas), CONCLUSIONS)
    }
    told = [it for kind in TOLD for it in programme.all(kind) if _is_told(it, kept)]
    # What a record is told under; activities of a brief stand alone.
    heads = {it.id for it in told if kept is None or not isinstance(it, Activity | Deliverable)}
    cited: dict[int, list[Record]] = defaultdict(list)
    own: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in told:
        number = _paragraph(record, report)
        if number is not None:
            cited[number].append(record)
        else:
            own[_section(programme, record, heads)][_key(programme, record, heads)].append(record)
    places = _places(programme, cited)
    for number in sorted(cited):
        key = f"{report}:{number}"
        group = Group(key=key, records=tuple(cited[number]), follows=True)
        sections[places[number]].append(group)
    for section, found in own.items():
        for key, records in found.items():
            head = [it for it in records if it.id == key]
            ordered = [*head, *(it for it in records if it.id != key)]
            sections[section] += _split(programme, key, ordered)
    return sections


def hidden(programme: Programme) -> tuple[Dialogue, ...]:
    """Return the dialogues that are not for everybody: no report tells of them."""
    return tuple(it for it in programme.all(Dialogue) if it.confidentiality != "public")


def _is_told(record: Record, kept: Collection[str] | None) -> bool:
    is_public = not isinstance(record, Dialogue) or record.confidentiality == "public"
    return is_public and (kept is None or record.id in kept)


def _paragraph(record: Record, report: str) -> int | None:
    """Return the first paragraph of the report that a record cites, if it cites one."""
    for source in record.sources if report else ():
        document, _, at = source.partition(":")
        if document == report and (found := _NUMBER.match(at)):
            return int(found.group())
    return None


def _places(programme: Programme, cited: dict[int, list[Record]]) -> dict[int, str]:
    """Return the section of each paragraph of the report: its text stays together.

    It is the area that its records agree on; where they do not, or have none, the area around it.
    """
    agreed: dict[int, str] = {}
    for number, records in cited.items():
        found = {
            area.id
            for it in records
            if not isinstance(it, LEARNING) and (area := programme.area_of(it))
        }
        if len(found) == 1:
            agreed[number] = found.pop()
    spans: dict[str, list[int]] = defaultdict(list)
    for number in sorted(agreed):
        spans[agreed[number]].append(number)
    first = min(agreed, default=0)

    def around(number: int) -> str:
        inside = (area for area, them in spans.items() if them[0] <= number <= them[-1])
        return next(inside, BACKGROUND if number < first else CONCLUSIONS)

    return {number: agreed.get(number) or around(number) for number in cited}


def _section(programme: Programme, record: Record, heads: Collection[str]) -> str:
    if isinstance(record, LEARNING):
        return CONCLUSIONS
    if area := programme.area_of(_head(programme, record, heads)):
        return area.id
    is_open = isinstance(record, Finding) and record.kind in ("gap", "question")
    return CONCLUSIONS if is_open else BACKGROUND


def _key(programme: Programme, record: Record, heads: Collection[str]) -> str:
    """Return the key of the paragraph of a record that follows no document."""
    if isinstance(record, Commitment | Dialogue | Finding):
        return f"{_section(programme, record, heads)}/{record.section}"
    head = _head(programme, record, heads)
    promised = head.deliverable if isinstance(head, Activity) else None
    return promised if promised and promised in heads else head.id


def _head(programme: Programme, record: Record, heads: Collection[str]) -> Record:
    """Return what a record belongs to: the project of an activity, the meeting of a decision."""
    seen: set[str] = set()
    while record.id not in seen:
        seen.add(record.id)
        above: str | None = getattr(record, ABOVE.get(type(record), ""), None)
        if (
            above is None
            or above not in heads
            or (isinstance(record, Activity) and record.deliverable in heads)
        ):
            break
        record = programme.by_id[above]
    return record


def _split(programme: Programme, key: str, records: list[Record]) -> Iterator[Group]:
    """Return a paragraph; of a long one its head, each branch that has a text, and the rest."""
    language = programme.header.language
    if len(records) == 1 or not _is_long(records, language):
        yield Group(key=key, records=tuple(records))
        return
    if records[0].id == key and not records[0].text:
        yield Group(key=key, records=(records[0],))  # what the next paragraphs belong to
        records = records[1:]
    pieces = [
        piece
        for branch in _branches(records)
        for piece in ([(it,) for it in branch] if _is_long(branch, language) else [branch])
    ]
    bare = [it for piece in pieces for it in piece if not any(each.text for each in piece)]
    for piece in pieces:
        if any(it.text for it in piece):
            yield Group(key=piece[0].id, records=piece)
    if bare:
        yield Group(key=f"{key}/others", records=tuple(bare))


def _is_long(records: Iterable[Record], language: str) -> bool:
    return sum(len(said(it.text, language) or it.name(language)) for it in records) > LONG


def _branches(records: Iterable[Record]) -> list[tuple[Record, ...]]:
    """Return records with those that are a part of them."""
    branches: dict[str, list[Record]] = defaultdict(list)
    held = {it.id for it in records}
    parts = {it.id: it.part_of for it in records if isinstance(it, Activity) and it.part_of in held}
    for record in records:
        root = record.id
        while above := parts.get(root):
            root = above
        branches[root].append(record)
    return [
        tuple(it for is_root in (True, False) for it in found if (it.id == root) == is_root)
        for root, found in branches.items()
    ]
