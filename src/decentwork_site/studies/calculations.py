"""What the studies app asks of the library: study folders, plans, questionnaires, submissions.

Numbers and rows come out as plain values; names and contacts only where an enumerator is told whom
to visit.
"""

import hashlib
import json
import re
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

import decentwork
from decentwork.classifications.countries import countries, find_country
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.estimates.errors import DecentWorkError as DecentWorkError
from decentwork.estimates.messages import translatable as translatable
from decentwork.reporting import survey_pages
from decentwork.reporting.names import chain_name, place_name
from decentwork.reporting.survey_pages import KINDS as KINDS
from decentwork.reporting.survey_pages import OUTCOMES as OUTCOMES
from decentwork.reporting.survey_pages import SPLITS as SPLITS
from decentwork.reporting.survey_pages import estimate_table as estimate_table
from decentwork.reporting.survey_pages import plan_table as plan_table
from decentwork.reporting.survey_pages import warning_text as warning_text
from decentwork.studies.decisions import What, assignments, in_force
from decentwork.studies.forms import questionnaires_of, write_forms
from decentwork.studies.safe_files import write, writing
from decentwork.studies.study_folder import AlreadyThere, StudyFolder
from decentwork.studies.templates import started, templates
from decentwork.surveys.design import SurveyDesign as SurveyDesign
from decentwork.surveys.design_file import parse_design, text
from decentwork.surveys.release import SurveyRelease

