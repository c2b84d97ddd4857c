"""A dossier as its reader meets it: in order, in words, in one language; templates only place it.

Everything here is made from the dossier's plain form, so a stored dossier, the site and the page
that the command line writes read alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from decentwork.classifications.tiers import tiers
from decentwork.classifications.topics import topics
from decentwork.dossiers.dossier import SECTIONS
from decentwork.estimates.messages import translatable
from decentwork.reporting import names
from decentwork.reporting.dossier_parts import ActionView, Sentence, action_view, sentences
from decentwork.reporting.exhibits import exhibit_rows, exhibit_title
from decentwork.reporting.gap_pages import GapsView, gaps_view
from decentwork.reporting.lines import Group, clusters, lines
from decentwork.reporting.numbers import Plain, Reader, Translate, plain
from decentwork.reporting.wording import sentence, settled_by

FRAGMENTS = Path(__file__).parent / "templates"

TITLE = translatable("%(chain)s, %(place)s")
CELL = translatable("%(topic)s, %(tier)s: need: %(need)s; %(obligation)s; %(action)s; gap: %(gap)s")
NO_GAP = translatable("none left")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell of the matrix: its codes for the style sheet, its words for the reader."""

    id: str
    tier: str
    tier_name: str
    need: str
    need_name: str
    obligation: str
    obligation_name: str
    action: str
    action_name: str
    gap: str
    gap_name: str
    label: str
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """One row of the matrix."""

    id: str
    name: str
    fundamental: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitView:
    """A chart's title and the table under it; `rows` are keyed by column head."""

    id: str
    title: str
    rows: tuple[dict[str, str], ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section: its exhibits and its lines by topic."""

    id: str
    title: str
    exhibits: tuple[ExhibitView, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...]

    @property
    def lined(self) -> frozenset[str]:
        """The ids of figures that have a line of their own, whether or not they are charted."""
        return frozenset(
            reading.id
            for group in self.groups
            for cluster in group.clusters
            for line in cluster.lines
            for reading in (line.latest, *line.others)
        )

    def marks(self, notes: Sequence[str]) -> str:
        """Return the letters under which the section's foot has these notes."""
        return " ".join(self.letter(note) for note in notes)

    def letter(self, note: str) -> str:
        """Return the letter of one note: a to z, then aa."""
        turn, place = divmod(self.notes.index(note), len(ascii_lowercase))
        return ascii_lowercase[place] * (turn + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """All that a template needs of one dossier, in one language."""

    place: str
    place_name: str
    chain: str
    chain_name: str
    title: str
    invented: bool
    key: str
    version: str
    in_short: tuple[Sentence, ...]
    tiers: tuple[tuple[str, str], ...]
    matrix: tuple[TopicRow, ...]
    sections: tuple[Section, ...]
    actions: tuple[ActionView, ...]
    gaps: GapsView
    open_questions: tuple[Sentence, ...]
    origins: tuple[dict[str, Any], ...]

    def section(self, id: str) -> Section:
        """Return one section by its id."""
        return next(section for section in self.sections if section.id == id)


def dossier_page(dossier: Plain, language: str = "en", translate: Translate = plain) -> DossierPage:
    """Return a dossier (its plain form) as a page in `language`."""
    place, chain = dossier["chain"]["country"], dossier["chain"]["industry"]
    place_name = names.place_name(place, language, translate)
    chain_name = names.chain_name(chain, language)
    return DossierPage(
        place=place,
        place_name=place_name,
        chain=chain,
        chain_name=chain_name,
        title=translate(TITLE) % {"chain": chain_name, "place": place_name},
        invented=dossier["invented"],
        key=dossier["key"],
        version=dossier["version"],
        in_short=sentences(dossier["in_short"], language, translate),
        tiers=tuple((tier.id, tier.name(language)) for tier in tiers()),
        matrix=_matrix(dossier["matrix"], language, translate),
        sections=tuple(_section(id, dossier, language, translate) for id in SECTIONS),
        actions=tuple(action_view(each, language, translate) for each in dossier["actions"]),
        gaps=gaps_view(dossier, Reader(language, translate)),
        open_questions=_questions(dossier["open_questions"], language, translate),
        origins=tuple(_origins(dossier["figures"])),
    )


def _questions(
    messages: Iterable[Plain], language: str, translate: Translate
) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            text=sentence(message, translate, language),
            figures=tuple(message["figures"]),
            settled_by=settled_by(message, translate, language),
        )
        for message in messages
    )


def _matrix(cells: Sequence[Plain], language: str, translate: Translate) -> tuple[TopicRow, ...]:
    by_place = {(cell["topic"], cell["tier"]): cell for cell in cells}
    return tuple(
        TopicRow(
            id=topic.id,
            name=topic.name(language),
            fundamental=topic.fundamental,
            cells=tuple(
                _cell(by_place[topic.id, tier.id], language, translate)
                for tier in tiers()
                if (topic.id, tier.id) in by_place
            ),
        )
        for topic in topics()
    )


def _cell(cell: Plain, language: str, translate: Translate) -> CellView:
    words = {
        "topic": names.topic_name(cell["topic"], language),
        "tier": names.tier_name(cell["tier"], language),
        "need": translate(names.NEEDS[cell["need"]]),
        "obligation": translate(names.OBLIGATIONS[cell["obligation"]]),
        "action": translate(names.ACTIONS[cell["action"]]),
        "gap": translate(names.GAPS[cell["gap"]] if cell["gap"] else NO_GAP),
    }
    return CellView(
        id=f"{cell['topic']}-{cell['tier']}",
        tier=cell["tier"],
        tier_name=words["tier"],
        need=cell["need"],
        need_name=words["need"],
        obligation=cell["obligation"],
        obligation_name=words["obligation"],
        action=cell["action"],
        action_name=words["action"],
        gap=cell["gap"] or "",
        gap_name=words["gap"],
        label=translate(CELL) % words,
        reasons=sentences(cell["reasons"], language, translate),
    )


def _section(id: str, dossier: Plain, language: str, translate: Translate) -> Section:
    figures = [figure for figure in dossier["figures"] if figure["section"] == id]
    exhibits = [exhibit for exhibit in dossier["exhibits"] if exhibit["section"] == id]
    charted = {figure for exhibit in exhibits for figure in exhibit["figures"]}
    made = lines(figures, dossier["chain"]["country"], language, translate, charted)
    groups = (
        Group(
            topic=topic.id,
            name=topic.name(language),
            fundamental=topic.fundamental,
            clusters=clusters([line for line in made if line.topic == topic.id]),
        )
        for topic in topics()
    )
    return Section(
        id=id,
        title=translate(names.SECTIONS[id]),
        exhibits=tuple(_exhibit(each, figures, language, translate) for each in exhibits),
        groups=tuple(group for group in groups if group.clusters),
        notes=tuple(dict.fromkeys(note for line in made for note in line.latest.notes)),
    )


def _exhibit(
    exhibit: Plain, figures: Sequence[Plain], language: str, translate: Translate
) -> ExhibitView:
    return ExhibitView(
        id=exhibit["id"],
        title=exhibit_title(exhibit, figures, translate, language),
        rows=tuple(exhibit_rows(exhibit, figures, translate, language)),
        figures=tuple(exhibit["figures"]),
    )


def _origins(figures: Iterable[Plain]) -> Iterable[dict[str, Any]]:
    """Return each citation behind the figures once, in order of first use."""
    origins = (
        origin
        for figure in figures
        if figure["provenance"]
        for origin in figure["provenance"]["origins"]
    )
    return {(origin["citation"], origin["publisher"]): origin for origin in origins}.values()
