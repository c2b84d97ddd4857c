"""The dossier of one supply chain as plain values: figures, sentences, matrix, open questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.actions import Action
from decentwork.indicators.figure import Figure

if TYPE_CHECKING:
    from decentwork.dossiers.gap_rows import GapRow

SECTIONS = ("overview", "tiers", "work", "trade", "goods", "rules", "action", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence by id with its fields, worded and translated by `reporting`; `figures` back it.

    Field values are numbers, codes or names; `figures` are ids of `PlacedFigure`.
    """

    id: str
    fields: dict[str, Any]
    figures: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {"id": self.id, "fields": self.fields, "figures": list(self.figures)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFigure:
    """A figure in its section, with an id that is stable for the same coordinates."""

    id: str
    section: str
    figure: Figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure's plain values with `id` and `section`."""
        return {"id": self.id, "section": self.section, **self.figure.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A chart or table of some figures; `reporting.charts` has one drawing for each id.

    `chain_map` is what a survey released of the links of a chain, with `place` and `period`: it is
    drawn instead of figures.
    """

    id: str
    section: str
    figures: tuple[str, ...]
    chain_map: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        values = {"id": self.id, "section": self.section, "figures": list(self.figures)}
        return values | ({"chain_map": dict(self.chain_map)} if self.chain_map else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One topic at one tier: is there a need, what binds, what is done, and which gap is left.

    `need` "deficit", "opportunity", "none" or "unknown"; `obligation` and `action` "yes", "no"
    or "unknown"; `gap` "nothing_known", "no_obligation", "no_action", "action_elsewhere",
    "no_evidence_of_effect" or None. `reasons` say why, each with the figures behind it.
    """

    topic: str
    tier: str
    need: str
    obligation: str
    action: str
    gap: str | None
    reasons: tuple[Message, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "topic": self.topic,
            "tier": self.tier,
            "need": self.need,
            "obligation": self.obligation,
            "action": self.action,
            "gap": self.gap,
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known, binding, done and missing for one country and chain.

    `place` ISO alpha-3; `chain` slug; `key` identifies data and version it was made from;
    `invented` is true for the sample world. `gap_rows` has one for each cell; the plain form keeps
    those of which something is known.
    """

    place: str
    chain: str
    industries: tuple[str, ...]
    key: str
    version: str
    invented: bool
    figures: tuple[PlacedFigure, ...]
    in_short: tuple[Message, ...]
    exhibits: tuple[Exhibit, ...]
    cells: tuple[Cell, ...]
    actions: tuple[Action, ...]
    open_questions: tuple[Message, ...]
    gap_rows: "tuple[GapRow, ...]" = ()

    def section(self, section: str) -> tuple[PlacedFigure, ...]:
        """Return the figures of one section, in order."""
        return tuple(placed for placed in self.figures if placed.section == section)

    def to_dict(self) -> dict[str, Any]:
        """Return the dossier as plain values; this is what `--json` and the API print."""
        return {
            "chain": {
                "country": self.place,
                "industry": self.chain,
                "table_industries": list(self.industries),
            },
            "key": self.key,
            "version": self.version,
            "invented": self.invented,
            "figures": [placed.to_dict() for placed in self.figures],
            "in_short": [message.to_dict() for message in self.in_short],
            "exhibits": [exhibit.to_dict() for exhibit in self.exhibits],
            "matrix": [cell.to_dict() for cell in self.cells],
            "actions": [action.to_dict() for action in self.actions],
            "gap_rows": [row.to_dict() for row in self.gap_rows if row.tells_something],
            "open_questions": [message.to_dict() for message in self.open_questions],
        }
