"""Where a figure came from: publishers, licences, checksums, and every step since."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One published data set as it was taken in."""

    publisher: str
    title: str
    licence: str
    citation: str
    edition: str = ""
    retrieved: date | None = None
    sha256: str = ""
    entry: str = ""  # name in the data catalogue

    def __post_init__(self) -> None:
        for name in ("publisher", "title", "licence", "citation"):
            if not getattr(self, name):
                raise ValueError(f"an origin needs its {name}")

    def to_dict(self) -> dict[str, Any]:
        """Return the origin as plain values."""
        return {
            "publisher": self.publisher,
            "title": self.title,
            "licence": self.licence,
            "citation": self.citation,
            "edition": self.edition or None,
            "retrieved": self.retrieved.isoformat() if self.retrieved else None,
            "sha256": self.sha256 or None,
            "entry": self.entry or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Origins and the steps that led from them to a figure; never empty."""

    origins: tuple[Origin, ...]
    steps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origins:
            raise ValueError("a figure without origin is not built")

    def then(self, step: str) -> "Provenance":
        """Return a copy with one more step."""
        return replace(self, steps=(*self.steps, step))

    def joined(self, other: "Provenance") -> "Provenance":
        """Return the provenance of a figure made from both; origins and steps stay in order."""
        origins = dict.fromkeys((*self.origins, *other.origins))
        steps = dict.fromkeys((*self.steps, *other.steps))
        return Provenance(origins=tuple(origins), steps=tuple(steps))

    def to_dict(self) -> dict[str, Any]:
        """Return publisher, title, licence, citation (joined over origins), steps and origins."""

        def together(name: str) -> str:
            return "; ".join(dict.fromkeys(getattr(origin, name) for origin in self.origins))

        return {
            "publisher": together("publisher"),
            "title": together("title"),
            "licence": together("licence"),
            "citation": together("citation"),
            "steps": list(self.steps),
            "origins": [origin.to_dict() for origin in self.origins],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Provenance":
        """Return what `to_dict` wrote."""
        return cls(
            origins=tuple(_origin(origin) for origin in values["origins"]),
            steps=tuple(values["steps"]),
        )


def _origin(values: dict[str, Any]) -> Origin:
    retrieved = values["retrieved"]
    return Origin(
        publisher=values["publisher"],
        title=values["title"],
        licence=values["licence"],
        citation=values["citation"],
        edition=values["edition"] or "",
        retrieved=date.fromisoformat(retrieved) if retrieved else None,
        sha256=values["sha256"] or "",
        entry=values["entry"] or "",
    )
