"""`decentwork trade exports` and `position`: exports in terms, and where an industry stands."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.trade_options import AsJson, TableName, Year, chosen_table
from decentwork.commands.trade_rows import print_frame
from decentwork.estimates.errors import UnknownCode

if TYPE_CHECKING:
    from decentwork.accounts.tables import Table

VALUE_ADDED = "value_added"


def exports_command(
    method: Annotated[
        str,
        typer.Option(
            help="borin_mancini, koopman_wang_wei, wang_wei_zhu, tripartite, "
            "hypothetical_extraction or oecd."
        ),
    ],
    table: TableName = "wiod2013",
    year: Year = None,
    exporter: Annotated[
        str, typer.Option(help="Place; several split by commas count as one. All, if not given.")
    ] = "",
    bilateral: Annotated[bool, typer.Option("--bilateral", help="By importer.")] = False,
    sectoral: Annotated[bool, typer.Option("--sectoral", help="By exporting industry.")] = False,
    approach: Annotated[
        str, typer.Option(help="Of borin_mancini: count at the first crossing, source, or sink.")
    ] = "source",
    perspective: Annotated[
        str,
        typer.Option(
            help="Borders at which value counts once: exporter, bilateral, sectoral, "
            "sectoral_bilateral, world."
        ),
    ] = "exporter",
    account: Annotated[
        str, typer.Option(help="value_added, or a labour account of the table.")
    ] = VALUE_ADDED,
    as_json: AsJson = False,
) -> None:
    """Show gross exports, or the labour in them, in the terms of a method.

    Terms that are additive add to exports; the others are memoranda that overlap with them. A term
    means what the method says: name it with the figure.
    """
    from decentwork.footprints.export_terms import decompose_exports
    from decentwork.footprints.leontief import factorise

    named, flows = chosen_table(table, year)
    labour = None if account == VALUE_ADDED else named.account(account, flows)
    found = decompose_exports(
        factorise(flows),
        method,
        exporter=[code for it in exporter.split(",") if (code := it.strip())],
        account=labour,
        approach=approach,
        perspective=perspective,
        bilateral=bilateral,
        sectoral=sectoral,
    )
    print_frame(found.frame, str(found), as_json)


def position_command(
    table: TableName = "wiod2013",
    year: Year = None,
    steps_from: Annotated[
        str, typer.Option(help="PLACE:INDUSTRY: average propagation length from it to each other.")
    ] = "",
    steps_to: Annotated[
        str, typer.Option(help="PLACE:INDUSTRY: average propagation length from each other to it.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show how many stages lie between an industry and final demand, and primary inputs."""
    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.position import position, propagation_from, propagation_to

    _, flows = chosen_table(table, year)
    asked = {"steps_from": (steps_from, propagation_from), "steps_to": (steps_to, propagation_to)}
    rows = {name: _row(flows, written) for name, (written, _) in asked.items() if written}
    leontief = factorise(flows)
    further = {name: asked[name][1](leontief, row) for name, row in rows.items()}
    frame = position(leontief, **further)
    print_frame(
        frame, f"stages to final demand and from primary inputs, {flows.name} {flows.year}", as_json
    )


def _row(table: "Table", written: str) -> int:
    """Return the row of "PLACE:INDUSTRY"."""
    labels = [f"{place}:{it}" for place, it in zip(table.places, table.industries, strict=True)]
    if written not in labels:
        near = get_close_matches(written, labels, n=3) or labels[:3]
        raise UnknownCode(written, f"the rows of {table.name}", near)
    return labels.index(written)
