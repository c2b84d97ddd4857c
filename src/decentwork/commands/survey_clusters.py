"""`decentwork survey clusters`: estimates from networks followed from a random sample of places."""

from pathlib import Path
from typing import Annotated

import typer

from decentwork.commands.survey_estimate import AsJson, check_there, names, print_estimates


def clusters_command(
    networks: Annotated[
        Path,
        typer.Option(
            help="CSV of units: id, network (empty for an edge unit), drawn (1 or 0), variables."
        ),
    ],
    frame: Annotated[int, typer.Option(min=1, help="How many units the sample was drawn from.")],
    variables: Annotated[
        str, typer.Option(help="What to estimate: columns, with commas. All if not given.")
    ] = "",
    estimator: Annotated[
        str, typer.Option(help="Either horvitz_thompson (if not given) or hansen_hurwitz.")
    ] = "horvitz_thompson",
    as_json: AsJson = False,
) -> None:
    """Estimate from adaptive clusters: a place that meets a condition brings its neighbours."""
    from decentwork.sources.cluster_networks import read_cluster_networks
    from decentwork.studies.estimate_clusters import estimate_clusters

    check_there(networks)
    sample = read_cluster_networks(networks)
    wanted = names(variables) or sample.variables
    print_estimates(estimate_clusters(sample, wanted, frame=frame, estimator=estimator), as_json)
