"""Seasons of invented clusters: small enough to count, or filled in as a questionnaire would be."""

import csv
from dataclasses import replace

import numpy as np

from decentwork.questionnaires.catalogue import questionnaire
from decentwork.sampling.season import synthetic_season
from decentwork.studies.invented_answers import Respondent
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.templates import template
from decentwork.surveys.design import Stratum
from decentwork.surveys.submissions import Submission, Submissions

AT = "2027-09-01T10:00:00Z"
FORM = "monitoring_interview"
ASKED = ("case_id", "people_present", "children_seen", "worker_number", "outcome", "company",
         "consent", "sex", "age", "came")  # fmt: skip


def season(*strata, **changes):
    """Return the template of a season with strata of its own: (id, clusters, drawn)."""
    parts = tuple(Stratum(id=id, frame_units=units, seeds=seeds) for id, units, seeds in strata)
    return replace(template("season"), strata=parts, assumptions={}, **changes)


def met(case, number, present, id="", at=AT, **answers):
    """Return the form of one person who spoke alone in a field, or what `answers` say instead."""
    told = {"outcome": "interviewed", "company": "nobody", "consent": "yes", "came": "wanted"}
    told |= {"case_id": case, "worker_number": str(number), "people_present": str(present)}
    told |= {"children_seen": "0", "sex": "female", "age": "30", **answers}
    filled = {name: text for name, text in told.items() if text}
    return Submission(form=FORM, id=id or f"{case}-{number}-{at}", submitted_at=at, answers=filled)


def empty(case, **answers):
    """Return the form of a field where nobody was at work."""
    told = {"case_id": case, "people_present": "0", **answers}
    return Submission(form=FORM, id=f"{case}-empty", submitted_at=AT, answers=told)


def collected(*forms):
    return Submissions.from_records(forms, questions={FORM: ASKED}, roster_questions={})


def frame_file(folder, design):
    path = folder / "clusters.csv"
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "name", "stratum", "region"])
        for stratum in design.strata:
            for number in range(stratum.frame_units):
                cluster = f"{stratum.id}-{number:04}"
                table.writerow([cluster, f"Field {cluster}", stratum.id, stratum.id])
    return path


def drawn_season(folder, design):
    """Make the folder of a season and draw its clusters; return it with the case numbers."""
    study = StudyFolder.create(folder / "season", design, frame_file(folder, design))
    return study, study.draw(at=AT)


def fielded_season(folder, design, assumptions, seed=1):
    """Make a season's folder with answers of invented people: what it is, and its people."""
    study, drawn = drawn_season(folder, design)
    rng = np.random.default_rng(seed)
    clusters = {stratum.id: stratum.frame_units for stratum in design.strata}
    world = synthetic_season(assumptions, clusters, rng)
    first = np.cumsum([0, *clusters.values()])
    forms = []
    for case, id in drawn.seeds.items():
        stratum, number = id.rsplit("-", 1)
        cluster = first[[*clusters].index(stratum)] + int(number)
        forms += visited(case, world, cluster, design.workers.per_unit, rng)
    asked = [each.id for each in questionnaire(FORM).asked("short")]
    taken = Submissions.from_records(forms, questions={FORM: asked}, roster_questions={})
    study.take_in(taken, by="Team of Avonia (invented)", at=AT)
    return study, world


def visited(case, world, cluster, per_unit, rng):
    """Return the forms of one visit; one in twenty people refuses, one in forty has company."""
    people = int(world.workers[cluster])
    if not people:
        return [empty(case, district="d", field_number="1", day=AT[:10])]
    drawn = rng.choice(people, min(per_unit, people), replace=False)
    topics = dict(zip(world.topics, world.affected[cluster], strict=True))
    forms = []
    for number, person in enumerate(drawn, 1):
        suffers = {topic: person < count for topic, count in topics.items()}
        fate = rng.random()
        given = {
            "case_id": case,
            "district": "d",
            "field_number": "1",
            "day": AT[:10],
            "people_present": str(people),
            "children_seen": "0",
            "worker_number": str(number),
            "outcome": "refused" if fate < 0.05 else "interviewed",
            "company": "workers" if fate > 0.975 else "nobody",
            "wants_off_site": "no",
            "consent": "yes",
            "sex": "female" if rng.random() < 0.6 else "male",
            "age": str(int(np.clip(rng.normal(33, 10), 15, 70))),
        }
        form = questionnaire(FORM)
        scored = {
            rule.id: rule.kind == "deficit" and bool(suffers.get(rule.topic, False))
            for rule in form.indicators
        }
        answers = Respondent(form, "short", given, scored, rng).answers()
        forms.append(Submission(form=FORM, id=f"{case}-{number}", submitted_at=AT, answers=answers))
    return forms
