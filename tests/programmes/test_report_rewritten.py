from datetime import date

import pytest
import yaml
from tests.programmes.made import programme as made
from tests.programmes.made import update

from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownFile
from decentwork.programmes.report import report
from decentwork.programmes.report_rewritten import paragraphs_file, read_rewritten

TODAY = date(2028, 6, 1)


def told(*rows, rewritten=None):
    return report(made(*rows), "en", on=TODAY, rewritten=rewritten).paragraphs


def rewritten(path, paragraphs, **texts):
    """Write the file of paragraphs with these texts in it, by key, and read it back."""
    held = yaml.safe_load(paragraphs_file(paragraphs))
    for row in held["paragraphs"]:
        if row["key"] in texts:
            row.update(text=texts[row["key"]], by="Asha")
    path.write_text(yaml.safe_dump(held))
    return read_rewritten(path)


def written(path, *rows):
    path.write_text(yaml.safe_dump({"paragraphs": list(rows)}))
    return path


def test_a_file_that_nobody_edited_rewrites_nothing(tmp_path):
    path = tmp_path / "words.yaml"
    path.write_bytes(paragraphs_file(told(update(30))))
    assert read_rewritten(path) == {}


def test_the_file_holds_every_paragraph_and_what_its_records_tell():
    paragraphs = told(update(30))
    held = yaml.safe_load(paragraphs_file(paragraphs))["paragraphs"]
    assert [(it["key"], tuple(it["told"])) for it in held] == [
        (it.key, it.told) for it in paragraphs
    ]


def test_words_written_into_the_file_stay_and_are_flagged_when_figures_move(tmp_path):
    words = rewritten(tmp_path / "words.yaml", told(update(30)), course="Our words.")
    (same,) = (it for it in told(update(30), rewritten=words) if it.key == "course")
    (moved,) = (
        it for it in told(update(30), update(12, year=2027), rewritten=words) if it.key == "course"
    )
    assert (same.text, same.rewritten_by, same.is_outdated) == ("Our words.", "Asha", False)
    assert (moved.text, moved.is_outdated) == ("Our words.", True)


def test_a_file_written_again_still_knows_what_the_records_told_when_it_was_rewritten(tmp_path):
    words = rewritten(tmp_path / "one.yaml", told(update(30)), course="Our words.")
    moved = (update(30), update(12, year=2027))
    again = rewritten(tmp_path / "two.yaml", told(*moved, rewritten=words))
    assert again["course"].text == "Our words."
    assert set(again["course"].told) == set(words["course"].told)
    (still,) = (it for it in told(*moved, rewritten=again) if it.key == "course")
    assert still.is_outdated


def test_all_that_is_wrong_with_a_file_is_told_at_once(tmp_path):
    path = written(
        tmp_path / "words.yaml",
        {"key": "one", "told": [], "text": "Words without an author."},
        {"key": "two", "text": "What did the records tell?", "by": "Asha"},
        {"key": "three", "told": [], "text": "Words.", "by": "Asha", "colour": "red"},
        {"key": "four", "told": [], "text": "Words.", "by": "Asha"},
        {"key": "four", "told": [], "text": "Other words.", "by": "Bo"},
    )
    with pytest.raises(InvalidInput) as refused:
        read_rewritten(path)
    assert [it.where for it in refused.value.problems] == [
        "paragraph 1, by",
        "paragraph 2, told",
        "paragraph 3, colour",
        "paragraph 5",
    ]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnknownFile, match="no such file"):
        read_rewritten(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("paragraphs: [", "no YAML"),
        ("just words", "no list of paragraphs"),
        ("paragraphs: none", "no list of paragraphs"),
        ("paragraphs: [&a {key: x}, *a]", "aliases"),
    ],
)
def test_a_file_of_something_else_is_refused(text, reason, tmp_path):
    path = tmp_path / "words.yaml"
    path.write_text(text)
    with pytest.raises(DamagedFile, match=reason):
        read_rewritten(path)
