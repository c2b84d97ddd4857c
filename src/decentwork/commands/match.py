"""`decentwork match`: which rows of lists are one enterprise, and which pairs a person judges."""

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from decentwork.commands.steps import MATCH_STEPS, Tell, steps
from decentwork.estimates.errors import CannotWrite, InputError, InvalidInput, Problem, writing_to

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.matching.groups import Thresholds
    from decentwork.matching.matched import Matched
    from decentwork.matching.on_spark import MatchedOnSpark
    from decentwork.sources.enterprise_lists import EnterpriseList

_COUNTS = {
    "ids_in_several_lists": "",
    "pairs_judged": "labels that were read",
    "mentions": "",
    "enterprises": "",
    "same": "mentions of one enterprise with another",
    "ask": "mentions open until a person judges",
    "new": "mentions of an enterprise that no other is of",
    "pairs_to_judge": "",
}


class Engine(StrEnum):
    """Where lists are matched."""

    MEMORY = "memory"
    SPARK = "spark"


class _Found(NamedTuple):
    """What is told of each list; how many ids stand in several; how many pairs were judged.

    `matched` mentions without repeats; `rows` what came out for all of them.
    """

    lists: Sequence[Mapping[str, Any]]
    clashes: int
    judged: int
    matched: "Matched | MatchedOnSpark"
    rows: "pd.DataFrame"


