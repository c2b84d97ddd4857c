"""Labour provisions in trade agreements, and labour standards in national law."""

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
class LabourProvisions:
    """All coded agreements with their parties; nothing signed after `years[1]` is in here."""

    agreements: Sequence[LabourProvision]
    years: tuple[int, int]
    provenance: Provenance

    def of(self, place: str) -> tuple[LabourProvision, ...]:
        """Return the agreements of one country: deepest first, then newest, then by name."""
        own = [each for each in self.agreements if place in each.members]
        return tuple(sorted(own, key=lambda each: (-each.depth, -each.year, each.agreement)))


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
    return LabourProvisions(
        agreements=agreements,
        years=depths.years,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStandard:
    """What the law of a country says on one point, as a publisher reports it for one year.

    `standard` is the publisher's name for the point; `exists` is None where it is not known;
    `age` is in years where the point is an age; `meets_international` is the publisher's own
    judgement.
    """

    place: str
    year: int
    standard: str
    exists: bool | None
    age: float | None
    meets_international: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStandards:
    """National law on labour standards as one publisher reports it."""

    rows: Sequence[LegalStandard]
    provenance: Provenance

    def latest(self, place: str) -> tuple[LegalStandard, ...]:
        """Return the newest row of each point for one country, by name of the point."""
        newest: dict[str, LegalStandard] = {}
        for row in self.rows:
            known = newest.get(row.standard)
            if row.place == place and (known is None or row.year > known.year):
                newest[row.standard] = row
        return tuple(newest[name] for name in sorted(newest))
