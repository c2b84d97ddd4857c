import io
from dataclasses import replace

import pytest
from rich.console import Console

from decentwork.reporting.terminal import WIDTH, print_dossier


def dossier_text(dossier, language="en"):
    written = io.StringIO()
    print_dossier(dossier, language, console=Console(file=written, width=WIDTH))
    return written.getvalue()


def test_a_summary_has_all_parts_in_order(avonia):
    text = dossier_text(avonia)
    parts = [
        "Garments, Avonia",
        "In short",
        "Need, obligation",
        "█",
        "Rules",
        "Not known",
        "Sources",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_line_is_longer_than_a_hundred_columns(avonia, language):
    assert max(len(line) for line in dossier_text(avonia, language).splitlines()) <= 100


def test_a_piped_summary_has_no_control_characters(avonia):
    piped = io.StringIO()
    print_dossier(avonia, console=Console(file=piped))
    assert "\x1b" not in piped.getvalue()
    assert "Avonia" in piped.getvalue()


def test_need_is_told_by_letters_not_by_colour_alone(avonia):
    line = next(line for line in dossier_text(avonia).splitlines() if line.startswith("Child lab"))
    assert "D § ▲ !" in line
    assert line.count("?") == 5


def test_an_obligation_that_is_not_in_the_data_is_not_told_as_none(avonia):
    cell = replace(avonia.cells[0], need="unknown", obligation="unknown", action="no", gap=None)
    unknown = dossier_text(replace(avonia, cells=(cell, *avonia.cells[1:])))
    none = dossier_text(replace(avonia, cells=(replace(cell, obligation="no"), *avonia.cells[1:])))
    assert "? §?" in unknown
    assert "? §0" in none


def test_a_figure_of_women_or_of_an_age_says_so(avonia):
    first = avonia.figures[0]
    women = replace(first.figure, at=replace(first.figure.at, group="female"))
    told = replace(avonia, figures=(replace(first, figure=women),), exhibits=())
    assert "(women)" in dossier_text(told)


def test_the_invented_world_is_called_invented(avonia):
    assert "invented" in dossier_text(avonia)


def test_many_facts_of_one_kind_are_counted(avonia):
    assert "in force: 2 · not in force: 1" in dossier_text(avonia)


def test_words_in_brackets_are_not_taken_for_markup(avonia):
    assert "Bureau of Statistics & Maps <Avonia>" in dossier_text(avonia)


def test_a_stored_dossier_reads_like_a_fresh_one(avonia):
    assert dossier_text(avonia.to_dict()) == dossier_text(avonia)