class WouldOverwrite(InputError):
    """A file to be written is one that is read, or both files to be written are one."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path} is read, or written, by the same command. Give the file to write another name."
        )


class BadThresholds(InputError):
    """The thresholds leave no room for one of the three outcomes."""

    def __init__(self, same: float, new: float) -> None:
        self.same, self.new = same, new
        super().__init__(
            f"Thresholds of {same:g} (same) and {new:g} (new) do not fit: 0 < new <= same < 1."
        )


def match_command(
    lists: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="CSV or XLSX: id, name, address, country, more if known."
        ),
    ],
    out: Annotated[Path, typer.Option(help="CSV to write: id, enterprise, probability, outcome.")],
    labels: Annotated[
        list[Path] | None,
        typer.Option(help="CSV of pairs judged: id_a, id_b, same (1, 0, or empty). Repeatable."),
    ] = None,
    review: Annotated[
        Path | None, typer.Option(help="CSV to write: pairs to judge, to be given as --labels.")
    ] = None,
    same: Annotated[
        float | None,
        typer.Option(
            help="Probability from which on two are one enterprise: 0.8 if not given, or what 50 "
            "labels and more say."
        ),
    ] = None,
    new: Annotated[
        float | None,
        typer.Option(help="Probability below which two are not asked about: 0.2 if not given."),
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(help="JSON that says which column is which, where headings do not."),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="Where to match: in memory, or on Spark (tens of millions).")
    ] = Engine.MEMORY,
    master: Annotated[
        str, typer.Option(help="Of --engine spark: the address of a cluster.")
    ] = "local[*]",
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as data.")] = False,
) -> None:
    """Find which rows of lists are one enterprise.

    Each row of the input comes back with its enterprise and an outcome: `same` as another row,
    `ask` where a person has to judge first, or `new`. A run that was stopped goes on where it was
    when the same command is given again.
    """
    _check_paths([*lists, *(labels or ()), *([columns] if columns else ())], out, review)
    thresholds = None if same is None and new is None else checked_thresholds(same, new)
    part = out.with_name(f"{out.name}.part")
    with _stoppable(part), steps() as tell:
        matching = _matching(engine, master, part, tell)
        found = _found(lists, labels or [], columns, thresholds, matching, tell)
        _write_all(_contents(found, out, review))
    _forget(part)
    told = _told(found) | {"out": str(out), "review": str(review) if review else None}
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))


def _check_paths(read: Sequence[Path], out: Path, review: Path | None) -> None:
    """Raise for what would be found out only after the work is done."""
    from decentwork.commands.survey_estimate import check_there

    check_there(*read)
    seen = {it.resolve() for it in read}
    for path in (out, *([review] if review else ())):
        if path.resolve() in seen:
            raise WouldOverwrite(str(path))
        seen.add(path.resolve())
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            raise CannotWrite(str(path), "it is a folder, or its folder is not there")


def checked_thresholds(same: float | None, new: float | None) -> "Thresholds":
    """Return thresholds, those of the model where one is not given; `BadThresholds` if unfit."""
    from decentwork.matching.groups import thresholds_or_usual

    found = thresholds_or_usual(same, new)
    if not 0 < found.new <= found.same < 1:
        raise BadThresholds(found.same, found.new)
    return found


@contextmanager
def _stoppable(part: Path) -> Iterator[None]:
    """Say what is left when the user stops the work."""
    try:
        yield
    except KeyboardInterrupt:
        kept = f" What was searched is in {part}: the same command goes on from it."
        typer.echo(f"Stopped; nothing was written.{kept if part.exists() else ''}", err=True)
        raise typer.Exit(130) from None


def _found(
    lists: Sequence[Path],
    labels: Sequence[Path],
    columns: Path | None,
    thresholds: "Thresholds | None",
    matching: "Callable[..., Matched | MatchedOnSpark]",
    tell: Tell,
) -> _Found:
    """Return what is found in lists."""
    from decentwork.matching.repeats import distinct
    from decentwork.registers.joined_lists import joined
    from decentwork.sources.pair_labels import read_pair_labels

    read = _read(lists, columns, tell)
    told = [_told_of(path, it) for path, it in read.items()]
    named = zip(_names(lists), read.values(), strict=True)
    records, clashes = joined([(name, it.records) for name, it in named])
    judged = read_pair_labels(labels, records.frame.index)
    each = distinct(records, judged)
    del read, records, named  # matching needs the room that they take
    labelled = each.labels(judged)
    given = labelled if len(labelled) else None
    matched = matching(each.records, thresholds=thresholds, labels=given)
    tell(MATCH_STEPS["unite"], len(each.records), len(each.records))
    return _Found(told, clashes, len(judged), matched, each.spread(matched.to_frame()))


def _matching(
    engine: Engine, master: str, part: Path, tell: Tell
) -> "Callable[..., Matched | MatchedOnSpark]":
    """Return what matches records, keeping what it has done in the folder `part` or beside it."""
    if engine is Engine.SPARK:
        from decentwork.matching.on_spark import match_on_spark
        from decentwork.matching.spark_session import require_spark

        require_spark()  # before lists are read, which takes minutes where it is worth it
        return partial(
            match_on_spark,
            master=master,
            scratch=part.parent,
            tell=lambda step, done, total: tell("Tables written", done, total),
        )
    from decentwork.matching.matched import match

    return partial(
        match, kept=part, tell=lambda step, done, total: tell(MATCH_STEPS[step], done, total)
    )


def _read(lists: Sequence[Path], columns: Path | None, tell: Tell) -> dict[Path, "EnterpriseList"]:
    from decentwork.sources.enterprise_lists import read_enterprise_list

    given = _mapping(columns) if columns else {}
    read = {}
    for path in lists:
        step = f"{path.name}, bytes read"
        read[path] = read_enterprise_list(path, columns=_of(given, path), tell=partial(tell, step))
    return read


def _names(paths: Sequence[Path]) -> list[str]:
    """Return the stem of each file, with a number where two have the same."""
    stems = [path.name.split(".")[0] for path in paths]
    seen = Counter[str]()
    names = []
    for stem in stems:
        seen[stem] += 1
        names.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return names


def _mapping(path: Path) -> dict[str, Any]:
    """Return what a file says of columns: names of ours, and what the lists call them."""
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise InvalidInput(path.name, [Problem("the file", f"is not JSON ({error}).")]) from error
    if not isinstance(found, dict):
        hint = 'Write e.g. {"name": "Factory", "address": "Location"}.'
        raise InvalidInput(path.name, [Problem("the file", "names no columns.", hint)])
    return found


def _of(mapping: Mapping[str, Any], path: Path) -> Mapping[str, str] | None:
    """Return the columns of one list: those given for its name, or for all."""
    own = mapping.get(path.name)
    if isinstance(own, dict):
        return own
    return {name: it for name, it in mapping.items() if isinstance(it, str)} or None


def _contents(found: _Found, out: Path, review: Path | None) -> dict[Path, str]:
    """Return what is written into each file.

    What a spreadsheet would take for a formula has an apostrophe before it, ids too.
    """
    from decentwork.reporting.table_files import frame_csv

    contents = {out: frame_csv(found.rows)}
    if review:
        contents[review] = frame_csv(found.matched.review())
    return contents


def _write_all(contents: Mapping[Path, str]) -> None:
    """Write files whole, all of them or none."""
    with ExitStack() as undone:
        staged = []
        for path, content in contents.items():
            beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
            undone.callback(beside.unlink, missing_ok=True)
            staged.append((beside, path))
            with writing_to(path):
                beside.write_text(content, "utf-8", newline="")
        for beside, path in staged:
            with writing_to(path):
                beside.replace(path)


def _forget(part: Path) -> None:
    from decentwork.matching.kept_chunks import forget_chunks

    forget_chunks(part)


def _told(found: _Found) -> dict[str, Any]:
    """Return counts, thresholds, and what was read from which column."""
    matched = found.matched
    outcomes = Counter(found.rows["outcome"])
    return {
        "mentions": len(found.rows),
        "enterprises": found.rows["enterprise"].nunique(),
        **{name: outcomes[name] for name in ("same", "ask", "new")},
        "pairs_to_judge": len(matched.asked),
        "pairs_judged": found.judged,
        "thresholds": {"same": matched.thresholds.same, "new": matched.thresholds.new},
        "ids_in_several_lists": found.clashes,
        "lists": found.lists,
    }


def _told_of(path: Path, read: "EnterpriseList") -> dict[str, Any]:
    return {
        "file": str(path),
        "mentions": len(read.records),
        "columns": dict(read.columns),
        "left_out": list(read.given),
        "notes": [str(note) for note in read.notes],
    }


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was found in words, a line each."""
    for each in told["lists"]:
        columns = ", ".join(f"{name} from {_quoted(it)}" for name, it in each["columns"].items())
        yield f"{each['file']}: {each['mentions']:,} mentions; {columns}"
        if each["left_out"]:
            yield f"  columns left out: {_quoted(each['left_out'])}"
        yield from (f"  {note}" for note in each["notes"])
    if told["ids_in_several_lists"]:
        yield "Ids that stand in several lists are written with the list before them, as list:id."
    for name, about in _COUNTS.items():
        yield f"{name.replace('_', ' '):<20} {told[name]:>11,}  {about}".rstrip()
    thresholds = told["thresholds"]
    yield f"Thresholds: same from {thresholds['same']:.4g}, new below {thresholds['new']:.4g}."
    yield f"Written: {', '.join(filter(None, (told['out'], told['review'])))}"


def _quoted(headers: str | Sequence[str]) -> str:
    return ", ".join(f"“{it}”" for it in ([headers] if isinstance(headers, str) else headers))
