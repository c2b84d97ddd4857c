"""`decentwork survey compare`: what changed between two released rounds of a study."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.survey_estimate import SHOWN, AsJson
from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from decentwork.surveys.release import SurveyRelease
    from decentwork.surveys.round_changes import Comparison


class RoundsNotSaid(InputError):
    """What is to be compared is not two rounds."""

    def __init__(self) -> None:
        super().__init__(
            "Name two released files, the earlier first, or one study folder, if need be with its "
            "two rounds, e.g. --rounds 1,2."
        )


def compare_command(
    earlier: Annotated[Path, typer.Argument(help="Released file of a round, or a study's folder.")],
    later: Annotated[
        Path | None, typer.Argument(help="Released file of a later round; none with a folder.")
    ] = None,
    rounds: Annotated[
        str, typer.Option(help="Two rounds of the study, e.g. 1,2; the last two if not given.")
    ] = "",
    variables: Annotated[
        str, typer.Option(help="Only these, with commas; then by sex, age and region too.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Tell what rose, what fell and where no difference can be told, from what was released."""
    from decentwork.surveys.round_changes import compare

    found = compare(*_releases(earlier, later, rounds))
    names = tuple(name.strip() for name in variables.split(",") if name.strip())
    if as_json:
        told = found.to_dict()
        told["changes"] = [it for it in told["changes"] if not names or it["variable"] in names]
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    _print(found, names)


def _releases(
    earlier: Path, later: Path | None, rounds: str
) -> tuple["SurveyRelease", "SurveyRelease"]:
    from decentwork.commands.survey_estimate import check_there
    from decentwork.sources.survey_releases import read_release

    if later is None:
        return _of_study(earlier, rounds)
    if rounds:
        raise RoundsNotSaid
    check_there(earlier, later)
    return read_release(earlier), read_release(later)


def _of_study(path: Path, rounds: str) -> tuple["SurveyRelease", "SurveyRelease"]:
    from decentwork.sources.data_folder import DataFolder
    from decentwork.studies.rounds import NoSuchRound, known_rounds
    from decentwork.studies.study_folder import StudyFolder

    try:
        wanted = [int(each) for each in rounds.split(",")] if rounds else []
    except ValueError as error:
        raise RoundsNotSaid from error
    if path.is_file() or len(wanted) not in (0, 2):
        raise RoundsNotSaid
    folder = StudyFolder(path)
    known = known_rounds(folder, DataFolder.default())
    wanted = wanted or sorted(known)[-2:]
    missing = [each for each in wanted if each not in known]
    if missing or len(wanted) < 2:
        raise NoSuchRound(folder.design().id, missing, sorted(known))
    return known[wanted[0]], known[wanted[1]]


def _print(found: "Comparison", names: Sequence[str]) -> None:
    """Print figures by position, or all of the named variables; what rose or fell comes first."""
    from decentwork.reporting.numbers import Reader
    from decentwork.reporting.survey_changes import (
        by_position,
        change_rows,
        change_table,
        compared,
        differing,
        warnings,
    )
    from decentwork.reporting.survey_terminal import print_table
    from decentwork.reporting.survey_words import Words

    words, told = Words(Reader(), 0.95), found.to_dict()
    if names:
        chosen = [it for it in told["changes"] if it["variable"] in names]
    else:
        chosen = by_position(told["changes"])
    rows = change_rows(chosen, words)
    typer.echo(compared(told, rows, words))
    for line in warnings(told, words):
        typer.echo(line)
    first = sorted(rows, key=lambda row: row.direction == "unclear")
    for table in (*differing(told, words), change_table(first[:SHOWN], words)):
        print_table(table)
    if len(rows) > SHOWN:
        typer.echo(f"… and {len(rows) - SHOWN} more: name --variables, or see all with --json.")
