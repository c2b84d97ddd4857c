"""What the studies app asks of the library: study folders, plans, questionnaires, submissions.

Plain values come out; names and contacts only where an enumerator is told whom to visit.
"""

import hashlib
import json
import re
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

import decentwork
from decentwork.classifications.countries import countries, find_country
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import DecentWorkError as DecentWorkError
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable as translatable
from decentwork.matching.steps import in_words
from decentwork.reporting import field_pages, study_papers, submission_exports, survey_pages
from decentwork.reporting.matching_page import matching_page
from decentwork.reporting.names import chain_name, place_name
from decentwork.reporting.numbers import Reader as Reader
from decentwork.reporting.office_chain import office_sections
from decentwork.reporting.papers import PaperSection
from decentwork.reporting.survey_changes import ChangePage, change_page
from decentwork.reporting.survey_tiers import diagnostics_section
from decentwork.reporting.survey_words import Words
from decentwork.reporting.translations import translator
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import release_names
from decentwork.studies import account, releases, rounds
from decentwork.studies.decisions import DecidedMeanwhile as DecidedMeanwhile
from decentwork.studies.decisions import What, assignments, in_force
from decentwork.studies.diagnostics import diagnosed
from decentwork.studies.forms import form_file, questionnaires_of
from decentwork.studies.study_folder import DesignChanged as DesignChanged
from decentwork.studies.study_folder import StudyFolder, studies_in
from decentwork.studies.templates import started, templates
from decentwork.surveys.design import SurveyDesign as SurveyDesign
from decentwork.surveys.design_file import parse_design, text
from decentwork.surveys.design_versions import changed as changed
from decentwork.surveys.design_versions import compared as compared
from decentwork.surveys.design_versions import version as version
from decentwork.surveys.release import SurveyRelease
from decentwork.surveys.round_changes import compare

Rows = list[dict[str, Any]]
Told = Sequence[Mapping[str, str]]
Tell = Callable[[int, int, str], None]
QUICK_DRAWS, FULL_DRAWS = 100, 1000  # simulated surveys; the first while somebody changes a form
VERSIONS = ("full", "short")
LEVEL = 0.95  # of intervals
PLAN, REPORT = "plan", "report"  # the papers of a study
PAPERS, EXPORTS = study_papers.MEDIA_TYPES, submission_exports.MEDIA_TYPES
KINDS, OUTCOMES, SPLITS = survey_pages.KINDS, survey_pages.OUTCOMES, survey_pages.SPLITS
estimate_table, plan_table = survey_pages.estimate_table, survey_pages.plan_table
cases_shown, day_in_field = field_pages.cases_shown, field_pages.day_in_field
warning_text, method_sentences = survey_pages.warning_text, survey_pages.method_sentences
written = text  # a design as the file that the command line reads


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
    return [
        (name, made.office, made.invented)
        for name, made in studies_in(settings.DATA.root / "studies")
        if re.fullmatch(r"[a-z0-9_-]{1,60}", name)
    ]


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


def create_next_round(*, slug: str, earlier: str, period: str) -> bool:
    """Make the folder of the round after another study's; say whether its place is invented.

    The list of seeds goes over; the seed of its draws is drawn anew.
    """
    before = folder(earlier)
    design = rounds.next_round(before.design(), period=period, draw_seed=secrets.randbelow(2**31))
    frame = before.root / "frame.csv"
    StudyFolder.create(folder(slug).root, design, frame if frame.is_file() else None)
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


def design_facts(slug: str) -> dict[str, Any]:
    """Return a design as those read it who are consulted: plain values."""
    return account.design_facts(design(slug))


def set_design(slug: str, new: SurveyDesign, version: str) -> None:
    """Put a design in the place of that `version`; `DesignChanged` where another one is there."""
    folder(slug).set_design(new, instead_of=version)


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
    return hashlib.sha256(f"{slug} {draws} {new_text}".encode()).hexdigest()


