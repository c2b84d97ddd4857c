"""`decentwork survey match`: which of the suppliers that buyers listed are one unit."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.commands.match import checked_thresholds
from decentwork.commands.steps import MATCH_STEPS, steps
from decentwork.commands.survey_estimate import AsJson, check_there

if TYPE_CHECKING:
    from decentwork.studies.study_folder import StudyFolder
    from decentwork.studies.unit_matches import UnitsSettled


def match_command(
    study: Annotated[Path, typer.Argument(help="Folder of the study.")],
    review: Annotated[
        Path | None,
        typer.Option(help="CSV to write: pairs to judge. It names respondents' suppliers."),
    ] = None,
    decided: Annotated[
        Path | None, typer.Option(help="The CSV to judge, filled in: same is 1, 0, or empty.")
    ] = None,
    same: Annotated[
        float | None, typer.Option(help="Probability from which on two names are one unit.")
    ] = None,
    new: Annotated[
        float | None, typer.Option(help="Probability below which two are not asked about.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who does it, for the record.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Match the suppliers that buyers listed, inside the study; nothing of it leaves the folder.

    Units, tiers, links and weights follow at once. Every decision can be undone.
    """
    from decentwork.studies.study_folder import NotAStudy, StudyFolder

    folder = StudyFolder(study)
    folder.design()
    checked_thresholds(same, new)
    if decided is not None:
        _take_decisions(folder, decided, by)
    with steps() as tell:
        folder.match(
            by=by,
            at=_now(),
            same=same,
            new=new,
            tell=lambda step, done, total: tell(MATCH_STEPS[step], done, total),
        )
    settled = folder.units_settled()
    if settled is None:  # the run was taken away in between
        raise NotAStudy(str(study), "matching", "Match again.")
    if review is not None:
        _write_pairs(folder, settled, review)
    told = _told(settled, review)
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else _words(told))


def _take_decisions(folder: "StudyFolder", decided: Path, by: str) -> None:
    from decentwork.sources.pair_labels import read_pair_labels

    check_there(decided)
    labels = read_pair_labels([decided], folder.mentions().index)
    pairs = list(labels[["id_a", "id_b", "same"]].itertuples(index=False, name=None))
    folder.judge(pairs, by=by, at=_now(), why=f"judged in {decided.name}")
    typer.echo(f"{len(pairs)} judgements recorded.", err=True)


def _write_pairs(folder: "StudyFolder", settled: "UnitsSettled", review: Path) -> None:
    """Write the open pairs for a person to judge; only who writes the file may read it."""
    from decentwork.reporting.table_files import frame_csv
    from decentwork.studies.safe_files import write
    from decentwork.studies.unit_matches import pairs_to_judge

    write(review, frame_csv(pairs_to_judge(settled, folder.mentions())))
    review.chmod(0o600)


def _told(settled: "UnitsSettled", review: Path | None) -> dict[str, Any]:
    counts = Counter(settled.outcome.values())
    return {
        "names": len(settled.outcome),
        "units": len(set(settled.groups.values())),
        **{outcome: counts[outcome] for outcome in ("same", "ask", "new")},
        "pairs_to_judge": len(settled.open_pairs),
        "thresholds": {"same": settled.matches.same, "new": settled.matches.new},
        "review": str(review) if review else None,
    }


def _words(told: dict[str, Any]) -> str:
    thresholds = told["thresholds"]
    lines = [
        f"{told['names']:,} names of {told['units']:,} units, the frame of seeds with them",
        f"  same  {told['same']:>7,}  of one unit with another name",
        f"  ask   {told['ask']:>7,}  open: {told['pairs_to_judge']:,} pairs to judge",
        f"  new   {told['new']:>7,}  named once",
        f"Thresholds: same from {thresholds['same']:.4g}, new below {thresholds['new']:.4g}.",
    ]
    if told["review"]:
        lines.append(f"Written: {told['review']}. It names suppliers: keep it in the office.")
    elif told["pairs_to_judge"]:
        lines.append("Write the pairs to judge with --review FILE, give it back with --decided.")
    return "\n".join(lines)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
