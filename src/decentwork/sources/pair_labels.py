"""Pairs of mentions that people judged: one enterprise, or two."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.sources.plain_tables import read_plain_table

COLUMNS = ("id_a", "id_b", "same")

_SAID = {
    **dict.fromkeys(("1", "true", "yes", "y", "vrai", "oui", "verdadero", "sí", "si"), True),
    **dict.fromkeys(("0", "false", "no", "n", "faux", "non", "falso"), False),
}
_TOLD = 20  # problems told one by one; the rest are counted


def read_pair_labels(paths: Sequence[Path], ids: pd.Index) -> pd.DataFrame:
    """Return the pairs judged in CSV files, oldest file first: `id_a`, `id_b`, `same` (bool).

    Other columns are left out; so are pairs whose `same` is empty, which nobody judged yet.

    Parameters
    ----------
    ids : of the mentions
        One that a spreadsheet would take for a formula may have an apostrophe before it, as in the
        list to judge.

    Raises
    ------
    DamagedFile
        A file is no table.
    InvalidInput
        Tells every line that cannot be read, that names no mention or one twice, or that says the
        opposite of another line of its file.
    """
    tables, problems = [pd.DataFrame({name: [] for name in COLUMNS}, dtype=object)], []
    for path in paths:
        labels, wrong = _labels(path, ids)
        tables.append(labels)
        problems += wrong
    if problems:
        rest = len(problems) - _TOLD
        more = [Problem("labels", f"{rest} more lines are wrong.")] if rest > 0 else []
        raise InvalidInput("the labels", [*problems[:_TOLD], *more])
    return pd.concat(tables, ignore_index=True).astype({"same": bool})


def _labels(path: Path, ids: pd.Index) -> tuple[pd.DataFrame, list[Problem]]:
    read = read_plain_table(path, COLUMNS)
    if any(it.where == "header" for it in read.problems):
        return pd.DataFrame(columns=[*COLUMNS]), _placed(path, read.problems)
    said = read.cells["same"].str.lower()
    judged = (said != "").to_numpy()
    given = read.cells[judged]
    lines = np.array(read.lines)[judged].tolist()
    labels = pd.DataFrame(
        {
            "id_a": _known(given["id_a"], ids),
            "id_b": _known(given["id_b"], ids),
            "same": said[judged].map(_SAID),
        }
    )
    problems = [*read.problems, *_unread(given, labels, lines), *_contradictions(labels, lines)]
    return labels, _placed(path, problems)


def _placed(path: Path, problems: Sequence[Problem]) -> list[Problem]:
    return [Problem(f"{path.name}, {it.where}", it.what, it.hint) for it in problems]


def _known(cells: pd.Series, ids: pd.Index) -> pd.Series:
    """Return the ids that cells name; missing where there is no such mention."""
    bare = cells.where(~cells.str.startswith("'"), cells.str[1:])
    found = cells.where(cells.isin(ids), bare.where(bare.isin(ids)))
    if found.notna().all():
        return found
    stripped = pd.Series(ids, index=ids.str.strip())  # cells come without blanks around them
    stripped = stripped[~stripped.index.duplicated(keep=False)]
    return found.where(found.notna(), cells.map(stripped))


def _unread(given: pd.DataFrame, labels: pd.DataFrame, lines: Sequence[int]) -> list[Problem]:
    problems = []
    missing = labels.isna().to_numpy()
    for row in np.flatnonzero(missing.any(axis=1)).tolist():
        where = f"line {lines[row]}"
        for at, name in enumerate(COLUMNS[:2]):
            if missing[row, at]:
                what = f"there is no mention {given[name].iloc[row]!r} in the lists."
                problems.append(Problem(where, what))
        if missing[row, 2]:
            what = f"same is {given['same'].iloc[row]!r}."
            problems.append(Problem(where, what, "Write 1 or 0, or leave it empty."))
    return problems


def _contradictions(labels: pd.DataFrame, lines: Sequence[int]) -> list[Problem]:
    problems: list[Problem] = []
    said: dict[frozenset[str], tuple[bool, int]] = {}
    rows = labels.itertuples(index=False, name=None)
    for (one, other, same), line in zip(rows, lines, strict=True):
        if pd.isna(one) or pd.isna(other) or pd.isna(same):
            continue
        if one == other:
            problems.append(Problem(f"line {line}", "a mention is compared with itself."))
            continue
        before, first = said.setdefault(frozenset((one, other)), (same, line))
        if before != same:
            problems.append(Problem(f"line {line}", f"says the opposite of line {first}."))
    return problems
