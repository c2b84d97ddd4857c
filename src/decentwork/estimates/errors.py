"""Every error this library raises.

A class names the condition, keeps its facts as fields (the site builds its own sentence from
them), and its message says where, what and what next.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class DecentWorkError(Exception):
    """The root of all errors raised here."""

    exit_code = 1


class InputError(DecentWorkError):
    """Something the user can mend; shown without a traceback."""

    exit_code = 2


class EstimationError(DecentWorkError):
    """The data are fine, but the method cannot answer."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it is, what it is, and what to do about it."""

    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" {self.hint}" if self.hint else "")


class InvalidInput(InputError):
    """An input has problems; all of them are told at once."""

    def __init__(self, subject: str, problems: Sequence[Problem]) -> None:
        self.subject, self.problems = subject, tuple(problems)
        listed = "\n".join(f"  - {problem}" for problem in self.problems)
        plural = "problem" if len(self.problems) == 1 else "problems"
        super().__init__(
            f"{subject}: {len(self.problems)} {plural}; nothing was changed.\n{listed}"
        )


class UnknownCode(InputError):
    """A code or name is not in a classification."""

    def __init__(self, code: str, classification: str, suggestions: Sequence[str] = ()) -> None:
        self.code, self.classification = code, classification
        self.suggestions = tuple(suggestions)
        hint = f" Did you mean: {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"{code!r} is not in {classification}.{hint}")


class UnknownLabels(InvalidInput):
    """Labels name what is not there; all of them are told."""


class AmbiguousName(InputError):
    """A name fits several entries of a classification."""

    def __init__(self, name: str, classification: str, matches: Sequence[str]) -> None:
        self.name, self.classification, self.matches = name, classification, tuple(matches)
        super().__init__(
            f"{name!r} fits several entries of {classification}: {', '.join(self.matches)}. "
            "Write one of these."
        )


class UnknownFile(InputError):
    """A file fits no entry of the data catalogue."""

    def __init__(self, path: str, reason: str, hint: str) -> None:
        self.path, self.reason, self.hint = path, reason, hint
        super().__init__(f"{path}: {reason} {hint}")


class DamagedFile(InputError):
    """A file of the data catalogue is not what its checksum or layout says."""

    def __init__(self, path: str, reason: str, hint: str) -> None:
        self.path, self.reason, self.hint = path, reason, hint
        super().__init__(f"{path}: {reason} {hint}")


class MissingData(InputError):
    """An answer needs a data set that is not in the data folder."""

    def __init__(self, name: str, title: str) -> None:
        self.name, self.title = name, title
        super().__init__(
            f"The data set {name!r} ({title}) is not in the data folder. "
            "Add it with: decentwork data add PATH"
        )


class EmptyDataFolder(InputError):
    """Nothing was added to the data folder yet."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"There are no data in {path} yet. Add published data with: decentwork data add PATH; "
            "or the invented sample world with: decentwork data add --sample"
        )


class DataFolderError(InputError):
    """The data folder cannot be read or written."""

    def __init__(self, path: str, reason: str, hint: str) -> None:
        self.path, self.reason, self.hint = path, reason, hint
        super().__init__(f"{path}: {reason} {hint}")


class CannotWrite(InputError):
    """A file that was asked for cannot be written where it was asked for."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} cannot be written ({reason}). Name a file in a folder that is there, that you "
            "may write to, and that has room."
        )


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Tell an error of the system, while a file is written, as `CannotWrite`."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error


class SingularTable(EstimationError):
    """The Leontief system of a table has no solution."""

    def __init__(self, table: str, reason: str) -> None:
        self.table, self.reason = table, reason
        super().__init__(f"{table}: total requirements do not exist: {reason}.")
