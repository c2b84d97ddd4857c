"""What agrees and what contradicts between two mentions, whichever comes first, as numbers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from decentwork.matching.overlap import overlaps, shared_numbers
from decentwork.matching.parsed import Parsed

Places = NDArray[np.int32]
Values = NDArray[np.float32]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
Told = dict[str, Values | Flags]

FEATURES = (
    "name_alike",
    "name_in_any_order",
    "name_beginning",
    "name_shared_least",
    "name_shared_most",
    "name_rarest_shared",
    "name_clash",
    "name_extra",
    "name_place_clash",
    "name_is_rare",
    "form_same",
    "form_other",
    "unit_same",
    "unit_other",
    "unit_of_one",
    "address_missing",
    "address_shared_least",
    "address_shared_most",
    "address_rarest_shared",
    "address_clash",
    "address_extra",
    "place_shared",
    "number_shared",
    "number_other",
    "postcode_same",
    "postcode_near",
    "postcode_other",
    "phone_same",
    "phone_other",
    "website_same",
    "website_other",
    "registration_same",
    "registration_other",
    "map_near",
    "map_far",
    "country_unknown",
)
"""Each 0–1. Of what one of two mentions does not tell, neither agreement nor contradiction is 1."""

CHUNK = 20_000
EARTH_KM = 6371.0
NEAR_KM, FAR_KM = 1.0, 50.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparisons:
    """Pairs of mentions compared: `values` (m, f) 0–1, `names` (f,) what each column compares."""

    values: Values
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.values)

    def column(self, name: str) -> Values:
        """Return one comparison of all pairs (m,)."""
        found: Values = self.values[:, self.names.index(name)]
        return found


def compare(parsed: Parsed, left: Places, right: Places) -> Comparisons:
    """Return the comparisons of pairs of mentions (m,), places in the list `parsed` was made of."""
    values = np.zeros((len(left), len(FEATURES)), np.float32)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        told = _told(parsed, left[part], right[part])
        for at, name in enumerate(FEATURES):
            values[part, at] = told[name]
    return Comparisons(values=values, names=FEATURES)


def _told(parsed: Parsed, left: Places, right: Places) -> Told:
    return {
        **_names(parsed, left, right),
        **_marks(parsed, left, right),
        **_addresses(parsed, left, right),
        **_codes(parsed, left, right),
        **_distance(parsed, left, right),
    }


def _names(parsed: Parsed, left: Places, right: Places) -> Told:
    one, other = parsed.core[left], parsed.core[right]
    joined = parsed.joined
    shared = overlaps(
        left, right, parsed.names, parsed.name_weight, parsed.addresses, parsed.vocabulary
    )
    named = (one != "") & (other != "")

    def alike(one: Texts, other: Texts, scorer: Callable[..., float]) -> Values:
        found = cpdist(one, other, scorer=scorer, dtype=np.float32)
        scored: Values = found * named
        return scored

    return {
        "name_alike": alike(joined[left], joined[right], fuzz.ratio) / 100,
        "name_in_any_order": alike(one, other, fuzz.token_sort_ratio) / 100,
        "name_beginning": alike(joined[left], joined[right], JaroWinkler.similarity),
        "name_shared_least": shared[:, 0],
        "name_shared_most": shared[:, 1],
        "name_rarest_shared": shared[:, 2],
        "name_clash": shared[:, 3],
        "name_extra": shared[:, 4],
        "name_place_clash": shared[:, 6],
        "name_is_rare": (parsed.core_weight[left] + parsed.core_weight[right]) / 2 * named,
    }


def _marks(parsed: Parsed, left: Places, right: Places) -> Told:
    """Return what legal forms and numbers of sites say."""
    form, other_form = parsed.form[left], parsed.form[right]
    unit, other_unit = parsed.unit[left], parsed.unit[right]
    forms, units = (form > 0) & (other_form > 0), (unit > 0) & (other_unit > 0)
    return {
        "form_same": forms & (form == other_form),
        "form_other": forms & (form != other_form),
        "unit_same": units & (unit == other_unit),
        "unit_other": units & (unit != other_unit),
        "unit_of_one": (unit > 0) != (other_unit > 0),
    }


def _addresses(parsed: Parsed, left: Places, right: Places) -> Told:
    words = parsed.addresses
    shared = overlaps(left, right, words, parsed.address_weight, parsed.nothing, parsed.vocabulary)
    length = np.diff(words.first)
    numbers = shared_numbers(left, right, parsed.numbers.first, parsed.numbers.word)
    fewer = np.maximum(numbers[:, 1], 1)
    return {
        "address_missing": (length[left] == 0) | (length[right] == 0),
        "address_shared_least": shared[:, 0],
        "address_shared_most": shared[:, 1],
        "address_rarest_shared": shared[:, 2],
        "address_clash": shared[:, 3],
        "address_extra": shared[:, 4],
        "place_shared": shared[:, 5],
        "number_shared": numbers[:, 0] / fewer,
        "number_other": (numbers[:, 1] > 0) & (numbers[:, 0] == 0),
    }


def _codes(parsed: Parsed, left: Places, right: Places) -> Told:
    told: Told = {}
    columns = {"phone": "phone", "website": "website", "registration": "number"}
    for name, column in columns.items():
        one, other = parsed.codes[column][left], parsed.codes[column][right]
        both = (one >= 0) & (other >= 0)
        told[f"{name}_same"], told[f"{name}_other"] = both & (one == other), both & (one != other)
    zone, other_zone = parsed.postcode[left], parsed.postcode[right]
    both = (zone > 0) & (other_zone > 0)
    same, near = both & (zone == other_zone), both & (zone // 10 == other_zone // 10)
    told |= {"postcode_same": same, "postcode_near": near & ~same, "postcode_other": both & ~near}
    country = parsed.codes["country"]
    return told | {"country_unknown": (country[left] < 0) | (country[right] < 0)}


def _distance(parsed: Parsed, left: Places, right: Places) -> Told:
    """Return how near and how far places on the map are, along a great circle."""
    north, other_north = np.radians(parsed.latitude[left]), np.radians(parsed.latitude[right])
    east = np.radians(parsed.longitude[left] - parsed.longitude[right])
    half = np.sin((north - other_north) / 2) ** 2
    half += np.cos(north) * np.cos(other_north) * np.sin(east / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    far = np.clip(np.log(np.maximum(km, NEAR_KM) / NEAR_KM) / np.log(FAR_KM / NEAR_KM), 0, 1)
    known = ~np.isnan(km)
    return {
        "map_near": np.where(known, np.exp(-np.nan_to_num(km) / NEAR_KM), 0),
        "map_far": np.where(known, np.nan_to_num(far), 0),
    }
