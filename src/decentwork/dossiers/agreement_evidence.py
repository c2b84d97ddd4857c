"""Trade agreements, national law and company agreements that concern a chain."""

from dataclasses import replace

from decentwork.classifications.chains import Chain
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Fact, Figure, Unknown
from decentwork.indicators.observations import Observations
from decentwork.sources.catalogue import read_once
from decentwork.sources.data_folder import DataFolder
from decentwork.standards.agreements import NO_REGISTER, WHEREVER, CompanyAgreements
from decentwork.standards.law import LegalStandard, LegalStandards
from decentwork.standards.provisions import (
    LabourProvision,
    LabourProvisions,
    Members,
    ProvisionDepths,
    Treaties,
    labour_provisions,
)

PROVISION_DATA = ("labpta", "desta_treaties", "desta_members")
LAW = "usdol_legal_standards"
INSPECTORS = "usdol_enforcement"
COMPANIES = "global_framework_agreements_partial"
DIALOGUE = "social_dialogue_and_remedy"

CODED = NoInterval("a grade that coders gave to a text; the publisher gives no error")
READ_FROM_LAW = NoInterval("an age written in law, not a sample")
COUNTED = NoInterval("a count that the publisher took from government, without error")

LATER_AGREEMENTS = translatable("Agreements signed in this year or later are not in the data.")
NOT_CODED = translatable("The labour provisions of this agreement are not in the data.")
BELOW_STANDARD = translatable("The publisher judges this below the international standard.")

LAW_POINTS = {
    "Minimum_Work": ("minimum_age_work", "child_labour"),
    "Minimum_Hazardous_Work": ("minimum_age_hazardous_work", "child_labour"),
    "Prohibition_Forced_Labor": ("forced_labour_law_meets_standard", "forced_labour"),
}
"""The publisher's name for a point of law → indicator and topic."""


def provisions(folder: DataFolder) -> LabourProvisions | None:
    """Return labour provisions joined with parties; None unless all three data sets are here."""
    if not all(folder.has(name) for name in PROVISION_DATA):
        return None
    depths, treaties, members = PROVISION_DATA
    return labour_provisions(
        read_once(folder, depths, ProvisionDepths),
        read_once(folder, treaties, Treaties),
        read_once(folder, members, Members),
    )


def provision_figures(place: str, folder: DataFolder) -> list[Figure]:
    """Return the depth of labour provisions in the country's trade agreements, deepest first.

    The period is the year of signature. Stated unknowns follow: each later agreement that the
    list of parties has, and, without subject, all agreements from the year in its period on.
    """
    found = provisions(folder)
    at = Coordinates(place=place, topic=DIALOGUE, tier="context")
    if found is None:
        nothing = Unknown(reason="not_in_data", unit=Unit.INDEX_0_5)
        return [Figure(indicator="labour_provision_depth", at=at, known=nothing)]
    first, last = found.years
    provenance = found.provenance.then(f"agreements signed from {first} to {last} are coded")
    unknown = Unknown(reason="not_in_data", unit=Unit.INDEX_0_5, looked_in=provenance)
    later = [(each.agreement, each.year, NOT_CODED) for each in found.later_of(place)]
    return [
        *(_provision(at, each, provenance) for each in found.of(place)),
        *(
            Figure(
                indicator="labour_provision_depth",
                at=replace(at, period=str(year)),
                known=unknown,
                subject=agreement,
                notes=(note,),
            )
            for agreement, year, note in [*later, (None, last + 1, LATER_AGREEMENTS)]
        ),
    ]


def _provision(at: Coordinates, agreement: LabourProvision, provenance: Provenance) -> Figure:
    return Figure(
        indicator="labour_provision_depth",
        at=replace(at, period=str(agreement.year)),
        known=Estimate(
            value=float(agreement.depth),
            interval=CODED,
            unit=Unit.INDEX_0_5,
            method="published",
            provenance=provenance,
        ),
        subject=agreement.agreement,
        notes=agreement.notes,
    )


def company_figures(chain: Chain, folder: DataFolder) -> list[Figure]:
    """Return the framework agreements of companies in the chain's sectors, newest first.

    The place of a figure is the country of the company's head office; the tier is not stated.
    """
    if not folder.has(COMPANIES):
        return []
    listed = read_once(folder, COMPANIES, CompanyAgreements)
    return [
        Figure(
            indicator="framework_agreement",
            at=Coordinates(
                place=each.head_office,
                topic=DIALOGUE,
                period=str(each.year) if each.year else None,
            ),
            known=Fact(
                value="recorded",
                provenance=listed.provenance.then(f"source of this row: {each.source}"),
            ),
            subject=each.company,
            notes=(WHEREVER, NO_REGISTER),
        )
        for each in listed.of_sectors(chain.sectors)
    ]


def law(place: str, folder: DataFolder) -> list[tuple[LegalStandard, Provenance]]:
    """Return the newest report on each point of law in `LAW_POINTS` that says something."""
    if not folder.has(LAW):
        return []
    reported = read_once(folder, LAW, LegalStandards)
    return [
        (each, reported.provenance)
        for each in reported.latest(place)
        if each.standard in LAW_POINTS
        and (each.age is not None or each.meets_international is not None)
    ]


def law_figure(point: LegalStandard, provenance: Provenance) -> Figure:
    """Return one point of law: the age it sets, else whether it meets the standard (yes, no)."""
    indicator, topic = LAW_POINTS[point.standard]
    known: Estimate | Fact = Fact(
        value="yes" if point.meets_international else "no", provenance=provenance
    )
    if point.age is not None:
        known = Estimate(
            value=point.age,
            interval=READ_FROM_LAW,
            unit=Unit.YEARS,
            method="published",
            provenance=provenance,
        )
    below = BELOW_STANDARD if point.meets_international is False else ""
    return Figure(
        indicator=indicator,
        at=Coordinates(place=point.place, topic=topic, tier="context", period=str(point.year)),
        known=known,
        notes=tuple(note for note in (below, point.note) if note),
    )


def inspector_figures(place: str, folder: DataFolder) -> list[Figure]:
    """Return the number of labour inspectors by report year."""
    if not folder.has(INSPECTORS):
        return []
    counted = read_once(folder, INSPECTORS, Observations)
    rows = counted.frame[counted.frame["place"] == place].sort_values("period")
    return [
        Figure(
            indicator="labour_inspectors",
            at=Coordinates(place=place, topic=DIALOGUE, tier="context", period=row.period),
            known=Estimate(
                value=float(row.value),
                interval=COUNTED,
                unit=Unit.PERSONS,
                method="published",
                provenance=counted.provenance,
            ),
            notes=(row.note,) if row.note else (),
        )
        for row in rows.itertuples()
    ]
