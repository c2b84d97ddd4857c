"""A dossier as one HTML file that needs nothing else: style sheet and drawings are inside."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from decentwork.reporting.numbers import Plain, Translate, plain
from decentwork.reporting.pages import FRAGMENTS, ExhibitView, dossier_page

STYLE = Path(__file__).parent / "style.css"


def page_file(
    dossier: Plain,
    drawing: Callable[[ExhibitView], str],
    language: str = "en",
    translate: Translate = plain,
) -> str:
    """Return the page of a dossier in its plain form; `drawing` gives an exhibit's SVG."""
    return (
        fragments(translate)
        .get_template("dossier.html")
        .render(
            page=dossier_page(dossier, language, translate),
            drawing=lambda exhibit: Markup(drawing(exhibit)),  # noqa: S704 (our own SVG)
            figure_address=lambda id: f"#{id}",
            style=Markup(STYLE.read_text(encoding="utf-8")),  # noqa: S704 (our own style sheet)
            language=language,
        )
    )


def fragments(translate: Translate = plain) -> Environment:
    """Return the environment in which the fragments of a dossier are rendered outside the site."""
    made = Environment(
        loader=FileSystemLoader(FRAGMENTS),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def several(one: str, many: str, count: int) -> str:
        return translate(one if count == 1 else many)

    # the extension i18n adds the method when it is loaded
    made.install_gettext_callables(translate, several, newstyle=True)  # type: ignore[attr-defined]
    return made
