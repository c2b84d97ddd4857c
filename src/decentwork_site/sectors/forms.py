"""Checks of what a reader asks; what is not known is told, and not asked."""

from django.http import QueryDict

from decentwork_site.sectors import calculations
from decentwork_site.sectors.calculations import COMMON, FIRST, LEVELS, Question

FIRST_YEAR, LAST_YEAR = 1900, 2100


def asked(slug: str, query: QueryDict) -> tuple[Question, list[str]]:
    """Return the question that an address asks of a sector, and what it named in vain."""
    places, refused = calculations.place_codes(query.get("places", ""))
    region, measure = query.get("region", ""), query.get("measure", "")
    index = query.get("index", LEVELS).strip()
    if region and not calculations.is_region(region):
        refused.append(region)
        region = ""
    if measure and measure not in calculations.MEASURES:
        refused.append(measure)
        measure = ""
    if index not in (LEVELS, COMMON, FIRST) and not _is_year(index):
        refused.append(index)
        index = LEVELS
    question = Question(
        slug=slug,
        region=region or ("" if places else calculations.first_region()),
        places=tuple(places),
        measure=measure or next(iter(calculations.MEASURES)),
        index=index,
    )
    return question, refused


def _is_year(text: str) -> bool:
    return text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR
