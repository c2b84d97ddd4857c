"""A demonstration study: an invented chain is surveyed, wave by wave, as a real one would be.

Every enterprise, person and answer is invented; the folder is then like any other.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from decentwork.questionnaires.catalogue import questionnaire
from decentwork.questionnaires.questionnaire import Questionnaire
from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.sampling.chains import KINDS, SyntheticChain, in_scope, synthetic_chain
from decentwork.sampling.selection import Draw
from decentwork.studies.desk import ROSTERS
from decentwork.studies.invented_answers import Answers, Respondent
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.templates import DEMONSTRATION, template
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.kinds import Disposition, Kind
from decentwork.surveys.submissions import Submission, Submissions

INBOX = "inbox"
TEAM = "Field team of Avonia (invented)"
AT = "2026-03-02T08:00:00Z"  # invented, like all of it

_ROSTER_OF = {kind: roster for roster, kind in ROSTERS.items()}
_OPENING, _OWN_SHARE = 0.35, 0.75
_SILENT_COUNT = 0.02
_FAILURES = (Disposition.REFUSED, Disposition.NOT_LOCATED, Disposition.CLOSED)
_ADJECTIVES = (
    "Amber",
    "Birch",
    "Cedar",
    "Dawn",
    "Elm",
    "Fern",
    "Grove",
    "Harbour",
    "Iris",
    "Juniper",
)
_NOUNS = ("Circuits", "Assembly", "Boards", "Cables", "Coils", "Casings", "Sensors", "Solder")


def make_demonstration(
    root: Path,
    *,
    fielded: bool,
    tell: Callable[[str], None] = lambda line: None,
    seed: int = 1,
) -> StudyFolder:
    """Make the folder of the demonstration with its frame and, in `inbox`, what the field sent.

    Where it is not `fielded`, nothing is drawn or taken in yet: drawing, and importing wave after
    wave, is left to whoever tries it. The same `seed` makes the same world.
    """
    world = _world(seed)
    with TemporaryDirectory() as name:
        frame = Path(name) / "frame.csv"
        frame.write_text(world.frame(), encoding="utf-8")
        folder = StudyFolder.create(root, world.design, frame)
        rehearsed = folder
        if not fielded:
            rehearsed = StudyFolder.create(Path(name) / "rehearsal", world.design, frame)
        (folder.root / INBOX).mkdir()
        for number, wave in enumerate(_waves(rehearsed, world), 1):
            (folder.root / INBOX / f"wave-{number}.json").write_text(wave.to_json(), "utf-8")
            tell(f"Wave {number}: {len(wave.forms['economic_unit'])} units visited")
    return folder


def _waves(folder: StudyFolder, world: "World") -> Iterator[Submissions]:
    while True:
        drawn = folder.draw(at=AT)
        if not len(drawn.rows):
            return
        wave = world.visited(drawn)
        if wave.records():  # the last draw may lead to nobody new
            folder.take_in(wave, by=TEAM, at=AT)
            yield wave


def _world(seed: int) -> "World":
    design = template(DEMONSTRATION)
    leads = {stratum.id: stratum.frame_units for stratum in design.strata}
    rng = np.random.default_rng(seed)
    whole = synthetic_chain(ChainAssumptions.from_dict(design.assumptions), leads, rng)
    followed = frozenset(each.kind for each in design.follow)
    chain = in_scope(whole, design.cutoff, followed, design.deepest_tier)
    return World(design, chain, rng)


@dataclass(frozen=True, slots=True)
class World:
    """The invented chain, and which case of the survey is which of its units.

    `unit_of` and `listed` grow while the survey goes on: case id → unit, and (case id, kind) → the
    units that the case listed, in the order of its roster.
    """

    design: SurveyDesign
    chain: SyntheticChain
    rng: np.random.Generator
    unit_of: dict[str, int] = field(default_factory=dict)
    listed: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def frame(self) -> str:
        """Return the list of possible seeds as CSV."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(["id", "name", "stratum", "region", "phone", "address"])
        for unit in map(int, np.flatnonzero(self.chain.tier == 0)):
            stratum = self.chain.strata[self.chain.stratum[unit]]
            table.writerow(
                [f"F{unit:04}", self._name(unit), stratum, self._region(unit), *self._contact(unit)]
            )
        return text.getvalue()

    def visited(self, drawn: Draw) -> Submissions:
        """Return what a visit to each new case of a draw brings in."""
        records: list[Submission] = []
        for row in drawn.rows.to_dict("records"):
            case = str(row["case_id"])
            if case in self.unit_of:
                continue
            if row["nomination_id"]:
                buyer, kind, position = str(row["nomination_id"]).rsplit("/", 2)
                self.unit_of[case] = self.listed[buyer, kind][int(position) - 1]
            else:
                self.unit_of[case] = int(drawn.seeds[case].removeprefix("F"))
            records += self._visit(case, self.unit_of[case])
        forms = [questionnaire("economic_unit"), questionnaire("worker")]
        return Submissions.from_records(
            records,
            questions={form.id: [each.id for each in form.asked("full")] for form in forms},
            roster_questions={
                roster.id: [each.id for each in roster.questions] for roster in forms[0].rosters
            },
        )

    def _visit(self, case: str, unit: int) -> Iterator[Submission]:
        kind = KINDS[self.chain.kind[unit]]
        follow = self.design.following(kind)
        answers = follow is None or self.rng.random() < follow.response
        if not answers:
            outcome = str(self.rng.choice(_FAILURES))
            told = {"case_id": case, "visit_date": AT[:10], "outcome": outcome}
            yield _submission("economic_unit", case, told)
            return
        rosters = self._rosters(case, unit)
        filled = self._unit_answers(case, unit, kind, rosters)
        yield _submission("economic_unit", case, filled, rosters)
        count = min(self.design.workers.per_unit, int(self.chain.workers[unit]))
        for number in range(1, count + 1):
            person = self._worker_answers(case, unit, kind, number)
            yield _submission("worker", f"{case}-{number}", person)

    def _unit_answers(
        self, case: str, unit: int, kind: Kind, rosters: dict[str, list[Answers]]
    ) -> Answers:
        women = int(self.rng.binomial(self.chain.workers[unit], 0.6))
        given = {
            "case_id": case,
            "visit_date": AT[:10],
            "outcome": str(Disposition.INTERVIEWED),
            "consent": "yes",
            "consent_to_trace": "yes",
            "unit_name": self._name(unit),
            "unit_kind": str(kind),
            "region": self._region(unit),
            "registered": "yes" if kind in (Kind.FORMAL, Kind.AGENCY) else "no",
            "supplies_nearer": "no",
            "workers_listed": str(self.chain.workers[unit]),
            "workers_women": str(women),
            "started": str(int(self.rng.integers(1990, 2025))),
            "hours_normal": str(int(self.rng.integers(40, 49))),
        }
        silent = self.chain.tier[unit] == 0 or self.rng.random() < _SILENT_COUNT
        given["buyers_in_scope"] = "" if silent else str(self.chain.buyers[unit])
        for roster in _ROSTER_OF.values():
            given[f"has_{roster}"] = "yes" if rosters.get(roster) else "no"
        form = questionnaire("economic_unit")
        present = dict(zip(self.chain.topics, self.chain.affected[unit] > 0, strict=True))
        given.pop("hours_normal" if present.get("working_time") else "", None)
        scored = self._scored(form, present, unit)
        return Respondent(form, "full", given, scored, self.rng).answers()

    def _worker_answers(self, case: str, unit: int, kind: Kind, number: int) -> Answers:
        at_home = kind is Kind.HOME_WORKER
        given = {
            "case_id": case,
            "worker_number": str(number),
            "outcome": str(Disposition.INTERVIEWED),
            "wants_off_site": "no",
            "consent": "yes",
            "sex": "female" if self.rng.random() < (0.8 if at_home else 0.55) else "male",
            "age": str(int(np.clip(self.rng.normal(33, 10), 15, 70))),
            "status": "dependent_contractor" if at_home else "employee",
            "place_of_work": "own_home" if at_home else "premises",
            "pay_month": str(int(self.rng.lognormal(6.0, 0.35))),
        }
        share = self.chain.affected[unit] / self.chain.workers[unit]
        present = dict(zip(self.chain.topics, self.rng.random(len(share)) < share, strict=True))
        usual = (
            self.rng.integers(49, 66) if present.get("working_time") else self.rng.integers(36, 49)
        )
        given |= {"hours_usual": str(int(usual)), "hours_actual": str(int(usual))}
        form = questionnaire("worker")
        return Respondent(
            form, "full", given, self._scored(form, present, unit), self.rng
        ).answers()

    def _scored(self, form: Questionnaire, present: dict[str, bool], unit: int) -> dict[str, bool]:
        """Return which rules hold: deficits where the chain has them, openings nearer the lead."""
        opening = _OPENING / (1 + self.chain.tier[unit])
        chances = {"deficit": _OWN_SHARE, "opportunity": opening}
        return {
            rule.id: bool(self.rng.random() < chances[rule.kind])
            and (rule.kind == "opportunity" or present.get(rule.topic, False))
            for rule in form.indicators
            if rule.kind in chances
        }

    def _rosters(self, case: str, unit: int) -> dict[str, list[Answers]]:
        first, last = np.searchsorted(self.chain.buyer, [unit, unit + 1])
        links = [at for at in range(first, last) if self.chain.listed[at]]
        spent = float(self.chain.value[first:last].sum()) or 1.0
        rosters: dict[str, list[Answers]] = {}
        for at in links:
            supplier = int(self.chain.supplier[at])
            kind = KINDS[self.chain.kind[supplier]]
            self.listed.setdefault((case, str(kind)), []).append(supplier)
            share = 100 * float(self.chain.value[at]) / spent
            rosters.setdefault(_ROSTER_OF[kind], []).append(self._named(supplier, share))
        return rosters

    def _named(self, unit: int, share: float) -> Answers:
        phone, address = self._contact(unit)
        return {
            "supplier_name": self._name(unit),
            "supplier_phone": phone,
            "supplier_address": address,
            "supplier_abroad": "no",
            "purchase_share": f"{share:.1f}",
        }

    def _name(self, unit: int) -> str:
        pair = _ADJECTIVES[unit % len(_ADJECTIVES)], _NOUNS[unit // 10 % len(_NOUNS)]
        return f"{' '.join(pair)} {unit}"

    def _contact(self, unit: int) -> tuple[str, str]:
        return f"000 {unit:06}", f"{unit} Invented Street"

    def _region(self, unit: int) -> str:
        return str(self.chain.regions[self.chain.region[unit]])


def _submission(
    form: str, id: str, answers: Answers, rosters: dict[str, list[Answers]] | None = None
) -> Submission:
    return Submission(
        form=form,
        id=f"{form}-{id}",
        submitted_at=AT,
        form_version=questionnaire(form).version,
        answers=answers,
        rosters=rosters or {},
    )
