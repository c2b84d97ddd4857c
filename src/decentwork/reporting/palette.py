"""The look that charts share: six colours everyone can tell apart, quiet axes, no legend."""

from typing import Any

# After Okabe & Ito, darkened for white paper; the style sheet of the pages has the same six.
COLOURS = ("#0b5763", "#c05a1c", "#3a7ebf", "#8a5a99", "#7d7a12", "#444c52")
SOFT = "#6ea6ad"  # bars, so that an interval drawn in ink can be seen on them
CONTEXT = "#9aa4a8"  # what stands beside for comparison
INK = "currentColor"  # follows the page into its dark mode; black in a file of its own
QUIET = 0.72  # opacity of what is not data

HATCH_ID = "hatch-not-known"
HATCH = f"url(#{HATCH_ID}) #e4e7e8"  # the colour stands in where the pattern is not at hand
HATCH_PATTERN = (
    f'<defs><pattern id="{HATCH_ID}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
    '<path d="M0,0V6" stroke="#8d989d" stroke-width="2"/></pattern></defs>'
)

FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif'

# How Vega writes numbers on axes; d3 has no table of its own.
_NUMBER_LOCALES = {
    "fr": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]},
    "es": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}


def config(language: str) -> dict[str, Any]:
    """Return the Vega-Lite configuration of all charts."""
    numbers = _NUMBER_LOCALES.get(language)
    return {
        "font": FONT,
        "background": "transparent",
        "aria": False,  # one description for the whole drawing; its table says the rest
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK,
            "labelOpacity": QUIET,
            "labelFontSize": 11,
            "titleColor": INK,
            "titleOpacity": QUIET,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "gridColor": INK,
            "gridOpacity": 0.1,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        },
        "title": {
            "color": INK,
            "anchor": "start",
            "fontSize": 13,
            "fontWeight": 600,
            "offset": 12,
            "subtitleColor": INK,
        },
        "header": {
            "labelColor": INK,
            "labelAnchor": "start",
            "labelFontSize": 12,
            "labelFontWeight": 600,
        },
        "text": {"fill": INK, "fontSize": 11},
        "range": {"category": list(COLOURS)},
        **({"locale": {"number": numbers}} if numbers else {}),
    }
