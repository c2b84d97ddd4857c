"""Which records a brief tells of: those of a country, or those that somebody gives money to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from decentwork.classifications.countries import country
from decentwork.estimates.errors import UnknownCode
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import (
    Activity,
    Budget,
    Decision,
    Evaluation,
    FollowUp,
    Organisation,
    Placed,
    Recommendation,
    Record,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The ids of the records to tell of, None for all; `regional` name only a region around."""

    kept: frozenset[str] | None = None
    regional: tuple[str, ...] = ()

    def holds(self, id: str) -> bool:
        """Say whether a record is told of."""
        return self.kept is None or id in self.kept


def of_country(programme: Programme, place: str) -> Scope:
    """Return the records that name a country, with what follows from them.

    A record that names only a region around it may or may not reach the country: it is not kept,
    its id is in `regional`.
    """
    found = country(place)
    around = {found.m49_region, found.m49_subregion, found.m49_intermediate} - {""}
    named = {it.id for it in programme.records if isinstance(it, Placed) and place in it.places}
    regional = tuple(
        it.id
        for it in programme.all(Activity)
        if it.id not in named and not it.places and around & set(it.regions)
    )
    return Scope(kept=frozenset(_with_what_follows(programme, named)), regional=regional)


def of_donor(programme: Programme, organisation: str | None) -> Scope:
    """Return the records that an organisation gives money to, None for any, with their parts.

    Raises
    ------
    UnknownCode
        The programme has no such organisation.
    """
    known = [it.id for it in programme.all(Organisation)]
    if organisation is not None and organisation not in known:
        raise UnknownCode(organisation, "the organisations of the programme", known)
    funded = {
        role.record
        for role in programme.all(Role)
        if role.role == "funder" and organisation in (None, role.organisation)
    }
    funded |= {
        budget.record
        for budget in programme.all(Budget)
        if budget.source and organisation in (None, budget.source)
    }
    beneath: dict[str, list[str]] = defaultdict(list)
    for activity in programme.all(Activity):
        for above in {activity.part_of, activity.deliverable} - {None}:
            beneath[str(above)].append(activity.id)
    kept: set[str] = set()
    ahead = list(funded)
    while ahead:
        id = ahead.pop()
        if id not in kept:
            kept.add(id)
            ahead += beneath[id]
    return Scope(kept=frozenset(_with_what_follows(programme, kept)))


def _with_what_follows(programme: Programme, ids: Collection[str]) -> set[str]:
    """Return records with the decisions of meetings, and the evaluations of what is among them."""
    kept = set(ids)
    follows: tuple[tuple[Iterable[Record], str], ...] = (
        (programme.all(Decision), "meeting"),
        (programme.all(FollowUp), "decision"),
        (programme.all(Evaluation), "of"),
        (programme.all(Recommendation), "evaluation"),
    )
    for records, field in follows:
        kept |= {it.id for it in records if getattr(it, field) in kept}
    return kept
