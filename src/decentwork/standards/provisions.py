"""Labour provisions in trade agreements, and who is party to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance

WITHDRAWAL = translatable(
    "A withdrawal from this agreement is recorded; the data do not code which party withdrew."
)
NOT_IN_FORCE_IN_DATA = translatable("The data record no entry into force of this agreement.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionDepth:
    """How deep the labour provisions of one agreement go, 0 (none) to 5, as its coders judged."""

    number: str
    agreement: str
    year: int
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionDepths:
    """The agreements coded for labour provisions; `years` are the first and last year signed."""

    agreements: Sequence[ProvisionDepth]
    provenance: Provenance

    @property
    def years(self) -> tuple[int, int]:
        """First and last year in which a coded agreement was signed."""
        years = [each.year for each in self.agreements]
        return min(years), max(years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """One entry of a list of trade agreements: an agreement, accession, amendment or withdrawal.

    `base` is the number of the agreement that an accession or withdrawal belongs to.
    """

    number: str
    base: str
    name: str
    entry: str
    year: int | None
    entry_into_force: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaties:
    """A list of trade agreements."""

    entries: Sequence[Treaty]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Who is party to each entry of a list of trade agreements: number → ISO alpha-3 codes."""

    by_number: Mapping[str, frozenset[str]]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourProvision:
    """One trade agreement with its labour provisions, 0 (none) to 5, and its parties.

    `members` are the parties of the agreement and of accessions to it; `entry_into_force` is
    None where the list gives none, and `notes` say what the data leave open.
    """

    number: str
    agreement: str
    year: int
    depth: int
    members: frozenset[str]
    entry_into_force: int | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UncodedAgreement:
    """A trade agreement whose labour provisions are not in the data."""

    agreement: str
    year: int
    members: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourProvisions:
    """All coded agreements with their parties.

    `years` are the first and last year in which a coded agreement was signed; `later` are the
    agreements of the list of parties signed after that, whose labour provisions nobody coded.
    """

    agreements: Sequence[LabourProvision]
    later: Sequence[UncodedAgreement]
    years: tuple[int, int]
    provenance: Provenance

    def of(self, place: str) -> tuple[LabourProvision, ...]:
        """Return the agreements of one country, the deepest first, then the newest.

        Those without a recorded entry into force come after all others.
        """
        own = [each for each in self.agreements if place in each.members]
        return tuple(sorted(own, key=_rank))

    def later_of(self, place: str) -> tuple[UncodedAgreement, ...]:
        """Return the later agreements of one country, newest first."""
        own = [each for each in self.later if place in each.members]
        return tuple(sorted(own, key=lambda each: (-each.year, each.agreement)))


def _rank(each: LabourProvision) -> tuple[bool, int, int, str]:
    return (each.entry_into_force is None, -each.depth, -each.year, each.agreement)


def labour_provisions(
    depths: ProvisionDepths, treaties: Treaties, members: Members
) -> LabourProvisions:
    """Return the coded agreements joined with their parties and entry into force.

    An agreement that the list of parties lacks keeps no members, so it shows up nowhere.
    """
    entries = {treaty.number: treaty for treaty in treaties.entries}
    joining: dict[str, list[Treaty]] = defaultdict(list)
    for treaty in treaties.entries:
        if treaty.entry in ("accession", "withdrawal"):
            joining[treaty.base].append(treaty)
    agreements = [
        _joined(depth, entries.get(depth.number), joining[depth.number], members)
        for depth in depths.agreements
    ]
    provenance = depths.provenance.joined(treaties.provenance).joined(members.provenance)
    years = depths.years
    later = [
        UncodedAgreement(
            agreement=each.name,
            year=each.year,
            members=members.by_number.get(each.number, frozenset()),
        )
        for each in treaties.entries
        if each.entry == "base_treaty" and each.year and each.year > years[1]
    ]
    return LabourProvisions(
        agreements=agreements,
        later=later,
        years=years,
        provenance=provenance.then("joined labour provisions and parties by agreement number"),
    )


def _joined(
    depth: ProvisionDepth, entry: Treaty | None, changes: Sequence[Treaty], members: Members
) -> LabourProvision:
    numbers = [depth.number, *(each.number for each in changes if each.entry == "accession")]
    parties = frozenset().union(*(members.by_number.get(each, frozenset()) for each in numbers))
    in_force = entry.entry_into_force if entry else None
    notes = [NOT_IN_FORCE_IN_DATA] if in_force is None else []
    if any(each.entry == "withdrawal" for each in changes):
        notes.append(WITHDRAWAL)
    return LabourProvision(
        number=depth.number,
        agreement=depth.agreement,
        year=depth.year,
        depth=depth.depth,
        members=parties,
        entry_into_force=in_force,
        notes=tuple(notes),
    )
