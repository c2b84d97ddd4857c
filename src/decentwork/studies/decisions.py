"""What people decided during fieldwork: said once, never erased; a later one may undo it."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from decentwork.estimates.errors import InputError, InvalidInput, Problem
from decentwork.surveys.kinds import Disposition


class What(StrEnum):
    """What is decided about a case."""

    ASSIGN = "assign"  # the case is visited by the member `value`; "" takes it back
    OUTCOME = "outcome"  # what became of the case; goes before what a form says
    SAME = "same"  # a case or a nomination is the case or nomination `value`
    DIFFERENT = "different"  # it is not, though name and contact agree
    UNDO = "undo"  # the decision numbered `value` no longer holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: `at` a moment (ISO 8601), `by` whom, on which case or nomination, and why.

    `number` counts from 1 in the order in which decisions were taken.
    """

    number: int
    at: str
    by: str
    what: What
    case_id: str
    value: str
    why: str

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the cases and nominations that it is about."""
        if self.what is What.UNDO:
            return ()
        return (self.case_id, self.value) if self.what in _OF_TWO else (self.case_id,)


class DecidedMeanwhile(InputError):
    """Others decided on the same case since whoever decides last looked."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.decisions = tuple(decisions)
        cases = ", ".join(dict.fromkeys(each.case_id for each in decisions))
        super().__init__(f"There are newer decisions on {cases}: look at them, then decide.")


_OF_TWO = (What.SAME, What.DIFFERENT)
_COLUMNS = tuple(Decision.__dataclass_fields__)


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold: without the undone and the undoing ones.

    An undoing may itself be undone; then the first decision holds again.
    """
    undone: set[int] = set()
    for each in reversed(decisions):
        if each.what is What.UNDO and each.number not in undone:
            undone.add(int(each.value))
    return tuple(
        each for each in decisions if each.what is not What.UNDO and each.number not in undone
    )


def assignments(decisions: Sequence[Decision]) -> dict[str, str]:
    """Return case id → the member who visits it, by the newest assignment of each case."""
    newest = {it.case_id: it.value for it in in_force(decisions) if it.what is What.ASSIGN}
    return {case: member for case, member in newest.items() if member}


def newer_decisions(
    decisions: Sequence[Decision], asked: Collection[tuple[What, str, str]], seen: int | None
) -> tuple[Decision, ...]:
    """Return the decisions in force after the number `seen` on cases that are `asked` about.

    None has seen all. Who visits a case and what became of it are decided apart from each other.
    """
    if seen is None:
        return ()
    now = {(id, what is What.ASSIGN) for what, id, _ in asked}
    return tuple(
        each
        for each in in_force(decisions)
        if each.number > seen and (each.case_id, each.what is What.ASSIGN) in now
    )


def check_decision(
    decision: Decision, earlier: Sequence[Decision], known: Iterable[str]
) -> list[Problem]:
    """Return what is wrong with a decision; `known` are the ids of cases and nominations."""
    known = set(known)
    where = f"decision {decision.number}"
    problems = []
    if not decision.by.strip():
        problems.append(Problem(where, "nobody takes it.", "Name who decides."))
    if decision.what is not What.ASSIGN and not decision.why.strip():
        problems.append(Problem(where, "no reason is given.", "Say why, in a few words."))
    if decision.what is What.UNDO:
        return problems + _check_undo(decision, earlier, where)
    if decision.case_id not in known:
        problems.append(Problem(where, f"there is no case {decision.case_id!r}."))
    return problems + _check_value(decision, known, where)


def read_decisions(text: str) -> tuple[Decision, ...]:
    """Return the decisions in a CSV text, in the order in which they were taken."""
    return tuple(
        Decision(number=int(row.pop("number")), what=What(row.pop("what")), **row)
        for row in csv.DictReader(io.StringIO(text, newline=""))
    )


def decisions_text(decisions: Iterable[Decision]) -> str:
    """Return decisions as CSV, from which `read_decisions` makes the same again."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(each) for each in decisions)
    return written.getvalue()


def refused(what: What, problems: Sequence[Problem]) -> InvalidInput:
    """Return the error that tells why a decision cannot be taken."""
    return InvalidInput(f"the decision {str(what)!r}", problems)


def _check_undo(decision: Decision, earlier: Sequence[Decision], where: str) -> list[Problem]:
    if decision.value in {str(each.number) for each in earlier}:
        return []
    return [Problem(where, f"there is no decision {decision.value!r} to undo.")]


def _check_value(decision: Decision, known: set[str], where: str) -> list[Problem]:
    value = decision.value
    if decision.what is What.OUTCOME and value not in set(Disposition):
        hint = f"Write one of: {', '.join(Disposition)}."
        return [Problem(where, f"{value!r} is no outcome.", hint)]
    if decision.what in _OF_TWO:
        if value not in known:
            return [Problem(where, f"there is no case {value!r}.")]
        if value == decision.case_id:
            return [Problem(where, f"{value!r} is compared with itself.", "Name two cases.")]
    return []
