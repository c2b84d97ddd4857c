"""Sentences of papers in a reader's language where no site is running: on the command line."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from decentwork.reporting.numbers import Translate, plain

_SITE = "decentwork_site"  # its catalogues hold the library's sentences too; it is not loaded


def translator(language: str) -> Translate:
    """Return the translation into a language; where there is none, texts stay English."""
    if language == "en":
        return plain
    catalogue = _catalogue(language)

    def translate(text: str) -> str:
        found = catalogue.get(text)
        return str(found.string) if found and found.string and not found.fuzzy else text

    return translate


@cache
def _catalogue(language: str) -> Catalog:
    found = find_spec(_SITE)
    for folder in (found and found.submodule_search_locations) or ():
        path = Path(folder) / "locale" / language / "LC_MESSAGES" / "django.po"
        if path.is_file():
            with path.open("rb") as written:
                return read_po(written)
    return Catalog()
