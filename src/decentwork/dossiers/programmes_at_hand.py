"""The programmes at hand, which of their activities count where, and the documents behind them."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.programmes.fields import said
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_file import read_programme
from decentwork.programmes.records import Activity, Document, Indicator, Result
from decentwork.programmes.shipped import first_programme
from decentwork.programmes.status import status
from decentwork.programmes.survey_rounds import with_survey_rounds
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.programme_snapshots import snapshot_files

NOT_STATED = "not stated"
NOT_BEGUN = "not_started"
NO_ACTION = ("dropped", "suspended", "merged")


def programmes_at_hand(folder: DataFolder) -> tuple[Programme, ...]:
    """Return the programme that ships and those published in a folder.

    The sample world has only its own: no real programme acts in an invented country.
    """
    published = tuple(with_survey_rounds(_published(it), folder) for it in snapshot_files(folder))
    return published if folder.invented else (first_programme(), *published)


@lru_cache(maxsize=16)
def _published(path: Path) -> Programme:
    return read_programme(path)  # a new version lies at a new path


def activities_in(
    place: str, programmes: Iterable[Programme]
) -> tuple[tuple[Programme, Activity], ...]:
    """Return the activities whose records name a country (ISO alpha-3)."""
    return tuple(
        (programme, activity)
        for programme in programmes
        for activity in programme.all(Activity)
        if place in activity.places and activity.state not in NO_ACTION
    )


def counted_ids(programme: Programme) -> Iterator[tuple[str, Activity]]:
    """Yield each activity of a programme that is an action or a plan, with its id among all.

    A part is left out where its whole names the same countries and topics: they count once.
    """
    for activity in programme.all(Activity):
        if activity.state not in NO_ACTION and covering(programme, activity) is None:
            yield f"{programme.header.id}.{activity.id}", activity


def covering(programme: Programme, activity: Activity) -> Activity | None:
    """Return the nearest whole of an activity that names all its countries and topics, or None."""
    for id in wholes_of(programme, activity):
        whole = programme.by_id[id]
        if (
            isinstance(whole, Activity)
            and whole.state not in (*NO_ACTION, "planned")
            and set(activity.places) <= set(whole.places)
            and set(activity.topics) <= set(whole.topics)
        ):
            return whole
    return None


def is_planned(programme: Programme, activity: Activity, on: date) -> bool:
    """Say whether an activity has not begun on a day."""
    return activity.state == "planned" or status(programme, activity, on).state == NOT_BEGUN


def wholes_of(programme: Programme, activity: Activity) -> Iterator[str]:
    """Yield the ids of what an activity is a part of, from the nearest up."""
    above = activity.part_of
    while above:
        yield above
        whole = programme.by_id[above]
        above = whole.part_of if isinstance(whole, Activity) else None


def outcomes_of(programme: Programme) -> dict[str, tuple[str, ...]]:
    """Return, by activity, the indicators of outcome or impact whose change is known.

    It is known where there is a baseline and approved updates; whether it is good is not judged.
    """
    of = {it.id: it.of for it in programme.all(Result) if it.level != "output"}
    found: dict[str, list[str]] = {}
    for indicator in programme.all(Indicator):
        begun_from = indicator.baseline is not None or indicator.baseline_text
        if indicator.result in of and begun_from and _is_approved(programme, indicator):
            found.setdefault(of[indicator.result], []).append(indicator.id)
    return {activity: tuple(ids) for activity, ids in found.items()}


def _is_approved(programme: Programme, indicator: Indicator) -> bool:
    below = programme.summed_into(indicator.id)
    return any(it.state == "approved" for it in programme.updates_of(indicator.id)) or any(
        _is_approved(programme, it) for it in below
    )


def provenance_of(programme: Programme, activity: Activity) -> Provenance:
    """Return the documents that tell of an activity, with the paragraph; else the programme."""
    header = programme.header
    told: dict[str, list[str]] = {}
    for source in (*activity.sources, *activity.evidence):
        document, _, part = source.partition(":")
        told.setdefault(document, []).append(part)
    origins, steps = [], []
    for id, parts in told.items():
        document_record = programme.by_id[id]
        if isinstance(document_record, Document):
            origins.append(_origin(programme, document_record))
            at = ", ".join(dict.fromkeys(part for part in parts if part))
            word = "paragraph" if id == header.report else "at"
            steps += [f"{word} {at}, in our own words"] if at else []
    if not origins:
        title = said(header.title)
        whose = f"{header.organisation}, {title}"
        origins = [
            Origin(publisher=header.organisation, title=title, licence=NOT_STATED, citation=whose)
        ]
    return Provenance(origins=tuple(origins), steps=tuple(steps))


def _origin(programme: Programme, document: Document) -> Origin:
    publisher = document.publisher or programme.header.organisation
    title = said(document.title)
    parts = (publisher, title, document.symbol, document.published)
    return Origin(
        publisher=publisher,
        title=title,
        licence=document.licence or NOT_STATED,
        citation=", ".join(part for part in parts if part),
        edition=document.symbol,
    )
