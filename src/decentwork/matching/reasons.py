"""Why two mentions may be one enterprise, or two, in words."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from decentwork.estimates.messages import translatable

if TYPE_CHECKING:  # what compares is compiled, and who shows reasons need not load that
    from decentwork.matching.comparisons import Comparisons

Row = Mapping[str, float]


class Reason(NamedTuple):
    """What speaks for one enterprise (`agrees`) or for two, `field` it is of, in words."""

    text: str
    field: str
    agrees: bool


class _Rule(NamedTuple):
    holds: Callable[[Row], bool]
    reason: Reason


def _rule(agrees: bool, field: str, text: str, holds: Callable[[Row], bool]) -> _Rule:
    return _Rule(holds, Reason(text, field, agrees))


def _both_addresses(row: Row) -> bool:
    return row["address_missing"] == 0


_RULES = (
    _rule(
        True,
        "number",
        translatable("same registration number"),
        lambda it: it["registration_same"] > 0,
    ),
    _rule(
        False,
        "number",
        translatable("other registration number"),
        lambda it: it["registration_other"] > 0,
    ),
    _rule(True, "phone", translatable("same phone"), lambda it: it["phone_same"] > 0),
    _rule(True, "website", translatable("same website"), lambda it: it["website_same"] > 0),
    _rule(False, "name", translatable("numbers of two sites"), lambda it: it["unit_other"] > 0),
    _rule(True, "name", translatable("same name"), lambda it: it["name_alike"] > 0.999),
    _rule(
        True,
        "name",
        translatable("same words in the names"),
        lambda it: it["name_alike"] <= 0.999 and it["name_shared_least"] > 0.99,
    ),
    _rule(
        True,
        "name",
        translatable("names differ by a letter or two"),
        lambda it: 0.88 < it["name_alike"] <= 0.999 and it["name_shared_least"] <= 0.99,
    ),
    _rule(
        True,
        "name",
        translatable("one name holds the other"),
        lambda it: (
            it["name_alike"] <= 0.88 and it["name_shared_least"] <= 0.99 < it["name_shared_most"]
        ),
    ),
    _rule(
        True,
        "name",
        translatable("names share rare words"),
        lambda it: (
            it["name_alike"] <= 0.88
            and it["name_shared_most"] <= 0.99
            and it["name_rarest_shared"] > 0.6
        ),
    ),
    _rule(
        False,
        "name",
        translatable("each name has words of its own"),
        lambda it: it["name_clash"] > 0.4 and it["name_alike"] < 0.97,
    ),
    _rule(
        False,
        "name",
        translatable("each name has a place of its own"),
        lambda it: it["name_place_clash"] > 0.1,
    ),
    _rule(
        True,
        "address",
        translatable("same address"),
        lambda it: (
            _both_addresses(it) and it["address_shared_least"] > 0.9 and not it["number_other"]
        ),
    ),
    _rule(
        True,
        "address",
        translatable("addresses agree in part"),
        lambda it: (
            it["address_shared_most"] > 0.5
            and not (it["address_shared_least"] > 0.9 and not it["number_other"])
        ),
    ),
    _rule(
        True,
        "address",
        translatable("same house or lot number"),
        lambda it: it["number_shared"] > 0.5,
    ),
    _rule(
        False,
        "address",
        translatable("other house or lot number"),
        lambda it: it["number_other"] > 0,
    ),
    _rule(True, "postcode", translatable("same postcode"), lambda it: it["postcode_same"] > 0),
    _rule(False, "postcode", translatable("other postcode"), lambda it: it["postcode_other"] > 0),
    _rule(
        False,
        "address",
        translatable("other town or district"),
        lambda it: _both_addresses(it) and it["place_shared"] < 0.3,
    ),
    _rule(
        False,
        "address",
        translatable("other street"),
        lambda it: (
            _both_addresses(it) and it["place_shared"] >= 0.3 and it["address_shared_most"] <= 0.5
        ),
    ),
    _rule(True, "latitude", translatable("same place on the map"), lambda it: it["map_near"] > 0.4),
    _rule(False, "latitude", translatable("far apart on the map"), lambda it: it["map_far"] > 0.5),
    _rule(False, "phone", translatable("other phone"), lambda it: it["phone_other"] > 0),
    _rule(False, "website", translatable("other website"), lambda it: it["website_other"] > 0),
    _rule(True, "name", translatable("same number of a site"), lambda it: it["unit_same"] > 0),
    _rule(False, "name", translatable("only one names a site"), lambda it: it["unit_of_one"] > 0),
    _rule(False, "name", translatable("other legal form"), lambda it: it["form_other"] > 0),
    _rule(
        False,
        "address",
        translatable("an address is missing"),
        lambda it: it["address_missing"] > 0,
    ),
    _rule(
        False,
        "country",
        translatable("a country is not known"),
        lambda it: it["country_unknown"] > 0,
    ),
)
"""What may be said of a pair, the strongest first."""


def reasons(comparisons: "Comparisons", pair: int) -> tuple[Reason, ...]:
    """Return what speaks for and against one pair being one enterprise, the strongest first."""
    row = dict(zip(comparisons.names, comparisons.values[pair].tolist(), strict=True))
    return tuple(rule.reason for rule in _RULES if rule.holds(row))


def in_words(found: tuple[Reason, ...]) -> str:
    """Return reasons as one line: "same phone; names differ by a letter or two; other street"."""
    return "; ".join(it.text for it in found)
