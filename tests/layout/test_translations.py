"""What people read exists in every language of the site: nothing missing, doubtful or left over."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

LANGUAGES = ("fr", "es")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def texts(message: Message) -> list[str]:
    """Return the translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str | tuple[str, ...]) -> set[str]:
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text)))


def problems(wanted: Catalog, catalogue: Catalog) -> list[str]:
    """Return what is wrong with a catalogue of translations of the wanted sentences."""
    found = [
        f"left over: {message.id}"
        for message in catalogue
        if message.id and wanted.get(message.id, message.context) is None
    ]
    for message in wanted:
        if not message.id:  # the header
            continue
        translated = catalogue.get(message.id, message.context)
        if translated is None or not all(texts(translated)):
            found.append(f"missing: {message.id}")
        elif translated.fuzzy:
            found.append(f"doubtful: {message.id}")
        elif not all(placeholders(text) <= placeholders(message.id) for text in texts(translated)):
            found.append(f"other placeholders: {message.id}")
    return found


@pytest.fixture(scope="module")
def wanted(project, tmp_path_factory) -> Catalog:
    """What the source marks for translation, gathered as `make translations` does."""
    template = tmp_path_factory.mktemp("messages") / "django.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    marks = ["--keyword", "translatable", "--keyword", "NoInterval"]
    command = [pybabel, "--quiet", "extract", "--mapping-file", "pyproject.toml", *marks]
    subprocess.run([*command, "--output-file", template, "src"], cwd=project, check=True)
    with template.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(project, wanted, language):
    locale = project / "src" / "decentwork_site" / "locale"
    with (locale / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert len(wanted) > 50
    assert problems(wanted, catalogue) == [], "make translations, then translate what is new"


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ('msgid "%(n)s jobs"\nmsgstr "%(n)s emplois"\n', []),
        ('msgid "%(n)s jobs"\nmsgstr ""\n', ["missing: %(n)s jobs"]),
        ('#, fuzzy\nmsgid "%(n)s jobs"\nmsgstr "%(n)s emplois"\n', ["doubtful: %(n)s jobs"]),
        ('msgid "%(n)s jobs"\nmsgstr "%(N)s emplois"\n', ["other placeholders: %(n)s jobs"]),
        (
            'msgid "%(n)s jobs"\nmsgstr "%(n)s emplois"\n\nmsgid "gone"\nmsgstr "parti"\n',
            ["left over: gone"],
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_seen(translation, problem):
    wanted = read_po(StringIO('msgid "%(n)s jobs"\nmsgstr ""\n'))
    assert problems(wanted, read_po(StringIO(translation), locale="fr")) == problem
