"""What a programme's IATI file does not tell, and what it tells because the standard demands it."""

from collections.abc import Iterator
from dataclasses import dataclass

from decentwork.estimates.messages import translatable
from decentwork.programmes.iati_codes import ROLES
from decentwork.programmes.iati_codings import places_of
from decentwork.programmes.iati_results import holds_baseline, linked
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import (
    Activity,
    Area,
    Budget,
    Commitment,
    Decision,
    Deliverable,
    Dialogue,
    Document,
    Evaluation,
    Finding,
    FollowUp,
    Indicator,
    Lesson,
    Meeting,
    Organisation,
    Recommendation,
    Result,
    Role,
    Update,
)

NO_ELEMENT = translatable("IATI has no element for them.")
NO_RECORD = translatable("They belong to records for which IATI has no element.")
NO_ROLE = translatable("IATI has no role for those who take part or host.")
NO_INDICATOR = translatable("IATI holds a result only with an indicator.")
NO_BASELINE = translatable("IATI needs the year of a baseline, and its value.")
NO_ADDRESS = translatable("IATI links documents, and they have no address.")
NO_CODE = translatable("They have no code in ISO 3166-1.")
NOT_APPROVED = translatable("Only approved updates are told.")
NO_PARTY = translatable("They have no role in an activity.")
NO_DATES = translatable("IATI demands a start: the programme's is given as planned.")
NO_PLACE = translatable("IATI demands a place: “developing countries, unspecified” is given.")
NO_TOPIC = translatable("IATI demands a sector: labour rights (16070) is given.")
EQUAL = translatable("IATI demands percentages: equal parts are given, and said to be.")
NO_STATE = translatable("IATI demands a status: what dates tell is given.")

UNTOLD = (
    Meeting, Decision, FollowUp, Commitment, Dialogue, Lesson, Evaluation, Recommendation, Finding,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How many of what are left out of a file, or were filled in because the standard demands it.

    `what` is a section, or a section and a field ("activities.sources"); `assumed` are filled in.
    """

    what: str
    count: int
    why: str
    assumed: bool = False


def iati_notes(programme: Programme) -> tuple[Note, ...]:
    """Return what the IATI file of a programme leaves out, then what it assumes; only what is."""
    notes = [*_sections(programme), *_rows(programme), *_fields(programme), *_assumed(programme)]
    return tuple(note for note in notes if note.count)


def _sections(programme: Programme) -> Iterator[Note]:
    for kind in UNTOLD:
        yield Note(what=kind.section, count=len(programme.all(kind)), why=NO_ELEMENT)
    measured = {it.result for it in programme.all(Indicator)}
    results = sum(it.id not in measured for it in programme.all(Result))
    yield Note(what="results", count=results, why=NO_INDICATOR)
    documents = programme.all(Document)
    without = len(documents) - len(linked(programme, [it.id for it in documents]))
    yield Note(what="documents", count=without, why=NO_ADDRESS)


def _rows(programme: Programme) -> Iterator[Note]:
    told = {it.id for kind in (Activity, Area, Deliverable) for it in programme.all(kind)}
    roles = [it for it in programme.all(Role) if it.record in told]
    others = len(programme.all(Role)) - len(roles)
    yield Note(what="roles", count=others, why=NO_RECORD)
    yield Note(what="roles", count=sum(it.role not in ROLES for it in roles), why=NO_ROLE)
    parties = {it.organisation for it in roles if it.role in ROLES}
    parties |= {it.source for it in programme.all(Budget) if it.source}
    reporter = programme.header.organisation_iati
    silent = [
        it for it in programme.all(Organisation) if it.id not in parties and it.iati != reporter
    ]
    yield Note(what="organisations", count=len(silent), why=NO_PARTY)
    drafts = sum(it.state != "approved" for it in programme.all(Update))
    yield Note(what="updates", count=drafts, why=NOT_APPROVED)


def _fields(programme: Programme) -> Iterator[Note]:
    """Return what is lost of records that are told."""
    header = programme.header
    totals = (header.planned_deliverables, header.planned_activities)
    planned = sum(it is not None for it in totals)
    yield Note(what="programme.planned", count=planned, why=NO_ELEMENT)
    for kind in (Organisation, Area, Deliverable, Activity, Result, Indicator):
        records = programme.all(kind)
        if kind in (Organisation, Area, Deliverable):
            texts = sum(bool(it.text) for it in records)
            yield Note(what=f"{kind.section}.text", count=texts, why=NO_ELEMENT)
        sources = sum(bool(it.sources) for it in records)
        yield Note(what=f"{kind.section}.sources", count=sources, why=NO_ELEMENT)
    activities = programme.all(Activity)
    adopted = sum(bool(it.adopts or it.adopts_from) for it in activities)
    yield Note(what="activities.adopts", count=adopted, why=NO_ELEMENT)
    invented = sum(len(it.places) - len(places_of(it)[0]) for it in activities)
    yield Note(what="activities.places", count=invented, why=NO_CODE)
    unheld = sum(
        not holds_baseline(it)
        for it in programme.all(Indicator)
        if it.baseline is not None or it.baseline_text
    )
    yield Note(what="indicators.baseline", count=unheld, why=NO_BASELINE)


def _assumed(programme: Programme) -> Iterator[Note]:
    activities = programme.all(Activity)
    placed = [sum(map(len, places_of(it))) for it in activities]
    for what, count, why in (
        ("activities.starts", sum(it.starts is None for it in activities), NO_DATES),
        ("activities.state", sum(it.state is None for it in activities), NO_STATE),
        ("activities.places", sum(not places for places in placed), NO_PLACE),
        ("activities.places", sum(places > 1 for places in placed), EQUAL),
        ("activities.topics", sum(not it.topics for it in activities), NO_TOPIC),
    ):
        yield Note(what=what, count=count, why=why, assumed=True)