Rows = list[dict[str, Any]]
Told = Sequence[Mapping[str, str]]
QUICK_DRAWS = 100  # simulated surveys while somebody changes a form
FULL_DRAWS = 1000
VERSIONS = ("full", "short")
REPORTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came: its own name and where it was put."""

    name: str
    content: Iterable[bytes]


def folder(slug: str) -> StudyFolder:
    """Return the folder of a study."""
    return StudyFolder(settings.DATA.root / "studies" / slug)


def folders() -> list[tuple[str, str, bool]]:
    """Return the studies that lie in the data folder: address, office, whether invented.

    Folders whose name can be no address, or whose design is broken, are left out.
    """
    found = []
    for path in sorted((settings.DATA.root / "studies").glob("*/study.toml")):
        with suppress(InvalidInput):
            made = StudyFolder(path.parent).design()
            if re.fullmatch(r"[a-z0-9_-]{1,60}", path.parent.name):
                found.append((path.parent.name, made.office, made.invented))
    return found


def problems(error: DecentWorkError) -> Told:
    """Return all that is wrong, each with where, what and hint."""
    if isinstance(error, InvalidInput):
        return [asdict(each) for each in error.problems]
    return [{"where": "", "what": str(error), "hint": ""}]


def template_choices(language: str) -> list[tuple[str, str]]:
    """Return the templates that a study can start from: id and title."""
    return [(each.id, each.name(language)) for each in templates()]


def place_choices(language: str) -> list[tuple[str, str]]:
    """Return the countries that a study can be of, by name; the invented ones stand last."""
    real = sorted(countries(), key=lambda it: it.name(language))
    return [(it.iso3, it.name(language)) for it in (*real, *countries(invented=True))]


def create(*, slug: str, template_id: str, place: str, office: str, period: str) -> bool:
    """Make the folder of a study; say whether its place is invented.

    The seed of its draws is drawn by lot here, once, and stands in the design from then on.
    """
    design = started(
        template_id,
        study=slug,
        place=find_country(place).iso3,
        office=office,
        period=period,
        draw_seed=secrets.randbelow(2**31),
    )
    StudyFolder.create(folder(slug).root, design)
    return design.invented


def design(slug: str) -> SurveyDesign:
    """Return the design of a study."""
    return folder(slug).design()


def summary(slug: str, language: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """Return what a list says of a study; reads the design and the draws and no answers."""
    study = folder(slug)
    made = study.design()
    issued = int(study.draws()["case_id"].nunique())
    place = place_name(made.place, language, translate)
    return {
        "title": made.name(language),
        "chain": f"{chain_name(made.chain, language)}, {place}",
        "place": made.place,
        "chain_slug": made.chain,
        "period": made.period,
        "office": made.office,
        "round": made.round,
        "invented": made.invented,
        "has_frame": (study.root / "frame.csv").is_file(),
        "issued": issued,
        "imports": len(list((study.root / "submissions").glob("*.json"))),
    }


def design_facts(slug: str, language: str) -> dict[str, Any]:
    """Return a design as those read it who are consulted: plain values."""
    made = design(slug)
    return {
        "strata": [asdict(each) for each in made.strata],
        "follow": [{"kind": str(it.kind), "at_most": it.at_most} for it in made.follow],
        "deepest_tier": made.deepest_tier,
        "per_unit": made.workers.per_unit,
        "off_site": made.workers.off_site,
        "minimum_cell": made.minimum_cell,
        "note": made.note,
    }


def written(made: SurveyDesign) -> str:
    """Return a design as the file that the command line reads."""
    return text(made)


def changed(made: SurveyDesign, answers: Mapping[str, Any]) -> SurveyDesign:
    """Return a design with the numbers of the plan's form in it.

    `answers`: "seeds-<stratum>", "follow-<kind>" (None: all of them), "deepest_tier", "per_unit"
    and "budget" (None: without limit).

    Raises
    ------
    InvalidInput
        The numbers do not fit each other; all reasons at once.
    """
    strata = tuple(replace(it, seeds=answers[f"seeds-{it.id}"]) for it in made.strata)
    follow = tuple(replace(it, at_most=answers[f"follow-{it.kind}"]) for it in made.follow)
    new = replace(
        made,
        strata=strata,
        follow=follow,
        deepest_tier=answers["deepest_tier"],
        workers=replace(made.workers, per_unit=answers["per_unit"]),
        costs=replace(made.costs, budget=answers["budget"]),
    )
    return parse_design(text(new))


def set_design(slug: str, new: SurveyDesign) -> None:
    """Put a design in the place of the one there, as long as nothing was drawn by it."""
    study = folder(slug)
    with writing(study.root):
        if len(study.draws()):
            hint = "Chances come from the design that was drawn by: start a new study."
            raise AlreadyThere(slug, "seeds were drawn already.", hint)
        write(study.root / "study.toml", text(new))


def uploaded_design(slug: str, content: bytes) -> SurveyDesign:
    """Return the design in an uploaded file; the study's own id stays.

    Raises
    ------
    InvalidInput
        Every problem of the file.
    """
    try:
        made = parse_design(content.decode("utf-8-sig"), "study.toml")
    except UnicodeDecodeError as error:
        wrong = Problem("file", "it is not UTF-8 text.", "Save it as UTF-8.")
        raise InvalidInput("study.toml", [wrong]) from error
    kept = design(slug)
    return replace(made, id=slug, office=kept.office, invented=made.invented or kept.invented)


def plan_key(slug: str, new_text: str, draws: int) -> str:
    """Return what the simulation of a design is known by: the same design, the same plan."""
    content = f"{slug} {draws} {new_text}"
    return hashlib.sha256(content.encode()).hexdigest()


def planned(new_text: str, draws: int) -> dict[str, Any]:
    """Return what a design file would find and cost on an invented chain, as plain values.

    For workers only: a page never loads the compiler.
    """
    from decentwork.sampling.assumptions import ChainAssumptions
    from decentwork.studies.plan import WARNINGS, plan

    made = parse_design(new_text)
    assumptions = ChainAssumptions.from_dict(made.assumptions)
    found = plan(made, assumptions, draws=draws, seed=made.draw_seed).to_dict()
    for figure in found["figures"]:
        figure["warnings"] = [WARNINGS[code] for code in figure["warnings"]]
    return found


def questionnaire_choices(slug: str, language: str) -> list[dict[str, Any]]:
    """Return the questionnaires of a study, with the number of questions of each version."""
    return [
        {
            "id": each.id,
            "name": each.name(language),
            "version": each.version,
            "counts": {version: len(each.asked(version)) for version in VERSIONS},
        }
        for each in questionnaires_of(design(slug))
    ]


def questionnaire_file(slug: str, id: str, version: str) -> bytes | None:
    """Return a questionnaire as XLSForm in three languages, None where the study has none such."""
    study = folder(slug)
    made = study.design()
    asked = [each.id for each in questionnaires_of(made)]
    if id not in asked or version not in VERSIONS:
        return None
    has_frame = (study.root / "frame.csv").is_file()
    regions = sorted(set(study.frame()["region"])) if has_frame else ()
    with tempfile.TemporaryDirectory() as temporary:
        paths = write_forms(made, Path(temporary), version, regions)
        return paths[asked.index(id)].read_bytes()


def set_frame(slug: str, upload: Upload) -> None:
    """Take in the list that seeds are drawn from."""
    with tempfile.TemporaryDirectory() as temporary:
        folder(slug).set_frame(_kept(Path(temporary), upload))


def draw(slug: str, *, at: str, at_most: int | None) -> int:
    """Draw whom to visit next and return how many cases that are."""
    return len(folder(slug).draw(at=at, at_most=at_most).case_ids)


def take_in(slug: str, uploads: Sequence[Upload], *, by: str, at: str) -> dict[str, Any]:
    """Accept the submissions in some files, whole or not at all."""
    from decentwork.sources.submissions_files import read_submissions

    with tempfile.TemporaryDirectory() as temporary:
        paths = [_kept(Path(temporary), upload) for upload in uploads]
        found = read_submissions(paths, questionnaires_of(design(slug)))
    taken = folder(slug).take_in(found, by=by, at=at)
    report = taken.report
    counts = {name: len(getattr(report, name)) for name in ("new", "corrected", "unchanged")}
    return {"changed": taken.new, **counts, "left_out": list(report.left_out)}


def progress(slug: str) -> dict[str, Any]:
    """Return how far fieldwork is: cases by tier and kind, links by kind, days, warnings."""
    return _progress(slug, _stamp(folder(slug)))


@lru_cache(maxsize=16)  # counts only: rows about respondents are in no cache
def _progress(slug: str, stamp: str) -> dict[str, Any]:
    counts: dict[str, Any] = folder(slug).progress().to_dict()
    return counts


def _stamp(study: StudyFolder) -> str:
    """Return what changes when something was drawn, taken in or decided."""
    watched = [study.root / "draws.csv", study.root / "decisions.csv", study.root / "study.toml"]
    watched += sorted((study.root / "submissions").glob("*.json"))
    there = [(path.name, path.stat()) for path in watched if path.exists()]
    return str([(name, state.st_mtime_ns, state.st_size) for name, state in there])


def visits(slug: str, member: str) -> Rows:
    """Return the cases assigned to one member, with where to find them; nobody else's."""
    table = folder(slug).visits(member).reset_index()
    rows: Rows = table.astype(object).to_dict("records")
    return rows


