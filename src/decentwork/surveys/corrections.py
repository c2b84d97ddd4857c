"""Which version of a submission counts: identical ones are one, a correction replaces the older."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.surveys.submissions import Submission, Submissions

Found = tuple[str, Submission]
"""Where a submission was found, and the submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import changed: ids of submissions; `left_out` what the reader passed over."""

    new: tuple[str, ...]
    corrected: tuple[str, ...]
    unchanged: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Say whether everything was there already."""
        return not self.new and not self.corrected


def newest_versions(found: Iterable[Found]) -> tuple[list[Found], list[Problem]]:
    """Return the newest version of each submission, and what could not be decided.

    Two records are versions of one submission when they share an id or one names the other in
    `replaces`. The newest is the one that none of the others replaces; among several of those the
    one with most edits. The ids of all others are kept in its `replaces`.
    """
    newest, problems = [], []
    for versions in _grouped(found):
        candidates, clash = _told_apart(versions)
        problems += clash
        replaced = {id for _, each in candidates for id in each.replaces}
        latest = [it for it in candidates if it[1].id not in replaced] or candidates
        most = max(each.edits for _, each in latest)
        latest = [it for it in latest if it[1].edits == most]
        if len(latest) > 1 and not clash:
            problems.append(_undecided(latest))
        newest.append(_with_chain(latest[0], candidates))
    return newest, problems


def merged(earlier: Submissions, new: Submissions) -> tuple[Submissions, ImportReport]:
    """Return all submissions of both, each in its newest version, and what `new` changed.

    Raises
    ------
    InvalidInput
        A submission is in both with differing answers, and nothing says which corrects which.
    """
    before, added = earlier.records(), new.records()
    found = [("imported earlier", each) for each in before]
    found += [("this import", each) for each in added]
    newest, problems = newest_versions(found)
    if problems:
        raise InvalidInput("the new submissions", problems)
    together = [each for _, each in newest]
    everything = Submissions.from_records(
        together,
        questions=_joined(earlier.questions, new.questions),
        roster_questions=_joined(earlier.roster_questions, new.roster_questions),
    )
    return everything, _report(before, added, together, new.left_out)


def _report(
    before: Sequence[Submission],
    added: Sequence[Submission],
    together: Sequence[Submission],
    left_out: tuple[str, ...],
) -> ImportReport:
    known = {each.id: each for each in before}
    later = {
        each.id: each
        for each in together
        if each.id not in known or not each.agrees_with(known[each.id])
    }
    corrected = {id for id, each in later.items() if set(known) & {id, *each.replaces}}
    return ImportReport(
        new=tuple(sorted(set(later) - corrected)),
        corrected=tuple(sorted(corrected)),
        unchanged=tuple(sorted({each.id for each in added} - set(later))),
        left_out=left_out,
    )


def _grouped(found: Iterable[Found]) -> list[list[Found]]:
    """Return versions of the same submission together, in the order of their first."""
    listed = list(found)
    leader: dict[str, str] = {}

    def lead(id: str) -> str:
        while leader.setdefault(id, id) != id:
            leader[id] = leader[leader[id]]
            id = leader[id]
        return id

    for _, each in listed:
        for other in each.replaces:
            leader[lead(other)] = lead(each.id)
    groups: dict[str, list[Found]] = {}
    for it in listed:
        groups.setdefault(lead(it[1].id), []).append(it)
    return list(groups.values())


def _told_apart(versions: Sequence[Found]) -> tuple[list[Found], list[Problem]]:
    """Return one record an id; a problem where records of one id hold different answers."""
    by_id: dict[str, Found] = {}
    problems = []
    for where, each in versions:
        first_where, first = by_id.setdefault(each.id, (where, each))
        if first is each:
            continue
        if not first.agrees_with(each) and first.edits == each.edits:
            what = f"submission {each.id} is also in {first_where}, with other answers."
            hint = "Keep the right one only; a correction must carry the mark of ODK or Kobo."
            problems.append(Problem(where, what, hint))
        elif (each.edits, len(each.replaces)) > (first.edits, len(first.replaces)):
            by_id[each.id] = (where, each)
    return list(by_id.values()), problems


def _undecided(latest: Sequence[Found]) -> Problem:
    (where, first), *others = latest
    also = ", ".join(f"{each.id} in {place}" for place, each in others)
    what = f"submission {first.id} is corrected by or corrects {also}; none says it is the newer."
    return Problem(where, what, "Leave out the file that was exported earlier.")


def _with_chain(newest: Found, versions: Sequence[Found]) -> Found:
    where, chosen = newest
    ids = {id for _, each in versions for id in (each.id, *each.replaces)} - {chosen.id}
    rest = sorted(ids - set(chosen.replaces))
    return where, replace(chosen, replaces=(*chosen.replaces, *rest))


def _joined(
    first: dict[str, tuple[str, ...]], second: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the columns of both, those of `second` that `first` lacks at the end."""
    return {
        name: tuple(dict.fromkeys((*first.get(name, ()), *second.get(name, ()))))
        for name in (*first, *second)
    }
