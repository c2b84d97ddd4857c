"""Designs to start a study from, one TOML file each beside this module."""

import difflib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from decentwork.classifications.countries import country
from decentwork.estimates.errors import UnknownCode
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.design_file import parse_design

DEMONSTRATION = "demonstration"
_IDS = ("electronics", "coffee", "season", "drivers", DEMONSTRATION)


def templates() -> tuple[SurveyDesign, ...]:
    """Return all templates; their place is invented until a study gives its own."""
    return tuple(map(template, _IDS))


@cache
def template(id: str) -> SurveyDesign:
    """Return one template, e.g. "coffee"; an unlisted id raises `UnknownCode`."""
    if id not in _IDS:
        near = difflib.get_close_matches(id, _IDS)
        raise UnknownCode(id, "the templates of surveys", near or _IDS)
    text = (files("decentwork.studies") / f"{id}.toml").read_text(encoding="utf-8")
    return parse_design(text, f"{id}.toml")


def started(
    id: str, *, study: str, place: str, office: str, period: str, draw_seed: int
) -> SurveyDesign:
    """Return a template as the first design of a study.

    Parameters
    ----------
    id : str
        The template.
    study : str
        The study's own id.
    place : str
        ISO alpha-3; `UnknownCode` if no country has it.
    office, period : str
        The producing office, and what period the figures are for.
    draw_seed : int
        The seed that every draw is made from; choose it by lot, write it down, never change it.
    """
    return replace(
        template(id),
        id=study,
        place=place,
        office=office,
        period=period,
        draw_seed=draw_seed,
        invented=country(place).invented,
    )