def cases(slug: str) -> Rows:
    """Return all cases with who visits them: numbers and outcomes, no names."""
    study = folder(slug)
    table = study.fieldwork().cases.reset_index()
    assigned = assignments(study.decisions())
    columns = ["case_id", "tier", "kind", "stratum", "disposition", "draw"]
    rows: Rows = table[columns].astype(object).to_dict("records")
    return [{**row, "member": assigned.get(row["case_id"], "")} for row in rows]


def assign(slug: str, case_ids: Sequence[str], member: str, *, by: str, at: str) -> None:
    """Give cases to a member; "" takes them back."""
    study = folder(slug)
    for case_id in case_ids:
        study.decide(What.ASSIGN, case_id, member, by=by, at=at)


def decide(slug: str, what: str, case_id: str, value: str, *, by: str, at: str, why: str) -> None:
    """Record a decision on a case or nomination."""
    folder(slug).decide(What(what), case_id, value, by=by, at=at, why=why)


def undo(slug: str, number: int, *, by: str, at: str, why: str) -> None:
    """Record that a decision no longer holds."""
    folder(slug).undo(number, by=by, at=at, why=why)


def decisions(slug: str) -> Rows:
    """Return all decisions but assignments, the newest first, each with whether it holds."""
    held = folder(slug).decisions()
    now = {each.number for each in in_force(held)}
    return [
        {**asdict(each), "what": str(each.what), "holds": each.number in now}
        for each in reversed(held)
        if each.what is not What.ASSIGN
    ]


def estimated(slug: str, multiplicity: str) -> dict[str, Any]:
    """Estimate everything that a study asked about, and let out what may leave; for workers only.

    Returns
    -------
    dict
        `rows` past disclosure control, `trail` the steps behind them, `version` of the library.
    """
    from decentwork.studies.results import estimate_study, released_figures, weigh_study

    study = folder(slug)
    weighed = weigh_study(study, multiplicity=multiplicity)
    figures = released_figures(estimate_study(weighed), study.design())
    return {
        "rows": [figure.to_dict() for figure in figures],
        "trail": list(weighed.sample.provenance.steps),
        "notes": list(weighed.notes),
        "version": decentwork.__version__,
        "digest": study.submissions().digest,
        "multiplicity": weighed.multiplicity,
    }


