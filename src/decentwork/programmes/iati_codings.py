"""Places, sectors, tags and markers of an activity as elements of IATI 2.03."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from decentwork.classifications.countries import country, region
from decentwork.classifications.groups import Group
from decentwork.programmes.iati_codes import (
    GENDER_MARKER,
    GENDER_TOPICS,
    LABOUR_RIGHTS,
    OWN_CODES,
    SDG_GOALS,
    SDG_TARGETS,
    SECTORS,
    SIGNIFICANT,
    TAGGED,
    UNSPECIFIED,
    VOCABULARY,
)
from decentwork.programmes.iati_elements import added, narrated, percentages
from decentwork.programmes.records import Activity, Indicator

SDG = re.compile(r"(\d+)\.([0-9a-z]+)\.\d+")
GLOBAL_REGION, MULTINATIONAL, NATIONAL = "2", "3", "4"
UN_REGIONS = "2"
WOMEN = "female"


def places_of(activity: Activity) -> tuple[list[str], list[str]]:
    """Return the countries, by ISO 3166-1 alpha-2, and the UN regions that IATI can name."""
    found = [country(iso3).iso2 for iso3 in activity.places]
    return [iso2 for iso2 in found if iso2], list(activity.regions)


def write_scope(element: etree._Element, activity: Activity) -> None:
    """Add how far an activity reaches, where its places are known."""
    countries, regions = places_of(activity)
    if len(countries) + len(regions) > 1:
        added(element, "activity-scope", {"code": MULTINATIONAL})
    elif countries or regions:
        added(element, "activity-scope", {"code": NATIONAL if countries else GLOBAL_REGION})


def write_places(element: etree._Element, activity: Activity | None) -> None:
    """Add countries and regions; of several each has an equal percentage, of one none.

    Where no place is told, it is "developing countries, unspecified": the standard wants one.
    """
    countries, regions = places_of(activity) if activity else ([], [])
    keys = [*((code, "") for code in countries), *((code, UN_REGIONS) for code in regions)]
    if not keys:
        added(element, "recipient-region", {"code": UNSPECIFIED, "vocabulary": "1"})
        return
    shares = percentages({f"{vocabulary} {code}": 1 for code, vocabulary in keys})
    for code, vocabulary in dict.fromkeys(keys):
        share = shares[f"{vocabulary} {code}"] if len(shares) > 1 else None
        name = "recipient-region" if vocabulary else "recipient-country"
        attributes = {"code": code, "vocabulary": vocabulary, "percentage": share}
        words = region(code).names if vocabulary else {}
        narrated(element, name, words, attributes)


def write_sectors(element: etree._Element, topics: Iterable[str]) -> None:
    """Add purpose codes, each weighted by its number of topics; without topics, labour rights."""
    counted = Counter(SECTORS.get(topic, LABOUR_RIGHTS) for topic in topics)
    for code, share in percentages(counted or {LABOUR_RIGHTS: 1}).items():
        added(element, "sector", {"vocabulary": "1", "code": code, "percentage": share})


def write_tag(
    element: etree._Element,
    vocabulary: str,
    code: str,
    words: Mapping[str, str] | None = None,
    marks: Mapping[str, str | None] | None = None,
) -> None:
    """Add a code of one of our own vocabularies, such as "topics"."""
    uri = f"{VOCABULARY}{vocabulary}"
    attributes = {"code": code, "vocabulary": OWN_CODES, "vocabulary-uri": uri}
    narrated(element, "tag", words or {}, attributes, marks)


def write_coordinates(element: etree._Element, activity: Activity) -> None:
    """Add what the activity is, belongs to and is about, as tags of our own."""
    write_tag(element, "kinds", activity.kind)
    write_tag(element, "areas", activity.area)
    if activity.deliverable:
        write_tag(element, "deliverables", activity.deliverable)
    if activity.attribution:
        write_tag(element, "attribution", activity.attribution)
    for vocabulary in (*TAGGED, "answers"):
        for code in getattr(activity, vocabulary):
            write_tag(element, vocabulary, code)


def write_goals(element: etree._Element, indicators: Sequence[Indicator]) -> None:
    """Add the Sustainable Development Goals and targets that indicators measure."""
    found = [match for it in indicators if (match := SDG.fullmatch(it.sdg))]
    for goal in sorted({int(match[1]) for match in found}):
        added(element, "tag", {"code": str(goal), "vocabulary": SDG_GOALS})
    for target in sorted({f"{match[1]}.{match[2]}" for match in found}):
        added(element, "tag", {"code": target, "vocabulary": SDG_TARGETS})


def write_markers(element: etree._Element, activity: Activity) -> None:
    """Mark gender equality as an objective, where topics or groups say so."""
    women = any(Group.parse(it).sex == WOMEN for it in activity.groups)
    if women or set(activity.topics) & set(GENDER_TOPICS):
        attributes = {"vocabulary": "1", "code": GENDER_MARKER, "significance": SIGNIFICANT}
        added(element, "policy-marker", attributes)
