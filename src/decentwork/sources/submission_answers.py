"""A collected form as a submission: answers by question, times in UTC, and what is wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd

from decentwork.estimates.errors import Problem
from decentwork.questionnaires.answers import check_answers, check_roster
from decentwork.questionnaires.questionnaire import VERSIONS, Questionnaire
from decentwork.sources.collected import Collected, moment
from decentwork.sources.matched_columns import MatchedForm
from decentwork.surveys.corrections import Found
from decentwork.surveys.submissions import Answers, Submission

_ALWAYS = ("case_id", "outcome", "consent")  # whatever the version of the form


def submission(collected: Collected, form: MatchedForm) -> tuple[Submission, list[Problem]]:
    """Return a collected form as a submission, with the problems of its id and time."""
    problems = []
    if not collected.id:
        what, hint = "has no instance id.", "Export the meta columns (KEY, _uuid) too."
        problems.append(Problem(collected.where, what, hint))
    submitted = collected.submitted
    try:
        submitted = moment(submitted) if submitted else ""
    except ValueError:
        what = f"the time of submission {submitted!r} is no time."
        problems.append(Problem(collected.where, what, "Write it as 2026-03-01T10:00:00Z."))
    rosters = {
        roster: [columns.answers(entry.cells) for entry in collected.rosters[roster]]
        for roster, columns in form.rosters.items()
        if collected.rosters.get(roster)
    }
    read = Submission(
        form=form.questionnaire.id,
        id=collected.id,
        submitted_at=submitted,
        form_version=collected.form_version,
        edits=collected.edits,
        replaces=collected.replaces,
        answers=form.columns.answers(collected.cells),
        rosters=rosters,
    )
    return read, problems


def check_submissions(
    found: Sequence[Found],
    collected: Mapping[str, Collected],
    known: Mapping[str, Questionnaire],
) -> list[Problem]:
    """Return what is wrong with the answers, each told where it stands in its file.

    Each version of a form is checked apart: a question that nobody answered in a version was not
    asked in it.

    Parameters
    ----------
    found : where each submission stands, and the submission
    collected : what each place holds as collected, for the places of roster entries
    known : questionnaire by form id
    """

    def version(it: Found) -> tuple[str, str]:
        return it[1].form, it[1].form_version

    problems: list[Problem] = []
    for (form, name), group in groupby(sorted(found, key=version), key=version):
        rows, questionnaire = list(group), known[form]
        asked = next((it for it in VERSIONS if name.endswith(f"-{it}")), "full")
        table = _table(((where, each.answers) for where, each in rows), _ALWAYS)
        told = check_answers(questionnaire, table, asked)
        for roster in questionnaire.rosters:
            entries = [
                (_entry(collected, where, roster.id, position), answers)
                for where, each in rows
                for position, answers in enumerate(each.rosters.get(roster.id, ()))
            ]
            table = _table(entries, ())
            table.index = pd.MultiIndex.from_tuples(
                [(where, "") for where in table.index], names=["where", "position"]
            )
            told += check_roster(questionnaire, roster.id, table, asked) if entries else []
        problems += [_placed(each) for each in told if ", submission " in each.where]
    return problems


def _table(rows: Iterable[tuple[str, Answers]], always: Sequence[str]) -> pd.DataFrame:
    """Return answers by where they stand; questions that nobody answered have no column."""
    listed = list(rows)
    questions = dict.fromkeys((*always, *(name for _, answers in listed for name in answers)))
    cells = [[answers.get(name, "") for name in questions] for _, answers in listed]
    index = pd.Index([where for where, _ in listed], dtype=str)
    return pd.DataFrame(cells, index=index, columns=list(questions), dtype=str)


def _entry(collected: Mapping[str, Collected], where: str, roster: str, position: int) -> str:
    return collected[where].rosters[roster][position].where


def _placed(problem: Problem) -> Problem:
    """Return a problem that begins with the file instead of the form."""
    where = problem.where.partition(", submission ")[2].replace(", entry ,", ",")
    return replace(problem, where=where, hint=problem.hint or "Correct it in ODK or Kobo.")
