"""A study as a folder of plain files: what was decided, drawn, collected; the rest is derived.

Writes are whole or not at all, and one at a time; readers never wait. What identifies lies in
`frame.csv` and `confidential/`, which no calculation needs.
"""

import json
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from decentwork.estimates.errors import InvalidInput
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.registers.judgements import Judgement
from decentwork.sampling.selection import DRAW_COLUMNS, Draw, first_draw, next_cases
from decentwork.studies import desk
from decentwork.studies.confidential import contacts, frame_keys, named_mentions, parted
from decentwork.studies.decisions import (
    DecidedMeanwhile,
    Decision,
    What,
    assignments,
    check_decision,
    decisions_text,
    in_force,
    newer_decisions,
    read_decisions,
    refused,
)
from decentwork.studies.frame import read_frame
from decentwork.studies.identifying import identifying_questions
from decentwork.studies.imports import read_imports, stored_text
from decentwork.studies.progress import Progress, progress
from decentwork.studies.refusals import AlreadyThere as AlreadyThere
from decentwork.studies.refusals import DesignChanged as DesignChanged
from decentwork.studies.refusals import NotAStudy as NotAStudy
from decentwork.studies.safe_files import make_folder, write, writing
from decentwork.studies.unit_matches import (
    UnitMatches,
    UnitsSettled,
    found_matches,
    judgements,
    keep_matches,
    newest_matches,
    numbered,
    settled_units,
)
from decentwork.surveys.corrections import ImportReport, merged
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.design_changes import drawn_differently
from decentwork.surveys.design_file import parse_design, read_design, text
from decentwork.surveys.design_versions import version
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.submissions import Submissions

_DESIGN, _FRAME, _FRAME_KEYS = "study.toml", "frame.csv", "frame_keys.json"
_DRAWN_BY = "drawn.toml"
_DRAWS, _DECISIONS, _SUBMISSIONS = "draws.csv", "decisions.csv", "submissions"
_MATCHES = "matches"
_CONFIDENTIAL, _SECRET = "confidential", "confidential/key"
_SEEDS, _APART = "confidential/seeds.json", "confidential/submissions"
_PARTS = ("", _SUBMISSIONS, _CONFIDENTIAL, _APART, "results", "released")
Tell = Callable[[str, int, int], None]

