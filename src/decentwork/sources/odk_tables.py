"""Tables of submissions, one a form and one a repeat, linked again by the keys of ODK or Kobo."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.sources.collected import Cells, Collected, CollectedForm, Entry, own_id

_PLACE = re.compile(r"\[(\d+)\]$")  # "uuid:…/formal_suppliers[2]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a file: a CSV, or a sheet of a workbook; `rows` with the row each stands in."""

    where: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]

    @property
    def is_roster(self) -> bool:
        """Say whether its rows belong to the rows of another table."""
        return "PARENT_KEY" in self.columns or "_parent_index" in self.columns

    @property
    def key(self) -> str:
        """Return the column that tells its rows apart: of ODK Central, or of Kobo."""
        return "KEY" if "KEY" in self.columns else "_index"

    def at(self, row: int) -> str:
        """Return where a row is, as a problem names it."""
        return f"{self.where}, row {row}"


def linked_forms(sheets: Sequence[Sheet]) -> list[CollectedForm]:
    """Return the form of each main table with the entries of the repeats that belong to it.

    A row of a repeat without parent, or whose parent is another submission than it says, is a
    problem of the first form; repeats without any form raise `InvalidInput`.
    """
    mains = [sheet for sheet in sheets if not sheet.is_roster]
    rosters = [sheet for sheet in sheets if sheet.is_roster]
    if rosters and not mains:
        what, hint = "the table of the form is not there.", "Give all tables of an export together."
        raise InvalidInput(rosters[0].where, [Problem(rosters[0].where, what, hint)])
    owners = _owners(mains)
    entries: dict[tuple[str, str], dict[str, list[tuple[int, Entry]]]] = {}
    problems: list[Problem] = []
    columns: dict[str, dict[str, tuple[str, ...]]] = {}
    for sheet in rosters:
        roster = re.split(r"[-/]", sheet.name)[-1]
        named = _possible_parents(sheet, mains)
        for main in named:
            columns.setdefault(main.where, {})[roster] = sheet.columns
        for row, cells in sheet.rows:
            owner = _owner(sheet, row, cells, owners, named)
            if isinstance(owner, Problem):
                problems.append(owner)
                continue
            listed = entries.setdefault(owner, {}).setdefault(roster, [])
            if not ("KEY" in cells and any(cells == it.cells for _, it in listed)):
                listed.append((_place(cells), Entry(where=sheet.at(row), cells=cells)))
    return [
        _form(main, columns.get(main.where, {}), entries, tuple(problems) if number == 0 else ())
        for number, main in enumerate(mains)
    ]


def _form(
    main: Sheet,
    roster_columns: Mapping[str, tuple[str, ...]],
    entries: Mapping[tuple[str, str], Mapping[str, list[tuple[int, Entry]]]],
    problems: tuple[Problem, ...],
) -> CollectedForm:
    submissions = []
    for row, cells in main.rows:
        rosters = {
            roster: [entry for _, entry in sorted(listed, key=lambda it: it[0])]
            for roster, listed in entries.get((main.where, cells.get(main.key, "")), {}).items()
        }
        submissions.append(
            Collected(where=main.at(row), id=own_id(cells), cells=cells, rosters=rosters)
        )
    return CollectedForm(
        where=main.where,
        names=(main.name,),
        columns=main.columns,
        roster_columns=roster_columns,
        submissions=tuple(submissions),
        problems=problems,
    )


def _owners(mains: Sequence[Sheet]) -> dict[tuple[str, str], Cells]:
    """Return the row of every submission by table and key."""
    return {
        (main.where, cells.get(main.key, "")): cells for main in mains for _, cells in main.rows
    }


def _possible_parents(sheet: Sheet, mains: Sequence[Sheet]) -> list[Sheet]:
    """Return the tables that a repeat may belong to: the one its name or its rows begin with."""
    named = {cells.get("_parent_table_name", "") for _, cells in sheet.rows}
    found = [main for main in mains if main.name in named or sheet.name.startswith(f"{main.name}-")]
    return found or list(mains)


def _owner(
    sheet: Sheet, row: int, cells: Cells, mains: Mapping[tuple[str, str], Cells], named: list[Sheet]
) -> tuple[str, str] | Problem:
    """Return table and key of the submission that an entry belongs to, or what is wrong with it."""
    column = "PARENT_KEY" if "PARENT_KEY" in sheet.columns else "_parent_index"
    parent = cells.get(column, "")
    found = next(((it.where, parent) for it in named if (it.where, parent) in mains), None)
    if found is None:
        what = f"{column} {parent!r} is no submission of the file."
        return Problem(sheet.at(row), what, "Export all tables together; delete rows in none.")
    said = cells.get("_submission__uuid", "")
    if said and said != mains[found].get("_uuid", said):
        what = f"{column} {parent!r} and _submission__uuid name different submissions."
        return Problem(sheet.at(row), what, "A sheet was sorted or cut: export the file again.")
    return found


def _place(cells: Cells) -> int:
    """Return the place of an entry on its roster, whatever order the rows were brought into."""
    numbered = _PLACE.search(cells.get("KEY", ""))
    text = numbered[1] if numbered else cells.get("_index", "")
    return int(text) if text.isdecimal() else 0
