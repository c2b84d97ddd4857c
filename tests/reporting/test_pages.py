import dataclasses

import pytest

from decentwork.classifications.tiers import tiers
from decentwork.classifications.topics import topics
from decentwork.dossiers.dossier import SECTIONS
from decentwork.indicators.figure import Unknown
from decentwork.reporting.pages import Section, dossier_page


@pytest.fixture
def shown(avonia):
    return dossier_page(avonia.to_dict())


def unknown_everywhere(dossier):
    """The same dossier, had nobody published anything."""
    unknown = Unknown(reason="not_in_data")
    figures = tuple(
        dataclasses.replace(each, figure=dataclasses.replace(each.figure, known=unknown))
        for each in dossier.figures
    )
    return dataclasses.replace(dossier, figures=figures, exhibits=(), in_short=())


def test_a_page_has_every_section_once_and_in_order(shown):
    assert tuple(section.id for section in shown.sections) == SECTIONS


def test_the_title_names_chain_and_place_in_the_language_of_the_reader(avonia):
    assert dossier_page(avonia.to_dict()).title == "Garments, Avonia"
    assert dossier_page(avonia.to_dict(), "fr").chain_name == "Habillement"


def test_the_matrix_has_every_topic_and_every_tier_in_order(shown):
    assert [row.id for row in shown.matrix] == [topic.id for topic in topics()]
    assert {tuple(cell.tier for cell in row.cells) for row in shown.matrix} == {
        tuple(tier.id for tier in tiers())
    }


def test_a_cell_says_need_obligation_action_and_gap_in_words(shown):
    child_labour = next(row for row in shown.matrix if row.id == "child_labour")
    cell = next(cell for cell in child_labour.cells if cell.tier == "whole_chain")
    assert cell.label == (
        "Child labour, Whole chain, tier not stated: need: deficit; an obligation binds; "
        "action recorded; gap: action without evidence of effect"
    )
    assert "Thread & Yarn" in cell.reasons[0].text


def test_a_published_data_set_is_named_once_among_the_sources(shown):
    assert [origin["title"] for origin in shown.origins] == ["Invented employment account"]


def test_notes_are_lettered_from_a_to_z_and_on_from_aa():
    notes = tuple(f"note {number}" for number in range(28))
    section = Section(id="work", title="Work", exhibits=(), groups=(), notes=notes)
    assert section.marks((notes[0], notes[25], notes[26], notes[27])) == "a z aa bb"


def test_what_is_not_known_of_a_topic_is_gathered_under_its_reason(avonia):
    blank = dossier_page(unknown_everywhere(avonia).to_dict())
    rights = next(
        group for group in blank.section("rules").groups if group.topic == "freedom_of_association"
    )
    (why,) = rights.unknown
    assert why.reason == "not known: not in the data at hand"
    assert [line.latest.title[:4] for line in why.lines] == ["C087", "C098"]
    assert rights.clusters[0].known == ()


def test_a_topic_tells_which_instruments_are_in_force_by_code(shown):
    tallies = {group.topic: group.clusters[0].tally for group in shown.section("rules").groups}
    assert tallies == {
        "freedom_of_association": (("in force", ("C087", "C098")),),
        "forced_labour": (("not in force", ("C029",)),),
    }


def test_other_lines_have_no_tally(shown):
    work = shown.section("work").groups
    assert {cluster.tally for group in work for cluster in group.clusters} == {()}
