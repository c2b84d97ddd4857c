"""`decentwork survey chain`: the chain that a study, or a table of links, tells of."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.survey_estimate import AsJson, Multiplicity
from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from decentwork.studies.observed_chain import ObservedChain

_Links = Annotated[
    Path | None,
    typer.Option(help="CSV of links: buyer_id, supplier_id, source, or more: since, country …"),
]
_Units = Annotated[
    Path | None, typer.Option(help="CSV of all units: id. Links to others are then refused.")
]


class NoChainNamed(InputError):
    """The command names no chain, or two."""

    def __init__(self) -> None:
        super().__init__(
            "Say which chain, one of: a study folder; --links FILE, with --seeds A,B if several "
            "units have no buyer."
        )


def chain_command(
    study: Annotated[Path | None, typer.Argument(help="The study's folder.")] = None,
    links: _Links = None,
    units: _Units = None,
    seeds: Annotated[str, typer.Option(help="Ids that tiers start from, with commas.")] = "",
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day that links of a file must hold on."),
    ] = None,
    largest: Annotated[int, typer.Option(min=1, help="Hubs and critical suppliers told.")] = 20,
    multiplicity: Multiplicity = "",
    as_json: AsJson = False,
) -> None:
    """Show tiers, circles, hubs, critical suppliers and who buys from whom, for the office."""
    if study is not None and links is None:
        observed = _of_study(study, multiplicity)
    elif study is None and links is not None:
        wanted = [name.strip() for name in seeds.split(",") if name.strip()]
        observed = _of_table(links, units, wanted, on)
    else:
        raise NoChainNamed
    told = observed.for_office(largest)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    from decentwork.reporting.chain_terminal import print_chain

    print_chain(told)


def _of_study(path: Path, multiplicity: str) -> "ObservedChain":
    from decentwork.studies.observed_chain import observed_chain
    from decentwork.studies.study_folder import StudyFolder
    from decentwork.studies.study_weights import weigh_study

    folder = StudyFolder(path)
    return observed_chain(folder, weigh_study(folder, multiplicity=multiplicity, keep=False))


def _of_table(
    links: Path, units: Path | None, seeds: list[str], on: datetime | None
) -> "ObservedChain":
    from decentwork.commands.survey_estimate import check_there
    from decentwork.sources.links_table import read_links_table
    from decentwork.studies.observed_chain import chain_of_links

    check_there(*filter(None, (links, units)))
    found = read_links_table(links, units=units, as_of=datetime.now(tz=UTC).date())
    return chain_of_links(found if on is None else found.on(on.date()), seeds)
