"""When a cell of survey results may be shown: the bounds, the reasons, the bands."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from decentwork.estimates.errors import InputError
from decentwork.estimates.messages import translatable

UNITS, WORKERS = 5, 10
_BANDS = ((5, "under 5"), (10, "5-9"), (20, "10-19"), (50, "20-49"))


class Reason(StrEnum):
    """Why a cell is withheld."""

    TOO_FEW = translatable("too few respondents")
    DOMINATED = translatable("dominated by one respondent")
    PROTECTS = translatable("protects another cell")


class LaxRule(InputError):
    """A rule would let out more than the least that is allowed."""

    def __init__(self, name: str, value: float, limit: float) -> None:
        self.name, self.value, self.limit = name, value, limit
        super().__init__(
            f"The disclosure rule's {name} is {value}; it may be made stricter than {limit}, "
            "not laxer."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRule:
    """When a cell may be shown; each bound may be made stricter than its default, not laxer.

    `units`, `workers`: the fewest of each that answered; `dominance`: the largest share of a total
    that one respondent may make up; `rest`: what all but the two largest respondents must at least
    make up, as a share of the largest (p % rule); `width`: how far from its value, as a share of
    it and to both sides, a withheld cell must seem to reach.
    """

    units: int = UNITS
    workers: int = WORKERS
    dominance: float = 0.5
    rest: float = 0.1
    width: float = 0.5

    def __post_init__(self) -> None:
        for name, limit in (("units", UNITS), ("workers", WORKERS), ("rest", 0.1), ("width", 0.5)):
            if getattr(self, name) < limit:
                raise LaxRule(name, getattr(self, name), limit)
        if self.dominance > 0.5:
            raise LaxRule("dominance", self.dominance, 0.5)

    def to_dict(self) -> dict[str, Any]:
        """Return the bounds by name."""
        return asdict(self)


DEFAULT = DisclosureRule()


def answers_band(n: int) -> str:
    """Return a number of respondents as tables print it: a band when small, else in tens.

    Exact numbers would let the respondents of a withheld cell be counted by subtraction.
    """
    return next((band for limit, band in _BANDS if n < limit), str(round(n, -1)))
