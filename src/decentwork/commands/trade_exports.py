"""`decentwork trade exports` and `position`: exports in terms, and where an industry stands."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.trade_options import AsJson, TableName, Year, chosen_table
from decentwork.commands.trade_rows import print_rows

if TYPE_CHECKING:
    import pandas as pd

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
    _print(found.frame, str(found), as_json)


def position_command(
    table: TableName = "wiod2013", year: Year = None, as_json: AsJson = False
) -> None:
    """Show how many stages lie between an industry and final demand, and primary inputs."""
    import pandas as pd

    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.position import downstreamness, upstreamness

    _, flows = chosen_table(table, year)
    frame = pd.DataFrame(
        {
            "region": flows.places,
            "industry": flows.industries,
            "upstreamness": upstreamness(flows),
            "downstreamness": downstreamness(factorise(flows)),
        }
    )
    frame.loc[flows.output <= 0, ["upstreamness", "downstreamness"]] = float("nan")
    _print(
        frame, f"stages to final demand and from primary inputs, {flows.name} {flows.year}", as_json
    )


def _print(frame: "pd.DataFrame", title: str, as_json: bool) -> None:
    known = frame.astype(object).where(frame.notna(), None)
    rows = [dict(row) for row in known.to_dict(orient="records")]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    empty = [name for name in frame if frame[name].isna().all()]
    print_rows([{name: it for name, it in row.items() if name not in empty} for row in rows], title)