def planned(new_text: str, draws: int) -> dict[str, Any]:
    """Return what a design file would find and cost on an invented chain, as plain values.

    For workers only: a page never loads the compiler.
    """
    from decentwork.studies.plan_account import planned

    return planned(parse_design(new_text), draws)


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
    return form_file(folder(slug), id, version) if version in VERSIONS else None


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


def exported(slug: str, kind: str) -> bytes:
    """Return all submissions with their rosters as a file, without what identifies."""
    study = folder(slug)
    asked = questionnaires_of(study.design())
    return submission_exports.submissions_file(study.submissions(), asked, kind)


def progress(slug: str) -> dict[str, Any]:
    """Return how far fieldwork is: cases by tier and kind, links by kind, days, warnings."""
    return _progress(slug, folder(slug).stamp())


@lru_cache(maxsize=16)  # counts only: rows about respondents are in no cache
def _progress(slug: str, stamp: str) -> dict[str, Any]:
    counts: dict[str, Any] = folder(slug).progress().to_dict()
    return counts


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


def assign(slug: str, case_ids: Sequence[str], member: str, *, by: str, at: str, seen: int) -> None:
    """Give cases to a member; "" takes them back. `seen` is the last decision known."""
    folder(slug).assign(case_ids, member, by=by, at=at, seen=seen)


def decide(
    slug: str, what: str, case_id: str, value: str, *, by: str, at: str, why: str, seen: int
) -> None:
    """Record a decision on a case or nomination; `seen` is the last decision known."""
    folder(slug).decide(What(what), case_id, value, by=by, at=at, why=why, seen=seen)


def judge(slug: str, pair: tuple[str, str, bool], *, by: str, at: str, why: str, seen: int) -> None:
    """Record whether two mentions are one unit; `seen` is the last decision known."""
    folder(slug).judge([pair], by=by, at=at, why=why, seen=seen)


def match(
    slug: str, *, by: str, at: str, same: float | None, new: float | None, tell: Tell
) -> dict[str, int]:
    """Match the names in a study and count the pairs that were compared; for workers only."""
    matched = folder(slug).match(by=by, at=at, same=same, new=new, tell=in_words(tell))
    return {"pairs": len(matched.pairs)}


def matching(slug: str, skip: int, by: str) -> dict[str, Any]:
    """Return how the names in a study are matched, and the next pair to judge, with its names."""
    return matching_page(folder(slug), skip, by)


def last_decision(slug: str) -> int:
    """Return the number of the last decision, 0 before the first."""
    return len(folder(slug).decisions())


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
        `rows` past disclosure control, `trail` the steps behind them, `version` of the library;
        for the office alone: `tiers` how weights lie, `warnings` of fieldwork, `chain` that was
        observed, with case numbers (None where no links are followed).
    """
    from decentwork.studies.observed_chain import observed_chain
    from decentwork.studies.results import estimate_study, released_figures
    from decentwork.studies.study_weights import plausible, weigh_study

    study = folder(slug)
    weighed = weigh_study(study, multiplicity=multiplicity)
    rows = estimate_study(weighed, others=plausible(study, weighed))
    figures = released_figures(rows, study.design())
    has_links = len(weighed.sample.links) > 0
    return {
        "tiers": diagnosed(weighed.sample, weighed.multiplicity),
        "warnings": progress(slug)["warnings"],
        "chain": observed_chain(study, weighed).for_office() if has_links else None,
        "rows": [figure.to_dict() for figure in figures],
        "trail": list(weighed.sample.provenance.steps),
        "notes": list(weighed.notes),
        "version": decentwork.__version__,
        "digest": study.submissions().digest,
        "multiplicity": weighed.multiplicity,
    }


def office_page(found: Mapping[str, Any], reader: Reader) -> dict[str, Sequence[PaperSection]]:
    """Return what to look at before believing estimates, and the chain behind them, in words.

    Estimates of an earlier version kept neither.
    """
    words, chain = Words(reader, LEVEL), found.get("chain")
    told = {"diagnostics": found.get("warnings"), "tiers": found.get("tiers")}
    return {
        "diagnostics": (diagnostics_section(told, words),) if told["tiers"] else (),
        "chain": tuple(office_sections(chain, words)) if chain else (),
    }


def prepared_release(
    slug: str, *, decided_by: str, decided_on: date, multiplicity: str, keep: bool
) -> dict[str, Any]:
    """Return what a release shows, counted; with `keep` it is made, and the dossier shows it."""
    from decentwork.studies.results import release_study

    study = folder(slug)
    made = release_study(
        study, decided_by=decided_by, decided_on=decided_on, keep=keep, multiplicity=multiplicity
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
    from decentwork.reporting.survey_report import survey_paper

    study = folder(slug)
    told = account.account(
        study,
        multiplicity=multiplicity,
        earlier=rounds.round_before(study, settings.DATA),
        consultation=consultation,
        comments=comments,
    )
    study_papers.keep_paper(study, REPORT, survey_paper(told, language, translator(language)))


def write_plan(slug: str, language: str) -> None:
    """Write what a study's design would find and cost into its folder; for workers only."""
    from decentwork.reporting.plan_paper import plan_paper
    from decentwork.studies.plan import plan
    from decentwork.studies.plan_account import plan_account

    made = design(slug)
    told = plan_account(made, plan(made, draws=FULL_DRAWS, seed=made.draw_seed))
    paper = plan_paper(told, language, translator(language))
    study_papers.keep_paper(folder(slug), PLAN, paper)


