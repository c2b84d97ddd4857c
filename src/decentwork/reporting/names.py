"""Names of codes as a reader meets them; a code that no classification has is shown as it is.

A page must not fall because a publisher uses a code of its own (a region, a sub-series), so the
code itself is the last resort here, and only here.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from decentwork.classifications import chains, countries, industries, tiers, topics
from decentwork.classifications.groups import Group
from decentwork.classifications.status import status
from decentwork.estimates.errors import DecentWorkError
from decentwork.estimates.messages import translatable
from decentwork.indicators import catalogue
from decentwork.reporting.numbers import Translate, list_text, plain
from decentwork.sources import catalogue as data_catalogue

REST_OF_THE_WORLD = translatable("rest of the world")

SECTIONS = {
    "overview": translatable("In short"),
    "tiers": translatable("Tiers"),
    "work": translatable("Work"),
    "trade": translatable("Trade"),
    "goods": translatable("Listed goods"),
    "rules": translatable("Rules"),
    "action": translatable("Action"),
    "unknown": translatable("Not known"),
}

NEEDS = {
    "deficit": translatable("deficit"),
    "opportunity": translatable("opportunity"),
    "none": translatable("no deficit shown"),
    "unknown": translatable("not known"),
}
OBLIGATIONS = {
    "yes": translatable("an obligation binds"),
    "no": translatable("no obligation in force"),
    "unknown": translatable("obligation not in the data"),
}
ACTIONS = {
    "yes": translatable("action recorded"),
    "no": translatable("no action recorded"),
    "unknown": translatable("action not known"),
}
GAPS = {
    "nothing_known": translatable("nothing known"),
    "no_obligation": translatable("no obligation"),
    "no_action": translatable("no action recorded"),  # what binds is told beside it
    "action_elsewhere": translatable("action does not reach here"),
    "no_evidence_of_effect": translatable("action without evidence of effect"),
}

SUBJECTS = {"non-agriculture": translatable("outside agriculture")}

FACTS = {
    "in_force": translatable("in force"),
    "not_in_force": translatable("not in force"),
    "not_yet_in_force": translatable("ratified, not yet in force"),
    "ratified": translatable("ratified; the entry into force is not in the data"),
    "ended": translatable("no longer in force"),
    "not_in_data": translatable("not in the data"),
    "listed": translatable("listed"),
    "not_listed": translatable("not listed"),
    "removed": translatable("removed from the list"),
    "listed_child_labour": translatable("child labour"),
    "listed_forced_labour": translatable("forced labour"),
    "listed_forced_child_labour": translatable("forced child labour"),
    "listed_downstream": translatable("an input made with child labour or forced labour"),
    "recorded": translatable("recorded"),
    "yes": translatable("yes"),
    "no": translatable("no"),
}

REASONS = {
    "not_in_data": translatable("not in the data at hand"),
    "place_inside_rest_of_world": translatable(
        "the country is inside “rest of the world” in the table at hand"
    ),
    "place_not_in_table": translatable("the country is not in the table at hand"),
    "no_source": translatable("no data set at hand covers it"),
    "regions_only": translatable("published for regions and the world only"),
    "not_published": translatable("the publisher prints no value"),
    "no_survey": translatable("no survey of this chain is at hand"),
    "withheld": translatable(
        "withheld, so that no respondent can be recognised, or too few answers"
    ),
    "no_value_in_base_year": translatable("no value in the base year of the index"),
    "not_all_places": translatable("not every place has a value"),
    "no_national_count_by_sector": translatable("no national count is split by sector"),
}

_SEXES = {"female": translatable("women"), "male": translatable("men")}
_CHILDREN = {"female": translatable("girls"), "male": translatable("boys")}
_FORMALITIES = {"formal": translatable("formal"), "informal": translatable("informal")}
AGED_BETWEEN = translatable("aged %(youngest)s to %(oldest)s")
PRODUCTION_ROUND = translatable("production round %(number)s")
PRODUCTION_ROUNDS_FROM = translatable("production round %(number)s and later")
WHO_AGED = translatable("%(who)s, %(aged)s")
AGED_FROM = translatable("aged %(youngest)s and over")
_OLDEST_CHILD = 17


def place_name(code: str, language: str = "en", translate: Translate = plain) -> str:
    """Return the name of a country, region or the rest of the world."""
    if code == "ROW":
        return translate(REST_OF_THE_WORLD)
    return _known(lambda: countries.country(code).name(language)) or _region(code, language)


def industry_name(code: str, language: str = "en") -> str:
    """Return the name of an industry written "isic4:C13"."""
    return _known(lambda: industries.Industry.parse(code).name(language)) or code


def chain_name(slug: str, language: str = "en") -> str:
    """Return the name of a chain."""
    return _known(lambda: chains.chain(slug).name(language)) or slug


def topic_name(code: str, language: str = "en") -> str:
    """Return the name of a topic."""
    return _known(lambda: topics.topic(code).name(language)) or code


def tier_name(code: str, language: str = "en") -> str:
    """Return the name of a tier."""
    return _known(lambda: tiers.tier(code).name(language)) or code


def indicator_name(code: str, language: str = "en") -> str:
    """Return the name of an indicator of the catalogue."""
    return _known(lambda: catalogue.indicator(code).name(language)) or code.replace("_", " ")


def group_name(code: str | None, language: str = "en", translate: Translate = plain) -> str:
    """Return the words for a group such as "female;age:5-17"; empty for everybody.

    Examples
    --------
    >>> group_name("female;age:5-17")
    'girls, aged 5 to 17'
    """
    return _known(lambda: _group(Group.parse(code or ""), language, translate)) or code or ""


def subject_name(code: str | None, language: str = "en", translate: Translate = plain) -> str:
    """Return the words for what tells figures apart: an instrument, a good, a round, a sector."""
    if not code:
        return ""
    if found := re.fullmatch(r"round (\d+)( and later)?", code):
        text = PRODUCTION_ROUNDS_FROM if found[2] else PRODUCTION_ROUND
        return translate(text) % {"number": found[1]}
    part, _, source = code.rpartition(":")  # a part of a whole, told from another source's
    if title := data_sets().get(source):
        return ", ".join(filter(None, (subject_name(part, language, translate), title)))
    return industry_name(code, language) if part else translate(SUBJECTS.get(code, code))


@cache
def data_sets() -> dict[str, str]:
    """Return the title of each data set that ships, by its name."""
    return {entry.name: entry.title for entry in data_catalogue.entries()}


def fact_name(code: str, translate: Translate = plain) -> str:
    """Return the words for a recorded fact."""
    return translate(FACTS[code]) if code in FACTS else code.replace("_", " ")


def reason_text(code: str, translate: Translate = plain) -> str:
    """Return why something is not known; a reason that is already a sentence is translated."""
    return translate(REASONS.get(code, code))


def _known(name: Callable[[], Any]) -> str:
    try:
        return str(name())
    except DecentWorkError:
        return ""


def _region(code: str, language: str) -> str:
    for scheme in ("m49", "ilo"):
        name = _known(partial(_region_name, code, scheme, language))
        if name:
            return name
    return code


def _region_name(code: str, scheme: str, language: str) -> str:
    return countries.region(code, scheme).name(language)


def _group(group: Group, language: str, translate: Translate) -> str:
    youngest, oldest = group.ages
    sexes = _CHILDREN if oldest is not None and oldest <= _OLDEST_CHILD else _SEXES
    words = [
        translate(sexes[group.sex]) if group.sex else "",
        status(group.status).name(language) if group.status else "",
        translate(_FORMALITIES[group.formality]) if group.formality else "",
    ]
    who = list_text(list(filter(None, words)), language)
    ages = {"youngest": str(youngest), "oldest": str(oldest)}
    aged = translate(AGED_FROM if oldest is None else AGED_BETWEEN) % ages if group.age else ""
    return translate(WHO_AGED) % {"who": who, "aged": aged} if who and aged else who or aged
