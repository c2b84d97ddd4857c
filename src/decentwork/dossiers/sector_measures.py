"""What is measured of a sector: which indicator, for whom, and whether places add up."""

from collections.abc import Mapping
from dataclasses import dataclass

from decentwork.estimates.errors import UnknownCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of a sector.

    `adds` says whether values of places add up to a value of all of them; `ratio` names the two
    measures whose sums make it. A measure that does neither (an amount in local currency, a mean
    without its weights) has no value for several places.
    """

    id: str
    indicator: str
    group: str = ""
    adds: bool = False
    ratio: tuple[str, str] | None = None


_ALL = (
    Measure(id="employment", indicator="employment", adds=True),
    Measure(id="women", indicator="employment", group="female", adds=True),
    Measure(id="women_share", indicator="women_in_employment", ratio=("women", "employment")),
    Measure(id="hours", indicator="hours_week"),
    Measure(id="earnings", indicator="monthly_earnings"),
    Measure(id="minimum_wage", indicator="minimum_wage"),
    Measure(id="minimum_wage_usd", indicator="minimum_wage_usd"),
    Measure(id="value_added", indicator="value_added", adds=True),
    Measure(id="value_added_volume", indicator="value_added_volume"),
    Measure(
        id="productivity", indicator="labour_productivity", ratio=("value_added", "employment")
    ),
    Measure(id="productivity_volume", indicator="labour_productivity_volume"),
)
MEASURES: Mapping[str, Measure] = {it.id: it for it in _ALL}
"""All measures by id, in the order in which pages show them."""


def measure(id: str) -> Measure:
    """Return a measure; an unlisted one raises `UnknownCode`."""
    if id not in MEASURES:
        raise UnknownCode(id, "the measures of a sector", tuple(MEASURES))
    return MEASURES[id]