def paper(slug: str, name: str, language: str, kind: str) -> bytes | None:
    """Return a paper that was written, `PLAN` or `REPORT`; None where there is none."""
    return study_papers.kept_paper(folder(slug), name, language, kind)


def papers(slug: str, name: str, language: str) -> list[str]:
    """Return as what a paper was written: "docx", "pdf", or nothing yet."""
    return [kind for kind in PAPERS if paper(slug, name, language, kind)]


def released_files(slug: str) -> list[dict[str, Any]]:
    """Return every release in a study's folder, in order, with what its row holds."""
    return releases.release_facts(folder(slug))


def cheapest(new_text: str, topic: str, tier: int, half_width: float) -> dict[str, Any]:
    """Return the cheapest design found for a precision; for workers only, as `planned`."""
    from decentwork.studies.allocation import Wanted, cheapest_design

    made = parse_design(new_text)
    wanted = Wanted(topic=topic, tier=tier, half_width=half_width)
    found = cheapest_design(made, None, wanted, seed=made.draw_seed)
    cost = found.verified and asdict(found.verified.cost)
    return found.to_dict() | {"design": found.design and text(found.design), "cost": cost}


def topics_planned(language: str) -> list[tuple[str, str]]:
    """Return the topics whose precision a plan tells, by id and name."""
    return [(each.id, each.name(language)) for each in topics()]


def release_text(slug: str, file: str, digest: str) -> str:
    """Return a released file as it was released; `DamagedFile` where it is another."""
    return releases.release_text(folder(slug), file, digest)


def release_page(content: str, language: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """Return a release as its page shows it."""
    return survey_pages.release_page(
        SurveyRelease.from_dict(json.loads(content)), language, translate
    )


def changes(slug: str, file: str, digest: str, reader: Reader) -> ChangePage | None:
    """Return what changed since the round before a release, in words; None without one."""
    data: DataFolder = settings.DATA
    state = data.fingerprint(release_names(data))
    return change_page(_changes(slug, file, digest, state), Words(reader, LEVEL))


@lru_cache(maxsize=16)
def _changes(slug: str, file: str, digest: str, state: str) -> dict[str, Any]:
    later = SurveyRelease.from_dict(json.loads(release_text(slug, file, digest)))
    before = rounds.round_before(folder(slug), settings.DATA)
    return compare(before, later).to_dict() if before and before.round < later.round else {}


def _kept(temporary: Path, upload: Upload) -> Path:
    """Put an upload where the library reads it, under its own name without any folder."""
    path = temporary / (Path(upload.name).name or "file")
    with path.open("wb") as file:
        for part in upload.content:
            file.write(part)
    return path
