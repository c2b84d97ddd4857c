"""What an office released of a survey: figures past disclosure control, and its decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date
from typing import Any

from decentwork.classifications.groups import Group
from decentwork.classifications.names import Named
from decentwork.estimates.disclosure import Released
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode

LAYOUT = "decentwork survey release 1"

POSITIONS = ("lead", "suppliers", "lower_tiers", "home_and_informal")
"""Positions that figures are released for: tiers 0, 1 and further of registered enterprises, and
household businesses and home workers wherever they stand."""


def position(figure: Released) -> str:
    """Return the position a figure is of: one of `POSITIONS`, or "whole_chain"."""
    return figure.group.get("position", "whole_chain")


def is_main(figure: Released) -> bool:
    """Say whether a figure is of the statistic that its indicator speaks of."""
    if figure.statistic == "ratio":
        return False  # of two indicators, and one itself of neither
    counts = figure.variable in ("units", "workers", "days_worked")
    # Units list all who work there; those interviewed, raised, only estimate the same number.
    twice = figure.variable == figure.universe == "workers"
    return (figure.statistic == "total") == counts and not twice


def group_of(figure: Released) -> str | None:
    """Return the code of a figure's group, None where codes have no part for it, as for a region.

    Everybody is "".
    """
    parts = {name: value for name, value in figure.group.items() if name != "position"}
    known = {
        "sex": parts.pop("sex", ""),
        "age": parts.pop("age_group", ""),
        "formality": parts.pop("formality", ""),
    }
    try:
        return None if parts else str(Group(**known))
    except UnknownCode:  # as for a sex that is neither of two
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRelease(Named):
    """A round of a study as released, never edited: a correction is a new `version`.

    `names` is the title in every language; `office` the producing office, which alone decided;
    `decided_on` its release date and `decided_by` the function of who signed; `method` what was
    done, in sentences; `field` counts of the fieldwork; `digest` of the submissions behind it.
    `basis` says what rounds must share to be compared: by id, how the chain is delimited and how
    figures are weighed; empty in a release that was made before rounds were compared. `chain_map`
    has its links with what was counted of them, as `studies.observed_chain` lets it out, or is None
    where none were followed. A figure's group tells its `position`, of `POSITIONS`; without, it is
    of the whole chain.
    """

    study: str
    round: int
    version: int
    place: str
    chain: str
    period: str
    office: str
    decided_on: date
    decided_by: str
    software: str
    digest: str
    invented: bool
    method: tuple[str, ...]
    field: Mapping[str, int]
    figures: tuple[Released, ...]
    basis: Mapping[str, str] = with_default(default_factory=dict)
    chain_map: Mapping[str, Any] | None = None

    @property
    def filename(self) -> str:
        """Return the name of the release's file: every version has its own."""
        return f"{self.study}-round{self.round}-version{self.version}.json"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: what the file of the release holds."""
        plain = ("study", "round", "version", "place", "chain", "period", "office", "decided_by")
        return {
            "layout": LAYOUT,
            "title": dict(self.names),
            **{name: getattr(self, name) for name in plain},
            "decided_on": self.decided_on.isoformat(),
            "software": self.software,
            "digest": self.digest,
            "invented": self.invented,
            "method": list(self.method),
            "field": dict(self.field),
            "basis": dict(self.basis),
            "chain_map": self.chain_map and dict(self.chain_map),
            "figures": [figure.to_dict() for figure in self.figures],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "SurveyRelease":
        """Return what `to_dict` wrote; InvalidInput tells everything that is missing."""
        if problems := check_release(values):
            raise InvalidInput("the survey release", problems)
        kept = {name: values[name] for name in _KEYS if name not in ("title", "figures")}
        return cls(
            **kept
            | {
                "names": dict(values["title"]),
                "decided_on": date.fromisoformat(values["decided_on"]),
                "method": tuple(values["method"]),
                "figures": tuple(Released(**figure) for figure in values["figures"]),
                "basis": dict(values.get("basis", {})),
                "chain_map": values.get("chain_map"),
            }
        )


_KEYS = (
    "title",
    "study",
    "round",
    "version",
    "place",
    "chain",
    "period",
    "office",
    "decided_on",
    "decided_by",
    "software",
    "digest",
    "invented",
    "method",
    "field",
    "figures",
)


_MAP_KEYS = (
    "deepest_tier",
    "step",
    "links",
    "bubbles",
    "bundles",
    "mixing",
    "abroad",
    "observed",
)


def check_release(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is missing or unknown in the plain form of a release."""
    problems = [
        Problem("the release", f"{name!r} is missing.") for name in _KEYS if name not in values
    ]
    fields = set(Released.__dataclass_fields__)
    for number, figure in enumerate(values.get("figures", ()), 1):
        where = f"figure {number}"
        problems += [Problem(where, f"{name!r} is not known.") for name in set(figure) - fields]
        at = figure.get("group", {}).get("position")
        if at is not None and at not in POSITIONS:
            problems.append(Problem(where, f"the position {at!r} is not known."))
        if figure.get("value") is None and not figure.get("reason"):
            problems.append(Problem(where, "no value, and no reason for it."))
    lacking = [it for it in _MAP_KEYS if it not in (values.get("chain_map") or _MAP_KEYS)]
    problems += [Problem("the chain map", f"{it!r} is missing.") for it in lacking]
    return problems
