"""`decentwork survey population`: how many there are in all, from two lists or from links."""

from typing import Annotated

import typer

from decentwork.commands.survey_estimate import AsJson, print_estimates
from decentwork.estimates.errors import InputError


class NothingToCount(InputError):
    """The command names neither lists nor links, both, or only a part of one."""

    def __init__(self) -> None:
        super().__init__(
            "Say what to count from, one of: --lists 50,40,9 (units on the first list, on the "
            "second, on both); --drawn N with --links-within R and --links-outward S."
        )


def population_command(
    lists: Annotated[
        str, typer.Option(help="Units on one list, on another, and on both: 50,40,9.")
    ] = "",
    drawn: Annotated[
        int | None, typer.Option(help="Units drawn at random, whose links were seen.")
    ] = None,
    links_within: Annotated[
        int | None, typer.Option(help="Links from drawn units to drawn units.")
    ] = None,
    links_outward: Annotated[
        int | None, typer.Option(help="Links from drawn units to units not drawn.")
    ] = None,
    bernoulli: Annotated[
        bool,
        typer.Option("--bernoulli", help="Each unit was drawn on its own, all by one chance."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Estimate how many units or people there are in all, seen or not."""
    from decentwork.studies.population import size_from_links, size_from_lists

    links = (drawn, links_within, links_outward)
    if lists and links == (None, None, None) and not bernoulli:
        row = size_from_lists(*_counts(lists))
    elif not lists and drawn is not None and links_within is not None and links_outward is not None:
        row = size_from_links(drawn, links_within, links_outward, bernoulli=bernoulli)
    else:
        raise NothingToCount
    print_estimates([row], as_json)


def _counts(text: str) -> tuple[int, int, int]:
    try:
        first, second, both = map(int, text.split(","))
    except ValueError as error:
        raise NothingToCount from error
    return first, second, both