def prepared_release(
    slug: str, *, decided_by: str, decided_on: date, multiplicity: str, keep: bool
) -> dict[str, Any]:
    """Return what a release shows, counted; with `keep` it is made, and the dossier shows it."""
    from decentwork.studies.results import release_study

    study = folder(slug)
    made = release_study(
        study,
        decided_by=decided_by,
        decided_on=decided_on,
        keep=keep,
        multiplicity=multiplicity,
    )
    if keep:
        settings.DATA.add(study.root / "released" / made.filename)
    shown = sum(figure.value is not None for figure in made.figures)
    reasons = Counter(figure.reason for figure in made.figures if figure.reason)
    return {
        "shown": shown,
        "withheld": dict(reasons),
        "page": json.dumps(made.to_dict()),
        "multiplicity": multiplicity,
    }


def report(slug: str, language: str, multiplicity: str, consultation: Told, comments: Told) -> None:
    """Write the results with their methods annex into the study's folder; for workers only."""
    from decentwork.reporting.papers import paper_docx, paper_pdf
    from decentwork.reporting.survey_report import survey_paper
    from decentwork.studies.account import account

    study = folder(slug)
    told = account(study, multiplicity=multiplicity, consultation=consultation, comments=comments)
    paper = survey_paper(told, language)
    with writing(study.root):
        for kind, render in (("docx", paper_docx), ("pdf", paper_pdf)):
            write(study.results / f"report-{language}.{kind}", render(paper))


def report_file(slug: str, language: str, kind: str) -> bytes | None:
    """Return a report that was written, None where there is none."""
    path = folder(slug).results / f"report-{language}.{kind}"
    return path.read_bytes() if kind in REPORTS and path.is_file() else None


def released_files(slug: str) -> list[dict[str, Any]]:
    """Return every release in a study's folder, in order, with what its row holds."""
    found = []
    for path in (folder(slug).root / "released").glob("*.json"):
        content = path.read_text(encoding="utf-8")
        made = SurveyRelease.from_dict(json.loads(content))
        found.append(
            {
                "round": made.round,
                "version": made.version,
                "decided_on": made.decided_on,
                "decided_by": made.decided_by,
                "file": path.name,
                "digest": hashlib.sha256(content.encode()).hexdigest(),
            }
        )
    return sorted(found, key=lambda it: (it["round"], it["version"]))


def cheapest(new_text: str, topic: str, tier: int, half_width: float) -> dict[str, Any]:
    """Return the cheapest design found for a precision; for workers only, as `planned`."""
    from decentwork.sampling.assumptions import ChainAssumptions
    from decentwork.studies.allocation import Wanted, cheapest_design

    made = parse_design(new_text)
    assumptions = ChainAssumptions.from_dict(made.assumptions)
    wanted = Wanted(topic=topic, tier=tier, half_width=half_width)
    found = cheapest_design(made, assumptions, wanted, seed=made.draw_seed)
    verified = found.verified
    closest = min((trial.half_width for trial in found.frontier), default=None)
    return {
        "wanted": asdict(wanted),
        "reached": found.design is not None,
        "closest": closest,
        "design": found.design and text(found.design),
        "seeds": found.design and {each.id: each.seeds for each in found.design.strata},
        "at_most": found.design and {str(it.kind): it.at_most for it in found.design.follow},
        "cost": verified and asdict(verified.cost),
    }


def topics_planned(language: str) -> list[tuple[str, str]]:
    """Return the topics whose precision a plan tells, by id and name."""
    return [(each.id, each.name(language)) for each in topics()]


def release_text(slug: str, file: str, digest: str) -> str:
    """Return a released file as it was released.

    Raises
    ------
    DamagedFile
        It is not what the office released: its checksum differs.
    """
    path = folder(slug).root / "released" / Path(file).name
    content = path.read_text(encoding="utf-8") if path.is_file() else ""
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        reason, hint = "it is not the file that was released.", "Restore it from a backup."
        raise DamagedFile(file, reason, hint)
    return content


def release_page(content: str, language: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """Return a release as its page shows it."""
    return survey_pages.release_page(
        SurveyRelease.from_dict(json.loads(content)), language, translate
    )


def _kept(temporary: Path, upload: Upload) -> Path:
    """Put an upload where the library reads it, under its own name without any folder."""
    path = temporary / (Path(upload.name).name or "file")
    with path.open("wb") as file:
        for part in upload.content:
            file.write(part)
    return path