_WHOLE = {"draw": int, "listed": int, "drawn": int, "seed": int}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What an import did: `new` False where all of it was there already; `report` in detail."""

    digest: str
    new: bool
    submissions: int
    report: ImportReport


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """A study's folder: `StudyFolder(root)` opens one, `create` makes one."""

    root: Path

    @classmethod
    def create(cls, root: Path, design: SurveyDesign, frame: Path | None = None) -> "StudyFolder":
        """Make the folder of a study, with the frame of its seeds where there is one already.

        Raises
        ------
        AlreadyThere
            Something lies there.
        InvalidInput
            The design or the frame has problems; no folder is made.
        CannotWrite
            It cannot be made there.
        """
        root = Path(root)
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise AlreadyThere(str(root), "something lies here already.", "Name a new folder.")
        parse_design(text(design))
        if frame is not None:
            read_frame(frame, design)
        folder = cls(root)
        for below in _PARTS:
            make_folder(root / below, 0o700 if below == _CONFIDENTIAL else 0o777)
        with writing(root):
            write(folder.root / _SECRET, secrets.token_hex(32))
            if frame is not None:
                write(folder.root / _FRAME, Path(frame).read_text("utf-8-sig"))
            # Last: a folder with a design is a study.
            write(folder.root / _DESIGN, text(design))
        return folder

    @property
    def results(self) -> Path:
        """Return where computed results are kept."""
        return self.root / "results"

    def design(self) -> SurveyDesign:
        """Return the design; `NotAStudy` where there is none, `InvalidInput` where it is broken."""
        if not (self.root / _DESIGN).is_file():
            hint = "Make a study with: decentwork survey new FOLDER --template ID"
            raise NotAStudy(str(self.root), "study.toml", hint)
        return read_design(self.root / _DESIGN)

    def set_design(self, design: SurveyDesign, *, instead_of: str) -> None:
        """Put another design in the place of the one whose version is `instead_of`.

        Raises
        ------
        AlreadyThere
            Something was drawn by the present design.
        DesignChanged
            The present design is another one; it stays.
        """
        with writing(self.root):
            if len(self.draws()):
                hint = "Chances come from the design that was drawn by: start a new study."
                raise AlreadyThere(str(self.root / _DESIGN), "seeds were drawn already.", hint)
            if version(present := self.design()) not in (instead_of, version(design)):
                raise DesignChanged(str(self.root / _DESIGN), present)
            write(self.root / _DESIGN, text(design))

    def frame(self) -> pd.DataFrame:
        """Return the frame of seeds; it identifies, and no calculation reads it."""
        if not (self.root / _FRAME).is_file():
            hint = "Add the list that seeds are drawn from: id, name, stratum, region."
            raise NotAStudy(str(self.root), "frame.csv", hint)
        return read_frame(self.root / _FRAME, self.design())

    def set_frame(self, frame: Path) -> None:
        """Put a frame into the study, or another in its place while nothing was drawn from it."""
        with writing(self.root):
            if len(self.draws()):
                hint = "Chances come from the frame that was drawn from: start a new study."
                raise AlreadyThere(str(self.root / _FRAME), "seeds were drawn already.", hint)
            read_frame(frame, self.design())
            write(self.root / _FRAME, Path(frame).read_text("utf-8-sig"))

    def draws(self) -> pd.DataFrame:
        """Return all draws, in order: `DRAW_COLUMNS` and `at`, the moment of the draw."""
        if not (self.root / _DRAWS).is_file():
            empty = pd.DataFrame(columns=[*DRAW_COLUMNS, "at"], dtype=str)
            return empty.astype({**_WHOLE, "chance": float})
        table = pd.read_csv(self.root / _DRAWS, dtype=str, keep_default_na=False)
        return table.astype({**_WHOLE, "chance": float})

    def changed_since_draw(self) -> tuple[str, ...]:
        """Return what draws rest on and study.toml says otherwise than at the first draw.

        One text a change, as "strata.large.seeds: 20, now 25"; none before the first draw.
        """
        if not (self.root / _DRAWN_BY).is_file():
            return ()
        drawn_by = read_design(self.root / _DRAWN_BY)
        return tuple(drawn_differently(drawn_by, self.design()))

    def submissions(self) -> Submissions:
        """Return all accepted submissions without what identifies, each in its newest version."""
        return self._newest(_SUBMISSIONS)

    def decisions(self) -> tuple[Decision, ...]:
        """Return all decisions in the order taken, undone ones included."""
        if not (self.root / _DECISIONS).is_file():
            return ()
        return read_decisions((self.root / _DECISIONS).read_text("utf-8"))

    def fieldwork(
        self, groups: Mapping[str, str] | None = None, submissions: Submissions | None = None
    ) -> Fieldwork:
        """Return cases and nominations as they stand now.

        `groups` is another resolution of who is whom than matching and decisions give;
        `submissions` those of this folder, where they were read before.
        """
        return self._fieldwork(submissions or self.submissions(), groups)

    def match(
        self,
        *,
        by: str,
        at: str,
        same: float | None = None,
        new: float | None = None,
        tell: Tell = lambda step, done, total: None,
    ) -> UnitMatches:
        """Match the suppliers that buyers listed with each other and with the frame; record it.

        `by` whom and `at` when (ISO 8601) it is done; the rest is as in `found_matches`.
        """
        runs = self.root / _MATCHES
        found = found_matches(
            self.mentions(), self._judged(), numbered(runs, by, at), same, new, tell
        )
        with writing(self.root):
            make_folder(runs)
            keep_matches(runs, found)
        return found

    def mentions(self) -> pd.DataFrame:
        """Return what `match` compares: names and contacts of suppliers and of the frame.

        They identify: for the office's own eyes, never for a log, a report or an estimate.
        """
        submissions = self.submissions()
        frame = self.frame() if (self.root / _FRAME).is_file() else None
        return named_mentions(
            self._fieldwork(submissions).nominations,
            submissions,
            self._newest(_APART),
            frame,
            self._seeds(),
            self._secret(),
            self.design().place,
        )

    def units_settled(self) -> UnitsSettled | None:
        """Return who is whom by the newest matching and the decisions in force; None before it."""
        newest = newest_matches(self.root / _MATCHES)
        return settled_units(newest, self._judged()) if newest else None

    def unmatched(self) -> int:
        """Return how many suppliers were listed since the newest matching; 0 before the first."""
        newest = newest_matches(self.root / _MATCHES)
        if newest is None:
            return 0
        return len({*self.fieldwork().nominations.index} - {*newest.mentions})

    def progress(self) -> Progress:
        """Return how far fieldwork is."""
        submissions = self.submissions()
        state = self._fieldwork(submissions)
        return progress(self.design(), state, submissions, self.decisions())

    def stamp(self) -> str:
        """Return what changes when something was designed, drawn, taken in or decided."""
        watched = [self.root / name for name in (_DESIGN, _DRAWS, _DECISIONS)]
        for below in (_SUBMISSIONS, _MATCHES):
            watched += sorted((self.root / below).glob("*.json"))
        there = [(path.name, path.stat()) for path in watched if path.exists()]
        return str([(name, state.st_mtime_ns, state.st_size) for name, state in there])

    def visits(self, member: str) -> pd.DataFrame:
        """Return the cases assigned to one member, with where to find them; nobody else's.

        Returns
        -------
        DataFrame, index `case_id`
            `tier`, `kind`, `disposition`, `name`, `phone`, `address`. Not for logs or reports.
        """
        assigned = assignments(self.decisions())
        submissions = self.submissions()
        cases = self._fieldwork(submissions).cases
        own = cases[[assigned.get(case) == member for case in cases.index]]
        found = self._contacts(submissions).reindex(own.index, fill_value="")
        return own[["tier", "kind", "disposition"]].join(found)

    def draw(self, *, at: str, at_most: int | None = None) -> Draw:
        """Draw whom to visit next and record it: seeds first, then suppliers and replacements.

        Returns
        -------
        Draw
            Without rows, and nothing recorded, where nobody is left to draw.
        """
        with writing(self.root):
            design, draws = self.design(), self.draws()
            if len(draws):
                number = int(draws["draw"].max()) + 1
                frame = self.frame() if design.replaced else None
                drawn = next_cases(
                    design, self.fieldwork(), number=number, frame=frame, at_most=at_most
                )
            else:
                drawn = first_draw(design, self.frame())
            if len(drawn.rows):
                self._record(draws, drawn, at)
        return drawn

    def take_in(
        self, submissions: Submissions, *, by: str, at: str, identifying: Collection[str] = ()
    ) -> TakenIn:
        """Accept submissions, whole or not at all; the same ones a second time change nothing.

        Parameters
        ----------
        submissions : Submissions
        by, at : str
            Who imports them, and when (ISO 8601).
        identifying : collection of str
            Questions whose answers are kept apart, besides those that the shipped questionnaires
            say identify.

        Raises
        ------
        InvalidInput
            A submission is there already with other answers, and nothing says which corrects which.
        """
        apart_are = identifying_questions(questionnaires()) | set(identifying)
        with writing(self.root):
            accepted = self._accepted()
            for orphan in (self.root / _APART).glob("*.json"):
                if orphan.stem not in accepted:  # its import was broken off
                    orphan.unlink()
            kept, apart = parted(submissions, apart_are, self._secret())
            _, report = merged(self.submissions(), kept)
            _, named = merged(self._newest(_APART), apart)
            digest = submissions.digest
            new = not (report.changes_nothing and named.changes_nothing)
            if new:
                number = len(accepted) + 1
                # What identifies goes first: with the second file the import counts as made.
                for below, part in ((_APART, apart), (_SUBMISSIONS, kept)):
                    stored = stored_text(part, number=number, by=by, at=at)
                    write(self.root / below / f"{digest}.json", stored)
        return TakenIn(
            digest=digest,
            new=new,
            submissions=sum(len(table) for table in submissions.forms.values()),
            report=replace(report, left_out=submissions.left_out),
        )

    def decide(
        self,
        what: What,
        case_id: str,
        value: str,
        *,
        by: str,
        at: str,
        why: str = "",
        seen: int | None = None,
    ) -> Decision:
        """Record a decision on a case or a nomination; see `What` for what can be decided.

        `seen` is the number of the last decision that whoever decides knows of; None: all.

        Raises
        ------
        InvalidInput
            Nobody decides, no reason is given, or case or value are not known.
        DecidedMeanwhile
            There are later decisions on this case than the one `seen`.
        """
        return self._decided([(what, case_id, value)], by=by, at=at, why=why, seen=seen)[0]

    def assign(
        self, case_ids: Sequence[str], member: str, *, by: str, at: str, seen: int | None = None
    ) -> None:
        """Give cases to the member who visits them, all or none; "" takes them back.

        `member` should be what nobody else is called: whoever has it sees these cases. `seen` and
        errors are those of `decide`.
        """
        asked = [(What.ASSIGN, id, member) for id in case_ids]
        self._decided(asked, by=by, at=at, why="", seen=seen)

    def judge(
        self,
        pairs: Sequence[tuple[str, str, bool]],
        *,
        by: str,
        at: str,
        why: str,
        seen: int | None = None,
    ) -> None:
        """Record of pairs of mentions whether they are one unit, all or none; as `decide`."""
        judged = {True: What.SAME, False: What.DIFFERENT}
        asked = [(judged[same], one, other) for one, other, same in pairs]
        self._decided(asked, by=by, at=at, why=why, seen=seen)

    def undo(self, *numbers: int, by: str, at: str, why: str) -> None:
        """Record that decisions no longer hold, all or none; they stay in the record."""
        asked = [(What.UNDO, "", str(number)) for number in numbers]
        self._decided(asked, by=by, at=at, why=why, seen=None)

    def _decided(
        self,
        asked: Sequence[tuple[What, str, str]],
        *,
        by: str,
        at: str,
        why: str,
        seen: int | None,
    ) -> list[Decision]:
        """Record decisions, each what, on which case, and its value."""
        with writing(self.root):
            earlier = self.decisions()
            if newer := newer_decisions(earlier, asked, seen):
                raise DecidedMeanwhile(newer)
            decisions = [
                Decision(number=number, at=at, by=by, what=what, case_id=id, value=value, why=why)
                for number, (what, id, value) in enumerate(asked, start=len(earlier) + 1)
            ]
            known = set(self.draws()["case_id"])
            if not {id for each in decisions for id in each.cases} <= known:
                state = self.fieldwork()
                known |= {*state.cases.index, *state.nominations.index}
            problems = [it for each in decisions for it in check_decision(each, earlier, known)]
            if problems:
                raise refused(asked[0][0], problems)
            if decisions:
                write(self.root / _DECISIONS, decisions_text([*earlier, *decisions]))
        return decisions

    def _record(self, draws: pd.DataFrame, drawn: Draw, at: str) -> None:
        """Write a draw; the list of draws comes last, and a draw broken off is made again alike."""
        seeds = {**self._seeds(), **drawn.seeds}
        if not len(draws):
            write(self.root / _DRAWN_BY, text(self.design()))
        if drawn.seeds:
            secret = self._secret()
            write(self.root / _SEEDS, _text(seeds))
            write(self.root / _FRAME_KEYS, _text(frame_keys(self.frame(), secret, seeds)))
        rows = drawn.rows.assign(at=at)
        lines = pd.concat([draws, rows]) if len(draws) else rows
        write(self.root / _DRAWS, lines.to_csv(index=False, lineterminator="\n"))

    def _fieldwork(
        self, submissions: Submissions, groups: Mapping[str, str] | None = None
    ) -> Fieldwork:
        keys = _read_mapping(self.root / _FRAME_KEYS)
        if groups is None:
            settled = self.units_settled()
            groups = settled.groups if settled else {}
        return desk.fieldwork(
            self.design(), self.draws(), submissions, self.decisions(), keys, groups
        )

    def _judged(self) -> list[Judgement]:
        return judgements(in_force(self.decisions()), self.draws())

    def rounding_seed(self) -> int:
        """Return what numbers of a published map are rounded with; it never leaves the folder."""
        return int.from_bytes(sha256(f"rounding {self._secret()}".encode()).digest()[:8])

    def _secret(self) -> str:
        """Return what keys of names and contacts are made with; it never leaves the folder."""
        path = self.root / _SECRET
        if not path.is_file():
            raise NotAStudy(str(self.root), _SECRET, "Put back the folder's confidential part.")
        return path.read_text("utf-8")

    def _seeds(self) -> dict[str, str]:
        return _read_mapping(self.root / _SEEDS)

    def _accepted(self) -> set[str]:
        return {path.stem for path in (self.root / _SUBMISSIONS).glob("*.json")}

    def _newest(self, below: str) -> Submissions:
        """Return what the imports in a subfolder hold; only those that were made whole."""
        return read_imports(self.root / below / f"{digest}.json" for digest in self._accepted())

    def _contacts(self, submissions: Submissions) -> pd.DataFrame:
        frame = self.frame() if (self.root / _FRAME).is_file() else None
        apart = self._newest(_APART)
        return contacts(self.draws(), submissions, apart, frame, self._seeds())


def _read_mapping(path: Path) -> dict[str, str]:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def studies_in(root: Path) -> Iterator[tuple[str, SurveyDesign]]:
    """Yield name and design of each study that lies in a folder; broken designs are left out."""
    for path in sorted(root.glob(f"*/{_DESIGN}")):
        with suppress(InvalidInput):
            yield path.parent.name, StudyFolder(path.parent).design()
