"""Charts of a dossier's exhibits: one specification for page, document and file."""

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.dossier import Exhibit, PlacedFigure
from decentwork.reporting.drawings import DRAWINGS
from decentwork.reporting.exhibits import (
    alternative,
    chain_map_of,
    exhibit_rows,
    exhibit_title,
    points,
    title_of,
)
from decentwork.reporting.numbers import Plain, Reader, Translate, plain
from decentwork.reporting.palette import HATCH_ID, HATCH_PATTERN, config
from decentwork.reporting.survey_chain_drawing import chain_drawing
from decentwork.reporting.survey_chain_words import chain_text, chain_title

if TYPE_CHECKING:
    import altair as alt

__all__ = ["chart_png", "chart_svg", "exhibit_chart", "exhibit_rows", "exhibit_title"]

_VEGA_LITE = "6.1"  # the version vl-convert draws with; what altair writes is read by it
_ANNOUNCED = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def exhibit_chart(
    exhibit: Exhibit | Plain,
    figures: Iterable[PlacedFigure | Plain],
    translate: Translate = plain,
    language: str = "en",
    width: int = 640,
    *,
    titled: bool = True,
) -> "alt.Chart":
    """Return the chart of an exhibit.

    Parameters
    ----------
    exhibit : which figures to draw, and as what
    figures : all figures of the dossier, placed or in their plain form
    translate, language : gettext of the reader's language, and the language of names and numbers
    width : pixels of the plotting area and its labels at the end of lines together
    titled : whether the drawing says its title itself; a page that prints it above says no

    Returns
    -------
    An Altair chart with data inline, no address in it, its alternative text in `description`.
    """
    reader = Reader(language, translate)
    if chain := chain_map_of(exhibit):
        drawn, name = chain_drawing(chain, reader, width), chain_title(chain, reader)
        text = f"{name}. {chain_text(chain, reader)}"
    else:
        shown = points(exhibit, figures, reader)
        id = exhibit.id if isinstance(exhibit, Exhibit) else exhibit["id"]
        drawn, name = DRAWINGS[id](shown, reader, width), title_of(id, shown, reader)
        text = alternative(id, shown, reader)
    title = {"title": name} if titled else {}
    return drawn.properties(description=text, **title).configure(**config(language))


def chart_svg(spec: "alt.Chart | dict[str, Any]") -> str:
    """Return a chart as SVG with its description; needs no network and no browser."""
    import vl_convert

    values = spec if isinstance(spec, dict) else spec.to_dict()
    drawn: str = vl_convert.vegalite_to_svg(values, vl_version=_VEGA_LITE)
    # One picture with one text: marks that announce themselves would each need a name.
    head, body = _ANNOUNCED.sub("", drawn).split(">", maxsplit=1)
    pattern = HATCH_PATTERN if HATCH_ID in body else ""
    described = escape(values.get("description", ""))
    label = f' role="img" aria-label="{described}"' if described else ""
    return f"{head}{label}>{pattern}{body}"


def chart_png(spec: "alt.Chart | dict[str, Any]", scale: float = 2.0) -> bytes:
    """Return a chart as PNG on white; `scale` 1 is 72 dots an inch."""
    import vl_convert

    white = '<rect width="100%" height="100%" fill="#ffffff"/>'
    head, body = chart_svg(spec).split(">", maxsplit=1)
    png: bytes = vl_convert.svg_to_png(f"{head}>{white}{body}", scale=scale)
    return png
