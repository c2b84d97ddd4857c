"""Framework agreements between a company and a global union federation."""

from collections.abc import Sequence
from dataclasses import dataclass

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance

WHEREVER = translatable(
    "Binds the company wherever it produces; whether it has suppliers here is not in the data."
)
NO_REGISTER = translatable(
    "Taken from a partial list, not a register: an agreement that is absent may exist."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAgreement:
    """One agreement: company, the country of its head office, sector, federation, year signed.

    `year` is None where the source does not give it; `sector` is in the
    source's words.
    """

    company: str
    head_office: str
    sector: str
    federation: str
    year: int | None
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAgreements:
    """A partial list of framework agreements; absence from it means nothing."""

    agreements: Sequence[CompanyAgreement]
    provenance: Provenance

    def of_sectors(self, sectors: Sequence[str]) -> tuple[CompanyAgreement, ...]:
        """Return the agreements of any of these sectors: newest first, undated last."""
        wanted = {sector.casefold() for sector in sectors}
        found = [each for each in self.agreements if each.sector.casefold() in wanted]
        return tuple(sorted(found, key=lambda each: (-(each.year or 0), each.company)))
