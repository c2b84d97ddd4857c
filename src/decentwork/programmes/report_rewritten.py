"""The paragraphs of a report as a file that editors rewrite, and that is read back."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownFile
from decentwork.programmes.plain_yaml import read_plain
from decentwork.programmes.report_paragraphs import Paragraph, Rewritten

HEAD = """\
# Paragraphs of a report. To rewrite one, write its new text into "text" and your name into "by".
# Leave "told" as it is: it is what the records told when you wrote, so that a later report can say
# whether they have changed since. Paragraphs without a text stay as the records tell them.
"""
HINT = "Take the file that `decentwork programme report --paragraphs FILE` writes."


class _Entry(BaseModel):
    """A paragraph in the file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    key: str
    number: int = 0
    told: tuple[str, ...]
    text: str = ""
    by: str = ""


def paragraphs_file(paragraphs: Iterable[Paragraph]) -> bytes:
    """Return paragraphs as YAML in which editors rewrite those they want to.

    A paragraph that is rewritten already keeps its words, and what the records told then.
    """
    rows = [
        {
            "key": it.key,
            "number": it.number,
            "told": [*(text for text in it.told if text not in it.new), *it.gone],
            "text": it.text if it.rewritten_by else "",
            "by": it.rewritten_by,
        }
        for it in paragraphs
    ]
    text = yaml.dump(
        {"paragraphs": rows}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False
    )
    return (HEAD + text).encode()


def read_rewritten(path: Path) -> dict[str, Rewritten]:
    """Return the paragraphs that a file of `paragraphs_file` rewrites, by key.

    Raises
    ------
    UnknownFile, DamagedFile
        There is no such file, or it is no YAML.
    InvalidInput
        It holds something else; all problems are told.
    """
    problems: list[Problem] = []
    found: dict[str, Rewritten] = {}
    for number, values in enumerate(_listed(path), start=1):
        where = f"paragraph {number}"
        try:
            entry = _Entry.model_validate(values)
        except ValidationError as error:
            problems += [_problem(where, it) for it in error.errors()]
            continue
        if entry.text and not entry.by:
            problems.append(Problem(f"{where}, by", "is not there.", "Say who wrote the text."))
        elif entry.key in found:
            problems.append(Problem(where, f"{entry.key!r} is there twice.", "Keep one."))
        elif entry.text:
            found[entry.key] = Rewritten(text=entry.text, by=entry.by, told=entry.told)
    if problems:
        raise InvalidInput(path.name, problems)
    return found


def _listed(path: Path) -> list[Any]:
    if not path.is_file():
        raise UnknownFile(str(path), "There is no such file.", HINT)
    held = read_plain(path)
    rows = held.get("paragraphs") if isinstance(held, dict) else None
    if not isinstance(rows, list):
        raise DamagedFile(str(path), "It has no list of paragraphs.", HINT)
    return rows


def _problem(where: str, found: Mapping[str, Any]) -> Problem:
    field = ".".join(str(it) for it in found["loc"])
    what = {"missing": "is not there.", "extra_forbidden": "is no field of it."}.get(
        found["type"], str(found["msg"])
    )
    return Problem(f"{where}, {field}" if field else where, what, HINT)
