"""Submissions of ODK Central or Kobo, in whatever layout they were exported, checked as a whole."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.questionnaires.questionnaire import Questionnaire
from decentwork.sources.collected import Collected, CollectedForm
from decentwork.sources.matched_columns import MatchedForm, answerable, matched_form
from decentwork.sources.odk_csv import read_csv_files, read_csv_zip
from decentwork.sources.odk_json import collected_forms, read_json
from decentwork.sources.odk_tables import linked_forms
from decentwork.sources.odk_workbook import OLD_OR_ENCRYPTED, read_workbook
from decentwork.sources.submission_answers import check_submissions, submission
from decentwork.surveys.corrections import Found, newest_versions
from decentwork.surveys.submissions import Submissions

_GIVE = "Give JSON, a zip of CSV files, CSV files, or XLSX, as ODK Central or Kobo export them."


def read_submissions(paths: Iterable[Path], questionnaires: Iterable[Questionnaire]) -> Submissions:
    """Return the submissions in files, corrected ones in their newest version.

    Parameters
    ----------
    paths : files
        JSON of ODK Central (OData, repeats expanded) or Kobo (API v2); Central's zip of CSV, or its
        CSV files unpacked (those of one folder belong together); Kobo's XLSX; or an export of ours.
        The layout is recognised by content.
    questionnaires : the questionnaires of the study
        Each form is recognised by its id, else by its columns.

    Raises
    ------
    DamagedFile
        A file cannot be read at all.
    InvalidInput
        Anything else is wrong: every problem of every file, with file, sheet, row and what to do.
        Nothing is read in part.
    """
    known = {each.id: each for each in questionnaires}
    problems: list[Problem] = []
    left_out: list[str] = []
    found: list[Found] = []
    collected: dict[str, Collected] = {}
    for form in _forms(sorted(paths), known, problems):
        problems += form.collected.problems
        left_out += form.left_out
        problems += form.problems
        rejected = [each for each in form.collected.submissions if each.is_rejected]
        left_out += [f"{each.where}: rejected by its reviewers" for each in rejected]
        for each in form.collected.submissions:
            if not each.is_rejected:
                read, wrong = submission(each, form)
                problems += wrong
                found.append((each.where, read))
                collected[each.where] = each
    newest, undecided = newest_versions(found)
    problems += undecided
    problems += check_submissions(newest, collected, known)
    if problems:
        raise InvalidInput("the submissions", list(dict.fromkeys(problems)))
    return _as_tables(newest, known, left_out)


def _forms(
    paths: Sequence[Path], known: Mapping[str, Questionnaire], problems: list[Problem]
) -> list[MatchedForm]:
    """Return every form of every file that a questionnaire fits; note what fits none."""
    forms: list[MatchedForm] = []
    pages: dict[str, list[CollectedForm]] = {}
    for collected in _collected(paths, problems):
        if not collected.submissions and not collected.columns:
            continue
        matched = matched_form(collected, known)
        if isinstance(matched, Problem):
            problems.append(matched)
            continue
        forms.append(matched)
        pages.setdefault(matched.questionnaire.id, []).append(collected)
    for form, parts in pages.items():
        if all(part.is_page for part in parts):
            what = f"{form}: the file says that more submissions follow."
            problems.append(Problem(parts[-1].where, what, "Give all pages, or a whole export."))
    return forms


def _collected(paths: Sequence[Path], problems: list[Problem]) -> list[CollectedForm]:
    """Return what the files hold; each file's own problems are noted, and the next is read."""
    forms: list[CollectedForm] = []
    for parts in _together(paths):
        try:
            forms += _read(parts)
        except InvalidInput as error:
            problems += error.problems
        except DamagedFile as error:
            problems.append(Problem(error.path, error.reason, error.hint))
    return forms


def _together(paths: Sequence[Path]) -> list[dict[str, Path]]:
    """Return the files by what problems call them: the CSV files of a folder together."""
    names = [path.name for path in paths]
    called = {path: path.name if names.count(path.name) == 1 else str(path) for path in paths}
    tables = [path for path in paths if path.suffix.lower() == ".csv"]
    folders = [list(each) for _, each in groupby(tables, key=lambda path: path.parent)]
    parts = [*folders, *([path] for path in paths if path not in tables)]
    return [{called[path]: path for path in part} for part in parts]


def _read(parts: dict[str, Path]) -> list[CollectedForm]:
    """Return what one file holds, or the CSV files of one folder; its layout by its content."""
    where, path = next(iter(parts.items()))
    try:
        begins = path.read_bytes()[:64]
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror})."
        raise DamagedFile(where, reason, "Name a file that is there.") from error
    if path.suffix.lower() == ".csv":
        return linked_forms(read_csv_files(parts))
    if begins.startswith(OLD_OR_ENCRYPTED) or _is_workbook(path):
        return linked_forms(read_workbook(path, where))
    if begins.startswith(b"PK"):
        return linked_forms(read_csv_zip(path, where))
    if begins.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        return collected_forms(read_json(path, where), where)
    raise DamagedFile(where, "This is no file of submissions.", _GIVE)


def _is_workbook(path: Path) -> bool:
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        return True
    try:
        with zipfile.ZipFile(path) as packed:
            return "[Content_Types].xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _as_tables(
    newest: Sequence[Found], known: Mapping[str, Questionnaire], left_out: Sequence[str]
) -> Submissions:
    """Return submissions with the columns of their questionnaires, whichever version was filled."""
    forms = sorted({each.form for _, each in newest})
    return Submissions.from_records(
        [each for _, each in newest],
        questions={form: answerable(known[form]) for form in forms},
        roster_questions={
            roster.id: [it.id for it in roster.questions if it.type != "note"]
            for form in forms
            for roster in known[form].rosters
        },
        left_out=dict.fromkeys(left_out),
    )
