"""Where a country stands towards the instruments that concern a chain."""

from collections.abc import Sequence

from decentwork.classifications.chains import Chain
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Fact, Figure, Unknown
from decentwork.sources.catalogue import read_once
from decentwork.sources.data_folder import DataFolder
from decentwork.standards.conventions import Kind, Scope, scopes
from decentwork.standards.ratifications import Ratifications, State, Status, status

INDICATOR = "instrument_in_force"

PUBLISHED = (
    "ilo_ratifications_normlex_2023",
    "ilo_convention_ratifications",
    "ilo_ratifications_other",
    "un_human_rights_ratifications",
)
"""Data sets that record ratifications; of equal dates the earlier prevails."""

OWN_READERS = ("normlex:read_export", "hand_entries:read_ratifications")
"""Readers of the tables that a user adds; they stand before the published ones."""

TITLE_UNCONFIRMED = translatable(
    "The title of this instrument was not yet compared with the publisher's."
)
NOT_YET = translatable(
    "Ratified; when the data were collected the date of entry into force had not come."
)

DISPUTED = translatable("Another data set at hand says something else; the newest one is shown.")
RESERVATIONS = translatable("Reservations and declarations to this treaty are not in the data.")


def ratification_data(folder: DataFolder) -> list[Ratifications]:
    """Return every data set of the folder that records ratifications, the user's own first."""
    names = [*_own(folder), *(name for name in PUBLISHED if folder.has(name))]
    return [read_once(folder, name, Ratifications) for name in names]


def _own(folder: DataFolder) -> list[str]:
    if folder.invented:
        return []
    return [name for name in folder.names() if folder.entry(name).reader in OWN_READERS]


def statuses(
    place: str, chain: Chain, data_sets: Sequence[Ratifications]
) -> list[tuple[Scope, Status]]:
    """Return where the country stands towards each instrument that concerns the chain."""
    return [
        (scope, status(scope.instrument.code, place, data_sets))
        for scope in scopes()
        if scope.concerns(chain.isic4)
    ]


def instrument_figure(scope: Scope, answer: Status) -> Figure:
    """Return the state of one instrument as a figure; its period is the day of ratification.

    Without ratification the period is the date of the list that lacks it.
    """
    ratified = answer.ratified.isoformat() if answer.ratified else answer.as_of
    return Figure(
        indicator=INDICATOR,
        at=Coordinates(place=answer.place, topic=scope.topics[0], tier="context", period=ratified),
        known=_known(answer),
        subject=scope.instrument.code,
        notes=_notes(scope, answer),
    )


def _known(answer: Status) -> Fact | Unknown:
    if answer.state is State.NOT_IN_DATA or answer.provenance is None:
        return Unknown(reason="not_in_data", unit=Unit.FACT, looked_in=answer.provenance)
    dated = [f"state as of {answer.as_of}"] if answer.as_of else []
    sourced = [f"source of this row: {answer.source}"] if answer.source else []
    provenance = answer.provenance
    for step in (*dated, *sourced):
        provenance = provenance.then(step)
    return Fact(value=str(answer.state), provenance=provenance)


def _notes(scope: Scope, answer: Status) -> tuple[str, ...]:
    unconfirmed = "" if scope.instrument.title_confirmed else TITLE_UNCONFIRMED
    not_yet = NOT_YET if answer.state is State.NOT_YET_IN_FORCE else ""
    reserved = RESERVATIONS if scope.instrument.kind is Kind.TREATY and answer.binding else ""
    disputed = DISPUTED if answer.also else ""
    notes = (not_yet, answer.note, disputed, reserved, unconfirmed)
    return tuple(note for note in notes if note)
